"""What the commands print with ``--json`` beside the verdicts: a summary, an explanation, a rule, a route, a book."""

from __future__ import annotations

from typing import Any, Final, get_args

import msgspec
from msgspec import Struct

from warning.contracts.backtests import BacktestChangeLine, BacktestLine, BacktestLoadLine
from warning.contracts.compliance import ComplianceLine, ComplianceRowLine, points
from warning.contracts.dialect import DIALECT, Schema
from warning.contracts.dossiers import DossierLine
from warning.contracts.ledgers import (
    ActedLine,
    AnchoredLine,
    ArchivedLine,
    ErasureLine,
    ExportedLine,
    IngestedLine,
    KeyLine,
    LedgerLine,
    PartitionLine,
    QuarantinedLine,
    RetakenLine,
    StatusLine,
    TickedLine,
    UpgradedLine,
    VerifiedLine,
)
from warning.contracts.lines import lines_schema
from warning.contracts.proposals import ProposedLine
from warning.contracts.published import PublishedLine
from warning.contracts.replays import AsOfLine, KnownLine, ProposalLine, ReplayedLine, SnapshotsLine, ToldLine
from warning.contracts.rules import BookDifferenceLine, RefusedChangeLine, RetestedLine, RulesChangeLine
from warning.contracts.said import Said


class LevelCount(Struct, frozen=True):
    """Warnings of a domain: open by level, and closed."""

    domain: str
    yellow: int
    orange: int
    red: int
    closed: int


class BranchCount(Struct, frozen=True):
    """Open warnings by level at one branch; a borrower of two branches counts at both."""

    org_no: str
    name: str
    yellow: int
    orange: int
    red: int


class WeekCount(Struct, frozen=True):
    """Warnings raised in the week from a Monday, by the level they were raised at."""

    monday: str
    yellow: int
    orange: int
    red: int


class DutyCount(Struct, frozen=True):
    """Duties of one kind at one organisation, by how they ended; ``breached`` are those still owed."""

    org_no: str
    kind: str
    met: int
    met_late: int
    breached: int
    open: int
    waived: int


class OnTime(Struct, frozen=True):
    """Of the duties of an organisation that are decided and scored, how many were met in time (13.5, 18)."""

    org_no: str
    name: str
    level: str
    on_time: int
    scored: int
    late: int
    concealed: int
    not_scored: int

    @property
    def basis_points(self) -> int | None:
        """The rate in hundredths of a percent, rounded half up; none if nothing is decided yet."""
        return points(self.on_time, self.scored)


class UrgentLine(Struct, frozen=True):
    """An open warning and what is due next on it."""

    warning_id: str
    customer_no: str
    borrower: str
    domain: str
    level: str
    tier: int
    duty_id: str
    kind: str
    clause: str
    org_no: str
    post: str
    due: str
    overdue: bool


class SummaryLine(Struct, frozen=True, tag_field="object", tag="summary"):
    """``demo --json``: the month in numbers; instants as RFC 3339 at +08:00."""

    events: str
    records: int
    until: str
    levels: tuple[LevelCount, ...]
    branches: tuple[BranchCount, ...]
    weeks: tuple[WeekCount, ...]
    duties: tuple[DutyCount, ...]
    on_time: tuple[OnTime, ...]
    urgent: tuple[UrgentLine, ...]
    late: int
    concealed: int
    refusals: tuple[tuple[str, str, int], ...]
    """(outcome, code, how many), the most frequent first."""


class ClauseLine(Struct, frozen=True):
    """A clause of the policy in its own words, or a default that fills it in; ``place`` is empty for a default."""

    ref: str
    place: Said
    words: Said


class ExplanationLine(Struct, frozen=True, tag_field="object", tag="explanation"):
    """``explain --json``: a row with its reasons, the clauses, the records, and the arithmetic of its due."""

    row: dict[str, Any]
    """As ``decide --json`` prints it."""
    clauses: tuple[ClauseLine, ...]
    records: tuple[dict[str, Any], ...]
    """As they came, but for the fields that name a natural person."""
    due: tuple[Said, ...]


class LevelLine(Struct, frozen=True):
    """When a level is reached: by a bound, by a variant, by both, or at once (both empty)."""

    level: str
    variant: str
    op: str
    bound: int | None
    """In hundredths of a percent, basis points of a ratio, or whole units."""
    figure: str
    said: Said


