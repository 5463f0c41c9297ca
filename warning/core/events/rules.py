"""The control lane: a change of the rule book, by two people. No message from outside has these types."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from warning.core.events.acts import Act
from warning.core.events.base import Id
from warning.core.scalars import Moment

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
"""SHA-256, in hex."""
Reason = Annotated[str, Meta(min_length=1, max_length=20_000)]


class Backtest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The report of a backtest, as it was attached: its digest, the file's name, and what it is about, in a line."""

    digest: Digest
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    summary: Annotated[str, Meta(max_length=2_000)] = ""


class RulesAct(Act, frozen=True, kw_only=True):
    """What a person does about a change of the rule book."""

    TOPIC = "command"


class RulesChangeProposed(RulesAct, frozen=True, kw_only=True):
    """A book is to take force at an instant, in the place of another one."""

    TYPE = "rules.change_proposed.v1"
    base: Digest
    """The frame it is to replace."""
    frame: Digest
    """The frame it makes."""
    files: Digest
    """Of its packed files, which the ledger keeps."""
    diff: Digest
    """Of the differences between the two, as whoever proposed it was shown them."""
    in_force_at: Moment
    reason: Reason
    backtest: Backtest | None = None
    untested: Annotated[str, Meta(max_length=2_000)] = ""
    """Where no backtest is attached, on what ground."""


class RulesChangeApproved(RulesAct, frozen=True, kw_only=True):
    """Another person approves it."""

    TYPE = "rules.change_approved.v1"
    proposal_id: Id


class RulesChangeWithdrawn(RulesAct, frozen=True, kw_only=True):
    """Its maker withdraws it, or another person turns it down, while it waits."""

    TYPE = "rules.change_withdrawn.v1"
    proposal_id: Id
    reason: Reason


CONTROL: Final[tuple[type[RulesAct], ...]] = (RulesChangeProposed, RulesChangeApproved, RulesChangeWithdrawn)
"""The kinds of rows of the control lane's aggregate."""
