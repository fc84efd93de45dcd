"""Each question is answered in a sentence, and stays open where nothing was found that answers it."""

from __future__ import annotations

import pytest

from calsync.demo.faults import Fault
from tests.graph.probing.conftest import DEE, House, private, whole_day


def test_the_diaries_that_cannot_be_read_are_counted_with_microsofts_code(house: House) -> None:
    house.tenant.faults.set(Fault("access-denied", mailbox=DEE))
    words = house.finds("diaries")
    assert words.startswith("1 of 2 diaries can be read. They hold 12 entries")
    assert words.endswith("1 answered 403 ErrorAccessDenied.")


def test_without_any_diary_the_questions_stay_open(house: House) -> None:
    house.tenant.faults.set(Fault("access-denied"))
    assert house.finds("prefer", settled=False) == "No diary could be read."
    assert house.finds("concurrency", settled=False) == "No diary could be read."


def test_an_empty_diary_leaves_the_question_open_and_says_what_helps(house: House) -> None:
    house.tenant.faults.set(Fault("empty"))
    assert "--mailbox" in house.finds("immutable-ids", settled=False)


def test_a_refused_select_is_quoted_in_microsofts_words(house: House) -> None:
    words = house.finds("select-created")
    assert words.startswith(
        "It is refused: 400 ErrorInvalidProperty. Microsoft says: The property 'createdDateTime' does"
    )


def test_an_id_with_letters_in_another_case_is_not_found(house: House) -> None:
    assert house.finds("item-not-found").startswith("An id with letters in another case: 404 ErrorItemNotFound.")


def test_the_immutable_id_is_the_same_in_the_list_and_by_itself(house: House) -> None:
    records = house.ask("immutable-ids")
    assert records["immutable-ids"].finding.words.startswith("The list's id and the get's id are the same.")
    listed, got, moving = (each.body for each in records["immutable-ids"].exchanges)
    assert listed["value"][0]["id"] == got["id"] != moving["id"]
    assert got["id"].startswith("<id ")


def test_wishes_joined_by_commas_are_seen_to_be_obeyed(house: House) -> None:
    words = house.finds("prefer")
    assert "the zone is obeyed, another form of id is obeyed, the size of a page is obeyed" in words
    assert 'Preference-Applied says: IdType="ImmutableId"' in words


def test_the_size_of_a_page_and_its_bounds(house: House) -> None:
    words = "Without $top a page has 10 rows. $top=1000: taken. $top=1001: 400 ErrorInvalidUrlQuery."
    assert house.finds("paging") == words


def test_midnight_of_an_all_day_entry_floats(house: House) -> None:
    assert "all-day entry" in house.finds("all-day", settled=False)
    whole_day(house)
    assert house.finds("all-day").endswith("Midnight floats.")


def test_a_private_entry_is_told_as_what_the_app_is_given_of_it(house: House) -> None:
    assert "private" in house.finds("private", settled=False)
    private(house)
    assert house.finds("private") == "The app is given the subject of a private entry and its location."


def test_a_response_that_was_never_given_has_a_time_in_year_1(house: House) -> None:
    assert house.finds("year-1").endswith("have the time 0001-01-01T00:00:00Z.")


def test_a_person_who_is_not_there_and_the_end_of_the_chain_of_managers(house: House) -> None:
    assert house.finds("person-not-found").startswith("A person who is not there: 404 Request_ResourceNotFound.")
    words = "Above somebody came #microsoft.graph.user, and at the end: 404 Request_ResourceNotFound."
    assert house.finds("manager") == words


@pytest.mark.parametrize(
    ("skew", "words"), [(0, "agree to within a second"), (-90, "90 seconds behind"), (90, "90 seconds ahead")]
)
def test_a_clock_that_is_not_microsofts_is_told_with_the_fix(house: House, skew: float, words: str) -> None:
    house.tenant.date_skew = skew
    told = house.finds("clock")
    assert words in told
    assert ("NTP" in told) is (skew != 0)


def test_a_mailbox_that_the_app_can_open_against_its_scope_is_told(house: House) -> None:
    assert "CAN" in house.finds("out-of-scope", out_of_scope="morgan@clarendon.example")
    house.tenant.faults.set(Fault("access-denied", mailbox="morgan@clarendon.example"))
    words = house.finds("out-of-scope", out_of_scope="morgan@clarendon.example")
    assert words == "It can't: 403 ErrorAccessDenied. The scope holds."
    assert "name a mailbox that is there" in house.finds("out-of-scope", settled=False, out_of_scope="nobody@x.example")


def test_the_draft_is_made_deleted_and_never_sent(house: House) -> None:
    records = house.ask("draft")
    assert "has internetMessageId and conversationId" in records["draft"].finding.words
    assert [each.request.split()[0] for each in records["draft"].exchanges] == ["POST", "GET", "DELETE", "GET"]
    assert house.tenant.mail("checkin@clarendon.example", "drafts") == []
    assert house.tenant.mail("checkin@clarendon.example", "sentitems") == []
