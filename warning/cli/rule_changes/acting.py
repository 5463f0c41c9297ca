"""``warning rules propose | approve | withdraw``: what a person does about a change of the rule book."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct
from rich.padding import Padding

from warning.bootstrap import Opened, now
from warning.cli import answers
from warning.cli.ledger.opening import opened, options_text, tell_secret, telling
from warning.cli.output import ending
from warning.cli.reading import moment_option
from warning.cli.refused import reason_of
from warning.cli.rows import because_of
from warning.cli.rule_changes.differing import tell
from warning.cli.rule_changes.reports import attachable
from warning.cli.rule_changes.tested import remarked, said, tested
from warning.cli.running import load, tell_departures
from warning.cli.screen.prose import styled
from warning.cli.screen.tables import stdout
from warning.cli.stop import OK, REFUSED, USAGE, Stop
from warning.contracts.ledgers import ActedLine
from warning.core.effects import BookChanged, Filed
from warning.core.events import Backtest, RulesAct, RulesChangeApproved, RulesChangeProposed, RulesChangeWithdrawn
from warning.core.inforce import ENDLESS
from warning.core.scalars import Moment, write_moment
from warning.intake.commands import Answer, ClockBehind
from warning.intake.ingest import Intake
from warning.intake.rule_changes import Attached, UnknownPerson, give
from warning.intake.watch import JUMP
from warning.ledger.sql.books import book_in_force, rules_state
from warning.rulebook import pack
from warning.rulebook.diff import BookDifference, compare_books, diff_digest
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.records import event_type
from warning.wording.render import reason
from warning.wording.text import Lang

BYTES: Final = 6
"""Of the id that is made up for an act."""


class Who(Struct, frozen=True, kw_only=True):
    """Who acts, where, when and under which id, as the command was told."""

    org: str
    post: str
    officer: str
    place: str | None = None
    at: str | None = None
    event_id: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """As an act has them."""
        return {"org_no": self.org, "post": self.post, "officer_no": self.officer}


class Proposed(Struct, frozen=True, kw_only=True):
    """A change as it was asked for."""

    directory: Path
    in_force_at: str
    reason: str
    report: Path | None = None
    summary: str = ""
    untested: str | None = None
    """Why no report goes with it."""


def propose(who: Who, asked: Proposed, lang: Lang, *, as_json: bool) -> None:
    """Have a book take force, once another person approves.

    Raises:
        Stop: book, report or ledger cannot be used, or a word is wrong.
    """
    untested = asked.untested.strip() if asked.untested is not None else ""
    if (asked.report is None) == (not untested):
        raise Stop(USAGE, say("rc_backtest_or_ground", lang))
    here = opened(who.place, lang)
    new = load(asked.directory, here.ledger.about.live_from, lang)
    tell_departures(new.book, lang)
    force = moment_option("--from", asked.in_force_at, lang)
    if force is None:
        raise Stop(USAGE, say("rc_from_missing", lang))
    with telling(here.place, lang):
        base = book_in_force(here.ledger, ENDLESS)  # the last that was approved, also where it is still to come
    found = compare_books(base, new.book)
    report = attachable(asked.report, here, base, new.frame.id, lang)
    packed = pack(asked.directory)
    event = _event(
        RulesChangeProposed,
        lang,
        **who.fields,
        base=base.frame.id,
        frame=new.frame.id,
        files=sha256(packed).hexdigest(),
        diff=diff_digest(found),
        in_force_at=Moment(force),
        reason=asked.reason,
        backtest=_attached(asked, report),
        untested=untested,
    )
    _give(here, who, event, lang, as_json=as_json, attached=Attached(packed, report), found=found)


def approve(who: Who, proposal: str, lang: Lang, *, as_json: bool) -> None:
    """Approve it, as another person than its maker.

    Raises:
        Stop: the ledger cannot be used, or a word is wrong.
    """
    event = _event(RulesChangeApproved, lang, **who.fields, proposal_id=proposal)
    _give(opened(who.place, lang), who, event, lang, as_json=as_json)


def withdraw(who: Who, proposal: str, because: str, lang: Lang, *, as_json: bool) -> None:
    """Withdraw one's own, or turn down another person's.

    Raises:
        Stop: the ledger cannot be used, or a word is wrong.
    """
    event = _event(RulesChangeWithdrawn, lang, **who.fields, proposal_id=proposal, reason=because)
    _give(opened(who.place, lang), who, event, lang, as_json=as_json)


def _event(kind: Callable[..., RulesAct], lang: Lang, **fields: Any) -> RulesAct:  # noqa: ANN401 - of any act
    """The act, if each word of it is one.

    Raises:
        Stop: a field is none.
    """
    try:
        made = kind(**fields)
        return msgspec.convert(msgspec.to_builtins(made, enc_hook=int), type(made), dec_hook=_scalar)
    except MsgspecError as wrong:
        raise Stop(USAGE, say("rc_field_wrong", lang, why=str(wrong))) from None


def _scalar(kind: type, value: object) -> object:
    return kind(value)


def _attached(asked: Proposed, report: bytes | None) -> Backtest | None:
    if report is None or asked.report is None:
        return None
    return Backtest(digest=sha256(report).hexdigest(), name=asked.report.name, summary=asked.summary)


def _instant(here: Opened, who: Who, lang: Lang) -> int:
    given = moment_option("--at", who.at, lang)
    if here.ledger.about.clock == "live":
        if given is not None:
            raise Stop(USAGE, say("act_live", lang))
        return now()
    clock = here.ledger.clock()
    if given is not None and clock and not clock <= given <= clock + JUMP:
        key = "act_far" if given > clock else "act_back"
        raise Stop(USAGE, say(key, lang, value=moments.instant(given), clock=moments.instant(clock)))
    return clock if given is None else given


def _give(
    here: Opened,
    who: Who,
    event: RulesAct,
    lang: Lang,
    *,
    as_json: bool,
    attached: Attached | None = None,
    found: tuple[BookDifference, ...] = (),
) -> None:
    name = who.event_id or f"RC-{secrets.token_hex(BYTES)}"
    origin, at = f"cli:{who.post}@{who.org}", _instant(here, who, lang)
    try:
        with telling(here.place, lang):
            intake = Intake(here.ledger, here.setting.frame)
            answer = give(intake, event, name, at, origin, attached=attached, named=who.at is not None)
    except UnknownPerson:
        raise Stop(USAGE, say("rc_officer", lang, value=who.officer)) from None
    except ClockBehind as behind:
        clock = moments.instant(behind.clock)
        raise Stop(USAGE, say("act_back", lang, value=moments.instant(at), clock=clock)) from None
    with ending(OK if answer.refusal is None else REFUSED):
        if as_json:
            answers.send([_line(here, answer, event)])
        else:
            _print(here, who, answer, event, found, lang)


def _print(
    here: Opened, who: Who, answer: Answer, event: RulesAct, found: tuple[BookDifference, ...], lang: Lang
) -> None:
    console, names, refusal = stdout(), here.setting.names, answer.refusal
    told = {"what": event_type(event.TYPE, lang), "id": answer.event_id, "at": moments.instant(answer.at)}
    if refusal is not None:
        console.print(say("act_refused", lang, **told), style="red")
        console.print(Padding(styled((refusal.field, "bold"), "\n", reason_of(refusal, names, lang)), (0, 0, 0, 2)))
        return
    console.print(say("act_duplicate" if answer.outcome == "duplicate" else "act_taken", lang, **told))
    for effect in answer.effects:
        if isinstance(effect, Filed | BookChanged):
            console.print(f"  {reason(effect.why, names, lang)}")
    if isinstance(event, RulesChangeApproved):
        _tell_tested(here, event.proposal_id, lang, own=False)
    if isinstance(event, RulesChangeProposed):
        tell(found, lang)
        _tell_tested(here, answer.event_id, lang, own=True)
        options = options_text(who.place, lang)
        console.print(say("rc_approve", lang, id=answer.event_id, options=options), style="dim")
        tell_secret(who.place, lang)


def _tell_tested(here: Opened, name: str, lang: Lang, *, own: bool) -> None:
    """The backtest that goes with a change, or that none does; whoever proposes it has said so."""
    with telling(here.place, lang), here.ledger.engine.connect() as connection:
        change = rules_state(connection).changes.get(name)
        if change is None:
            return
        report = tested(connection, here, name, change)
    for line in said(report, lang):
        stdout().print(Padding(line, (0, 0, 0, 2)))
    remarks = list(remarked(report, lang))
    if change.untested and not own:
        remarks.append(say("rc_listed_untested", lang, ground=change.untested))
    for remark in remarks:
        stdout().print(Padding(remark, (0, 0, 0, 2)), style="yellow")


def _line(here: Opened, answer: Answer, event: RulesAct) -> ActedLine:
    refusal, names = answer.refusal, here.setting.names
    whys = [effect.why for effect in answer.effects if isinstance(effect, Filed | BookChanged)]
    if refusal is not None:
        whys = [] if refusal.why is None else [refusal.why]
    return ActedLine(
        event_id=answer.event_id,
        type=event.TYPE,
        at=write_moment(answer.at),
        outcome=answer.outcome,
        changes=(),
        field="" if refusal is None else refusal.field,
        because=tuple(because_of(one, names) for one in whys),
    )
