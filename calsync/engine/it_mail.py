"""A message to everybody of IT, by the first channel that takes it: first one that does not depend on what failed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from calsync.domain.notices import mail_first
from calsync.engine.core import Core
from calsync.engine.faults import fault
from calsync.engine.retries import TIMEOUT
from calsync.errors import DeliveryFailed, SourceError
from calsync.ports import MailSender, OutgoingMail

SMTP = "smtp"
MAIL = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What became of a message."""

    by: str = ""
    """The channels that took it; empty when none did."""
    refused: str = ""
    """Why some or all did not get it."""


async def to_all(core: Core, cause: str, subject: str, text: str, reference: str) -> Handed:
    """Who was reached and who was not: one mail to each of them, each tried by every channel there is."""
    channels: list[tuple[str, MailSender]] = [(MAIL, core.mailbox)]
    if core.smtp is not None:
        channels.insert(1 if mail_first(cause) else 0, (SMTP, core.smtp))
    mails = [
        OutgoingMail(to=each, subject=subject, text=text, reference=reference, important=True)
        for each in dict.fromkeys(core.it)
    ]
    if not mails:
        return Handed(refused="Nobody is named to be told: name somebody under [it] in calsync.toml.")
    handed = await asyncio.gather(*(_to_one(each, channels) for each in mails))
    refused = dict.fromkeys(each.refused for each in handed if not each.by)
    return Handed(by="+".join(sorted({each.by for each in handed if each.by})), refused=" ".join(refused))


async def _to_one(mail: OutgoingMail, channels: Sequence[tuple[str, MailSender]]) -> Handed:
    """By the first channel that takes it; the message then says why those before it did not."""
    refused: list[str] = []
    for name, sender in channels:
        why = f"\n\nAnother channel was tried before this one. {' '.join(refused)}" if refused else ""
        try:
            async with asyncio.timeout(TIMEOUT):
                await sender.send(replace(mail, text=mail.text + why))
        except TimeoutError:
            refused.append(f"By {name}: no answer within {TIMEOUT:.0f} seconds.")
        except (DeliveryFailed, SourceError) as error:
            refused.append(f"By {name}: {error}")
        except Exception as error:
            # A channel that fails in a way that nobody thought of is one that failed: the next one is tried.
            refused.append(f"By {name}: {fault(error)}.")
        else:
            return Handed(by=name)
    return Handed(refused=" ".join(refused))
