"""The nouns (docs/glossary.md): frozen values, every time aware and in UTC."""

from calsync.domain.model.afterwards import IncidentKind, PassOn
from calsync.domain.model.answers import NO_PROOF, Answer, AnswerKind, Proof, Told, Via
from calsync.domain.model.contacts import Duty, Held, Shift, Team, team_key
from calsync.domain.model.deadline import AlarmKind, Deadline, DeadlineState, Denial, Watched
from calsync.domain.model.diary import Event, Place, PlaceKind, Series, Snapshot, Unreadable
from calsync.domain.model.hours import OfficeHours, WorkingHours
from calsync.domain.model.incidents import DueAct, Incident
from calsync.domain.model.messages import Lane, Notification, NotificationState, Receipt
from calsync.domain.model.moments import PersonId, utc
from calsync.domain.model.pause import Pause, PauseFor
from calsync.domain.model.people import Absence, NotWatched, People, Person
from calsync.domain.model.policies import Policies, TeamPolicy
from calsync.domain.model.policy import (
    Afterwards,
    Ask,
    Channel,
    DeadlineKind,
    Hours,
    OnNoAnswer,
    Policy,
    Possible,
    Role,
    Step,
)
from calsync.domain.model.records import Act, Concern, Load, MailboxState, Notice, Turn, Unasked
from calsync.domain.model.visit import Recognition, Remembered, Tag, Visit, VisitKind, VisitState

__all__ = [
    "NO_PROOF",
    "Absence",
    "Act",
    "Afterwards",
    "AlarmKind",
    "Answer",
    "AnswerKind",
    "Ask",
    "Channel",
    "Concern",
    "Deadline",
    "DeadlineKind",
    "DeadlineState",
    "Denial",
    "DueAct",
    "Duty",
    "Event",
    "Held",
    "Hours",
    "Incident",
    "IncidentKind",
    "Lane",
    "Load",
    "MailboxState",
    "NotWatched",
    "Notice",
    "Notification",
    "NotificationState",
    "OfficeHours",
    "OnNoAnswer",
    "PassOn",
    "Pause",
    "PauseFor",
    "People",
    "Person",
    "PersonId",
    "Place",
    "PlaceKind",
    "Policies",
    "Policy",
    "Possible",
    "Proof",
    "Receipt",
    "Recognition",
    "Remembered",
    "Role",
    "Series",
    "Shift",
    "Snapshot",
    "Step",
    "Tag",
    "Team",
    "TeamPolicy",
    "Told",
    "Turn",
    "Unasked",
    "Unreadable",
    "Via",
    "Visit",
    "VisitKind",
    "VisitState",
    "Watched",
    "WorkingHours",
    "team_key",
    "utc",
]
