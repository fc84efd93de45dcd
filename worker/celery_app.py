"""The Celery app: one task a verb, with ids alone. A task is a hint to look at the database, never a deadline.

No eta, no countdown, no retry delay: a task lost or doubled changes nothing, since the verbs find their work by what
the database says is due. Each queue has worker processes of its own, since a poll takes many seconds, and neither the
scan nor a look waits for one: celery -A worker.celery_app worker -Q alarm, and the same with look, poll and mail. Of
those for mail there should be two at least (-c 2): a carrier of texts that hangs holds one of them for half a minute.
"""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import worker_process_shutdown

from worker.polling import Polls
from worker.process import BROKER, Process
from worker.sending import Sends

TICK = 2.0
SETTINGS_AT_ONCE = 20
"""Mailbox settings are read in slices of so many, which fit well into a task's time."""
SLICES = 5
"""So many slices of settings are read by one task, which stays well below the hard time limit."""

_broker = os.environ.get(BROKER, "redis://127.0.0.1:6379/0")
app = Celery("calsync", broker=_broker)
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_serializer="json",
    accept_content=["json"],
    task_time_limit=120,
    broker_transport_options={"visibility_timeout": 300},  # above the hard time limit, or a task would run twice
    broker_connection_retry_on_startup=True,
    task_default_queue="alarm",
    task_routes={
        "calsync.escalate": {"queue": "alarm"},
        "calsync.dispatch": {"queue": "mail"},
        "calsync.poll": {"queue": "poll"},
        "calsync.look": {"queue": "look"},
        "calsync.people": {"queue": "poll"},
        "calsync.settings": {"queue": "poll"},
        "calsync.mail": {"queue": "mail"},
        "calsync.notice": {"queue": "mail"},
        "calsync.check": {"queue": "mail"},
        "calsync.openness": {"queue": "poll"},
        "calsync.letters": {"queue": "mail"},
    },
    beat_schedule={
        # A tick that could not be taken in time is worthless: the next one finds the same work.
        "escalate": {"task": "calsync.escalate", "schedule": TICK, "options": {"expires": TICK * 2}},
        "dispatch": {"task": "calsync.dispatch", "schedule": TICK, "options": {"expires": TICK * 2}},
        "poll": {"task": "calsync.poll", "schedule": TICK, "options": {"expires": TICK * 2}},
        "look": {"task": "calsync.look", "schedule": TICK, "options": {"expires": TICK * 2}},
        "mail": {"task": "calsync.mail", "schedule": 10.0, "options": {"expires": 20.0}},
        "notice": {"task": "calsync.notice", "schedule": 10.0, "options": {"expires": 20.0}},
        "letters": {"task": "calsync.letters", "schedule": 10.0, "options": {"expires": 20.0}},
        "settings": {"task": "calsync.settings", "schedule": 60.0, "options": {"expires": 60.0}},
        "check": {"task": "calsync.check", "schedule": 60.0, "options": {"expires": 60.0}},
        "openness": {"task": "calsync.openness", "schedule": 300.0, "options": {"expires": 300.0}},
        "people": {"task": "calsync.people", "schedule": 900.0, "options": {"expires": 900.0}},
    },
)

process = Process(_broker)
polls = Polls()
sends = Sends()


@worker_process_shutdown.connect
def _let_go(**_: object) -> None:
    process.close()


@app.task(name="calsync.escalate")
def escalate() -> None:
    """Deadlines to notification rows, and the audit sealed."""
    process.app.engine.escalate()
    process.app.engine.seal()


@app.task(name="calsync.dispatch")
def dispatch() -> None:
    """Notification rows to messages."""
    process.wait_for(sends.run(process.app.engine))


@app.task(name="calsync.poll")
def poll() -> None:
    """Diaries whose turn has come to deadlines, until none is due; and this machine's clock beside Microsoft's."""
    process.wait_for(polls.run(process.app))


@app.task(name="calsync.look")
def look() -> None:
    """Diaries and answers once more, just before responders are told (law 9)."""
    process.wait_for(process.app.engine.look())


@app.task(name="calsync.mail")
def mail() -> None:
    """Mail in the service mailbox, and texts where there are any, to answers; and what became of texts on their way."""
    engine = process.app.engine
    try:
        process.wait_for(engine.read_mail())
    finally:
        process.wait_for(engine.read_texts())
        process.wait_for(engine.read_receipts())


@app.task(name="calsync.people")
def people() -> None:
    """The directory to the store."""
    process.wait_for(process.app.engine.refresh_people())


@app.task(name="calsync.settings")
def settings() -> None:
    """Hours, zone and absences of those whose turn has come to the store."""
    for _ in range(SLICES):
        if not process.wait_for(process.app.engine.refresh_settings(limit=SETTINGS_AT_ONCE)):
            break


@app.task(name="calsync.check")
def check() -> None:
    """What stands about visits that are to come, to concerns and questions."""
    process.app.engine.check()


@app.task(name="calsync.openness")
def openness() -> None:
    """Whose diary everybody can read, to notices."""
    process.wait_for(process.app.engine.look_who_reads(limit=100))


@app.task(name="calsync.notice")
def notice() -> None:
    """What keeps the service from its work to messages to IT (law 10)."""
    process.wait_for(process.app.engine.notice())


@app.task(name="calsync.letters")
def letters() -> None:
    """The day to letters, which are no alarm."""
    process.wait_for(process.app.engine.letters())
