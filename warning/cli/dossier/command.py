"""``warning dossier``: all that is known of a borrower, with proofs."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection

from warning.audit.dossier import Gathered, gather
from warning.audit.proposals import undecided
from warning.audit.verifier.anchor import Anchor, path_of
from warning.audit.verifier.findings import Ledger
from warning.audit.verifier.trail import Trail
from warning.bootstrap import Opened, kept_frames
from warning.cli import answers
from warning.cli.audit.places import places, reaching, trusted
from warning.cli.dossier.drawn import Drawing, events_of
from warning.cli.dossier.page import page
from warning.cli.ledger.opening import opened, options_text, shown, telling
from warning.cli.ledger.slices import clock_of, name_persons, name_then
from warning.cli.ledger.undecided import undecided_line
from warning.cli.output import ending
from warning.cli.reading import moment_option
from warning.cli.screen.tables import stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.dossiers import AnchorProofLine, DossierLine, ProofLine
from warning.core.rows import Duty, Signal, Warning
from warning.core.scalars import write_moment
from warning.ledger.files import OURS, OWN
from warning.ledger.files import write as to_file
from warning.ledger.lanes import lane_of
from warning.ledger.sql.archived import link_at
from warning.ledger.sql.engine import snapshot
from warning.ledger.sql.queries import knows_borrower, persons_named
from warning.wording import moments
from warning.wording.differences import DIFFERENCES
from warning.wording.phrases import say
from warning.wording.text import Lang


class Asked(Struct, frozen=True, kw_only=True):
    """Whose dossier, of when, with what to prove it, as the command was told."""

    borrower: str
    place: str | None = None
    html: Path | None = None
    until: str | None = None
    anchors: tuple[str, ...] = ()
    keys: tuple[Path, ...] = ()
    persons: bool = False
    archive: Path | None = None


def write(asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Write it as a page, or print it; or say what it has.

    Raises:
        Stop: an option is wrong, there is no such borrower, the ledger, anchors or the file cannot be used, or the
            anchors do not vouch for the ledger.
    """
    if bool(asked.anchors) != bool(asked.keys):
        raise Stop(USAGE, say("anchors_need_key" if asked.anchors else "key_needs_anchors", lang))
    here = opened(asked.place, lang, asked.archive)
    told = moment_option("--until", asked.until, lang)
    with telling(here.place, lang), reaching(lang):
        clock = clock_of(here)
        at = clock if told is None else told
        if at > clock:
            raise Stop(USAGE, say("asof_beyond", lang, value=moments.instant(at), clock=moments.clock(clock)))
        anchor = _anchor(here, asked, lang)
        with snapshot(here.ledger.engine) as connection:
            if not knows_borrower(connection, asked.borrower):
                raise Stop(NOT_FOUND, say("borrower_absent", lang, value=asked.borrower, place=shown(here.place)))
            _holds(connection, asked, anchor, lang)
            line = _line(connection, here, asked, at, anchor, lang)
    if asked.html is not None:
        try:
            drawn = page(line, lang, options_text(asked.place, lang)).encode()
            to_file(asked.html, drawn, OWN if asked.persons else OURS)
        except OSError as error:
            raise Stop(UNREADABLE, say("audit_unwritable", lang, path=asked.html, why=why(error, lang))) from None
    with ending(OK):
        if as_json:
            answers.send([line])
        else:
            _print(line, asked, at, lang)


def _print(line: DossierLine, asked: Asked, at: int, lang: Lang) -> None:
    console = stdout()
    counts = ("entries", "signals", "warnings", "duties", "breaches")
    console.print(say("ds_counts", lang, **{name: f"{len(getattr(line, name)):,}" for name in counts}))
    if asked.html is None:
        console.print(say("dossier_ask", lang), style="dim")
    else:
        name, instant = line.name or line.borrower, moments.instant(at)
        console.print(say("dossier_written", lang, path=asked.html.as_posix(), name=name, at=instant))


