"""``warning verify``: a ledger looked at by the independent verifier, then recomputed; or a bundle.

Whoever finds a difference first names it: the verifier every row, the recomputation the first of each lane.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs
from rich.table import Table

from warning.audit.verifier.bundle import ANCHORS, Bundle
from warning.audit.verifier.check import Places, verify
from warning.audit.verifier.findings import Finding, Report
from warning.audit.verifier.source import Book, Unreadable
from warning.bootstrap import FrameChanged, kept_book, kept_frames, now
from warning.cli import answers
from warning.cli.audit.places import places, reaching, trusted, whole
from warning.cli.audit.unread import not_read_line, not_read_said
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.now_and_then import lanes_done
from warning.cli.output import ending
from warning.cli.screen.tables import grid, stdout, two_lines
from warning.cli.stop import NOT_COMPARABLE, OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.contracts.ledgers import DifferenceLine, ExposedLine, UncomparedLine, VerifiedLine
from warning.core.scalars import SECOND, write_moment
from warning.ledger.sql.ledger import StoredFrame
from warning.ledger.verify import Counted, Verified
from warning.ledger.verify import verify as recompute
from warning.wording import moments, terms
from warning.wording.phrases import say
from warning.wording.text import Lang

RANGES = ("cut", "rewritten")
"""What anchors say of rows."""


class Asked(Struct, frozen=True, kw_only=True):
    """What to verify, as the command was told."""

    place: str | None
    offline: Path | None
    anchors: tuple[str, ...]
    keys: tuple[Path, ...]
    archive: Path | None = None


class Looked(Struct, frozen=True, kw_only=True):
    """What came of it. ``at``: until when rows may have come (µs UTC); ``again``: what was recomputed, if it was."""

    place: str
    at: int
    report: Report
    again: Verified | None
    differences: tuple[tuple[Finding, str], ...]
    """Each with who found it."""

    @property
    def found(self) -> int:
        """How many there are; the first thousand of the verifier's are named."""
        again = 0 if self.again is None else self.again.found - len(self.again.differences)
        return len(self.differences) + again + self.report.found - len(self.report.findings)


