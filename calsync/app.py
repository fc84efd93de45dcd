"""Settings -> App: the one place where everything is wired."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from calsync.clocks import ScaledClock, SystemClock, compare
from calsync.config import GraphSettings as GraphSection
from calsync.config import Settings
from calsync.config.sign_in import SIGNED_IN
from calsync.config.texts import TextSettings
from calsync.config.web import WebSettings
from calsync.daylight import sunset
from calsync.domain.classify import FLAGS, Rules, fold
from calsync.domain.links import LinkMaker
from calsync.domain.model import Channel, Hours, People, Policies, Policy, Role, team_key
from calsync.domain.notices import Cause
from calsync.domain.rota import Rota
from calsync.engine import Core, Engine, Happened, Pace
from calsync.errors import Problems
from calsync.feeds.choosing import SeveralSources
from calsync.feeds.diaries import FeedDiaries
from calsync.feeds.settings import FeedCalendar, FeedSettings
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.credentials import Certificate, ClientSecret, Credential, FederatedToken, ManagedIdentity
from calsync.graph.directory import GraphDirectory
from calsync.graph.limits import Limiter
from calsync.graph.mailbox import GraphMailbox
from calsync.graph.openness import GraphOpenness
from calsync.graph.settings import GraphSettings
from calsync.graph.staff import StaffSignIn
from calsync.graph.writing import GraphDiaryWriter
from calsync.notify import CHANNELS, govuk_notify, twilio_asking
from calsync.notify.govuk_notify import GovukNotify, NotifyService
from calsync.notify.twilio import Twilio
from calsync.notify.twilio_asking import TwilioAccount
from calsync.notify.twilio_voice import TwilioVoice
from calsync.parsers.dialling import dialled, texted
from calsync.parsers.sites import read_site
from calsync.policies.before import unknown_words
from calsync.policies.choosing import load_policies
from calsync.ports import CalendarSource, Caller, Carrier, Clock, Directory, Store
from calsync.roster.directory import RosterDirectory
from calsync.rules import load_rules
from calsync.sending import make_smtp, notifiers, other_mail, text_callback
from calsync.store import open_store

log = logging.getLogger("calsync")


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The service, wired."""

    settings: Settings
    clock: Clock
    store: Store
    graph: Graph
    directory: Directory
    policies: Policies
    engine: Engine
    staff: StaffSignIn | None = None
    """By what people sign in at the tenant; None where they can't."""

    async def aclose(self) -> None:
        """Let go of connections and files. It belongs to the event loop in which Graph was used."""
        await self.graph.aclose()
        if self.staff is not None:
            self.staff.close()
        self.store.close()


async def check_clock(app: App) -> None:
    """Hold this machine's clock against Microsoft's `Date`, as it stood in the last answer, and tell IT (law 12).

    Well again it is only when Microsoft says so: a process that has asked nothing yet knows nothing of the time.
    """
    if not isinstance(app.clock, SystemClock):
        return
    dated = app.graph.server_date
    theirs = dated[0] + timedelta(seconds=time.monotonic() - dated[1]) if dated is not None else None
    if sentence := compare(app.clock, theirs):
        log.error("clock: %s", sentence)
        await asyncio.to_thread(app.engine.raise_notice, Cause.CLOCK_OFF, sentence)
    elif theirs is not None:
        await asyncio.to_thread(app.engine.clear_notice, Cause.CLOCK_OFF)


def make_clock(settings: Settings) -> Clock:
    """The clock of the deployment: that of life, or the simulation's."""
    if settings.simulation is None:
        return SystemClock()
    told = settings.simulation
    return ScaledClock(epoch=told.epoch, started=told.started, speed=told.speed)


def make_rules(settings: Settings) -> Rules:
    """The rules by which entries are recognised: those of the rules file, or of the keys under [rules].

    What a key names loses what else it meant as shipped: a category has one meaning. Raises CalsyncError and Problems
    with the rules file's mistakes.
    """
    told = settings.rules
    if told.file is not None:
        return load_rules(told.file)
    shipped = Rules()
    taken = {fold(each) for each in (*told.not_visit_categories, *told.done_categories, *told.risk_categories)}
    visits = taken | {fold(each) for each in told.visit_categories}

    def left(categories: tuple[str, ...], named: set[str]) -> tuple[str, ...]:
        return tuple(each for each in categories if fold(each) not in named)

    return Rules(
        home_categories=told.visit_categories,
        school_categories=left(shipped.school_categories, visits),
        other_categories=left(shipped.other_categories, visits),
        not_visit_categories=told.not_visit_categories,
        done_categories=told.done_categories,
        flags=(
            replace(FLAGS[0], categories=told.risk_categories),
            *(replace(flag, categories=left(flag.categories, taken)) for flag in FLAGS[1:]),
        ),
        sites=tuple(read_site(site) for site in told.sites),
    )


