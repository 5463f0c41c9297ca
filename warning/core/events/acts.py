"""What people do: commands."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from warning.core.events.base import Count, Domain, Event, Id, Month, Person, Text
from warning.core.scalars import Day, Moment


class Act(Event, frozen=True, kw_only=True):
    """What a person does, in the name of a post at an organisation (D11)."""

    org_no: Id
    post: Id
    officer_no: Person
    happened: Moment | None = None
    """When it is said to have happened; kept and shown, decides nothing (T4)."""


class WarningAct(Act, frozen=True, kw_only=True):
    """An act on the warning of a borrower in a domain."""

    TOPIC = "command"
    customer_no: Id
    domain: Domain


class ReportParts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The nine parts of article 16. A blank one makes the report incomplete."""

    basics: Text = ""
    finances: Text = ""
    cash_flow: Text = ""
    credit_facilities: Text = ""
    related_credit: Text = ""
    due_diligence: Text = ""
    cause: Text = ""
    measures: Text = ""
    other: Text = ""


class ReportSubmitted(WarningAct, frozen=True, kw_only=True):
    """A written report, by a sub-branch to its branch or by a branch to head office (11.2, 12.2, 15, 16)."""

    TYPE = "report.submitted.v1"
    parts: ReportParts


class ReportReceived(WarningAct, frozen=True, kw_only=True):
    """The superior acknowledges a report; without ``report_id`` it stands for one on paper (D3)."""

    TYPE = "report.received.v1"
    reporting_org_no: Id
    report_id: Id | None = None
    parts_present: bool = True


class PhoneNotice(WarningAct, frozen=True, kw_only=True):
    """First notice by telephone (15)."""

    TYPE = "phone.notice.v1"


class TeamFormed(WarningAct, frozen=True, kw_only=True):
    """The risk-resolution team (11.2.1, D4)."""

    TYPE = "team.formed.v1"
    led_by: Id
    """The leader's post."""
    members: tuple[Person, ...] = ()


class WorkRecorded(WarningAct, frozen=True, kw_only=True):
    """A written record of work on a risk loan (11.2.2)."""

    TYPE = "work.recorded.v1"
    loan_no: Id | None = None
    record: Text


class MonthlyUpdate(WarningAct, frozen=True, kw_only=True):
    """The monthly written update of the situation (11.2.2, D6)."""

    TYPE = "monthly.update.v1"
    situation: Text


class Attendee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Who sat in a meeting, by organisation and post."""

    org_no: Id
    post: Id
    in_person: bool = True


class MeetingHeld(WarningAct, frozen=True, kw_only=True):
    """The branch's meeting on the resolution plan (12.3.1, D5)."""

    TYPE = "meeting.held.v1"
    attendees: tuple[Attendee, ...]
    resolution: Text = ""


class NoticeIssued(WarningAct, frozen=True, kw_only=True):
    """A warning notice (13.1) or a rectification notice (14.2, 14.3); ``systemic`` passes risk down (13.4)."""

    TYPE = "notice.issued.v1"
    kind: Literal["warning", "rectification", "systemic"]
    complete_by: Day | None = None
    content: Text = ""


class NoticeAnswered(WarningAct, frozen=True, kw_only=True):
    """The answer to a warning notice, or the completion of a rectification (O7, O8)."""

    TYPE = "notice.answered.v1"
    kind: Literal["warning", "rectification"]
    content: Text = ""


class SignalName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A signal of the borrower, by clause and subject; its episode is the current one."""

    clause: Id
    subject: Annotated[str, Meta(min_length=1, max_length=140)]


class ReleaseProposed(WarningAct, frozen=True, kw_only=True):
    """To lower or close signals, on a ground and with evidence (W8, W12). No names: all live ones of the domain."""

    TYPE = "release.proposed.v1"
    signals: tuple[SignalName, ...] = ()
    to_level: Literal["closed", "yellow", "orange"]
    ground: Literal["resolved", "mitigated", "mistaken"]
    evidence: Annotated[str, Meta(min_length=1, max_length=20_000)]


class WaiverProposed(WarningAct, frozen=True, kw_only=True):
    """To waive a duty, or to give it a longer time (D8)."""

    TYPE = "waiver.proposed.v1"
    duty_ids: tuple[Id, ...]
    reason: Annotated[str, Meta(min_length=1, max_length=20_000)]
    new_due: Moment | None = None


class ProposalApproved(WarningAct, frozen=True, kw_only=True):
    """Another person approves a release or a waiver (W8, D8)."""

    TYPE = "proposal.approved.v1"
    proposal_id: Id


class ForecastSignedOff(Act, frozen=True, kw_only=True):
    """An organisation's sign-off of its month-end forecast (O3)."""

    TYPE = "forecast.signed_off.v1"
    TOPIC = "command"
    month: Month
    """The month that ends."""
    covered: Count
    missing: tuple[Id, ...] = ()
