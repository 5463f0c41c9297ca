"""A ledger that keeps its book, other books, and what people do about them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import URL, Engine

from tests.ledger import bank
from tests.ledger.stores import with_tables
from warning.core.events import RulesAct, RulesChangeApproved, RulesChangeProposed, RulesChangeWithdrawn
from warning.core.frame import Frame
from warning.core.inforce import Frames
from warning.core.scalars import Moment, read_moment
from warning.intake.commands import Answer
from warning.intake.ingest import Intake
from warning.intake.rule_changes import Attached, give
from warning.ledger.sql.books import approved_frames
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.ledger import About, SqlLedger, StoredFrame
from warning.rulebook import default_directory, load_packed, pack

MADE: Final[list[Engine]] = []
"""What a test has opened."""
MINUTE: Final = 60_000_000
EARLIER: Final = (
    (
        "payment.yaml",
        '{level: orange, when: ">= 31", figure: default}',
        '{level: orange, when: ">= 3", figure: default}',
    ),
    ("payment.yaml", "{value: 30, level: yellow}", "{value: 2, level: yellow}"),
)
"""Interest arrears are orange from day 3."""
QUICKER: Final = (
    ("deadlines.yaml", "team: {term: 24 hours", "team: {term: 12 hours"),
    (
        "deadlines.yaml",
        '{start: "2026-11-03 16:00", due: "2026-11-04 16:00"}',
        '{start: "2026-11-03 16:00", due: "2026-11-04 04:00"}',
    ),
)
"""The team is to be formed within half a day."""
PROPOSED_AT: Final = int(read_moment("2026-11-02T09:00:00+08:00"))
FORCE: Final = int(read_moment("2026-11-04T00:00:00+08:00"))
"""A midnight: the instant of most clock checks."""


@cache
def packed(*edits: tuple[str, str, str]) -> bytes:
    """The packaged book with some text of its files exchanged."""
    texts: dict[str, str] = msgspec.json.decode(pack())
    for name, was, now in edits:
        assert was in texts[name]
        texts[name] = texts[name].replace(was, now)
    return msgspec.json.encode(texts, order="deterministic")


@cache
def frame_of(files: bytes) -> Frame:
    """The frame of a packed book, live from the bank's first day."""
    return load_packed(files, live_from=bank.frame().live_from).frame


def create(url: URL, clock: Any = "event") -> Intake:
    """A ledger under the packaged book, which it keeps."""
    first = bank.frame()
    about = About(name="bank", clock=clock, live_from=first.live_from, created_at=0)
    engine = open_engine(with_tables(url))
    MADE.append(engine)
    return bank.intake(SqlLedger.create(engine, about, StoredFrame(first.id, 0, pack())))


def proposal(files: bytes, *, at: int = FORCE, officer: str = "H-1", **more: Any) -> RulesChangeProposed:
    """To have a book take force in the place of the packaged one."""
    given = {"base": bank.frame().id, "frame": frame_of(files).id, "files": sha256(files).hexdigest()} | more
    return RulesChangeProposed(**by(officer), diff="0" * 64, in_force_at=Moment(at), reason="stricter", **given)


def by(officer: str, post: str = "head_office_risk_officer", org_no: str = "9999") -> dict[str, Any]:
    """Who acts."""
    return {"officer_no": officer, "post": post, "org_no": org_no}


def propose(into: Intake, files: bytes, name: str = "RC-1", now: int = PROPOSED_AT, **more: Any) -> Answer:
    """By one person."""
    return give(into, proposal(files, **more), name, now, "test", attached=Attached(files))


def approve(into: Intake, name: str = "RC-1", now: int = PROPOSED_AT, officer: str = "H-2", **more: Any) -> Answer:
    """By another one."""
    return act(into, RulesChangeApproved(**by(officer, **more), proposal_id=name), f"{name}-approved-{officer}", now)


def withdraw(into: Intake, name: str = "RC-1", now: int = PROPOSED_AT, officer: str = "H-1") -> Answer:
    """Or turn down."""
    event = RulesChangeWithdrawn(**by(officer), proposal_id=name, reason="no")
    return act(into, event, f"{name}-withdrawn-{officer}", now)


def act(into: Intake, event: RulesAct, name: str, now: int) -> Answer:
    """Any act."""
    return give(into, event, name, now, "test")


def two(into: Intake, files: bytes, name: str = "RC-1", now: int = PROPOSED_AT, **more: Any) -> None:
    """Both people, one after the other."""
    assert propose(into, files, name, now, **more).refusal is None
    assert approve(into, name, now).refusal is None


def frames(into: Intake) -> Frames:
    """All frames, as approved."""
    return approved_frames(into.ledger)


def later(files: bytes, at: int = FORCE) -> list[tuple[int, Frame]]:
    """The list of activations of one change."""
    return [(at, replace(frame_of(files), in_force_at=at))]


def book_directory(files: bytes, into: Path) -> Path:
    """A packed book as a directory."""
    texts: dict[str, str] = msgspec.json.decode(files)
    for name, text in texts.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_text(text, encoding="utf-8")
    assert default_directory() != into
    return into
