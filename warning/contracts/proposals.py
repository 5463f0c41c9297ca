"""What ``proposals list --json`` prints, and ``act approve --json`` of what it approved."""

from __future__ import annotations

from msgspec import Struct

from warning.contracts.said import Said


class ReleasedLine(Struct, frozen=True, kw_only=True):
    """A signal that a release names."""

    id: str
    clause: str
    subject: str
    level: str
    """That it has; of an ended proposal, that it had before; ``none``: a fact that was kept."""


class WaivedLine(Struct, frozen=True, kw_only=True):
    """A duty that a waiver names."""

    id: str
    kind: str
    clause: str
    org_no: str
    post: str
    due: str | None
    state: str


class ApproverLine(Struct, frozen=True, kw_only=True):
    """Who may approve: posts of an organisation; another person than who proposed it."""

    org_no: str
    posts: tuple[str, ...]


class DecidedLine(Struct, frozen=True, kw_only=True):
    """The record that ended a proposal: an approval, or its withdrawal."""

    event_id: str
    at: str
    org_no: str | None
    post: str | None
    officer: str | None
    """The token of a person; null: a withdrawal names none (R77)."""
    changed: bool
    """Whether it changed anything: an approval may have come too late (D8), or be to a level no lower (R13)."""
    reason: str


class ProposedLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="proposed"):
    """A release or a waiver: what it is about, who asks for it and why, who may approve it, and how it stands."""

    id: str
    """Of the record that proposed it."""
    what: str
    """``release``, ``waiver``, or ``extension``: a waiver with a longer time."""
    state: str
    """``waits``; ``overtaken``: a signal rose since, it would be refused; ``past_due``: it can waive nothing; ``idle``:
    nothing that it names is left; ``approved``; ``withdrawn``."""
    said: Said
    customer_no: str
    borrower: str | None
    """Its name, where it is registered."""
    domain: str
    warnings: tuple[str, ...]
    """The warnings that what it names belongs to."""
    signals: tuple[ReleasedLine, ...]
    to_level: str | None
    """Of a release; ``none``: to be closed."""
    ground: str
    duties: tuple[WaivedLine, ...]
    new_due: str | None
    reason: str | None
    """The evidence of a release, the reason of a waiver; null: its record is archived and cannot be read."""
    at: str
    org_no: str
    post: str | None
    officer: str
    """The token of a person."""
    approvers: tuple[ApproverLine, ...]
    ended: DecidedLine | None
