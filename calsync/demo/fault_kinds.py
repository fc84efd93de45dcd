"""The catalogue of fault switches: what each does, in the words of the page that sets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of switch. `seconds` says what its seconds mean ("" when they mean nothing).

    `entries` is true when it touches single entries of a diary; `whole` when it touches no mailbox but the tenant.
    """

    name: str
    words: str
    seconds: str = ""
    entries: bool = False
    whole: bool = False


def _plain(**kinds: str) -> tuple[Kind, ...]:
    return tuple(Kind(name=name.replace("_", "-"), words=words) for name, words in kinds.items())


def _entries(**kinds: str) -> tuple[Kind, ...]:
    return tuple(Kind(name=name.replace("_", "-"), words=words, entries=True) for name, words in kinds.items())


GROUPS: dict[str, tuple[Kind, ...]] = {
    "The mailbox answers with an error": (
        *_plain(
            access_denied="403: the app may not open the mailbox (ErrorAccessDenied)",
            no_mailbox="404: the mailbox is switched off or not licensed (MailboxNotEnabledForRESTAPI)",
            gone="410: what was asked for is gone (Gone)",
        ),
        Kind(
            name="throttled",
            words="429: too many requests, with Retry-After; 0 seconds leaves the header out (ApplicationThrottled)",
            seconds="Retry-After",
        ),
        *_plain(
            unavailable="503: service unavailable, with a page of HTML",
            unavailable_empty="503: service unavailable, with nothing in it",
            gateway_timeout="504: gateway timeout, with nothing in it",
            gateway_timeout_html="504: gateway timeout, with a page of HTML",
        ),
    ),
    "The mailbox answers late or never": (
        Kind(name="slow", words="answers only after so many seconds", seconds="how late"),
        *_plain(
            hanging="never answers; the connection stays open",
            trickling="answers one byte a second",
            huge_body="each answer is 50 MB long",
        ),
    ),
    "The diary": (
        *_plain(
            empty="the diary reads as empty; its entries can still be asked for by id",
            emptied="the diary is empty, by id too, until you switch it off",
            read_only="403 for whatever would write into the diary, which can be read (ErrorAccessDenied)",
        ),
        *_entries(
            entry_gone="entries are gone: not in the diary, 404 by id (ErrorItemNotFound)",
            entry_left_out="entries are left out of the diary, though they can be asked for by id",
        ),
    ),
    "The pages of a diary": _plain(
        empty_page="each page is preceded by an empty one that points to it",
        repeated_rows="each page repeats the last row of the page before",
        moved_rows="between two pages a row moves forward: one row comes twice, one is missed",
        endless_pages="new rows without end: each page points to a next one",
        foreign_link="the link to the next page leads to another host",
    ),
    "Odd entries": _entries(
        odd_zone="made in a time zone of its own (tzone://Microsoft/Custom)",
        odd_values="unknown values of type, showAs, sensitivity and response (unknownFutureValue)",
        odd_missing="most properties are missing, only id, start and end are there",
        odd_null="most properties are null",
        odd_no_times="start and end are missing",
        odd_bad_times="start and end are no times (25:61)",
        odd_year_one="start and end lie in the year 1",
        odd_reversed="it ends before it starts",
        odd_long_subject="a subject of 10 kB",
        odd_script="right-to-left text and emoji in subject and place",
    ),
    "Mail": _plain(
        sent_then_timeout="mail is sent, but the answer is a 504",
        mail_unavailable="503 for mail alone; diaries can be read",
    ),
    "Signing in and the directory": (
        *(
            Kind(name=name, words=words, seconds=seconds, whole=True)
            for name, words, seconds in (
                ("sign-in-refused", "no token: the secret is wrong (invalid_client, AADSTS7000215)", ""),
                ("sign-in-expired", "no token: the secret has expired (invalid_client, AADSTS7000222)", ""),
                ("sign-in-throttled", "no token: 429 with Retry-After", "Retry-After"),
                ("sign-in-unavailable", "no token: 503 with a page of HTML", ""),
                ("token-refused", "401: every token is refused (InvalidAuthenticationToken)", ""),
                ("directory-denied", "403: people and groups may not be read (Authorization_RequestDenied)", ""),
            )
        ),
    ),
}
KINDS: dict[str, Kind] = {kind.name: kind for kinds in GROUPS.values() for kind in kinds}
