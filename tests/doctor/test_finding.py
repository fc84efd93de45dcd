"""What is found of many people: one line for those who fail alike, and one for each of the others."""

from __future__ import annotations

from calsync.doctor.finding import SHOWN, Finding, Light, Trouble, listed, said
from calsync.domain.model import Person
from calsync.errors import SourceError
from calsync.graph.refusals import refusal, unreachable


def person(n: int) -> Person:
    return Person(id=f"id-{n:03}", name=f"Worker {n:03}", mail=f"w{n:03}@clarendon.test", works=True)


def forbidden(n: int) -> SourceError:
    return refusal(f"the diary of mailbox id-{n:03}", 403, "ErrorAccessDenied")


def told(troubles: list[Trouble]) -> list[Finding]:
    return listed(troubles, Light.RED, one="diary of", many="diaries", head="{n} can't be read.")


def test_two_who_fail_alike_have_a_line_each_with_their_address_for_their_id() -> None:
    first, second = told(
        [Trouble(person=person(n), words=str(forbidden(n)), beside="not read since 9") for n in (2, 1)]
    )
    assert (first.part, second.part) == ("diary of Worker 001", "diary of Worker 002")
    assert first.words.startswith(
        "not read since 9: Microsoft Graph refuses the diary of mailbox w001@clarendon.test (403 ErrorAccessDenied). "
        "The app may not open this mailbox"
    )
    assert first.about == ("w001@clarendon.test",)


def test_three_who_fail_alike_are_one_line_with_each_name_and_since_when() -> None:
    (one,) = told([Trouble(person=person(n), words=str(forbidden(n)), beside=f"last read {n}") for n in (1, 2, 3)])
    assert (one.part, one.light) == ("diaries", Light.RED)
    assert one.words.startswith("3 can't be read. Microsoft Graph refuses the diary of mailbox ... (403 ")
    assert "id-00" not in one.words
    assert one.words.endswith(
        "Worker 001 (w001@clarendon.test, last read 1); Worker 002 (w002@clarendon.test, last read 2); "
        "Worker 003 (w003@clarendon.test, last read 3)"
    )


def test_of_57_who_fail_alike_20_are_named_and_the_json_has_all_addresses() -> None:
    (one,) = told([Trouble(person=person(n), words=str(forbidden(n))) for n in range(57)])
    assert one.words.startswith("57 can't be read.")
    assert one.words.count("@") == SHOWN
    assert "; and 37 more: `calsync doctor --json`" in one.words
    assert len(one.about) == 57


def test_of_57_who_each_fail_in_their_own_way_20_have_a_line_and_the_rest_are_counted() -> None:
    found = told([Trouble(person=person(n), words=f"reason {n}") for n in range(57)])
    assert [each.part for each in found] == [*(f"diary of Worker {n:03}" for n in range(SHOWN)), "diaries"]
    assert found[-1].words.startswith("and 37 more")
    assert len(found[-1].about) == 37


def test_a_batch_that_failed_as_a_whole_is_told_by_mailbox_and_as_one_reason() -> None:
    errors = [refusal(f"{count} requests at once", 503, "") for count in (3, 3, 2)]
    troubles = [Trouble(person=person(n), words=str(error)) for n, error in enumerate(errors)]
    assert troubles[0].own == "Microsoft Graph could not answer (503) for the diary of mailbox w000@clarendon.test."
    (one,) = told(troubles)
    assert "could not answer (503) for the diary of mailbox ..." in one.words


def test_calendars_missing_in_a_folder_are_one_reason() -> None:
    troubles = [
        Trouble(
            person=each, words=f"/c holds no calendar of {each.mail}: put it there as {each.mail}.ics or {short}.ics"
        )
        for each, short in ((person(n), f"w{n:03}") for n in range(3))
    ]
    (one,) = told(troubles)
    assert one.words.startswith("3 can't be read. /c holds no calendar of ...: put it there as ....ics or ....ics")


def test_what_has_no_fix_but_waiting_gets_a_sentence_that_says_where_to_look() -> None:
    outage = refusal("the diary of mailbox sam", 503, "")
    assert said(outage, of_mailbox=True).endswith("and open the mailbox in Outlook on the web.")
    assert "Outlook" not in said(outage)
    for has_its_fix in (forbidden(1), unreachable("graph.microsoft.com", "no connection")):
        assert said(has_its_fix) == str(has_its_fix)
