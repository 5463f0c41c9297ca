"""``warning verify``: a ledger looked at by the independent verifier, then recomputed; or a bundle.

Whoever finds a difference first names it: the verifier every row, the recomputation the first of each lane.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct, structs
from rich.table import Table

from warning.audit.archive.early import early
from warning.audit.verifier.bundle import ANCHORS, MANIFEST, Bundle
from warning.audit.verifier.chain import LANES
from warning.audit.verifier.check import Places, verify
from warning.audit.verifier.findings import Finding, Held, Report
from warning.audit.verifier.source import LARGE, Book, Source, Unreadable
from warning.bootstrap import now
from warning.cli import answers
from warning.cli.audit.altered import Altered, value
from warning.cli.audit.altered import altered as altered_rows
from warning.cli.audit.places import places, reaching, trusted, whole
from warning.cli.audit.unread import not_read_line, not_read_said
from warning.cli.ledger.opening import opened_bare, shown, telling
from warning.cli.now_and_then import lanes_done
from warning.cli.output import ending
from warning.cli.screen.prose import Prose
from warning.cli.screen.tables import grid, stdout, two_lines
from warning.cli.stop import NOT_COMPARABLE, OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.ledgers import AnchorLine, DifferenceLine, ExposedLine, UncomparedLine, VerifiedLine
from warning.core.scalars import SECOND, write_moment
from warning.ledger.sql.books import FrameChanged, UnapprovedBook, approved_frames, kept_book
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.guards import missing
from warning.ledger.sql.ledger import SqlLedger, StoredFrame
from warning.ledger.verify import Counted, Verified
from warning.ledger.verify import verify as recompute
from warning.wording import moments
from warning.wording.differences import DIFFERENCES
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

    altered: dict[str, Altered] = {}
    """Of rows people see, by id: what is another in them."""
    undecided: bool = False
    """Whether it is a ledger of which nothing was decided again: a rule book cannot be read."""

    def alone(self, beginning: str) -> set[str]:
        """Codes of what was found, if all of them begin so: nothing is wrong with the ledger itself."""
        found = {one.code for one, _ in self.differences}
        return found if all(code.startswith(beginning) for code in found) else set()

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
    here, source = opened_bare(asked.place, lang, asked.archive), whole(asked.place, lang, asked.archive)
    tell = lanes_done("verifying", lang)
    with telling(here.place, lang):
        report = verify(source, kept, keys, tell)
        altered = _altered(source)
        source.close()
        again = None if altered else _again(here.ledger, tell)
        rows = {} if again is None else _altered_rows(here.ledger, again)
        tables = _of_tables(here.ledger)
    told = {_which(one) for one in report.findings}
    more = [Finding(one.lane, one.seq, one.code, one.key, one.name) for one in again.differences] if again else altered
    differences = [(one, "verifier") for one in report.findings]
    differences += [(one, "core") for one in (*more, *tables) if _which(one) not in told]
    return Looked(
        place=shown(here.place),
        at=now(),
        report=report,
        again=again,
        differences=tuple(differences),
        undecided=again is None,
        altered=rows,
    )


def _which(one: Finding) -> tuple[int, int, str, str]:
    """What two that look name once: a row of a lane by its place, anything else by what it is called."""
    return one.lane, max(one.seq, 0), one.code, "" if one.lane >= 0 else one.name


def _again(ledger: SqlLedger, tell: Callable[[int], None]) -> Verified | None:
    """Everything recomputed; None: the book it began with is not there, which the verifier has named."""
    try:
        return recompute(ledger, approved_frames(ledger), tell, now=now())
    except UnapprovedBook:
        return None


def _of_tables(ledger: SqlLedger) -> list[Finding]:
    """What does not watch over the tables any more, and rows said to be archived that nobody can have archived."""
    live = ledger.about.clock == "live"
    clock = now() if live else ledger.clock()
    with snapshot(ledger.engine) as connection:
        found = [Finding(-1, 0, "guard", name=name) for name in missing(connection)]
        boundaries = early(connection, clock, live=live)
        return found + [
            Finding(one.lane, one.seq, "archive_open", name=one.place, first=one.first) for one in boundaries
        ]


def _altered_rows(ledger: SqlLedger, again: Verified) -> dict[str, Altered]:
    with ledger.engine.connect() as connection:
        return altered_rows(connection, again.differences)


def _bundle(asked: Asked, directory: Path, lang: Lang) -> Looked:
    """The files alone; its own anchors, if no others are named and a key is."""
    keys, own = trusted(asked.keys, lang), directory / ANCHORS
    named = asked.anchors or ((str(own),) if keys and own.is_dir() else ())
    try:
        source = Bundle(directory)
    except Unreadable as wrong:
        there = (directory / MANIFEST).is_file()
        words = wrong.why if there else why(FileNotFoundError(errno.ENOENT, ""), lang)
        words = DIFFERENCES[LARGE].say(lang) if wrong.code == LARGE else words
        raise Stop(UNREADABLE, say("bundle_unreadable", lang, path=directory, why=words)) from None
    kept = _anchors(named, lang) if named or not keys else [(own.as_posix(), ())]
    report = verify(source, kept, keys, lanes_done("verifying", lang))
    unasked = sum(file.path.startswith(f"{ANCHORS}/") for file in source.manifest.files) if not kept else 0
    differences = [(one, "verifier") for one in report.findings] + [(one, "core") for one in _altered(source)]
    at, place = source.manifest.exported_at, directory.as_posix()
    return Looked(place=place, at=at, report=report, again=None, differences=tuple(differences), unasked=unasked)


def _altered(source: Source) -> list[Finding]:
    """Rule books that are not those their ids name: only who can read rule books can say."""
    try:
        live_from = source.ledger.live_from
        names = sorted({book.id for book in source.books() if not _reads(book, live_from)})
    except Unreadable:
        return []  # the verifier has named the file
    return [Finding(-1, -1, "frame", name=name) for name in names]


def _reads(book: Book, live_from: int | None) -> bool:
    try:
        kept_book(StoredFrame(book.id, book.in_force_at, book.files.encode()), live_from)
    except FrameChanged:
        return False
    return True


def _print(found: Looked, lang: Lang) -> None:
    console, report = stdout(), found.report
    if found.differences:
        console.print(_table(found, say("t_differences", lang, n=found.found), lang))
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
    if left != Counted():
        phrase = "not_compared_archived" if report.not_read else "not_compared"
        console.print(say(phrase, lang, **_written(structs.asdict(left))))
    if found.undecided:
        console.print(say("not_decided", lang))
    if found.again is None and report.told is None:
        console.print(say("told_not_judged", lang))
    hint = say(HINTS.get("".join(found.alone("anchor_")), "hint_anchors"), lang)
    phrase = _verdict(found)
    console.print(say(phrase, lang, place=found.place, heads=report.ends, hint=hint, **_written(figures)))


def _verdict(found: Looked) -> str:
    """What is said at the end: what is to be done depends on what is wrong."""
    if not found.found:
        if found.report.not_read:
            return "verified_partly"
        return "looked_whole" if found.again is None else "verified"
    for beginning, phrase in (
        ("anchor_", "only_anchors"),
        ("archive_", "only_archive"),
        ("row", "only_rows"),
        ("guard", "only_guards"),
    ):
        codes = found.alone(beginning)
        if codes and not codes & {"archive_order", "archive_open"}:  # which are the database's
            return phrase
    if found.undecided:
        return "undecided_not"
    return "looked_not" if found.again is None else "verified_not"


def _uncompared(found: Looked) -> Counted:
    return Counted() if found.again is None else found.again.uncompared


def _written(figures: dict[str, int]) -> dict[str, str]:
    return {name: f"{figure:,}" for name, figure in figures.items()}


def _exposed_said(found: Looked, lang: Lang) -> str:
    anchored = found.report.anchored
    if anchored is None:
        if found.unasked:
            return say("anchors_unasked", lang, n=f"{found.unasked:,}")
        if (read := found.report.read) is not None and read.differ:
            lanes = ", ".join(map(str, read.differ))
            said = {"at": moments.clock(read.at), "signer": read.key[:16], "n": LANES - len(read.differ)}
            return say("anchor_broken", lang, number=read.number, lanes=lanes, **said)
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


def _table(found: Looked, title: str, lang: Lang) -> Table:
    headings = (say(key, lang) for key in ("v_lane", "v_row", "a_what", "v_differs"))
    table = grid(*headings, title=title, fixed=(0, 1))
    for one, by in found.differences:
        lane, seq = (str(one.lane), _row(one)) if one.lane >= 0 else ("—", "—")
        table.add_row(lane, seq, two_lines(one.key or "—", _name(one, lang)), _said(found, one, by, lang))
    return table


def _said(found: Looked, one: Finding, by: str, lang: Lang) -> Prose:
    """What differs, and of a row people see the two values."""
    words, row = _differs(one, by).say(lang), found.altered.get(one.name) if one.code == "row" else None
    if row is None:
        return two_lines(words, "")
    if not row.field:
        return two_lines(words, say("v_gone", lang, borrower=row.borrower or "—"))
    values = {"stored": value(row.field, row.stored), "found": value(row.field, row.found)}
    return two_lines(words, say("v_altered", lang, borrower=row.borrower or "—", field=row.field, **values))


def _differs(one: Finding, by: str) -> Text:
    """The verifier decides nothing again: it holds what is on file against its digest."""
    if one.code == "frame" and one.lane < 0:
        return DIFFERENCES["altered"]
    return DIFFERENCES["unlike" if (one.code, by) == ("effects", "verifier") else one.code]


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
        told=report.told,
        uncompared=UncomparedLine(rows=left.rows, aggregates=left.aggregates, seen=left.seen),
        rotated=tuple(number for number, _ in report.rotated),
        exposed=ExposedLine(
            rows=anchored.rows if anchored else report.rows,
            since=write_moment(anchored.at) if anchored else None,
            seconds=max(0, found.at - anchored.at) // SECOND if anchored else None,
            anchor=anchored.number if anchored else None,
            key=anchored.key if anchored else None,
        ),
        read=None if report.read is None else _anchor_line(report.read),
        not_read=tuple(map(not_read_line, report.not_read)),
        found=found.found,
        differences=tuple(_difference(found, one, by) for one, by in found.differences),
    )


def _anchor_line(read: Held) -> AnchorLine:
    at = write_moment(read.at)
    return AnchorLine(anchor=read.number, at=at, key=read.key, agree=LANES - len(read.differ), differ=read.differ)


def _difference(found: Looked, one: Finding, by: str) -> DifferenceLine:
    row = (found.altered.get(one.name) if one.code == "row" else None) or Altered("", "", "", "")
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
        **structs.asdict(row),
    )
