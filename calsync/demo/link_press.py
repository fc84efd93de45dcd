"""What a person of the demo does with the link in a message: opens it, types the two digits, and presses."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode, urlsplit

OFFERS = (
    re.compile(r"type (?P<digits>\d\d) there:?\s+(?P<address>http://127\.0\.0\.1:\d+/a/[a-z2-7]+)"),
    re.compile(r"open (?P<address>http://127\.0\.0\.1:\d+/a/[a-z2-7]+) and type (?P<digits>\d\d)\."),
)
"""As it stands in a mail, whose HTML has the address below the button, and in a text."""
PATIENCE = 10.0
"""Real seconds."""


def press(words: str, choice: str) -> bool:
    """Whether the page behind the link in these words took the press; False where they have none of this machine."""
    told = next((found for each in OFFERS if (found := each.search(words))), None)
    if told is None:
        return False
    address = urlsplit(told["address"])
    asked = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    try:
        form = urlencode({"choice": choice, "digits": told["digits"], "shown": "1"})
        asked.request("POST", address.path, form, {"Content-Type": "application/x-www-form-urlencoded"})
        return asked.getresponse().status == http.client.OK
    except OSError:
        return False  # the pages do not answer just now: they answer by another way
    finally:
        asked.close()
