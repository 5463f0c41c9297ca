"""A rule book is changed by two people: proposed by one, approved by another, in force from an instant (design)."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from warning.core.changes import RulesChange, RulesState
from warning.core.draft import Attempt, Record
from warning.core.effects import BookChanged, Effect, Filed, Refused, Why
from warning.core.events import RulesAct, RulesChangeApproved, RulesChangeProposed, RulesChangeWithdrawn
from warning.core.frame import Frame
from warning.core.person import same_person
from warning.core.rows import BookRow
from warning.core.scalars import SECOND

Result = tuple[RulesState, tuple[Effect, ...]]
MINUTE: Final = 60 * SECOND
MAY: Final[dict[str, tuple[str, ...]]] = {
    RulesChangeProposed.TYPE: ("head_office_risk_officer", "credit_approval"),
    RulesChangeApproved.TYPE: ("head_office_risk_officer", "head_office_leader"),
    RulesChangeWithdrawn.TYPE: ("head_office_risk_officer", "credit_approval", "head_office_leader"),
}
"""The posts of head office that may, where a book does not say it. Of two risk officers each may do either."""


def step_rules(state: RulesState, record: Record, frame: Frame) -> Result:
    """One act about a change of the book.

    Raises:
        TypeError: it is none.
    """
    state = replace(state, at=max(state.at, record.received))
    event = record.content
    if not isinstance(event, RulesAct):
        raise TypeError(f"the control lane cannot take {type(event).__name__}")
    refused = _may_not(event, record, frame)
    if refused is not None:
        return state, (refused,)
    match event:
        case RulesChangeProposed():
            return _proposed(state, event, record, frame)
        case RulesChangeApproved():
            return _approved(state, event, record, frame)
        case RulesChangeWithdrawn():
            return _withdrawn(state, event, record)
        case _:
            raise TypeError(type(event).__name__)


def signers(frame: Frame, act: str) -> tuple[str, ...]:
    """The posts that may do this; head office has them."""
    book = frame.book
    return tuple(post for post in book.may.get(act, MAY[act]) if "head_office" in book.posts_at.get(post, ()))


def _may_not(event: RulesAct, record: Record, frame: Frame) -> Refused | None:
    """D11, R52: the book is head office's to change, by the posts it names."""
    org, may = frame.orgs.get(event.org_no), signers(frame, event.TYPE)
    if org is None:
        return Attempt(record).refuse("org_unknown", "data.org_no", "design", org_no=event.org_no)
    post, act, posts = event.post, event.TYPE, ", ".join(may)
    if post not in may:
        return Attempt(record).refuse("post_may_not", "data.post", "D11", post=post, act=act, may=posts)
    if org.level != "head_office":
        named = org.org_no
        return Attempt(record).refuse(
            "post_not_at_level", "data.org_no", "D11", post=post, org_no=named, act=act, may=posts
        )
    return None


def _last(state: RulesState, frame: Frame) -> tuple[int, str]:
    """Since when the last book that was approved is in force, or will be, and which it is."""
    return state.approved[-1][:2] if state.approved else (0, frame.id)


def _not_now(state: RulesState, change: RulesChange, record: Record, frame: Frame, field: str) -> Refused | None:
    """Whether its base is still the last book, and its instant far enough ahead."""
    since, last = _last(state, frame)
    if change.base != last:
        return Attempt(record).refuse("base_replaced", field, "design", base=change.base[:16], last=last[:16])
    notice = frame.book.change_notice_minutes
    if change.in_force_at < state.at + notice * MINUTE:
        force, recorded = change.in_force_at, state.at
        return Attempt(record).refuse(
            "in_force_too_early", field, "design", in_force_at=force, recorded=recorded, minutes=notice
        )
    if change.in_force_at <= since:
        return Attempt(record).refuse(
            "in_force_before_last", field, "design", in_force_at=change.in_force_at, since=since
        )
    return None


