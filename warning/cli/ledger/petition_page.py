"""A release or a waiver on the screen and for machines: a card each, with the command that approves it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec import Struct
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from warning.cli.answers import both
from warning.cli.ledger.petitions import Approver, Petition, approvers, decided
from warning.cli.ledger.undecided import STATES
from warning.cli.screen.prose import Prose, styled
from warning.cli.screen.tables import level_mark
from warning.contracts.proposals import ApproverLine, DecidedLine, ProposedLine, ReleasedLine, WaivedLine
from warning.core.events import EventRetracted, ProposalApproved
from warning.core.frame import LEVELS, Frame
from warning.core.rows import Duty
from warning.core.scalars import write_moment
from warning.wording import Names, moments, terms
from warning.wording.clauses import clause_title
from warning.wording.names import aside, series
from warning.wording.phrases import say
from warning.wording.text import Lang

SHOWN: Final = 400
"""Signs of a reason on a card; the rest is in ``--json``."""
WHAT: Final = {"release": "pp_release", "waiver": "pp_waiver", "extension": "pp_extension"}
INDENT: Final = (0, 0, 0, 2)


class Around(Struct, frozen=True, kw_only=True):
    """What a card is written with."""

    frame: Frame
    names: Names
    lang: Lang
    clock: int
    """How far time has come (µs UTC)."""
    persons: dict[str, str] | None = None
    """By their tokens, where they are to be shown."""
    options: str = ""
    """That name the ledger and the language, behind a command's words."""
    orgs: frozenset[str] | None = None
    """For which organisations the commands are; None: the nearest that may approve."""
    post: str | None = None


def show(console: Console, one: Petition, around: Around) -> None:
    """Print the card of one, with the command that is to be given if it waits."""
    lang = around.lang
    state = Prose(said(one, around, lang), style=STYLES.get(one.state, ""))
    console.print(styled((one.id, "bold"), f"  {_kind(one, lang)}  ", state))
    show_facts(console, one, around)
    for text in _commands(one, around):
        console.print(f"  {text}", soft_wrap=True, style="dim")


def _kind(one: Petition, lang: Lang) -> str:
    return f"{say(WHAT[one.what], lang)} · {terms.DOMAINS[one.domain].say(lang)}"


def show_approved(console: Console, one: Petition, around: Around) -> None:
    """Print what an approval is about, as it stood before it."""
    console.print(say("act_approves", around.lang, id=one.id, what=_kind(one, around.lang)))
    show_facts(console, one, around)


