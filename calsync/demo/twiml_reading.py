"""TwiML -> what the simulated telephone exchange does next. It knows what calsync's pages send, and no more."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

MOST = 40
"""Verbs in one document; calsync's have five at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One thing to do."""

    name: str
    """Say, Gather, Dial, Redirect or Hangup."""
    words: str = ""
    """What is said; of a Dial the number, of a Redirect the address."""
    action: str = ""
    """Where a key goes, or where a call goes on once somebody was rung."""
    page: str = ""
    """Of a Dial: what whoever is rung hears first."""


def read_twiml(text: str) -> list[Verb]:
    """The verbs in their order. Raises ValueError for what is no TwiML."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("TwiML has no document type")
    try:
        root = ET.fromstring(text)  # noqa: S314  from calsync's own page on this machine, without entities
    except ET.ParseError as error:
        raise ValueError(f"no XML: {error}") from None
    if root.tag != "Response":
        raise ValueError(f"no TwiML: <{root.tag}>")
    return [_verb(each) for each in list(root)[:MOST]]


def _verb(element: ET.Element) -> Verb:
    inner = next(iter(element), None)
    words = (inner.text if inner is not None else element.text) or ""
    page = inner.get("url", "") if inner is not None and element.tag == "Dial" else ""
    return Verb(name=element.tag, words=words.strip(), action=element.get("action", ""), page=page)
