"""What ``dossier --json`` prints: all that is known of a borrower, with proofs. Instants are RFC 3339 at +08:00."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from warning.contracts.replays import ProposalLine
from warning.contracts.said import Said


class ChangeLine(Struct, frozen=True, kw_only=True):
    """A change of a signal, a warning or a duty, by the record of an entry, with its reason."""

    row: str
    """Its id."""
    object: str
    """``signal``, ``warning`` or ``duty``."""
    change: str
    code: str
    clause: str
    what: Said
    """Which row, and what happened to it."""
    because: Said
    seq: int
    """The entry's."""
    at: str
    event_id: str


class EntryLine(Struct, frozen=True, kw_only=True):
    """A row of the borrower's journal: what came, and what it changed."""

    at: str
    received: str
    occurred: str
    sort: str
    """``record``, ``act``, ``told`` (by another aggregate), ``wake`` (a deadline has come), ``activation``."""
    what: Said
    said: Said
    changes: tuple[ChangeLine, ...]
    record: dict[str, Any] | None
    """The message, as its contract writes it, persons as tokens unless asked for; null: none brought it."""
    row: dict[str, Any]
    """As a bundle has it, with the names and in the order in which its link covers it; persons are tokens."""
    before: str
    """The link of the row before it in its lane."""
    anchored: bool
    """Whether the anchor of ``proof`` covers it."""


class KnownRowLine(Struct, frozen=True, kw_only=True):
    """A signal, a warning or a duty as it was known, and all that it went through by then."""

    object: str
    what: Said
    state: Said
    since: str
    row: dict[str, Any]
    """As ``decide --json`` prints it, without its reasons, which are in ``history``."""
    history: tuple[ChangeLine, ...]


class BalanceLine(Struct, frozen=True, kw_only=True):
    """What a record said of a loan."""

    loan_no: str
    at: str
    seq: int
    what: Said
    said: Said


class DismissalLine(Struct, frozen=True, kw_only=True):
    """Why a record is to be dismissed, or was, and by whom: persons as tokens, unless they are asked for."""

    ground: str
    asked_by: str
    approved_by: str | None
    """Null: another person has yet to approve."""
    approved_at: str | None
    said: Said


class UntakenLine(Struct, frozen=True, kw_only=True):
    """A record about the borrower that waits for its loan (``held``), or that was not taken or did not count."""

    number: int | None
    """Its number in the quarantine."""

    at: str
    event_id: str
    type: str
    outcome: str
    status: str
    what: Said
    reasons: tuple[str, ...]
    """The codes of what ``said`` says."""
    said: Said
    dismissal: DismissalLine | None
    """As it was known at the dossier's instant; when it was asked for is not on record."""


class AddresseeLine(Struct, frozen=True, kw_only=True):
    """Who was told of what: ``owes``, ``escalated``; or ``sent``: a message that went out to a topic, and its state."""

    at: str
    how: str
    to: Said
    of: str
    """The id of the duty, signal or warning."""
    what: Said
    status: str


class NeighbourLine(Struct, frozen=True, kw_only=True):
    """A link to a group or a borrower, or what came over one."""

    at: str
    seq: int
    who: str
    name: str
    path: str
    said: Said


class AnchorProofLine(Struct, frozen=True, kw_only=True):
    """The newest anchor that holds, and the way from the lane's leaf to its root."""

    number: int
    at: str
    root: str
    key: str
    seq: int
    head: str
    path: tuple[tuple[str, str], ...]
    """Of each level, on which side the neighbour is (``left``, ``right``), and its digest."""


class ProofLine(Struct, frozen=True, kw_only=True):
    """The lane of the borrower, its end, and the anchor; null: none was given."""

    lane: int
    seq: int
    head: str
    anchor: AnchorProofLine | None


class DossierLine(Struct, frozen=True, kw_only=True, tag_field="object", tag="dossier"):
    """``dossier --json``: all that was known of a borrower at an instant, in order, with proofs."""

    place: str
    ledger: str
    created_at: str
    borrower: str
    name: str
    at: str
    """Known at: rows of the journal whose ``at`` is not later."""
    whole: bool
    """Whether that is all there is; else what came later was left out."""
    entries: tuple[EntryLine, ...]
    signals: tuple[KnownRowLine, ...]
    warnings: tuple[KnownRowLine, ...]
    duties: tuple[KnownRowLine, ...]
    proposals: tuple[ProposalLine, ...] | None
    """Releases and waivers on which nobody had decided; null: another core decided rows of it, so nobody can say."""
    balances: tuple[BalanceLine, ...]
    untaken: tuple[UntakenLine, ...]
    told: tuple[AddresseeLine, ...]
    breaches: tuple[ChangeLine, ...]
    """And their withdrawals."""
    neighbours: tuple[NeighbourLine, ...]
    proof: ProofLine
