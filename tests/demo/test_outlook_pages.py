"""The stand-in for Outlook: what a visitor sees and does there, without JavaScript."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from calsync.demo.recurrence import Recurrence
from calsync.demo.tenant import Tenant, event_id, message_id

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LABEL = "SIMULATION - not Microsoft Outlook"


@pytest.fixture
def sam(person):
    return person("Sam Visits", job_title="Family support worker")


@pytest.fixture
def visit(tenant: Tenant, sam):
    return tenant.add_event(
        sam.mail, "Visit <b>bold</b>", NINE, NINE + timedelta(hours=1), "12 High St", ["Home visit"]
    )


def diary(sam) -> str:
    return f"/outlook/people/{sam.id}"


def entry(sam, visit) -> str:
    return f"{diary(sam)}/entries/{visit}"


def test_the_front_door_leads_to_the_people(browser_like, sam):
    answer = browser_like.get("/")
    assert answer.url.path == "/outlook"
    # A tenant of many shows some of them, and finds the others.
    assert "Sam Visits" in browser_like.get("/outlook", params={"find": sam.mail.upper()}).text


class Checker(HTMLParser):
    """Collects what a page must not have, and every field without a label."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.lang = None
        self.headings: list[str] = []
        self.inside_label = False
        self.labelled: set[str] = set()
        self.bare: list[dict[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.scripts += tag == "script" or any(name.startswith("on") for name in given)
        if tag == "html":
            self.lang = given.get("lang")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(tag)
        if tag == "label":
            self.inside_label = True
            self.labelled.add(given.get("for") or "")
        fields = tag in ("input", "select", "textarea") and given.get("type") != "hidden"
        if fields and not self.inside_label and given.get("id") not in self.labelled:
            self.bare.append(given)

    def handle_endtag(self, tag):
        if tag == "label":
            self.inside_label = False


def test_every_page_is_labelled_as_a_simulation_has_labels_a_language_one_title_and_no_script(
    browser_like, tenant: Tenant, person, sam, visit
):
    morgan = person("Morgan Manages")
    tenant.send_mail(morgan.mail, sam.mail, "Are you safe?", "Please answer.")
    mail = f"{diary(sam)}/mail/{message_id(tenant.mail(sam.mail)[0])}"
    for path in ("/outlook", diary(sam), entry(sam, visit), mail, "/outlook/faults", f"{diary(sam)}/entries/gone"):
        text = browser_like.get(path).text
        assert LABEL in text
        checker = Checker()
        checker.feed(text)
        assert (checker.lang, checker.scripts, checker.bare) == ("en-GB", 0, [])
        assert checker.headings.count("h1") == 1


def test_what_people_write_is_shown_as_text_never_as_markup(browser_like, sam, visit):
    text = browser_like.get(diary(sam)).text
    assert "Visit &lt;b&gt;bold&lt;/b&gt;" in text
    assert "<b>bold" not in text


def test_times_are_shown_and_read_in_london(browser_like, tenant: Tenant, hand_clock, sam):
    hand_clock.at = datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    form = {"subject": "Summer", "location": "1 Elm Road", "category": "Home visit"}
    form |= {"start": "2026-07-01T10:00", "end": "2026-07-01T11:00"}
    answer = browser_like.post(f"{diary(sam)}/entries", data=form)
    assert "Entry added." in answer.text
    assert "10:00 to 11:00" in answer.text
    (made,) = tenant.events(sam.mail, hand_clock.at, hand_clock.at + timedelta(days=1))
    assert made.start == datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    assert made.categories == ("Home visit",)


def test_an_entry_is_extended_marked_done_moved_and_deleted(browser_like, tenant: Tenant, sam, visit):
    browser_like.post(entry(sam, visit), data={"act": "extend"})
    assert tenant.event(sam.mail, visit).end == NINE + timedelta(minutes=90)
    browser_like.post(entry(sam, visit), data={"act": "done"})
    assert tenant.event(sam.mail, visit).categories == ("Home visit", "Visit done")
    form = {"act": "save", "subject": "Moved", "location": "1 Elm Road", "categories": ["Office"]}
    form |= {"start": "2026-03-02T14:00", "end": "2026-03-02T15:00"}
    browser_like.post(entry(sam, visit), data=form)
    moved = tenant.event(sam.mail, visit)
    assert (moved.subject, moved.locations[0].name, moved.categories) == ("Moved", "1 Elm Road", ("Office",))
    assert moved.start == datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    answer = browser_like.post(entry(sam, visit), data={"act": "delete"})
    assert "Entry deleted." in answer.text
    assert browser_like.get(entry(sam, visit)).status_code == 404


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ("2026-03-02T15:00", "2026-03-02T14:00", "The end is not after the start"),
        ("", "2026-03-02T14:00", "The start is missing"),
        ("2026-03-02T15:00", "soon", "is no time"),
    ],
)
def test_a_mistake_is_said_in_a_sentence_and_changes_nothing(browser_like, tenant, sam, visit, start, end, sentence):
    before = tenant.event(sam.mail, visit)
    answer = browser_like.post(entry(sam, visit), data={"act": "save", "start": start, "end": end})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert tenant.event(sam.mail, visit) == before