def _proposed(state: RulesState, event: RulesChangeProposed, record: Record, frame: Frame) -> Result:
    if record.id in state.changes:
        return state, (Attempt(record).refuse("proposal_waits", "id", "design", proposal=record.id),)
    change, tested = _change(event, state.at), event.backtest
    if change.frame == change.base:
        return state, (Attempt(record).refuse("book_unchanged", "data.frame", "design", frame=change.frame[:16]),)
    field = "data.base" if change.base != _last(state, frame)[1] else "data.in_force_at"
    refused = _not_now(state, change, record, frame, field)
    if refused is not None:
        return state, (refused,)
    values: tuple[tuple[str, int | str], ...] = (
        ("frame", change.frame[:16]),
        ("in_force_at", change.in_force_at),
        ("backtest", "none" if tested is None else tested.digest[:16]),
    )
    why = Why("rules_change_proposed", "design", values, (record.id,))
    return replace(state, changes={**state.changes, record.id: change}), (Filed("rules_change_proposed", why),)


def _change(event: RulesChangeProposed, at: int) -> RulesChange:
    tested = event.backtest
    return RulesChange(
        base=event.base,
        frame=event.frame,
        files=event.files,
        diff=event.diff,
        in_force_at=int(event.in_force_at),
        reason=event.reason,
        at=at,
        officer=event.officer_no,
        org_no=event.org_no,
        post=event.post,
        backtest="" if tested is None else tested.digest,
        backtest_name="" if tested is None else tested.name,
        backtest_summary="" if tested is None else tested.summary,
        untested=event.untested,
    )


def _waiting(
    state: RulesState, event: RulesChangeApproved | RulesChangeWithdrawn, record: Record
) -> RulesChange | Refused:
    change = state.changes.get(event.proposal_id)
    if change is None:
        return Attempt(record).refuse("change_unknown", "data.proposal_id", "design", proposal=event.proposal_id)
    if change.status != "waiting":
        return Attempt(record).refuse(
            "change_ended", "data.proposal_id", "design", proposal=event.proposal_id, status=change.status
        )
    return change


def _approved(state: RulesState, event: RulesChangeApproved, record: Record, frame: Frame) -> Result:
    """By another person than the maker; as of the approval its base must stand and its instant be far enough ahead."""
    found = _waiting(state, event, record)
    if isinstance(found, Refused):
        return state, (found,)
    if same_person(found.officer, event.officer_no):
        return state, (Attempt(record).refuse("same_person", "data.officer_no", "design"),)
    refused = _not_now(state, found, record, frame, "data.proposal_id")
    if refused is not None:
        return state, (refused,)
    row = BookRow(
        id=found.frame, in_force_at=found.in_force_at, base=found.base, files=found.files, proposal=event.proposal_id
    )
    values = (("proposal", event.proposal_id), ("frame", found.frame[:16]), ("in_force_at", found.in_force_at))
    why = Why("rules_change_approved", "design", values, (event.proposal_id, record.id))
    approved = (*state.approved, (found.in_force_at, found.frame, event.proposal_id))
    ended = replace(_ended(found, event, record, state.at), status="approved")
    after = replace(state, approved=approved, changes={**state.changes, event.proposal_id: ended})
    return after, (BookChanged("approved", row, why),)


def _withdrawn(state: RulesState, event: RulesChangeWithdrawn, record: Record) -> Result:
    found = _waiting(state, event, record)
    if isinstance(found, Refused):
        return state, (found,)
    own = same_person(found.officer, event.officer_no)
    status = "withdrawn" if own else "turned_down"
    ended = replace(_ended(found, event, record, state.at), status=status, ended_reason=event.reason)
    why = Why(f"rules_change_{status}", "design", (("proposal", event.proposal_id),), (event.proposal_id, record.id))
    after = replace(state, changes={**state.changes, event.proposal_id: ended})
    return after, (Filed(f"rules_change_{status}", why),)


def _ended(change: RulesChange, event: RulesAct, record: Record, at: int) -> RulesChange:
    return replace(
        change,
        ended_at=at,
        ended_by=record.id,
        ended_officer=event.officer_no,
        ended_org_no=event.org_no,
        ended_post=event.post,
    )
