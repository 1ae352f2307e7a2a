"""The tables of the long loop, one file per subject."""

from promises.models.activity import (
    Activity,
    ActivityKind,
    Occasion,
    Responsibility,
    ResponsibilityRole,
)
from promises.models.comparison import (
    Comparison,
    ComparisonLength,
    ComparisonSite,
    SiteRole,
)
from promises.models.dialogue import (
    CostItem,
    CostType,
    Dialogue,
    DialogueKind,
    Theme,
)
from promises.models.document import (
    Clause,
    Document,
    DocumentKind,
    DocumentState,
    Group,
    GroupRole,
    Party,
    Signature,
)
from promises.models.focus import (
    Cause,
    FocusArea,
    Perspective,
)
from promises.models.followup import (
    FollowUp,
    FollowUpRhythm,
)
from promises.models.law import (
    Duty,
    DutyRecord,
)
from promises.models.meeting import (
    AgendaItem,
    Attendance,
    Body,
    ItemKind,
    Meeting,
    MeetingState,
    Presence,
    Resolution,
    ResolutionKind,
)
from promises.models.override import (
    StatusOverride,
)
from promises.models.paper import (
    Paper,
    PaperKind,
)
from promises.models.promise import (
    Promise,
    Promisor,
)
from promises.models.reminder import (
    Reminder,
    ReminderKind,
)
from promises.models.target import (
    Target,
    TargetKind,
)

__all__ = [
    "Activity",
    "ActivityKind",
    "AgendaItem",
    "Attendance",
    "Body",
    "Cause",
    "Clause",
    "Comparison",
    "ComparisonLength",
    "ComparisonSite",
    "CostItem",
    "CostType",
    "Dialogue",
    "DialogueKind",
    "Document",
    "DocumentKind",
    "DocumentState",
    "Duty",
    "DutyRecord",
    "FocusArea",
    "FollowUp",
    "FollowUpRhythm",
    "Group",
    "GroupRole",
    "ItemKind",
    "Meeting",
    "MeetingState",
    "Occasion",
    "Paper",
    "PaperKind",
    "Party",
    "Perspective",
    "Presence",
    "Promise",
    "Promisor",
    "Reminder",
    "ReminderKind",
    "Resolution",
    "ResolutionKind",
    "Responsibility",
    "ResponsibilityRole",
    "Signature",
    "SiteRole",
    "StatusOverride",
    "Target",
    "TargetKind",
    "Theme",
]