def test_a_quick_answer_fills_in_the_text_and_only_sending_sends_it(browser_like, tenant: Tenant, person, sam):
    desk = person("Check-in Desk")
    tenant.send_mail(desk.mail, sam.mail, "Are you safe?", "Please answer.")
    mail = f"{diary(sam)}/mail/{message_id(tenant.mail(sam.mail)[0])}"
    assert "Left, all fine.</textarea>" in browser_like.get(mail, params={"fill": "0"}).text
    assert tenant.mail(desk.mail) == []
    assert tenant.mail(sam.mail)[0].read is False
    assert "Answer sent." in browser_like.post(mail, data={"text": "Left, all fine.", "act": "send"}).text
    (answer,) = tenant.mail(desk.mail)
    assert answer.text.startswith("Left, all fine.")
    assert tenant.mail(sam.mail)[0].read is True


@pytest.mark.parametrize(
    ("asks", "offered"),
    [
        ('- "call me": you want a call now', ["Left, safe", "Another 30 minutes", "Still here, all well", "Help"]),
        ('- "I have it": you are looking after it', ["I have it", "Close with a reason"]),
        ("Closed at 14:21.", []),
    ],
)
def test_a_mail_offers_the_quick_answers_that_fit_it(browser_like, tenant: Tenant, person, sam, asks, offered):
    desk = person("Check-in Desk")
    tenant.send_mail(desk.mail, sam.mail, "About a visit", asks)
    page = browser_like.get(f"{diary(sam)}/mail/{message_id(tenant.mail(sam.mail)[0])}").text
    assert re.findall(r'name="fill" value="\d">([^<]*)<', page) == offered


def test_an_empty_answer_is_not_sent(browser_like, tenant: Tenant, person, sam):
    desk = person("Check-in Desk")
    tenant.send_mail(desk.mail, sam.mail, "Are you safe?", "Please answer.")
    mail = f"{diary(sam)}/mail/{message_id(tenant.mail(sam.mail)[0])}"
    answer = browser_like.post(mail, data={"text": "  "})
    assert (answer.status_code, tenant.mail(desk.mail)) == (422, [])


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "rebound.example"},
    ],
)
def test_a_form_from_another_site_changes_nothing(browser_like, tenant: Tenant, sam, visit, headers):
    answer = browser_like.post(entry(sam, visit), data={"act": "delete"}, headers=headers)
    assert answer.status_code == 403
    assert tenant.event(sam.mail, visit)
    assert browser_like.delete("/_simulation/faults", headers=headers).status_code == 403


def test_changing_this_and_following_from_the_page_makes_a_new_series(browser_like, tenant: Tenant, sam):
    series = Recurrence.daily(NINE.date(), count=4)
    old = tenant.add_event(sam.mail, "Daily", NINE, NINE + timedelta(hours=1), recurrence=series)
    days = [tenant.events(sam.mail, NINE + timedelta(days=n), NINE + timedelta(days=n, hours=1)) for n in range(4)]
    third = event_id(days[2][0])
    form = {"act": "split", "subject": "Later", "start": "2026-03-04T10:00", "end": "2026-03-04T11:00"}
    answer = browser_like.post(entry(sam, third), data=form)
    assert "they are a new series" in answer.text
    found = tenant.events(sam.mail, NINE, NINE + timedelta(days=5))
    assert [each.subject for each in found] == ["Daily", "Daily", "Later", "Later"]
    assert {event_id(each) for each in found[2:]}.isdisjoint(event_id(day[0]) for day in days)
    assert tenant.event(sam.mail, old).recurrence.until == (NINE + timedelta(days=1)).date()


def test_an_entrys_page_leads_to_switches_filled_in_for_it(browser_like, sam, visit):
    text = browser_like.get(entry(sam, visit)).text
    assert "/outlook/faults?mailbox=" in text
    switches = browser_like.get("/outlook/faults", params={"mailbox": sam.mail, "entry": "Visit"}).text
    assert f'value="{sam.mail}" autocomplete' in switches
    assert 'name="entry" value="Visit"' in switches


def test_a_fault_is_switched_on_and_off_from_the_page(browser_like, tenant: Tenant, sam):
    form = {"mailbox": sam.mail, "kind": "access-denied", "seconds": "5"}
    answer = browser_like.post("/outlook/faults", data=form | {"act": "on"})
    assert "Switched on." in answer.text
    assert tenant.faults.find("access-denied", sam.mail) is not None
    browser_like.post("/outlook/faults", data=form | {"act": "off"})
    assert tenant.faults.all() == []


def test_the_page_reloads_by_itself_only_when_asked(browser_like, sam):
    assert 'http-equiv="refresh"' not in browser_like.get(diary(sam)).text
    assert 'http-equiv="refresh" content="5"' in browser_like.get(diary(sam), params={"refresh": "5"}).text
    assert 'http-equiv="refresh"' not in browser_like.get(diary(sam), params={"refresh": "0;url=//x"}).text
