"""What can happen: one definition per event, and the wire message *is* this event.

Each class is the ``data`` of a CloudEvent whose ``type`` is the class's ``TYPE``. The pydantic verdict and the JSON
Schema are derived from these definitions (``warning.contracts``). Field names are those of ``glossary.tsv``.
Money is in fen, dates are Shanghai ordinals, instants are microseconds UTC (``warning.core.scalars``).

A *fact* may say by whom and when it was discovered (W4) and who recorded it (D10); both are organisation numbers,
and none means a system of the bank. An *act* says who did it: organisation, post and staff number.
"""

from __future__ import annotations

from warning.core.events.acts import (
    Act as Act,
)
from warning.core.events.acts import (
    Attendee as Attendee,
)
from warning.core.events.acts import (
    ForecastSignedOff as ForecastSignedOff,
)
from warning.core.events.acts import (
    MeetingHeld as MeetingHeld,
)
from warning.core.events.acts import (
    MonthlyUpdate as MonthlyUpdate,
)
from warning.core.events.acts import (
    NoticeAnswered as NoticeAnswered,
)
from warning.core.events.acts import (
    NoticeIssued as NoticeIssued,
)
from warning.core.events.acts import (
    PhoneNotice as PhoneNotice,
)
from warning.core.events.acts import (
    ProposalApproved as ProposalApproved,
)
from warning.core.events.acts import (
    ReleaseProposed as ReleaseProposed,
)
from warning.core.events.acts import (
    ReportParts as ReportParts,
)
from warning.core.events.acts import (
    ReportReceived as ReportReceived,
)
from warning.core.events.acts import (
    ReportSubmitted as ReportSubmitted,
)
from warning.core.events.acts import (
    SignalName as SignalName,
)
from warning.core.events.acts import (
    TeamFormed as TeamFormed,
)
from warning.core.events.acts import (
    WaiverProposed as WaiverProposed,
)
from warning.core.events.acts import (
    WarningAct as WarningAct,
)
from warning.core.events.acts import (
    WorkRecorded as WorkRecorded,
)
from warning.core.events.base import (
    Count as Count,
)
from warning.core.events.base import (
    Currency as Currency,
)
from warning.core.events.base import (
    Domain as Domain,
)
from warning.core.events.base import (
    Event as Event,
)
from warning.core.events.base import (
    Fact as Fact,
)
from warning.core.events.base import (
    Grade as Grade,
)
from warning.core.events.base import (
    Id as Id,
)
from warning.core.events.base import (
    LoanFact as LoanFact,
)
from warning.core.events.base import (
    Month as Month,
)
from warning.core.events.base import (
    Name as Name,
)
from warning.core.events.base import (
    OrgLevel as OrgLevel,
)
from warning.core.events.base import (
    Person as Person,
)
from warning.core.events.base import (
    Product as Product,
)
from warning.core.events.base import (
    Sequence as Sequence,
)
from warning.core.events.base import (
    Source as Source,
)
from warning.core.events.base import (
    Text as Text,
)
from warning.core.events.borrowers import (
    BorrowerRegistered as BorrowerRegistered,
)
from warning.core.events.borrowers import (
    ClassificationForecast as ClassificationForecast,
)
from warning.core.events.borrowers import (
    ClassificationSet as ClassificationSet,
)
from warning.core.events.borrowers import (
    EventRetracted as EventRetracted,
)
from warning.core.events.borrowers import (
    GroupLink as GroupLink,
)
from warning.core.events.borrowers import (
    GuaranteeLink as GuaranteeLink,
)
from warning.core.events.borrowers import (
    MajorEvent as MajorEvent,
)
from warning.core.events.borrowers import (
    ManagementFinding as ManagementFinding,
)
from warning.core.events.borrowers import (
    SignalObserved as SignalObserved,
)
from warning.core.events.loans import (
    ArrearsPosition as ArrearsPosition,
)
from warning.core.events.loans import (
    LoanAssessed as LoanAssessed,
)
from warning.core.events.loans import (
    LoanDisbursed as LoanDisbursed,
)
from warning.core.events.loans import (
    LoanExtended as LoanExtended,
)
from warning.core.events.loans import (
    LoanMoved as LoanMoved,
)
from warning.core.events.loans import (
    LoanPosition as LoanPosition,
)
from warning.core.events.loans import (
    LoanRefinanced as LoanRefinanced,
)
from warning.core.events.loans import (
    LoanSettled as LoanSettled,
)
from warning.core.events.loans import (
    LoanTakenOn as LoanTakenOn,
)
from warning.core.events.loans import (
    LoanWrittenOff as LoanWrittenOff,
)
from warning.core.events.loans import (
    Opening as Opening,
)
from warning.core.events.rules import (
    CONTROL as CONTROL,
)
from warning.core.events.rules import (
    Backtest as Backtest,
)
from warning.core.events.rules import (
    RulesAct as RulesAct,
)
from warning.core.events.rules import (
    RulesChangeApproved as RulesChangeApproved,
)
from warning.core.events.rules import (
    RulesChangeProposed as RulesChangeProposed,
)
from warning.core.events.rules import (
    RulesChangeWithdrawn as RulesChangeWithdrawn,
)
from warning.core.events.told import (
    Told as Told,
)

EVENTS: tuple[type[Event], ...] = (
    LoanDisbursed,
    LoanTakenOn,
    LoanRefinanced,
    LoanPosition,
    LoanExtended,
    LoanSettled,
    LoanWrittenOff,
    LoanMoved,
    LoanAssessed,
    ArrearsPosition,
    BorrowerRegistered,
    GroupLink,
    GuaranteeLink,
    MajorEvent,
    ClassificationSet,
    ClassificationForecast,
    SignalObserved,
    ManagementFinding,
    EventRetracted,
    ReportSubmitted,
    ReportReceived,
    PhoneNotice,
    TeamFormed,
    WorkRecorded,
    MonthlyUpdate,
    MeetingHeld,
    NoticeIssued,
    NoticeAnswered,
    ReleaseProposed,
    WaiverProposed,
    ProposalApproved,
    ForecastSignedOff,
)
"""Every event there is; the order is that of the policy, and of the generated contracts."""
