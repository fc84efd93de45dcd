"""The ways of messages: to IT by a mail server that is not Microsoft's, text messages, and the service mailbox."""

from __future__ import annotations

from collections.abc import AsyncIterator

from calsync.app import App
from calsync.config.it import is_microsofts
from calsync.doctor.asked import asked_for
from calsync.doctor.finding import Finding, amber, green, red, said
from calsync.domain.model import Channel, People
from calsync.errors import DeliveryFailed, SignInRefused, SourceError
from calsync.parsers.dialling import same_number


async def it_channel(app: App) -> AsyncIterator[Finding]:
    """Whether somebody hears of it when calsync can't do its work, by a channel that does not depend on Microsoft."""
    told = ", ".join(app.engine.core.it)
    if not app.settings.it.mail:
        yield amber("IT", f"nobody is named; {told} is told in their place: add [it] mail")
    else:
        yield green("IT", f"{told} is told when calsync can't do its work")
    smtp = app.engine.core.smtp
    if smtp is None:
        words = "nobody hears of a failing tenant: configure [smtp], a mail server that is not Microsoft's"
        yield amber("mail server", words)
        return
    try:
        await smtp.check()
        yield _of_its_own(app, "greets and lets calsync sign in")
    except DeliveryFailed as error:
        yield red("mail server", str(error))


def _of_its_own(app: App, words: str) -> Finding:
    """Whether the mail server that answers is one that Microsoft's outage leaves alone."""
    host = app.settings.smtp.host if app.settings.smtp is not None else ""
    if not is_microsofts(host):
        return green("mail server", words)
    but = "is Microsoft's, and may be away just when the tenant is: name one that has nothing to do with Microsoft 365"
    return amber("mail server", f"{words}; but {host} {but}")


async def carrier(app: App) -> AsyncIterator[Finding]:
    """Whether text messages can go out and come in; nothing where no policy asks for them."""
    wanted = asked_for(app, Channel.TEXT)
    texts = app.engine.core.carrier
    if texts is None:
        if wanted:
            yield amber("text messages", "the policy has steps by text, and none go out: configure [text]")
        return
    try:
        words = await texts.check()
        await texts.received_since(app.clock.now())
        yield green("text messages", f"{words}; texts that came in can be read")
    except SourceError as error:
        yield red("text messages", str(error))
    with app.store.transaction() as tx:
        people = tx.people()
    for names in shared_numbers(people):
        words = "have one mobile number, so that a text from it is nobody's answer: give each a number of their own"
        yield amber("text messages", f"{' and '.join(names)} {words}")


async def telephone(app: App) -> AsyncIterator[Finding]:
    """Whether people can be rung; nothing where no policy asks for calls."""
    wanted = asked_for(app, Channel.VOICE)
    caller = app.engine.core.caller
    if caller is None:
        if wanted:
            yield amber("calls", "the policy has steps by voice, and nobody is rung: set [text] voice_sender")
        return
    try:
        words = await caller.check()
    except SourceError as error:
        yield red("calls", str(error))
        return
    address = app.settings.web.address if app.settings.web is not None else ""
    if not address.startswith("https://"):
        yield amber("calls", f"{words}; but Twilio reaches no page at {address}: give [web] an address over https")
        return
    yield green("calls", f"{words}; set the voice webhook of the number to {address}/voice/in, by POST")


def shared_numbers(people: People) -> list[list[str]]:
    """The names of those who have one mobile number, for each number that several have."""
    having: dict[str, list[str]] = {}
    for each in people.persons:
        if number := same_number(each.mobile):
            having.setdefault(number, []).append(each.name or each.id)
    return [sorted(names) for names in having.values() if len(names) > 1]


async def service_mailbox(app: App) -> Finding:
    """Whether answers can be read. Raises SignInRefused."""
    try:
        await app.engine.core.mailbox.received_since(app.clock.now())
    except SignInRefused:
        raise
    except SourceError as error:
        return red("service mailbox", f"answers by mail are not seen: {said(error)}")
    return green("service mailbox", "can be read")
