"""``warning act``: a command of a person on a ledger, and what it did."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Iterable, Sequence
from functools import partial

from msgspec import Struct
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from warning.bootstrap import Opened
from warning.cli import answers
from warning.cli.ledger import petition_page, petitions
from warning.cli.ledger.checking import Asked, checked
from warning.cli.ledger.message import SOURCE, enveloped, type_of
from warning.cli.ledger.opening import opened, options_again, options_text, tell_secret, telling
from warning.cli.ledger.petition_page import Around
from warning.cli.ledger.petitions import Petition
from warning.cli.ledger.slices import clock_of
from warning.cli.ledger.wrong import Wrong
from warning.cli.output import ending
from warning.cli.refused import reason_of
from warning.cli.rows import because_of
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import grid, level_mark, stdout, two_lines
from warning.cli.stop import OK, REFUSED, USAGE, Stop
from warning.cli.usage import joined
from warning.contracts.decode import Refused, decode
from warning.contracts.ledgers import ActedLine, ChangedLine
from warning.core.effects import DutyChanged, Effect, Filed, SignalChanged, WarningChanged, Why
from warning.core.events import ProposalApproved, WaiverProposed
from warning.core.rows import BookRow, Duty, Signal, Warning
from warning.core.scalars import write_moment
from warning.core.step import initial, keys
from warning.intake.approved import ended
from warning.intake.commands import Answer, ClockBehind, act, taken_at
from warning.intake.idle import Idle
from warning.intake.ingest import Intake
from warning.ledger.sql.approvals import waiting_proposals
from warning.ledger.sql.codec import row_of
from warning.ledger.sql.queries import Duties, borrowers_named, duties_counted, duties_named, states_of
from warning.wording import moments, terms
from warning.wording.clauses import clause_title
from warning.wording.phrases import say
from warning.wording.records import event_type
from warning.wording.render import reason
from warning.wording.text import Lang

RowChange = SignalChanged | WarningChanged | DutyChanged
BYTES = 8
"""Of the id that is made up for an act."""


class Done(Struct, frozen=True):
    """An act that was taken: its message, the answer, and why it met nothing if it was meant to."""

    raw: bytes
    answer: Answer
    idle: Why | None
    ended: Why | None = None
    """Of an approval of what does not wait: what became of it."""
    approval: str = ""
    """Of a proposal: the options of its approval that are known."""
    moved: tuple[int, int] | None = None
    """Of an event-driven ledger: from when to when it moved the clock (µs UTC)."""
    options: str = ""
    """That name the ledger and the language, behind a command's words."""
    petition: Petition | None = None
    """Of an approval: what it is about, as it stood before it."""