def show_facts(console: Console, one: Petition, around: Around) -> None:
    """Print what it is about, why, by whom, and who may approve it or did."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, value in _facts(one, around):
        table.add_row(Prose(say(label, around.lang)), value)
    console.print(Padding(table, INDENT, expand=False))


STYLES: Final = {"waits": "yellow", "overtaken": "red", "past_due": "red", "idle": "dim"}


def said(one: Petition, around: Around, lang: Lang) -> str:
    """How it stands."""
    by = decided(one)
    if one.ended is None or by is None:
        state = say(STATES[one.state], lang, ids=", ".join(one.risen))
        waited = moments.span(around.clock - one.at, lang)
        return say("pp_waits", lang, state=state, waited=waited) if one.state == "waits" else state
    facts = {"at": moments.clock(one.ended.at), "by": one.ended.id}
    if isinstance(by, EventRetracted):
        return say("pp_withdrawn", lang, **facts)
    return say("pp_approved" if one.changed else "pp_approved_idle", lang, **facts)


def _facts(one: Petition, around: Around) -> Iterator[tuple[str, Prose]]:
    lang, names = around.lang, around.names
    yield "borrower", Prose(names.borrower(one.customer_no, lang))
    for row in one.warnings:
        yield "warning", styled((f"{row.id}  ", ""), level_mark(row.level, lang))
    to = level_mark(one.to_level, lang) if one.to_level else Prose(say("pp_closed", lang))
    for signal, level in one.signals:
        title = clause_title(signal.clause, lang)
        now = level_mark(level, lang) if level else Prose(terms.STATUSES[signal.status].say(lang))
        yield "signal", styled(f"{title}  ", now, " → ", to, "\n", (signal.id, "dim"))
    for duty in one.duties:
        yield "pp_duty", _duty(one, duty, around)
    reason = say("pp_unread", lang) if one.reason is None else _cut(one.reason, lang)
    ground = f"{terms.GROUNDS[one.ground].say(lang)}{'：' if lang == 'zh' else ': '}" if one.ground else ""
    yield "pp_reason", Prose(f"{ground}{reason}")
    yield "k_proposed_by", Prose(say("pp_by", lang, who=_who(one, around), at=moments.clock(one.at)))
    by = decided(one)
    if isinstance(by, ProposalApproved):
        yield "pp_approver", Prose(_acted(by.org_no, by.post, by.officer_no, around))
    elif isinstance(by, EventRetracted):
        org_no, post = _of_origin(one)
        who = _acted(by.recorded_by or org_no, post, "", around)
        yield "pp_withdrawer", Prose(f"{who}{'：' if lang == 'zh' else ': '}{by.reason}" if by.reason else who)
    else:
        yield "pp_may", Prose(_may(approvers(around.frame, one), around))


def _duty(one: Petition, duty: Duty, around: Around) -> Prose:
    """A duty, whose, by when, and what is asked for it: another due, or to be waived."""
    lang, names = around.lang, around.names
    kind = aside(terms.DUTY_KINDS[duty.kind].say(lang), duty.clause, lang)
    due = "—" if duty.due is None else moments.deadline(duty.due)
    to = moments.deadline(one.new_due) if one.new_due else say("pp_waived", lang)
    state = terms.DUTY_STATES[duty.state].say(lang)
    owner = names.owner(duty.org_no, duty.post, lang)
    return styled(
        f"{kind}  {say('pp_due', lang, due=due, state=state)} → ", (to, "bold"), "\n", (f"{duty.id}  {owner}", "dim")
    )


def _cut(text: str, lang: Lang) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else say("pp_cut", lang, text=flat[:SHOWN], n=len(text))


def _who(one: Petition, around: Around) -> str:
    """Organisation and post of who proposed it; the person where persons are to be shown."""
    content = one.content
    return _acted(one.org_no, "" if content is None else content.post, one.officer, around)


def _acted(org_no: str, post: str, officer: str, around: Around) -> str:
    lang, names = around.lang, around.names
    owner = names.owner(org_no, post, lang) if post else names.org_short(org_no, lang)
    persons = around.persons
    return owner if persons is None or not officer else aside(owner, persons.get(officer, officer), lang)


def _of_origin(one: Petition) -> tuple[str, str]:
    """Organisation and post by which a withdrawal was given here; empty of one that came otherwise."""
    kind, _, who = ("" if one.ended is None else one.ended.origin).partition(":")
    post, _, org_no = who.partition("@") if kind == "cli" else ("", "", "")
    return org_no, post


def _may(found: tuple[Approver, ...], around: Around) -> str:
    lang, names = around.lang, around.names
    said = [
        f"{names.org_short(one.org_no, lang)} · {series((names.post(post, lang) for post in one.posts), lang)}"
        for one in found
    ]
    return say("pp_other", lang, who=("；" if lang == "zh" else "; ").join(said))


def _commands(one: Petition, around: Around) -> Iterator[str]:
    """What is given to approve it, or to take back what cannot be approved any more."""
    if one.ended is not None:
        return
    officer = say("do_officer", around.lang)
    about = f"--borrower {one.customer_no} --domain {one.domain}"
    if one.state == "waits":
        found = approvers(around.frame, one)
        mine = [each for each in found if around.orgs is None or each.org_no in around.orgs] or list(found)
        for each in mine[:1]:
            post = around.post if around.post in each.posts else each.posts[0]
            who = f"--org {each.org_no} --post {post} --officer {officer}"
            yield f"warning act approve --set proposal_id={one.id} {about} {who}{around.options}"
        return
    content = one.content
    post = say("do_post", around.lang) if content is None else content.post
    who = f"--org {one.org_no} --post {post} --reason …"
    yield f"warning proposals withdraw {one.id} --borrower {one.customer_no} {who}{around.options}"


def line(one: Petition, around: Around) -> ProposedLine:
    """The same for machines."""
    content, by = one.content, decided(one)
    return ProposedLine(
        id=one.id,
        what=one.what,
        state=one.state,
        said=both(partial(said, one, around)),
        customer_no=one.customer_no,
        borrower=around.names.borrowers.get(one.customer_no),
        domain=one.domain,
        warnings=tuple(row.id for row in one.warnings),
        signals=tuple(
            ReleasedLine(id=row.id, clause=row.clause, subject=row.subject, level=LEVELS[level])
            for row, level in one.signals
        ),
        to_level=LEVELS[one.to_level] if one.what == "release" else None,
        ground=one.ground,
        duties=tuple(_waived(duty) for duty in one.duties),
        new_due=write_moment(one.new_due) if one.new_due else None,
        reason=one.reason,
        at=write_moment(one.at),
        org_no=one.org_no,
        post=None if content is None else content.post,
        officer=one.officer,
        approvers=tuple(ApproverLine(org_no=each.org_no, posts=each.posts) for each in approvers(around.frame, one)),
        ended=None if one.ended is None or by is None else _decided(one, by),
    )


def _waived(duty: Duty) -> WaivedLine:
    return WaivedLine(
        id=duty.id,
        kind=duty.kind,
        clause=duty.clause,
        org_no=duty.org_no,
        post=duty.post,
        due=None if duty.due is None else write_moment(duty.due),
        state=duty.state,
    )


def _decided(one: Petition, by: ProposalApproved | EventRetracted) -> DecidedLine:
    step = one.ended
    if step is None:
        raise TypeError(one)
    at, approved = write_moment(step.at), isinstance(by, ProposalApproved)
    if isinstance(by, ProposalApproved):
        who = {"org_no": by.org_no, "post": by.post, "officer": by.officer_no}
        return DecidedLine(event_id=step.id, at=at, changed=one.changed, reason="", **who)
    org_no, post = _of_origin(one)
    given: dict[str, str | None] = {"org_no": by.recorded_by or org_no or None, "post": post or None, "officer": None}
    return DecidedLine(event_id=step.id, at=at, changed=approved, reason=by.reason, **given)
