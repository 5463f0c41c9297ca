"""Facts about a borrower: topic borrower-event."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from warning.core.events.base import LAST_SIGNAL, Fact, Grade, Id, Month, Name, OrgLevel, Text
from warning.core.scalars import Day, Fen, Moment


class BorrowerRegistered(Fact, frozen=True, kw_only=True):
    """A party is registered or its particulars change. It need not have a loan here (W11)."""

    TYPE = "borrower.registered.v1"
    TOPIC = "borrower-event"
    borrower_name: Name
    uscc: Annotated[str, Meta(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$(?!\n)")] | None = None


class GroupLink(Fact, frozen=True, kw_only=True):
    """A party's membership of a group of connected clients is made or ended (11.1.5)."""

    TYPE = "group.link.v1"
    TOPIC = "borrower-event"
    group_no: Id
    change: Literal["made", "ended"]


class GuaranteeLink(Fact, frozen=True, kw_only=True):
    """A guarantee by ``guarantor_no`` for ``customer_no`` is made or ended: a directed edge, told both ways (O5)."""

    TYPE = "guarantee.link.v1"
    TOPIC = "borrower-event"
    guarantor_no: Id
    guarantee_contract_no: Id
    change: Literal["made", "ended"]


class MajorEvent(Fact, frozen=True, kw_only=True):
    """One of the seven kinds of 11.1.4."""

    TYPE = "major_event.v1"
    TOPIC = "borrower-event"
    kind: Literal[
        "external_policy",
        "structure_or_leader",
        "guarantees_over_line",
        "income_and_expenditure",
        "litigation",
        "cross_default",
        "other_danger",
    ]
    matter: Id | None = None
    """The identity of the matter, where several channels may report it (W1)."""
    description: Text = ""


class ClassificationSet(Fact, frozen=True, kw_only=True):
    """The borrower's five-category class is set (O1)."""

    TYPE = "classification.set.v1"
    TOPIC = "borrower-event"
    grade: Grade
    classified_on: Day


class ClassificationForecast(Fact, frozen=True, kw_only=True):
    """Month-end forecast of the borrower's class, by a sub-branch or a branch (11.1.2)."""

    TYPE = "classification.forecast.v1"
    TOPIC = "borrower-event"
    grade: Grade
    month: Month
    """The month forecast, not the one it is made in."""
    org_no: Id


class SignalObserved(Fact, frozen=True, kw_only=True):
    """A signal of ``signals.md`` that falls under 11.1.6, with its values.

    Ratios give both sides (``numerator``, ``denominator``); days, months, quarters, notches give ``value``; signals
    without a figure give neither. Where the rule distinguishes kinds, ``variant`` names one. Which figures a number
    needs, the rule book says; with none of them the observation is refused (R58).
    """

    TYPE = "signal.observed.v1"
    TOPIC = "borrower-event"
    number: Annotated[int, Meta(ge=1, le=LAST_SIGNAL)]
    loan_no: Id | None = None
    value: Annotated[int, Meta(ge=-1_000_000_000, le=1_000_000_000)] | None = None
    numerator: Fen | None = None
    denominator: Fen | None = None
    variant: Id | None = None
    description: Text = ""


class ManagementFinding(Fact, frozen=True, kw_only=True):
    """A breach by the bank itself (article 4), or of its reporting duty (D10).

    ``concealment`` says that somebody of ``concealed_by`` had known the fact of event ``fact_id`` since
    ``concealed_since``; it raises no signal, it corrects the record of who knew.
    """

    TYPE = "management.finding.v1"
    TOPIC = "borrower-event"
    kind: Literal["beyond_authority", "breach_of_rules", "conditions_not_met", "concealment"]
    finding_no: Id
    loan_nos: tuple[Id, ...] = ()
    approved_by: OrgLevel | None = None
    """Who had approved the loan whose conditions are not met (12.1.2.2); not said, it was the branch (R69)."""
    fact_id: Id | None = None
    concealed_by: Id | None = None
    concealed_since: Moment | None = None
    description: Text = ""


class EventRetracted(Fact, frozen=True, kw_only=True):
    """An earlier event was wrong (W12)."""

    TYPE = "event.retracted.v1"
    TOPIC = "borrower-event"
    retracts: Id
    reason: Text = ""