def _anchor(here: Opened, asked: Asked, lang: Lang) -> Anchor | None:
    """The newest anchor of the places named; every one of theirs must hold.

    Raises:
        Stop: one does not, or there is none.
    """
    if not asked.anchors:
        return None
    about, keys = here.ledger.about, trusted(asked.keys, lang)
    ledger = Ledger(about.name, about.created_at, about.clock, about.live_from)
    trails = [Trail(ledger, keys).read(place.stored()) for place in places(asked.anchors, lang)]
    codes = [one.code for trail in trails for one in trail.findings]
    found = [trail.newest for trail in trails if trail.newest is not None]
    if codes or not found:
        what = DIFFERENCES[codes[0] if codes else "anchor_none"].say(lang)
        raise Stop(REFUSED, say("dossier_anchor_wrong", lang, what=what))
    return max(found, key=lambda one: one.number)


def _holds(connection: Connection, asked: Asked, anchor: Anchor | None, lang: Lang) -> None:
    """The lane must still have the link that was anchored."""
    lane, seq, head = (0, 0, "") if anchor is None else anchor.lanes[lane_of(f"b:{asked.borrower}")]
    if seq:
        link = link_at(connection, lane, seq)
        if link is None or link.hex() != head:
            what = DIFFERENCES["cut" if link is None else "rewritten"].say(lang)
            raise Stop(REFUSED, say("dossier_anchor_wrong", lang, what=what))


def _line(
    connection: Connection, here: Opened, asked: Asked, at: int, anchor: Anchor | None, lang: Lang
) -> DossierLine:
    found = gather(connection, asked.borrower, at)
    events = events_of(found.items)
    people: dict[str, str] = {}
    if asked.persons:
        name_persons(connection, events.values())
        let_go = [one.dismissal for one in found.untaken if one.dismissal is not None]
        people = persons_named(connection, {token for one in let_go for token in (one.asked_by, one.approved_by)})
    names, about = here.setting.names, here.ledger.about
    name_then(here, connection, _mentioned(found, asked.borrower), at, lang)
    covered = 0 if anchor is None else anchor.lanes[lane_of(f"b:{asked.borrower}")][1]
    proposals = undecided(asked.borrower, (item.row for item in found.items), kept_frames(here), at)
    drawn = Drawing(found, names, events, covered, people)
    return DossierLine(
        place=shown(here.place),
        ledger=about.name,
        created_at=write_moment(about.created_at),
        borrower=asked.borrower,
        name=names.borrowers.get(asked.borrower, ""),
        at=write_moment(at),
        whole=not found.later,
        entries=tuple(drawn.entries()),
        signals=drawn.rows(Signal),
        warnings=drawn.rows(Warning),
        duties=drawn.rows(Duty),
        proposals=None if proposals is None else tuple(map(undecided_line, proposals)),
        balances=tuple(drawn.balances()),
        untaken=tuple(drawn.untaken()),
        told=tuple(drawn.told()),
        breaches=tuple(drawn.breaches()),
        neighbours=tuple(drawn.neighbours()),
        proof=_proof(found, asked.borrower, anchor),
    )


def _mentioned(found: Gathered, number: str) -> set[str]:
    """Whatever may be a borrower's number, in records, facts and reasons."""
    said = {
        value
        for item in found.items
        for _, change in item.changes
        for _, value in change.effect.why.values
        if isinstance(value, str)
    }
    signals = {getattr(known.row, "subject", "") for known in found.past.rows.values()}
    events = events_of(found.items).values()
    told = {str(event["data"].get(name, "")) for event in events for name in ("customer_no", "guarantor_no")}
    return {number, *said, *signals, *told, *found.origins}


def _proof(found: Gathered, number: str, anchor: Anchor | None) -> ProofLine:
    lane = lane_of(f"b:{number}")
    proof = None
    if anchor is not None:
        _, seq, head = anchor.lanes[lane]
        proof = AnchorProofLine(
            number=anchor.number,
            at=write_moment(anchor.at),
            root=anchor.root,
            key=anchor.key,
            seq=seq,
            head=head,
            path=path_of(anchor.lanes, lane),
        )
    return ProofLine(lane=lane, seq=found.end[0], head=found.end[1].hex(), anchor=proof)