def make_policies(settings: Settings) -> Policies:
    """Whose policy is whose, once every step of each can be delivered by what this version sends.

    Raises CalsyncError and Problems with the mistakes of each policy.
    """
    return load_policies(settings.policy.use, settings.policy.teams(), channels=channels(settings))


def channels(settings: Settings) -> frozenset[Channel]:
    """By what messages go out in this deployment."""
    calls = settings.text.voice_sender if settings.text is not None else None
    beside = {Channel.TEXT: settings.text, Channel.VOICE: calls, Channel.WEBHOOK: settings.webhook}
    return CHANNELS | {channel for channel, told in beside.items() if told is not None}


def check_words(policy: Policy, rules: Rules) -> None:
    """Raise Problems where a check of the policy is for visits with a flag that no entry can ever carry."""
    if problems := unknown_words(policy.checks, tuple(flag.name for flag in rules.flags)):
        raise Problems(f"policy {policy.name}", problems)


def graph_settings(settings: Settings) -> GraphSettings:
    """What the Graph client is told. Raises Problems."""
    told = settings.graph
    return GraphSettings(
        tenant=told.tenant,
        client_id=told.client_id or "",
        credential=_credential(told),
        service_mailbox=told.service_mailbox,
        group=told.group or "",
        authority=told.authority,
        root=told.root,
        ca_file=str(told.ca_file) if told.ca_file is not None else None,
        slots=told.slots,
    )


def _credential(told: GraphSection) -> Credential:
    """By what the app signs in; the settings name exactly one."""
    if told.client_secret is not None:
        return ClientSecret(value=told.client_secret.get_secret_value(), last_day=told.client_secret_expires)
    if told.certificate_file is not None:
        password = told.certificate_password.get_secret_value() if told.certificate_password is not None else ""
        return Certificate(file=told.certificate_file, key_file=told.certificate_key_file, password=password)
    if told.federated_token_file is not None:
        return FederatedToken(file=told.federated_token_file)
    chosen = told.managed_identity or ""
    return ManagedIdentity(client_id="" if chosen == "system" else chosen)


def _directory(graph: Graph, settings: Settings) -> Directory:
    """Who works here: as the tenant says, with a file over it or in its place. Raises Problems with the file's."""
    told, roles = settings.people, settings.contacts()
    teams = settings.team_contacts()
    directory = GraphDirectory(graph, roles, teams)
    if told.file is None:
        return directory
    return RosterDirectory(told.file, directory, roles, teams, replaces=told.replace)


def _calendars(graph: GraphCalendars, settings: Settings, store: Store) -> CalendarSource:
    """Diaries: through Graph, and by a feed for those who have one, known by the address that the directory gave."""
    told = settings.feeds
    if not told.any:
        return graph

    def people() -> People:
        with store.transaction() as tx:
            return tx.people()

    feeds = FeedSettings(
        calendars=tuple(
            FeedCalendar(
                worker=each.worker,
                url=each.url.get_secret_value() if each.url is not None else "",
                file=each.file,
                zone=each.zone or "",
            )
            for each in told.calendar
        ),
        folder=told.folder,
        zone=told.zone or settings.service.zone,
        allow_private=told.allow_private,
        ca_file=told.ca_file,
    )
    return SeveralSources(FeedDiaries(feeds, people), graph)


def rotas(settings: Settings) -> tuple[Rota, ...]:
    """The rotas of the configuration; one in a file or under a link is known by its place there."""
    return tuple(
        Rota(
            key=each.mailbox or f"rota {number}",
            role=Role(each.role),
            team=team_key(each.team),
            hours=Hours(each.hours),
            zone=each.zone or settings.service.zone,
        )
        for number, each in enumerate(settings.rota, 1)
    )


def _rota_calendars(graph: GraphCalendars, settings: Settings) -> CalendarSource:
    """Where the rotas are read: shared mailboxes through Graph, the others as feeds."""
    told = settings.feeds
    feeds = [
        FeedCalendar(
            worker=rota.key,
            url=each.url.get_secret_value() if each.url is not None else "",
            file=each.file,
            zone=rota.zone,
        )
        for rota, each in zip(rotas(settings), settings.rota, strict=True)
        if each.mailbox is None
    ]
    if not feeds:
        return graph
    ways = FeedSettings(calendars=tuple(feeds), allow_private=told.allow_private, ca_file=told.ca_file)
    return SeveralSources(FeedDiaries(ways, People), graph)


