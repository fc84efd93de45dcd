"""Settings -> what messages are handed to besides the carrier; put together by `app.build`."""

from __future__ import annotations

from calsync.config import Settings, SmtpSettings
from calsync.config.kinds import is_loopback
from calsync.config.texts import TextSettings
from calsync.config.web import WebSettings
from calsync.config.webhook import WebhookSettings
from calsync.domain.model import Channel
from calsync.notify import twilio_asking
from calsync.notify.mail import MailNotifier
from calsync.notify.smtp import PORTS, Security, SmtpMail, SmtpServer
from calsync.notify.twilio_hooks import RECEIPT_PATH
from calsync.notify.webhook import WebhookNotifier, WebhookTarget
from calsync.ports import MailSender, Notifier


def make_smtp(told: SmtpSettings, *, answers_to: str = "") -> SmtpMail:
    """The mail server by which IT is told, and alarms go that Microsoft does not take.

    Answers go to `answers_to`; to its own sender where that is empty.
    """
    security = Security(told.security)
    return SmtpMail(
        SmtpServer(
            host=told.host,
            port=told.port or PORTS[security],
            security=security,
            username=told.username,
            password=told.password.get_secret_value() if told.password is not None else "",
            sender=told.sender,
            ca_file=str(told.ca_file) if told.ca_file is not None else None,
            answers_to=answers_to,
        )
    )


def other_mail(settings: Settings) -> Notifier | None:
    """What takes an alarm's mail when Microsoft does not; its answers go where answers are read."""
    if settings.smtp is None:
        return None
    return MailNotifier(make_smtp(settings.smtp, answers_to=settings.graph.service_mailbox), pages=_pages(settings))


def notifiers(mailbox: MailSender, settings: Settings) -> dict[Channel, Notifier]:
    """What hands messages over, by channel; texts and calls have a carrier."""
    found: dict[Channel, Notifier] = {Channel.MAIL: MailNotifier(mailbox, pages=_pages(settings))}
    if settings.webhook is None:
        return found
    return found | {Channel.WEBHOOK: make_webhook(settings.webhook)}


def _pages(settings: Settings) -> str:
    """Below which address a link in a mail is our own; empty where there are no pages."""
    return settings.web.address if settings.web is not None else ""


def make_webhook(told: WebhookSettings) -> WebhookNotifier:
    """What posts to the organisation's own webhook."""
    return WebhookNotifier(
        WebhookTarget(
            url=told.url.get_secret_value(),
            secret=told.secret.get_secret_value(),
            allow_private=told.allow_private,
            ca_file=told.ca_file,
        )
    )


def text_callback(told: TextSettings, web: WebSettings | None) -> str:
    """Where Twilio calls in; empty where it can't: an address of this very machine is one for a simulation alone."""
    if web is None or (is_loopback(web.address) and not is_loopback(told.root or twilio_asking.ROOT)):
        return ""
    return f"{web.address}{RECEIPT_PATH}"
