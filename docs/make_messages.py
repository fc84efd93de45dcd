"""Makes docs/messages.md anew, every message as it is read, by the wording itself: python docs/make_messages.py

The people, times and places are made up. tests/domain/test_messages_page.py fails while the page says otherwise.
"""

from __future__ import annotations

from pathlib import Path

from shown_messages.besides import after, away, before, for_it, letters
from shown_messages.of_a_visit import texts, to_responders, to_worker
from shown_messages.scene import Shown

PAGE = Path(__file__).parent / "messages.md"
HEAD = """# Every message, as it is read

Made by `make docs` from the wording itself; people, times and places are made up. The word in brackets at the end of
a subject is that by which an answer finds its way; its letters differ from message to message.

**Each mail goes out twice over: as plain text, as it stands here, and as HTML with the same words and no others.**
There the subject is the heading, answers are a list, the call sheet is a table, telephone numbers are rung by a tap
(999 never is, and no number is where somebody must not be rung), and an address of calsync's own pages is a large
link. It holds no picture, nothing that has to be fetched, and nothing that tells whether it was read. It sets no
colour but the button's, so that a reader's dark or large setting stays. Microsoft 365 is given the HTML and makes the
plain part of it itself; a mail server under `[smtp]` is given both.

**Alarms are told by their form.** The subject of a message that asks somebody to act for a worker who is late, asks
for help or gave the code word begins with `ALARM: `; so they stand together where mail is sorted by subject. What
needs nothing done begins with `For you to know: `, `Stand down: ` or `Settled: `. No subject names anybody visited,
and none to a worker begins so. To give alarms a sound or a folder of their own in Outlook, make a rule for the
service mailbox as sender and `ALARM:` in the subject; a second one for importance "high" takes in the mails about
code words, whose subjects are plain on purpose ("Please ring Sam Visits now, in ordinary words").

The sender's name is that of the service mailbox in your directory: Exchange writes it, whatever a program asks for.
Give that mailbox a name that people act on, such as "Lone working". A second mailbox for alarms alone is not offered:
what can't be delivered, and automatic replies, would come back to it, where calsync does not read.
"""

SECTIONS = (
    ("To the worker, by mail", to_worker),
    ("To those who are told, by mail", to_responders),
    ("By text", texts),
    ("Before a visit", before),
    ("After a visit", after),
    ("Letters", letters),
    ("Absences and pauses", away),
    ("To IT", for_it),
)


def page() -> str:
    """The whole page."""
    parts = [HEAD.rstrip()]
    for title, messages in SECTIONS:
        parts.append(f"## {title}")
        parts += [_shown(each) for each in messages()]
    return "\n\n".join(parts) + "\n"


def _shown(message: Shown) -> str:
    subject = f"**{message.subject}**\n\n" if message.subject else ""
    return f"### {message.name}\n\n{subject}```text\n{message.text.strip()}\n```"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
