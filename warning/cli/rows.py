"""``--json``: one object a line as ``schemas/verdicts.schema.json`` says, in an order that depends on nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from warning.cli.running import told
from warning.contracts.lines import Line, notice_line, reason, record_line, refusal_line, row_line
from warning.core.effects import Why
from warning.core.rows import Duty, Signal, Warning
from warning.intake.run import Refusal, Verdicts
from warning.ledger.memory import Change, MemoryLedger
from warning.wording import Names, render
from warning.wording.reasons import ADVICE, OTHER_ADVICE

_ENCODER: Final = msgspec.json.Encoder(enc_hook=int)
"""Values of a reason may be dates or money of the core: integers by another name."""


def json_lines(verdicts: Verdicts, ledger: MemoryLedger, names: Names) -> Iterator[bytes]:
    """Signals, warnings and duties by id, then refusals in the order of the file."""
    rows: tuple[Sequence[Signal | Warning | Duty], ...] = (verdicts.signals, verdicts.warnings, verdicts.duties)
    for kind in rows:
        for row in sorted(kind, key=lambda row: row.id):
            yield row_json(row, ledger.history.get(row.id, ()), names)
    for refusal in in_order(verdicts.refusals):
        yield refusal_json(refusal, names)


def note_lines(verdicts: Verdicts, names: Names) -> Iterator[bytes]:
    """Records that changed nothing, in the order of the file, then what looks wrong with the file."""
    for passage in sorted(verdicts.passages, key=lambda passage: (passage.line, passage.outcome)):
        yield written_line(
            record_line(
                line=passage.line,
                event_id=passage.event_id,
                type_name=passage.type,
                outcome=passage.outcome,
                loan_no=passage.loan_no,
                until=passage.until,
            )
        )
    for notice in verdicts.notices:
        yield written_line(
            notice_line(
                code=notice.code,
                count=notice.count,
                line=notice.line,
                event_id=notice.event_id,
                zh=told(notice, "zh", names),
                en=told(notice, "en", names),
            )
        )


def in_order(refusals: Sequence[Refusal]) -> list[Refusal]:
    """By line of the file; those of one line by instant."""
    return sorted(refusals, key=lambda refusal: (refusal.line, refusal.at, refusal.outcome))


def because_of(why: Why, names: Names) -> Line:
    """A reason: its facts, and the words for them in both languages."""
    zh, en = render.reason(why, names, "zh"), render.reason(why, names, "en")
    return reason(why.code, why.clause, dict(why.values), why.events, zh, en)


def row_json(row: Signal | Warning | Duty, changes: Iterable[Change], names: Names) -> bytes:
    """The line of a row, with why it came to be what it is."""
    return written_line(row_line(row, [because_of(change.effect.why, names) for change in changes]))


def send_lines(lines: Iterable[bytes]) -> None:
    """Print them."""
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def refusal_json(refusal: Refusal, names: Names) -> bytes:
    """The line of a refusal."""
    return written_line(refusal_said(refusal, names))


def refusal_said(refusal: Refusal, names: Names) -> Line:
    """A refusal with its reasons in words."""
    because = []
    if refusal.why is not None:
        said = because_of(refusal.why, names)
        advice = ADVICE.get(refusal.why.code, OTHER_ADVICE)
        because.append({**said, "zh": said["zh"] + advice.zh, "en": f"{said['en']} {advice.en}"})
    return refusal_line(
        line=refusal.line,
        event_id=refusal.event_id,
        type_name=refusal.type,
        outcome=refusal.outcome,
        at=refusal.at,
        problems=refusal.problems,
        because=because,
        field=refusal.field,
    )


def written_line(line: Line) -> bytes:
    """One line."""
    return _ENCODER.encode(line) + b"\n"
