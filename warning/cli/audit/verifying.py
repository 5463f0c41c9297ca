"""``warning verify``: a ledger looked at by the independent verifier, then recomputed; or a bundle.

Whoever finds a difference first names it: the verifier every row, the recomputation the first of each lane.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct, structs
from rich.table import Table

from warning.audit.verifier.bundle import ANCHORS, MANIFEST, Bundle
from warning.audit.verifier.check import Places, verify
from warning.audit.verifier.findings import Finding, Report
from warning.audit.verifier.source import Book, Unreadable
from warning.bootstrap import kept_frames, now
from warning.cli import answers
from warning.cli.audit.places import places, reaching, trusted, whole
from warning.cli.audit.unread import not_read_line, not_read_said
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.now_and_then import lanes_done
from warning.cli.output import ending
from warning.cli.screen.tables import grid, stdout, two_lines
from warning.cli.stop import NOT_COMPARABLE, OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.ledgers import DifferenceLine, ExposedLine, UncomparedLine, VerifiedLine
from warning.core.scalars import SECOND, write_moment
from warning.ledger.sql.books import FrameChanged, kept_book
from warning.ledger.sql.ledger import StoredFrame
from warning.ledger.verify import Counted, Verified
from warning.ledger.verify import verify as recompute
from warning.wording import moments, terms
from warning.wording.phrases import say
from warning.wording.text import Lang, Text

RANGES: Final = ("cut", "rewritten")
"""What anchors say of rows."""
HINTS: Final = {
    "anchor_key": "hint_anchor_key",
    "anchor_ledger": "hint_anchor_ledger",
    "anchor_none": "hint_anchor_none",
}
"""What to look at, where nothing but that is wrong with anchors."""


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
    unasked: int = 0
    """Anchors of a bundle for which no key was given."""

    @property
    def anchors_alone(self) -> set[str]:
        """Codes of what was found, if all of it is wrong with anchors, and nothing with the ledger."""
        found = {one.code for one, _ in self.differences}
        return found if all(code.startswith("anchor_") for code in found) else set()

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
    if asked.keys and not asked.anchors and asked.offline is None:
        raise Stop(USAGE, say("key_needs_anchors", lang))
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
    keys, own = trusted(asked.keys, lang), directory / ANCHORS
    named = asked.anchors or ((str(own),) if keys and own.is_dir() else ())
    try:
        source = Bundle(directory)
    except Unreadable as wrong:
        there = (directory / MANIFEST).is_file()
        words = wrong.why if there else why(FileNotFoundError(errno.ENOENT, ""), lang)
        raise Stop(UNREADABLE, say("bundle_unreadable", lang, path=directory, why=words)) from None
    kept = _anchors(named, lang) if named or not keys else [(own.as_posix(), ())]
    report = verify(source, kept, keys, lanes_done("verifying", lang))
    unasked = sum(file.path.startswith(f"{ANCHORS}/") for file in source.manifest.files) if not kept else 0
    differences = [(one, "verifier") for one in report.findings] + [(one, "core") for one in _books(source)]
    at, place = source.manifest.exported_at, directory.as_posix()
    return Looked(place=place, at=at, report=report, again=None, differences=tuple(differences), unasked=unasked)


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
    for number, key in report.rotated:
        console.print(say("anchor_rotated", lang, number=number, signer=key[:16]))
    figures = {"rows": report.rows}
    if found.again is not None:
        figures |= {"aggregates": found.again.aggregates, "seen": found.again.seen}
    left = _uncompared(found)
    for one in report.not_read:
        console.print(not_read_said(one, lang))
    if left != Counted() and not report.not_read:
        console.print(say("not_compared", lang, **_written(structs.asdict(left))))
    phrases = ("looked_whole", "looked_not") if found.again is None else ("verified", "verified_not")
    if alone := found.anchors_alone:
        hint = say(HINTS.get("".join(alone), "hint_anchors"), lang)
        said = {"place": found.place, "heads": report.ends, "rows": f"{report.rows:,}"}
        console.print(say("only_anchors", lang, hint=hint, **said))
        return
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
        if found.unasked:
            return say("anchors_unasked", lang, n=f"{found.unasked:,}")
        wrong = any(one.code.startswith("anchor_") for one, _ in found.differences)
        return say("anchors_unheld" if wrong else "anchors_none", lang, rows=f"{found.report.rows:,}")
    return say(
        "anchor_not" if found.found else "anchor_holds" if anchored.rows else "anchor_whole",
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
    for one, by in differences:
        lane, seq = (str(one.lane), _row(one)) if one.lane >= 0 else ("—", "—")
        table.add_row(lane, seq, two_lines(one.key or "—", _name(one, lang)), _differs(one, by).say(lang))
    return table


def _differs(one: Finding, by: str) -> Text:
    """The verifier decides nothing again: it holds what is on file against its digest."""
    return terms.DIFFERENCES["unlike" if (one.code, by) == ("effects", "verifier") else one.code]


def _row(one: Finding) -> str:
    """The row, or those between which it is."""
    first = one.missing or one.first
    return f"{one.seq:,}" if not first or first == one.seq else f"{first:,}–{one.seq:,}"


def _name(one: Finding, lang: Lang) -> str:
    if one.code in RANGES:
        phrase = "v_range" if one.code == "rewritten" else "v_cut_after" if one.first < one.missing else "v_cut"
        rows = {"first": f"{one.first:,}", "missing": f"{one.missing:,}", "last": f"{one.seq:,}"}
        return say(phrase, lang, number=one.name, **rows)
    if one.code == "anchor_none":
        return "—"
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
        rotated=tuple(number for number, _ in report.rotated),
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
        said=answers.said(_differs(one, by)),
        first=one.first,
        missing=one.missing,
        by=by,
    )
