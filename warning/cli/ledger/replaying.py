"""``warning replay``: every row decided again, and the first of each lane that does not come out the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from rich.table import Table

from warning.audit.checkpoint import Basis, Checkpoint, Foreign
from warning.audit.divergence import Divergence
from warning.audit.lane import Replayed, replay_key
from warning.audit.replay import Proven, replay
from warning.bootstrap import Opened, kept_frames, prepare_process
from warning.cli import answers
from warning.cli.audit.altered import value
from warning.cli.audit.unread import not_read_line, not_read_said
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.output import ending
from warning.cli.processes import processes, worthwhile
from warning.cli.reading import SAID_EVERY
from warning.cli.screen.tables import grid, stderr, stdout, two_lines
from warning.cli.stop import (
    NOT_COMPARABLE,
    NOT_FOUND,
    OK,
    REFUSED,
    UNREADABLE,
    USAGE,
    Stop,
    terminated_as_interrupted,
)
from warning.cli.usage import why
from warning.contracts.replays import DivergenceLine, HeadLine, ReplayedLine
from warning.core import VERSION
from warning.core.frame import Frame
from warning.ledger.lanes import LANES
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.queries import knows_borrower
from warning.wording.differences import DIFFERENCES, DIVERGENCES
from warning.wording.phrases import say
from warning.wording.text import Lang, Text


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be replayed, as the command was told."""

    jobs: int = 0
    lanes: str | None = None
    borrower: str | None = None
    resume: Path | None = None
    archive: Path | None = None


