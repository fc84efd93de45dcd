"""Settings -> App: the one place where everything is wired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from calsync.clocks import ScaledClock, SystemClock
from calsync.config import Settings
from calsync.domain.classify import Rules
from calsync.domain.model import Channel, Policy
from calsync.engine import Core, Engine, Happened, Pace
from calsync.errors import Problems
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.directory import GraphDirectory
from calsync.graph.mailbox import GraphMailbox
from calsync.graph.settings import GraphSettings
from calsync.notify.mail import MailNotifier
from calsync.parsers.location import read_place
from calsync.policies.loader import deliverable, load
from calsync.ports import Clock, Store
from calsync.store import open_store

CHANNELS = frozenset({Channel.MAIL})
"""The channels that this version sends by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The service, wired."""

    settings: Settings
    clock: Clock
    store: Store
    graph: Graph
    directory: GraphDirectory
    policy: Policy
    engine: Engine

    async def aclose(self) -> None:
        """Let go of connections and files. It belongs to the event loop in which Graph was used."""
        await self.graph.aclose()
        self.store.close()


def make_clock(settings: Settings) -> Clock:
    """The clock of the deployment: that of life, or the simulation's."""
    if settings.simulation is None:
        return SystemClock()
    told = settings.simulation
    return ScaledClock(epoch=told.epoch, started=told.started, speed=told.speed)


def make_rules(settings: Settings) -> Rules:
    """The rules by which entries are recognised, with the organisation's own sites read as places."""
    told = settings.rules
    return Rules(
        visit_categories=told.visit_categories,
        not_visit_categories=told.not_visit_categories,
        done_categories=told.done_categories,
        risk_categories=told.risk_categories,
        sites=tuple(read_place(site) for site in told.sites),
    )


def load_policy(use: str) -> Policy:
    """The policy, once every step of it can be delivered by what this version sends. Raises Problems."""
    policy = load(use)
    if problems := deliverable(policy, CHANNELS):
        raise Problems(f"policy {use}", problems)
    return policy


def graph_settings(settings: Settings) -> GraphSettings:
    """What the Graph client is told. Raises Problems."""
    told = settings.graph
    return GraphSettings(
        tenant=told.tenant,
        client_id=told.client_id,
        client_secret=told.client_secret.get_secret_value(),
        service_mailbox=told.service_mailbox,
        group=told.group,
        authority=told.authority,
        root=told.root,
        ca_file=str(told.ca_file) if told.ca_file is not None else None,
        slots=told.slots,
    )


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    policy: Policy | None = None,
    make_store: bool = True,
    observe: Callable[[Happened], None] = lambda _: None,
) -> App:
    """The service, ready to run. Raises CalsyncError with what is wrong; nothing is asked of Graph yet.

    A `clock` or a `policy` that is given stands in for the one that the settings name: the demo brings its own.
    Without `make_store` a database that is not there is refused and not made.
    """
    policy = policy or load_policy(settings.policy.use)
    graph = Graph(graph_settings(settings))
    clock = clock or make_clock(settings)
    store = open_store(settings.store.url, make=make_store)
    mailbox = GraphMailbox(graph)
    directory = GraphDirectory(graph, settings.contacts())
    core = Core(
        clock=clock,
        store=store,
        calendars=GraphCalendars(graph),
        directory=directory,
        mailbox=mailbox,
        notifiers={Channel.MAIL: MailNotifier(mailbox)},
        policy=policy,
        rules=make_rules(settings),
        pace=Pace(
            around_visit=timedelta(seconds=settings.poll.around_visit),
            working=timedelta(seconds=settings.poll.working),
            outside=timedelta(seconds=settings.poll.outside),
        ),
        zone=settings.service.zone,
        tick=timedelta(seconds=settings.service.tick),
        watched_from=settings.poll.watched_from,
        observe=observe,
    )
    return App(
        settings=settings,
        clock=clock,
        store=store,
        graph=graph,
        directory=directory,
        policy=policy,
        engine=Engine(core),
    )