def make_carrier(told: TextSettings, web: WebSettings | None = None) -> Carrier:
    """What sends text messages and takes them in; the settings name exactly one, whole.

    With `web` Twilio is asked to call in what became of each text; the other carrier has that in its own settings.
    """
    ca_file = str(told.ca_file) if told.ca_file is not None else None
    if told.provider == "twilio":
        return Twilio(
            TwilioAccount(
                account=told.account or "",
                token=told.token.get_secret_value() if told.token is not None else "",
                sender=texted(told.sender or ""),
                root=told.root or twilio_asking.ROOT,
                callback=text_callback(told, web),
                ca_file=ca_file,
            )
        )
    return GovukNotify(
        NotifyService(
            key=told.key.get_secret_value() if told.key is not None else "",
            template=told.template or "",
            sender_id=told.sender_id or "",
            root=told.root or govuk_notify.ROOT,
            ca_file=ca_file,
        )
    )


def make_caller(told: TextSettings) -> Caller | None:
    """What rings people, with the account that sends texts; None without a number to ring from."""
    if told.provider != "twilio" or told.voice_sender is None:
        return None
    return TwilioVoice(
        TwilioAccount(
            account=told.account or "",
            token=told.token.get_secret_value() if told.token is not None else "",
            sender=dialled(told.voice_sender),
            root=told.root or twilio_asking.ROOT,
            ca_file=str(told.ca_file) if told.ca_file is not None else None,
        )
    )


def make_staff(settings: Settings, graph: GraphSettings) -> StaffSignIn | None:
    """By what people sign in: the app of [graph], or one of its own; None where nobody does."""
    told, web = settings.sign_in, settings.web
    if told is None or web is None:
        return None
    if told.client_id is not None and told.client_secret is not None:
        graph = replace(
            graph, client_id=told.client_id, credential=ClientSecret(value=told.client_secret.get_secret_value())
        )
    return StaffSignIn(graph, f"{web.address}{SIGNED_IN}")


def make_links(told: WebSettings) -> LinkMaker:
    """What makes the links in messages."""
    previous = told.previous_secret
    return LinkMaker(
        address=told.address,
        secret=told.secret.get_secret_value(),
        previous=(previous.get_secret_value(),) if previous is not None else (),
    )


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    policy: Policy | None = None,
    policies: Policies | None = None,
    store: Store | None = None,
    make_store: bool = True,
    limiter: Limiter | None = None,
    observe: Callable[[Happened], None] = lambda _: None,
) -> App:
    """The service, ready to run. Raises CalsyncError with what is wrong; nothing is asked of Graph yet.

    A `clock`, a `store`, a `policy` for everybody or `policies` that are given stand in for what the settings name: the
    demo brings its own clock, and what only tries something out keeps nothing.
    Without `make_store` a database that is not there is refused and not made. With a `limiter` the slots for requests
    to Graph are shared with other processes.
    """
    if policies is None:
        policies = Policies(standing=policy) if policy is not None else make_policies(settings)
    rules = make_rules(settings)
    for each in policies.every:
        check_words(each, rules)
    graph = Graph(graph_settings(settings), limiter=limiter)
    directory = _directory(graph, settings)
    clock = clock or make_clock(settings)
    store = store or open_store(settings.store.url, make=make_store)
    mailbox = GraphMailbox(graph)
    calendars = GraphCalendars(graph)
    core = Core(
        clock=clock,
        store=store,
        calendars=_calendars(calendars, settings, store),
        directory=directory,
        mailbox=mailbox,
        notifiers=notifiers(mailbox, settings),
        policies=policies,
        rules=rules,
        pace=Pace(
            around_visit=timedelta(seconds=settings.poll.around_visit),
            working=timedelta(seconds=settings.poll.working),
            outside=timedelta(seconds=settings.poll.outside),
        ),
        zone=settings.service.zone,
        tick=timedelta(seconds=settings.service.tick),
        watched_from=settings.poll.watched_from,
        observe=observe,
        it=settings.it_addresses(),
        mail_per_minute=settings.service.mail_per_minute,
        smtp=make_smtp(settings.smtp) if settings.smtp is not None else None,
        other_mail=other_mail(settings),
        rotas=rotas(settings),
        rota_calendars=_rota_calendars(calendars, settings) if settings.rota else None,
        credential_ends=graph.settings.credential.expires,
        sunset=sunset,
        openness=GraphOpenness(graph),
        caller=make_caller(settings.text) if settings.text is not None else None,
        carrier=make_carrier(settings.text, settings.web) if settings.text is not None else None,
        diary_writer=GraphDiaryWriter(graph) if settings.service.write_visits else None,
        links=make_links(settings.web) if settings.web is not None else None,
    )
    return App(
        settings=settings,
        clock=clock,
        store=store,
        graph=graph,
        directory=directory,
        policies=policies,
        engine=Engine(core),
        staff=make_staff(settings, graph.settings),
    )
