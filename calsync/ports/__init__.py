"""What the engine needs from the world: small protocols, each with one shipped implementation and one fake.

The store's is the long one: a unit of work over all that is kept, in parts by what is kept (`kept_*.py`).
"""

from calsync.ports.calls import CallEnd, Caller, PhoneCall
from calsync.ports.channels import Message, Notifier
from calsync.ports.claims import Claim, LetterClaim, NoticeClaim
from calsync.ports.clock import Clock
from calsync.ports.diaries import CalendarSource, DiaryWanted, DiaryWriter, Openness, Unchanged
from calsync.ports.directory import NOBODY, Directory
from calsync.ports.mail import IncomingMail, Mailbox, MailSender, MailServer, OutgoingMail, SentMail
from calsync.ports.store import SealedAct, Store, Transaction
from calsync.ports.texts import Carrier, IncomingText, TextMessage

__all__ = [
    "NOBODY",
    "CalendarSource",
    "CallEnd",
    "Caller",
    "Carrier",
    "Claim",
    "Clock",
    "DiaryWanted",
    "DiaryWriter",
    "Directory",
    "IncomingMail",
    "IncomingText",
    "LetterClaim",
    "MailSender",
    "MailServer",
    "Mailbox",
    "Message",
    "NoticeClaim",
    "Notifier",
    "Openness",
    "OutgoingMail",
    "PhoneCall",
    "SealedAct",
    "SentMail",
    "Store",
    "TextMessage",
    "Transaction",
    "Unchanged",
]
