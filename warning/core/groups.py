"""The group aggregate: a switchboard that tells each member of the live sources among the others (O5)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core.draft import Record, Wake
from warning.core.effects import Effect, Filed, Why
from warning.core.events import GroupLink, Told
from warning.core.scalars import day_of, end_of
from warning.core.state import Group, Member, SourceFact


def step_group(state: Group, record: Record) -> tuple[Group, tuple[Effect, ...]]:
    """One record of a group: a membership, a source's level, or the midnight at which members leave."""
    state = replace(state, at=max(state.at, record.received))
    match record.content:
        case GroupLink() as event:
            state, effects = _linked(state, event, record.id)
        case Told() as told:
            state, effects = _told(state, told)
        case Wake():
            state, effects = _leave(state)
        case _:
            effects = (Filed("activation", Why("activation", "T5")),)
    ends = [member.ends_at for member in state.members.values() if member.ends_at and member.here]
    return replace(state, next_due=min(ends, default=0)), effects


def _linked(state: Group, event: GroupLink, event_id: str) -> tuple[Group, tuple[Effect, ...]]:
    who, at = event.customer_no, state.at
    member = state.members.get(who)
    stands = member is not None and member.here and not member.ends_at
    if event.change == "ended":
        if member is None or not stands:
            return state, (Filed("link_not_standing", Why("link_not_standing", "O5")),)
        member = replace(member, ends_at=end_of(day_of(at)), ended_by=event_id)
        return _with(state, who, member), (Filed("member_ending", Why("member_ending", "O5")),)
    if stands:
        return state, (Filed("link_stands", Why("link_stands", "W8")),)
    return _joins(state, who, Member(member.made + 1 if member is not None else 1, at, event=event_id))


def _joins(state: Group, who: str, member: Member, again: str = "") -> tuple[Group, tuple[Effect, ...]]:
    """A membership begins: the newcomer hears of every live source among the others, the worst first (R32)."""
    state = _with(state, who, member)
    told = [
        replace(_relay(state, who, member, source, fact, max(fact.counts_from, member.since)), again=again)
        for source, fact in sorted(state.sources.items(), key=lambda one: (-one[1].level, one[0]))
        if source != who and fact.level > 0
    ]
    return state, (Filed("member_joined", Why("member_joined", "O5")), *told)


def _with(state: Group, who: str, member: Member) -> Group:
    return replace(state, members={**state.members, who: member})


def _relay(state: Group, to: str, member: Member, source: str, fact: SourceFact, counts_from: int) -> Told:
    origin = state.members[source]
    link = (member.made << 20) + origin.made
    events = tuple(event for event in (member.event, origin.event) if event)
    path, by_link = f"group:{state.group_no}", member.since > fact.counts_from
    told = Told(f"b:{to}", source, path, link, fact.level, fact.version, counts_from, events=events)
    return replace(told, by_link=by_link) if by_link else told


def _told(state: Group, told: Told) -> tuple[Group, tuple[Effect, ...]]:
    """A rise is told to all members but the source; an older or equal version over the same link is nothing new."""
    source = told.origin
    member = state.members.get(source)
    if told.retracts:
        return _retract(state, told)
    known = state.sources.get(source)
    late = member is not None and member.ends_at and told.counts_from >= member.ends_at
    if member is None or late or told.link >> 20 != member.made:
        return state, (Filed("not_a_member", Why("not_a_member", "O5")),)
    if known is not None and (told.version, told.link, told.counts_from) <= (
        known.version,
        known.link,
        known.counts_from,
    ):
        return state, ()
    fact = SourceFact(told.value, told.version, told.counts_from, told.link)
    if member.here:
        state = replace(state, sources={**state.sources, source: fact})
    out = []
    for who, other in sorted(state.members.items()):
        gone = other.ends_at and told.counts_from >= other.ends_at
        if who != source and not gone:
            relay = _relay(state, who, other, source, fact, max(told.counts_from, other.since))
            out.append(replace(relay, risen=told.risen, by_link=relay.by_link or told.by_link, again=told.again))
    return state, tuple(out)


def _retract(state: Group, told: Told) -> tuple[Group, tuple[Effect, ...]]:
    """W12: a membership that was never there ends at once, and every member that heard over it is told."""
    source = told.origin
    member = state.members.get(source)
    if member is not None and member.ended_by == told.retracts:
        return _unended(state, told, member)
    stands = member is not None and member.event == told.retracts
    if member is not None and stands:
        sources = {who: fact for who, fact in state.sources.items() if who != source}
        gone = replace(member, ends_at=state.at, here=False, ended_by="")
        state = replace(_with(state, source, gone), sources=sources)
    value = -1 if stands else 0
    return state, tuple(replace(told, to=f"b:{who}", value=value) for who in sorted(state.members) if who != source)


def _unended(state: Group, told: Told, member: Member) -> tuple[Group, tuple[Effect, ...]]:
    """R103: its end was retracted: made anew, or never ended where its midnight had not come."""
    if told.counts_from < member.ends_at:
        stays = replace(member, ends_at=0, here=True, ended_by="")
        if not member.here:
            return _joins(state, told.origin, stays, told.again)
        return _with(state, told.origin, stays), (Filed("member_stays", Why("member_stays", "O5")),)
    return _joins(state, told.origin, Member(member.made + 1, state.at, event=member.event), told.again)


def _leave(state: Group) -> tuple[Group, tuple[Effect, ...]]:
    """The midnight after: who left is told nothing more, and is a source to nobody over this group."""
    gone = {
        who for who, member in state.members.items() if member.here and member.ends_at and member.ends_at <= state.at
    }
    out = []
    for source in sorted(gone & set(state.sources)):
        fact = state.sources[source]
        for who, other in sorted(state.members.items()):
            if who not in gone and other.here:
                out.append(replace(_relay(state, who, other, source, fact, state.at), value=-1))
    members = {who: replace(member, here=False) if who in gone else member for who, member in state.members.items()}
    sources = {who: fact for who, fact in state.sources.items() if who not in gone}
    return replace(state, members=members, sources=sources), tuple(out)