class ClockLine(Struct, frozen=True):
    """Where a report of the clause goes, and in what time; ``tier`` is null for any amount."""

    to: str
    tier: int | None
    first_notice: str
    """``24 hours``; empty where there is none."""
    report: str
    figure: str


class RuleLine(Struct, frozen=True, tag_field="object", tag="rule"):
    """``rules show --json`` and ``rules explain --json``: one rule."""

    ref: str
    clause: str
    kind: str
    unit: str
    group: Said
    name: Said
    measure: Said
    levels: tuple[LevelLine, ...]
    clocks: tuple[ClockLine, ...]
    file: str
    line: int


class RouteLine(Struct, frozen=True, tag_field="object", tag="route"):
    """``rules route --json``: one duty of a warning of that level and amount."""

    domain: str
    kind: str
    clause: str
    cites: str
    org_no: str
    post: str
    to_org: str
    start: str
    """From what instant the clock runs."""
    term: str
    """``2 days``; empty where the due does not follow from a term."""
    due: str | None
    due_working: str | None


class BookLine(Struct, frozen=True, tag_field="object", tag="book"):
    """``rules check --json``: the book holds."""

    name: Said
    version: str
    rules: int
    examples: int
    frame: str
    departures: int
    """Where it departs from the policy's text: so many lines follow."""


class ProblemLine(Struct, frozen=True, tag_field="object", tag="problem"):
    """``rules check --json``: one thing wrong with the book."""

    file: str
    line: int
    path: str
    code: str
    values: dict[str, str]
    what: Said
    right: Said


class DepartureLine(Struct, frozen=True, tag_field="object", tag="departure"):
    """``rules check --json``: a figure of a sound book that is not the one of the policy's text."""

    file: str
    line: int
    path: str
    code: str
    values: dict[str, str]
    """``clause``, ``said`` by the text, ``found`` in the book."""
    what: Said
    right: Said


Answer = (
    SummaryLine
    | ExplanationLine
    | RuleLine
    | RouteLine
    | BookLine
    | ProblemLine
    | DepartureLine
    | LedgerLine
    | UpgradedLine
    | IngestedLine
    | PartitionLine
    | PublishedLine
    | TickedLine
    | StatusLine
    | ActedLine
    | QuarantinedLine
    | RetakenLine
    | VerifiedLine
    | ArchivedLine
    | ErasureLine
    | AnchoredLine
    | ExportedLine
    | KeyLine
    | ReplayedLine
    | AsOfLine
    | KnownLine
    | ToldLine
    | ProposalLine
    | ProposedLine
    | SnapshotsLine
    | BacktestLine
    | BacktestChangeLine
    | BacktestLoadLine
    | DossierLine
    | BookDifferenceLine
    | RulesChangeLine
    | RetestedLine
    | RefusedChangeLine
    | ComplianceLine
    | ComplianceRowLine
)
ANSWERS: Final = get_args(Answer)


def written(answer: Answer) -> bytes:
    """One line."""
    return msgspec.json.encode(answer, enc_hook=int) + b"\n"  # values of a reason may be dates or money of the core


def answers_schema() -> Schema:
    """The schema of one line of any of these commands."""
    (refs, definitions) = msgspec.json.schema_components(ANSWERS, ref_template="#/$defs/{name}")
    for definition in definitions.values():
        definition["additionalProperties"] = False
    definitions["ExplanationLine"]["properties"]["row"] = {"$ref": "#/$defs/Verdict"}
    definitions["KnownLine"]["properties"]["row"] = {"$ref": "#/$defs/Verdict"}
    definitions["KnownRowLine"]["properties"]["row"] = {"$ref": "#/$defs/Verdict"}
    rows = lines_schema()  # all of it is here: a plain validator looks up no other file
    definitions |= {"Verdict": {"oneOf": rows["oneOf"]}, **rows["$defs"]}
    return {
        "$schema": DIALECT,
        "$id": "answers.schema.json",
        "title": "warning --json",
        "description": "一行一个对象 / one object a line: "
        + ", ".join(str(kind.__struct_config__.tag) for kind in ANSWERS),
        "oneOf": list(refs),
        "$defs": definitions,
    }