def check(asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Verify; exit 1 if anything differs.

    Raises:
        Stop: ledger, bundle, anchors or keys cannot be used.
    """
    if asked.offline is not None and asked.place is not None:
        raise Stop(USAGE, say("offline_alone", lang))
    if asked.anchors and not asked.keys:
        raise Stop(USAGE, say("anchors_need_key", lang))
    with reaching(lang):
        found = _database(asked, lang) if asked.offline is None else _bundle(asked, asked.offline, lang)
    with ending(REFUSED if found.found else NOT_COMPARABLE if found.report.not_read else OK):
        if as_json:
            answers.send([_line(found)])
        else:
            _print(found, lang)


def _anchors(named: Sequence[str], lang: Lang) -> Places:
    return [(place.name, place.stored()) for place in places(named, lang)]


def _database(asked: Asked, lang: Lang) -> Looked:
    """By itself, then recomputed."""
    keys, kept = trusted(asked.keys, lang), _anchors(asked.anchors, lang)
    here, source = opened(asked.place, lang, asked.archive), whole(asked.place, lang, asked.archive)
    tell = lanes_done("verifying", lang)
    with telling(here.place, lang):
        report = verify(source, kept, keys, tell)
        source.close()
        again = recompute(here.ledger, kept_frames(here), tell)
    told = {(one.lane, one.seq, one.code) for one in report.findings}
    more = [Finding(one.lane, one.seq, one.code, one.key, one.name) for one in again.differences]
    differences = [(one, "verifier") for one in report.findings]
    differences += [(one, "core") for one in more if (one.lane, one.seq, one.code) not in told]
    return Looked(place=shown(here.place), at=now(), report=report, again=again, differences=tuple(differences))


def _bundle(asked: Asked, directory: Path, lang: Lang) -> Looked:
    """The files alone; its own anchors, if no others are named and a key is."""
    keys, named = trusted(asked.keys, lang), asked.anchors
    if keys and not named and (directory / ANCHORS).is_dir():
        named = (str(directory / ANCHORS),)
    try:
        source = Bundle(directory)
    except Unreadable as wrong:
        raise Stop(UNREADABLE, say("bundle_unreadable", lang, path=directory, why=wrong.why)) from None
    report = verify(source, _anchors(named, lang), keys, lanes_done("verifying", lang))
    differences = [(one, "verifier") for one in report.findings] + [(one, "core") for one in _books(source)]
    at, place = source.manifest.exported_at, directory.as_posix()
    return Looked(place=place, at=at, report=report, again=None, differences=tuple(differences))


def _books(source: Bundle) -> Iterator[Finding]:
    """Rule books that are not those their ids name: only who can read rule books can say."""
    try:
        for book in source.books():
            if not _reads(book, source.ledger.live_from):
                yield Finding(-1, -1, "frame", name=book.id)
    except Unreadable:
        return  # the verifier has named the file


def _reads(book: Book, live_from: int | None) -> bool:
    try:
        kept_book(StoredFrame(book.id, book.in_force_at, book.files.encode()), live_from)
    except FrameChanged:
        return False
    return True


def _print(found: Looked, lang: Lang) -> None:
    console, report = stdout(), found.report
    if found.differences:
        console.print(_table(found.differences, say("t_differences", lang, n=found.found), lang))
    if found.found > len(found.differences):
        console.print(say("more_differences", lang, n=f"{found.found - len(found.differences):,}"))
    figures = {"rows": report.rows, "proven": report.proven, "unproven": report.unproven}
    console.print(say("looked", lang, place=found.place, **_written(figures)))
    console.print(_exposed_said(found, lang))
    figures = {"rows": report.rows}
    if found.again is not None:
        figures |= {"aggregates": found.again.aggregates, "seen": found.again.seen}
    left = _uncompared(found)
    for one in report.not_read:
        console.print(not_read_said(one, lang))
    if left != Counted() and not report.not_read:
        console.print(say("not_compared", lang, **_written(structs.asdict(left))))
    phrases = ("looked_whole", "looked_not") if found.again is None else ("verified", "verified_not")
    if report.not_read and not found.found:
        phrases = ("verified_partly", "")
    console.print(say(phrases[found.found > 0], lang, place=found.place, heads=report.ends, **_written(figures)))


def _uncompared(found: Looked) -> Counted:
    return Counted() if found.again is None else found.again.uncompared


def _written(figures: dict[str, int]) -> dict[str, str]:
    return {name: f"{figure:,}" for name, figure in figures.items()}


def _exposed_said(found: Looked, lang: Lang) -> str:
    anchored = found.report.anchored
    if anchored is None:
        return say("anchors_none", lang, rows=f"{found.report.rows:,}")
    return say(
        "anchor_not" if found.found else "anchor_holds",
        lang,
        number=anchored.number,
        at=moments.clock(anchored.at),
        signer=anchored.key[:16],
        rows=f"{anchored.rows:,}",
        span=moments.span(found.at - anchored.at, lang),
    )


def _table(differences: Sequence[tuple[Finding, str]], title: str, lang: Lang) -> Table:
    headings = (say(key, lang) for key in ("v_lane", "v_row", "a_what", "v_differs"))
    table = grid(*headings, title=title, fixed=(0, 1))
    for one, _ in differences:
        lane, seq = (str(one.lane), f"{one.seq:,}") if one.lane >= 0 else ("—", "—")
        table.add_row(lane, seq, two_lines(one.key or "—", _name(one, lang)), terms.DIFFERENCES[one.code].say(lang))
    return table


def _name(one: Finding, lang: Lang) -> str:
    if one.code in RANGES:
        return say("v_range", lang, number=one.name, first=f"{one.first:,}", last=f"{one.seq:,}")
    return say("v_anchor", lang, number=one.name) if one.code.startswith("anchor_") else one.name


def _line(found: Looked) -> VerifiedLine:
    report, anchored, left = found.report, found.report.anchored, _uncompared(found)
    return VerifiedLine(
        place=found.place,
        rows=report.rows,
        aggregates=found.again.aggregates if found.again else None,
        seen=found.again.seen if found.again else None,
        ends=report.ends,
        proven=report.proven,
        unproven=report.unproven,
        uncompared=UncomparedLine(rows=left.rows, aggregates=left.aggregates, seen=left.seen),
        exposed=ExposedLine(
            rows=anchored.rows if anchored else report.rows,
            since=write_moment(anchored.at) if anchored else None,
            seconds=max(0, found.at - anchored.at) // SECOND if anchored else None,
            anchor=anchored.number if anchored else None,
            key=anchored.key if anchored else None,
        ),
        not_read=tuple(map(not_read_line, report.not_read)),
        found=found.found,
        differences=tuple(_difference(one, by) for one, by in found.differences),
    )


def _difference(one: Finding, by: str) -> DifferenceLine:
    return DifferenceLine(
        lane=one.lane if one.lane >= 0 else None,
        seq=one.seq if one.lane >= 0 else None,
        code=one.code,
        key=one.key,
        name=one.name,
        said=answers.said(terms.DIFFERENCES[one.code]),
        first=one.first,
        by=by,
    )