def check(place: str | None, asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Replay; exit 1 if anything differs, 5 if part of it cannot be compared.

    Raises:
        Stop: an option is wrong, the ledger or the file of its progress cannot be used, or there is no such borrower.
    """
    if asked.borrower is not None and (asked.lanes is not None or asked.resume is not None):
        raise Stop(USAGE, say("replay_apart", lang))
    lanes = _lanes(asked.lanes, lang)
    here = opened(place, lang, asked.archive)
    with telling(here.place, lang), terminated_as_interrupted():
        frames = kept_frames(here)
        found = (
            _of_lanes(here, frames, lanes, asked, lang) if asked.borrower is None else _of(here, frames, asked, lang)
        )
    with ending(_code(found)):
        if as_json:
            answers.send([_line(here, found)])
        else:
            _print(here, found, asked, lang)


def _code(found: Proven) -> int:
    return REFUSED if found.divergences else NOT_COMPARABLE if found.foreign or found.not_read else OK


def _lanes(told: str | None, lang: Lang) -> list[int]:
    """The lanes of ``0-15,20``.

    Raises:
        Stop: it is none.
    """
    if told is None:
        return list(range(LANES))
    found: set[int] = set()
    for part in told.split(","):
        first, _, last = part.strip().partition("-")
        ends = (first, last or first)
        if not all(end.isascii() and end.isdigit() and int(end) < LANES for end in ends) or int(ends[1]) < int(first):
            raise Stop(USAGE, say("lanes_wrong", lang, value=told, last=LANES - 1))
        found |= set(range(int(first), int(ends[1]) + 1))
    return sorted(found)


def _of_lanes(here: Opened, frames: Mapping[str, Frame], lanes: list[int], asked: Asked, lang: Lang) -> Proven:
    jobs = min(processes(asked.jobs, lang) or worthwhile(here), len(lanes))
    try:
        checkpoint = _checkpoint(here, frames, asked.resume, lang)
        return replay(
            here.ledger.engine,
            frames,
            lanes,
            jobs=jobs,
            checkpoint=checkpoint,
            tell=_telling(len(lanes), lang),
            prepare=prepare_process,
        )
    except OSError as error:
        if asked.resume is None:
            raise
        raise Stop(UNREADABLE, say("file_unreadable", lang, path=asked.resume, why=why(error, lang))) from None


def _checkpoint(here: Opened, frames: Mapping[str, Frame], path: Path | None, lang: Lang) -> Checkpoint | None:
    if path is None:
        return None
    about = here.ledger.about
    try:
        found = Checkpoint(path, Basis(name=about.name, created_at=about.created_at, frames=tuple(sorted(frames))))
    except Foreign as foreign:
        raise Stop(UNREADABLE, say(foreign.code, lang, path=path)) from None
    if found.stale:
        stderr().print(say("checkpoint_stale", lang, path=path), style="yellow")
    return found


def _of(here: Opened, frames: Mapping[str, Frame], asked: Asked, lang: Lang) -> Proven:
    """One borrower."""
    number = asked.borrower or ""
    with snapshot(here.ledger.engine) as connection:
        if not knows_borrower(connection, number):
            raise Stop(NOT_FOUND, say("borrower_absent", lang, value=number, place=shown(here.place)))
        return Proven((replay_key(connection, f"b:{number}", frames),))


def _telling(of: int, lang: Lang) -> Callable[[Replayed], None]:
    """Says now and then how far it has come."""
    said, lanes, rows = time.monotonic(), 0, 0

    def tell(found: Replayed) -> None:
        nonlocal said, lanes, rows
        lanes, rows = lanes + 1, rows + found.seq
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            stderr().print(say("replaying", lang, n=lanes, of=of, rows=rows))

    return tell


def _print(here: Opened, found: Proven, asked: Asked, lang: Lang) -> None:
    console, place = stdout(), shown(here.place)
    if found.divergences:
        console.print(divergences_table(found.divergences, lang))
    figures = {"rows": found.rows, "effects": found.effects}
    if found.divergences:
        alone = all(one.code == "archive" for one in found.divergences)
        console.print(say("replayed_archive" if alone else "replayed_not", lang, place=place, **figures))
    elif not found.rows and (found.foreign or found.not_read):
        console.print(say("replayed_nothing", lang, place=place))
    elif asked.borrower is not None:
        console.print(say("replayed_borrower", lang, place=place, borrower=asked.borrower, **figures))
    elif found.ends:
        console.print(say("replayed", lang, place=place, aggregates=found.aggregates, heads=found.ends, **figures))
    else:
        console.print(say("replayed_lanes", lang, place=place, n=len(found.lanes), **figures))
    for version, count in found.foreign.items():
        console.print(say("replay_foreign", lang, n=count, version=version, core=VERSION))
    for one in found.not_read:
        console.print(not_read_said(one, lang))
    if found.unknown:
        console.print(say("replay_unknown", lang, n=found.unknown))
    if proven := sum(lane.proven for lane in found.lanes):
        console.print(say("replay_proven", lang, n=proven, path=asked.resume), style="dim")


def divergences_table(divergences: tuple[Divergence, ...], lang: Lang) -> Table:
    """A row each: where, what differs, the value on file and the one decided again."""
    keys = ("v_lane", "v_row", "a_what", "v_differs", "r_effect", "r_field", "r_stored", "r_found")
    title = say("t_divergences", lang, n=len(divergences))
    table = grid(*(say(key, lang) for key in keys), title=title, fixed=(0, 1))
    for one in divergences:
        effect = "—" if one.n is None else two_lines(f"{one.n + 1}", one.row_id)
        table.add_row(
            *(("—", "—") if one.lane < 0 else (str(one.lane), f"{one.seq:,}")),
            two_lines(one.key or "—", one.event_id),
            _differs(one).say(lang),
            effect,
            one.path or "—",
            *(value(one.path, text) for text in (one.stored, one.found)),
        )
    return table


def _differs(one: Divergence) -> Text:
    return (DIFFERENCES | DIVERGENCES)[one.code]


def _line(here: Opened, found: Proven) -> ReplayedLine:
    left = found.foreign or found.not_read
    verdict = "partly" if left else "identical"
    if left and not found.rows:
        verdict = "nothing"
    heads = (HeadLine(lane=one.lane, seq=one.seq, head=one.head.hex(), proven=one.proven) for one in found.lanes)
    return ReplayedLine(
        place=shown(here.place),
        core=VERSION,
        verdict="different" if found.divergences else verdict,
        rows=found.rows,
        effects=found.effects,
        aggregates=found.aggregates,
        foreign=found.foreign,
        unknown=found.unknown,
        ends=found.ends,
        lanes=tuple(heads),
        divergences=tuple(map(_divergence, found.divergences)),
        not_read=tuple(map(not_read_line, found.not_read)),
    )


def _divergence(one: Divergence) -> DivergenceLine:
    return DivergenceLine(
        lane=one.lane if one.lane >= 0 else None,
        seq=one.seq if one.lane >= 0 else None,
        key=one.key,
        event_id=one.event_id,
        code=one.code,
        effect=one.n,
        row=one.row_id,
        field=one.path,
        stored=one.stored,
        found=one.found,
        said=answers.said(_differs(one)),
    )
