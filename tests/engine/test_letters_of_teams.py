"""Letters where teams have policies of their own: each worker's visits are told of as their own policy says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.letters import policy_digest
from calsync.domain.model import Person, Policy, Role, TeamPolicy
from calsync.domain.model.letters import Letters
from calsync.engine.letter_texts import sheet_of_outage
from calsync.ports import OutgoingMail
from tests.house import CAST, CLARENDON, OFFICE, SAM, House, clock, differing
from tests.letter_house import letters, letters_of, replies, to

TWENTY, NINETY = timedelta(minutes=20), timedelta(minutes=90)
ROBIN = Person(id="robin", name="Robin Visits", mail="robin@clarendon.test", manager="morgan", hours=OFFICE, works=True)
"""Works beside Sam, in no team with a policy of its own."""


def policy(name: str, wanted: dict[str, Any], **changes: Any) -> Policy:
    return replace(CLARENDON, name=name, title=f"{name} policy", letters=Letters(**wanted), **changes)


def house(
    standing: dict[str, Any], fostering: dict[str, Any], *, of_team: dict[str, Any] | None = None, **changes: Any
) -> House:
    """Sam is in the team with its own policy, Robin in none; each has a visit from 13:00 to 14:00."""
    people = replace(CAST, persons=(replace(SAM, department="Fostering"), *CAST.persons[1:], ROBIN))
    team = TeamPolicy(departments=("Fostering",), policy=policy("Fostering", fostering, **(of_team or {})))
    kept = House(at="06:00", policy=policy("Standing", standing, **changes), people=people, teams=(team,))
    kept.calendars.put(replace(kept.entry("e1"), id="e2", worker="robin"))
    kept.poll()
    kept.poll("robin")
    return kept


def titles(mails: list[OutgoingMail]) -> list[tuple[str, str]]:
    return sorted((each.to.split("@")[0], each.subject.rsplit(" [", 1)[0]) for each in mails)


class TestWhoGetsWhat:
    def test_a_summary_goes_out_as_the_workers_own_policy_says(self) -> None:
        assert titles(letters_of(house({"summary": False}, {}))) == [("sam", "Your visits today")]
        assert titles(letters_of(house({}, {"summary": False}))) == [("robin", "Your visits today")]

    def test_CO3_a_teams_policy_alone_names_who_reads_of_its_workers(self) -> None:
        kept = house({"summary": False}, {"summary": False, "list": (Role.ADMIN,)})
        (mail,) = letters_of(kept)
        assert "Sam Visits" in mail.text
        assert "Robin Visits" not in mail.text

    def test_everybody_has_one_list_with_what_each_policy_gives_them(self) -> None:
        kept = house({"summary": False, "list": (Role.ADMIN,)}, {"summary": False, "list": (Role.ADMIN, Role.DEPUTY)})
        mails = letters_of(kept)
        (to_ash,), (to_dee,) = to(mails, "ash"), to(mails, "dee")
        assert "Sam Visits" in to_ash.text
        assert "Robin Visits" in to_ash.text
        assert "Sam Visits" in to_dee.text
        assert "Robin Visits" not in to_dee.text

    def test_CO4_changes_are_told_of_those_workers_whose_policy_says_so(self) -> None:
        kept = house(
            {"summary": False, "list": (Role.ADMIN,)},
            {"summary": False, "list": (Role.ADMIN,), "changes": (Role.ADMIN,)},
        )
        letters_of(kept)
        kept.calendars.put(replace(kept.entry("e2"), worker="robin", start=clock("15:00"), end=clock("16:00")))
        kept.delete("e2")
        kept.poll("robin")
        assert letters(kept, "10:05") == []
        kept.change("e1", start=clock("15:00"), end=clock("16:00"))
        kept.poll()
        (mail,) = letters(kept, "10:11")
        assert mail.text.count("15:00 to 16:00") == 1
        assert "Robin" not in mail.text

    def test_CL1_concerns_stand_under_those_visits_whose_policy_says_so(self) -> None:
        kept = house(
            {"summary": False, "list": (Role.LINE_MANAGER,)}, {"summary": False, "concerns": (Role.LINE_MANAGER,)}
        )
        (mail,) = letters_of(kept)
        assert "Robin Visits" in mail.text
        assert "Diaries: 1 of 1 visits need nothing to be mended." in mail.text

    def test_CO3_a_week_that_one_policy_gives_says_of_whom_it_has_today_alone(self) -> None:
        kept = house({"summary": False, "list": (Role.ADMIN,)}, {"summary": False, "week": (Role.ADMIN,)})
        for event_id, worker in (("e3", "sam"), ("e4", "robin")):
            kept.calendars.put(
                replace(kept.entry(event_id), worker=worker, start=clock("10:00", day=1), end=clock("11:00", day=1))
            )
        kept.delete("e4")
        kept.poll()
        kept.poll("robin")
        (mail,) = letters_of(kept)
        tuesday = mail.text[mail.text.index("TUESDAY 3 MARCH") :]
        assert "Sam Visits" in tuesday
        assert "Of today alone, by the policy of their own team: Robin Visits." in tuesday
        assert tuesday.count("Robin") == 1

    def test_times_are_reckoned_with_the_travel_time_of_the_workers_own_policy(self) -> None:
        wanted: dict[str, Any] = {"summary": False, "list": (Role.ADMIN,)}
        kept = house(wanted, wanted, of_team={"travel": TWENTY}, travel=timedelta(hours=1))
        (mail,) = letters_of(kept)
        assert "leaves about 12:40, 13:00 to 14:00, back about 14:20" in mail.text
        assert "leaves about 12:00, 13:00 to 14:00, back about 15:00" in mail.text

    def test_RO17_the_month_in_figures_has_the_teams_whose_policy_asks_for_it(self) -> None:
        kept = house({"summary": False}, {"summary": False, "report": (Role.LINE_MANAGER,)})
        (mail,) = to(letters(kept, "05:31", day=30) + letters(kept, "07:01", day=30), "morgan")
        assert "Fostering" in mail.text
        assert "Without a department" not in mail.text


class TestTheOutageSheet:
    def ladders(self) -> dict[str, Any]:
        slow = tuple(replace(each, after=NINETY) if not each.to_worker else each for each in CLARENDON.steps)
        return {"steps": slow}

    def test_each_policys_own_ladder_stands_above_the_visits_of_its_workers(self) -> None:
        wanted = {"summary": False, "outage_sheet": True}
        kept = house(wanted, wanted, **self.ladders())
        mail = to(letters_of(kept), "ash")[0]
        for text, heading in ((mail.text, "POLICY: "), (mail.html, "Policy: ")):
            first, second = text.index(f"{heading}Standing"), text.index(f"{heading}Fostering")
            standing, fostering = text[first:second], text[second : text.casefold().rindex("telephone numbers")]
            assert "90 minutes after the end of the visit" in standing
            assert "Robin Visits" in standing
            assert "Sam Visits" not in standing
            assert "90 minutes" not in fostering
            assert "Sam Visits" in fostering

    def test_the_letter_has_the_teams_whose_policy_asks_for_it_and_says_whose_does_not(self) -> None:
        kept = house({"summary": False}, {"summary": False, "outage_sheet": True})
        mails = letters_of(kept)
        assert {each.to for each in mails} == {"ash@clarendon.test", "sloane@clarendon.test"}
        assert (
            "Visits under this policy are not on it, for it asks for no outage sheet: Standing policy." in mails[0].text
        )
        assert "POLICY: Standing" not in mails[0].text

    def test_the_command_has_everybody(self) -> None:
        kept = house({"summary": False}, {"summary": False})
        with kept.store.transaction() as tx:
            made = sheet_of_outage(kept.core, tx, clock("06:30"))
        text = made().text
        assert "POLICY: Standing policy" in text
        assert "POLICY: Fostering policy" in text
        assert "are not on it" not in text


class TestWhatIsAsked:
    def test_BX16_each_is_asked_to_read_their_own_policy_and_has_read_that_one(self) -> None:
        kept = house({"summary": False}, {"summary": False, "read_and_understood": True})
        (mail,) = letters_of(kept)
        assert mail.to == "sam@clarendon.test"
        assert "Fostering policy" in mail.text
        replies(kept, "read and understood", mail, who="sam")
        with kept.store.transaction() as tx:
            (said,) = tx.declarations(clock("06:00"))
        assert said.about == policy_digest(kept.core.policies.teams[0].policy)
        assert letters(kept, "06:31", day=42) + letters(kept, "08:01", day=42) == []

    def test_BX16_who_changes_teams_has_not_read_the_policy_of_the_new_one(self) -> None:
        wanted = {"summary": False, "read_and_understood": True}
        kept = house(wanted, wanted)
        mails = letters_of(kept)
        replies(kept, "read and understood", to(mails, "sam")[0], who="sam")
        with kept.store.transaction() as tx:
            people = tx.people()
            tx.put_people(differing(people, "sam", department=""))
        (again,) = to(letters(kept, "06:31", day=42) + letters(kept, "08:01", day=42), "sam")
        assert "Standing policy" in again.text

    def test_RO9_numbers_are_asked_after_as_the_persons_own_policy_says(self) -> None:
        kept = house({"summary": False}, {"summary": False, "numbers": True})
        assert [each.to for each in letters_of(kept)] == ["sam@clarendon.test"]