def perform(asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Take it, and say what it did.

    Raises:
        Stop: it is no act, a field of it is wrong, or the ledger cannot be used.
    """
    name = type_of(asked.given.kind, lang)
    here = opened(asked.place, lang)
    with telling(here.place, lang):
        done = _taken(here, asked, name, lang)
    refused = done.answer.refusal is not None
    with ending(REFUSED if refused else OK):
        if as_json:
            answers.send([_line(here, done, name)])
        else:
            _print(here, done, name, stdout(), lang)
            if done.answer.refusal is None and name in PROPOSALS:
                tell_secret(asked.place, lang)


def _taken(here: Opened, asked: Asked, name: str, lang: Lang) -> Done:
    wrong = Wrong(f"warning act {asked.given.kind}", event_type(name, lang), lang)
    event_id = asked.event_id or f"A-{secrets.token_hex(BYTES)}"
    content, at = checked(here, asked, name, wrong, lang)
    raw = enveloped(content, name, event_id, at)
    intake, began = Intake(here.ledger, here.setting.frame), here.ledger.clock()
    try:
        event = decode(raw).event
    except Refused as refused:
        wrong.fields(refused.problems)
    else:
        if asked.event_id is not None and asked.at is None:  # given again it is the same, not one of now
            before = taken_at(intake, event_id, SOURCE, keys(event))
            raw = raw if before is None else enveloped(content, name, event_id, before[0])
    wrong.stop()
    given, petition = asked.given, _petition(here, event) if isinstance(event, ProposalApproved) else None
    try:
        stamped = partial(enveloped, content, name, event_id)
        answer = act(intake, raw, f"cli:{content['post']}@{given.org}", stamped if asked.at is None else None)
    except ClockBehind as behind:
        value, clock = moments.instant(at), moments.instant(behind.clock)
        raise Stop(USAGE, say("act_back", lang, value=value, clock=clock)) from None
    about = ["--borrower", str(content.get("customer_no")), "--domain", str(content.get("domain"))]
    raw = raw if answer.at == at else enveloped(content, name, event_id, answer.at)
    return Done(
        raw,
        answer,
        _idle(here, raw, answer),
        _ended(here, raw, answer),
        shlex.join([*about, *options_again(asked.place, lang)]),
        (began, answer.at) if 0 < began < answer.at else None,
        options_text(asked.place, lang),
        petition,
    )


def _idle(here: Opened, raw: bytes, answer: Answer) -> Why | None:
    """Why an act that is done to meet a duty met none (R57)."""
    if answer.refusal is not None or answer.outcome != "applied":
        return None
    incoming = decode(raw)
    (key, *_) = keys(incoming.event)
    with here.ledger.engine.connect() as connection:
        state = states_of(connection, [key]).get(key) or initial(key)
        looking = Idle(here.setting.frame.book.sign_off_days)
        looking.look(incoming, 0, answer.effects, state, partial(duties_named, connection))
    return next((notice.why for notice in looking.notices() if notice.code == "met_nothing"), None)


def _ended(here: Opened, raw: bytes, answer: Answer) -> Why | None:
    """What became of the proposal that an approval did not find waiting."""
    if answer.refusal is None or answer.refusal.why is None or answer.refusal.why.code != "proposal_unknown":
        return None
    event = decode(raw).event
    if not isinstance(event, ProposalApproved):
        return None
    with here.ledger.engine.connect() as connection:
        return ended(connection, event)


def _petition(here: Opened, approval: ProposalApproved) -> Petition | None:
    """What an approval is about, with the names it is shown with; None: it waits no more, or never did."""
    with here.ledger.engine.connect() as connection:
        found = [one for one in waiting_proposals(connection, approval.customer_no) if one.id == approval.proposal_id]
        here.setting.names.borrowers.update(borrowers_named(connection, [approval.customer_no]))
        return next(iter(petitions.standing(connection, found, clock_of(here))), None)


def _around(here: Opened, at: int, lang: Lang) -> Around:
    return Around(frame=here.setting.frame, names=here.setting.names, lang=lang, clock=at)


def _changes(effects: Iterable[Effect]) -> list[RowChange]:
    return [effect for effect in effects if isinstance(effect, SignalChanged | WarningChanged | DutyChanged)]


def _print(here: Opened, done: Done, name: str, console: Console, lang: Lang) -> None:
    answer, names = done.answer, here.setting.names
    what = event_type(name, lang)
    if done.moved is not None:
        _tell_overdue(here, *done.moved, done.options, console, lang)
    if done.petition is not None:
        petition_page.show_approved(console, done.petition, _around(here, answer.at, lang))
    if answer.refusal is not None:
        refusal = answer.refusal
        at = moments.instant(answer.at)
        console.print(say("act_refused", lang, what=what, id=answer.event_id, at=at), style="red")
        text = reason_of(refusal, names, lang) if done.ended is None else reason(done.ended, names, lang)
        console.print(Padding(styled((refusal.field, "bold"), "\n", text), (0, 0, 0, 2)))
        return
    phrase = "act_duplicate" if answer.outcome == "duplicate" else "act_taken"
    console.print(say(phrase, lang, what=what, id=answer.event_id, at=moments.instant(answer.at)))
    changes = _changes(answer.effects)
    if changes:
        with here.ledger.engine.connect() as connection:
            rows = map(row_of, changes)
            about = {row.customer_no for row in rows if isinstance(row, Signal | Warning | Duty)}
            names.borrowers.update(borrowers_named(connection, about))
        console.print(_table(here, changes, lang))
    if done.idle is not None:
        console.print(reason(done.idle, names, lang), style="yellow")
    elif not changes:
        for effect in answer.effects:
            if isinstance(effect, Filed):
                console.print(f"  {_extension(done, lang) or reason(effect.why, names, lang)}")
    if name in PROPOSALS:
        console.print(say("act_approve", lang, id=answer.event_id, options=done.approval), style="dim")


def _tell_overdue(here: Opened, before: int, after: int, options: str, console: Console, lang: Lang) -> None:
    """What fell due on the way to the act and was not done: it is decided before the act is."""
    with here.ledger.engine.connect() as connection:
        earlier, overdue = (
            duties_counted(connection, Duties(states=("breached",), until=at + 1)) for at in (before, after)
        )
    if overdue > earlier:
        moved = {"before": moments.instant(before), "after": moments.instant(after)}
        console.print(say("act_moved", lang, n=f"{overdue - earlier:,}", options=options, **moved), style="yellow")


def _extension(done: Done, lang: Lang) -> str:
    """That a waiver is proposed for a longer time, and until when (D8); empty of anything else."""
    event = decode(done.raw).event
    if not isinstance(event, WaiverProposed) or event.new_due is None:
        return ""
    return say("act_extends", lang, ids=joined(event.duty_ids, lang), due=moments.deadline(event.new_due))


PROPOSALS = ("release.proposed.v1", "waiver.proposed.v1")


def _table(here: Opened, changes: Sequence[RowChange], lang: Lang) -> Table:
    """What changed, a row each: how, what, whose, by when, and why."""
    names = here.setting.names
    headings = (say(key, lang) for key in ("c_change", "a_what", "d_owner", "d_due", "c_why"))
    table = grid(*headings, fixed=(0, 3))
    for change in changes:
        why = reason(change.why, names, lang)
        match change:
            case DutyChanged(duty=duty):
                kind = terms.DUTY_KINDS[duty.kind].say(lang)
                owner = two_lines(names.org_short(duty.org_no, lang), names.post(duty.post, lang))
                due = "—" if duty.due is None else moments.brief(duty.due)
                what = two_lines(kind, duty.id)
                table.add_row(terms.DUTY_CHANGES[change.change].say(lang), what, owner, due, why)
            case WarningChanged(warning=warning):
                what = _levelled(say("warning", lang), warning, lang)
                table.add_row(terms.WARNING_CHANGES[change.change].say(lang), what, "", "", why)
            case SignalChanged(signal=signal):
                what = _levelled(clause_title(signal.clause, lang), signal, lang)
                table.add_row(terms.SIGNAL_CHANGES[change.change].say(lang), what, "", "", why)
    return table


def _levelled(title: str, row: Warning | Signal, lang: Lang) -> Prose:
    return styled(title, "  ", level_mark(row.level, lang), "\n", (row.id, "dim"))


def _line(here: Opened, done: Done, name: str) -> ActedLine:
    answer, names = done.answer, here.setting.names
    refusal = answer.refusal
    whys = () if refusal is None else (refusal.why, done.ended)
    refused = [because_of(why, names) for why in whys if why is not None]
    return ActedLine(
        event_id=answer.event_id,
        type=name,
        at=write_moment(answer.at),
        outcome=answer.outcome,
        changes=tuple(_changed(change, here) for change in _changes(answer.effects)),
        field="" if refusal is None else refusal.field,
        because=tuple(refused if done.idle is None else [because_of(done.idle, names)]),
        proposal=None if done.petition is None else petition_page.line(done.petition, _around(here, answer.at, "zh")),
    )


def _changed(change: RowChange, here: Opened) -> ChangedLine:
    row = row_of(change)
    if row is None or isinstance(row, BookRow):
        raise TypeError(change)
    kind = {Signal: "signal", Warning: "warning", Duty: "duty"}[type(row)]
    due = row.due if isinstance(row, Duty) else None
    return ChangedLine(
        row=kind,
        id=row.id,
        change=change.change,
        due=None if due is None else write_moment(due),
        because=because_of(change.why, here.setting.names),
    )
