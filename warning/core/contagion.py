"""11.1.5: what a borrower hears of others, and tells them (O5, O6)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core import conditions
from warning.core.draft import Draft
from warning.core.effects import SignalChanged, Why
from warning.core.events import GroupLink, GuaranteeLink, Told
from warning.core.frame import LEVELS
from warning.core.scalars import day_of, end_of
from warning.core.signals import Raise, close, dispute, raise_signal
from warning.core.state import Ground, Heard, Link

CLAUSE = "11.1.5"


def linked(d: Draft, event: GroupLink | GuaranteeLink) -> None:
    """A membership or guarantee is made or ended, as this party sees it; its end counts from midnight (O5)."""
    if isinstance(event, GroupLink):
        path, to = f"group:{event.group_no}", f"g:{event.group_no}"
    else:
        other = event.guarantor_no if event.customer_no == d.customer_no else event.customer_no
        path, to = f"guarantee:{event.guarantee_contract_no}|{event.guarantor_no}", f"b:{other}"
    key = link_key(path, to)
    link = d.links.get(key)
    if event.change == "ended":
        if link is None or link.ends_at:
            d.file_away("link_not_standing", "O5", path=shown(path))
            return
        d.links[key] = replace(link, ends_at=end_of(d.today), ended_by=d.record.id)
        d.file_away("link_ended", "O5", path=shown(path))
        return
    if link is not None and not link.ends_at:
        d.file_away("link_stands", "W8", path=shown(path))
        return
    made, events = (link.made + 1, link.events) if link is not None else (1, ())
    d.links[key] = Link(to, made, events=(*events, d.record.id))
    d.file_away("link_made", "O5", path=shown(path))
    _tell_anew(d, key)


def _tell_anew(d: Draft, key: str, again: str = "") -> None:
    """Over a link just made, ``again`` by a retraction: the level of this party as a source, where it is one (O5)."""
    if d.level_told:
        link = d.links[key]
        told = Told(link.to, d.customer_no, path_of(key), link.made << 20, d.level_told, d.version, d.at)
        d.say(replace(told, events=link.events[-1:], by_link=True, again=again))


def retract(d: Draft, event_id: str) -> bool:
    """W12: a link that was never there carries nothing more, and who heard over it is told. Whether there was any.

    Of the end of one, it is made anew (R103).
    """
    found = False
    for key, link in sorted(d.links.items()):
        if event_id in link.events:
            found = True
            path = path_of(key)
            _cut(d, key, event_id)
            told = Told(link.to, d.customer_no, path, link.made << 20, -1, d.version, d.at, retracts=event_id)
            d.say(told)
        elif link.ended_by == event_id:
            found = True
            told = Told(link.to, d.customer_no, path_of(key), link.made << 20, 0, d.version, d.at, retracts=event_id)
            d.say(replace(told, again=d.record.id))
            _unended(d, key, d.record.id, d.at)
    return found


def _unended(d: Draft, key: str, again: str, at: int) -> None:
    """R103: the end of a link was retracted: it is made anew, or has never ended where its midnight had not come.

    Who hears of that after the midnight has put the link down already, and is told what stands once more.
    """
    link, path = d.links[key], shown(path_of(key))
    if at < link.ends_at:
        d.links[key] = replace(link, ends_at=0, over=False, ended_by="")
        d.file_away("link_never_ended", "O5", path=path)
        _tell_anew(d, key, again)
        return
    d.links[key] = Link(link.to, link.made + 1, events=link.events)
    d.file_away("link_made_again", "O5", path=path)
    _tell_anew(d, key, again)


def _cut(d: Draft, key: str, event_id: str) -> None:
    """End a link whose making was retracted, unless it has been made anew since."""
    link = d.links.get(key)
    if link is None or link.events[-1:] != (event_id,):
        return
    d.links[key] = replace(link, ends_at=d.at, over=True, ended_by="")
    for origin in sorted(d.heard):
        if link.to in (f"b:{origin}", f"g:{key.removeprefix('group:')}"):
            _forget_path(d, origin, path_of(key))


def _hear_retraction(d: Draft, told: Told) -> None:
    """The other party of a link, or another member, retracted the event that made it, or ended it (R103)."""
    dispute(d, told.retracts)
    key = link_key(told.path, f"b:{told.origin}")
    if told.path.startswith("group:"):
        if told.value < 0:
            _forget_path(d, told.origin, told.path)
    elif key in d.links and d.links[key].ended_by == told.retracts:
        _unended(d, key, told.again, told.counts_from)
    else:
        _cut(d, key, told.retracts)


def link_key(path: str, to: str) -> str:
    """A guarantee is a contract, its guarantor and the other party (R51), a group one link whoever speaks over it."""
    return path if path.startswith("group:") else f"{path}|{to}"


def path_of(key: str) -> str:
    """The path of a link's key: ``group:<group>``, ``guarantee:<contract>|<guarantor>``."""
    return key.rpartition("|")[0] or key


def shown(path: str) -> str:
    """A path as people read it: a contract in both directions is one name."""
    return path.partition("|")[0]


def hear(d: Draft, told: Told) -> None:
    """A standing fact about a source arrives over a link; an older or equal one changes nothing."""
    if told.retracts:
        _hear_retraction(d, told)
        return
    link = d.links.get(link_key(told.path, f"b:{told.origin}"))
    heard = d.heard.get(told.origin)
    if link is None or told.link >> 20 != link.made or told.origin == d.customer_no:
        return
    if link.ends_at and told.counts_from >= link.ends_at:
        return
    if told.value < 0:
        _forget_path(d, told.origin, told.path)
        return
    paths = {path: (number, events) for path, number, events in heard.paths} if heard is not None else {}
    fresh_path = paths.get(told.path, (0, ()))[0] != told.link
    newer = heard is None or told.version > heard.version
    if not fresh_path and not newer:
        return
    level = told.value if newer or heard is None else heard.level
    risen = newer and (told.risen if heard is not None and heard.version else True) and level > 0
    paths[told.path] = (told.link, told.events)
    version = told.version if newer or heard is None else heard.version
    standing = tuple((path, number, events) for path, (number, events) in sorted(paths.items()))
    d.heard[told.origin] = Heard(level, version, told.counts_from, standing)
    if level and (risen or fresh_path):
        derive(d, told.origin, told.counts_from, "link" if told.by_link else "level", told.again)
    _list_paths(d, told.origin)
    if link.over:
        _forget_path(d, told.origin, told.path)


def _forget_path(d: Draft, origin: str, path: str) -> None:
    heard = d.heard.get(origin)
    if heard is None:
        return
    paths = tuple(one for one in heard.paths if one[0] != path)
    if paths:
        d.heard[origin] = replace(heard, paths=paths)
    else:
        del d.heard[origin]


def derive(d: Draft, origin: str, counts_from: int, last: str, again: str = "") -> None:
    """One derived signal per (member, source): raised when level, link and balance are all on record (O6).

    ``last``: which of level and link was recorded last, or that it was the balance; ``again``: by
    which retraction the link was made anew (R103).
    """
    heard = d.heard[origin]
    nil = 0
    if not d.has_balance():
        if not _counts_at_nil(d, counts_from):
            return
        nil = d.nil_on
    start = max(counts_from, d.balance_since)
    links = tuple(dict.fromkeys(shown(path) for path, *_ in heard.paths))
    facts = (("source", origin), ("level", LEVELS[heard.level]), ("paths", ", ".join(links)))
    last = "balance" if d.balance_since > counts_from else last
    restored, by = ((("restored", again),), (again,)) if again else ((), ())
    raise_signal(
        d,
        Raise(
            clause=CLAUSE,
            subject=origin,
            level=conditions.contagion(heard.level),
            group="contagion",
            start=start,
            day=day_of(start),
            why=Why("contagion", CLAUSE, (*facts, ("last", last), ("start", start), *restored), by),
            ground=Ground(d.record.id, d.at, d.at, system=True),
            paths=links,
            at_nil=nil,
        ),
    )


def _counts_at_nil(d: Draft, counts_from: int) -> bool:
    """O5: the end of the last balance counts from the midnight that ends its day."""
    return bool(d.nil_on) and counts_from < end_of(d.nil_on)


def _list_paths(d: Draft, origin: str) -> None:
    """Two paths from one source make one derived signal that lists both; without a balance nothing is included."""
    track, heard = d.tracks.get(f"{CLAUSE}|{origin}"), d.heard.get(origin)
    if track is None or heard is None or track.row.status != "live":
        return
    if not d.has_balance() and not _counts_at_nil(d, heard.counts_from):
        return
    paths = tuple(sorted({*track.row.paths, *(shown(path) for path, *_ in heard.paths)}))
    rests = tuple(dict.fromkeys((*track.rests, *(event for *_, events in heard.paths for event in events))))
    d.tracks[f"{CLAUSE}|{origin}"] = track = replace(track, rests=rests)
    if paths != track.row.paths:
        row = replace(track.row, paths=paths)
        d.tracks[f"{CLAUSE}|{origin}"] = replace(track, row=row)
        if not any(opening.key == f"{CLAUSE}|{origin}" for opening in d.openings):
            new = ", ".join(path for path in paths if path not in track.row.paths)
            d.say(SignalChanged("paths", row, Why("path_added", "O5", (("source", origin), ("paths", new)))))


def balance_came(d: Draft) -> None:
    """O5, W8: a balance recorded after none: every live source heard of counts from now."""
    for key, track in d.tracks.items():
        if track.at_nil:
            d.tracks[key] = replace(track, at_nil=0)
    for origin in sorted(d.heard):
        if d.heard[origin].level:
            derive(d, origin, d.at, "balance")
            _list_paths(d, origin)


def end_links(d: Draft) -> None:
    """The midnight after: ended links no longer carry; what was derived stands (O5)."""
    ended = [key for key, link in d.links.items() if link.ends_at and not link.over and link.ends_at <= d.at]
    for key in ended:
        link = d.links[key]
        d.links[key] = replace(link, over=True)
        for origin in sorted(d.heard):
            if link.to in (f"b:{origin}", f"g:{key.partition(':')[2]}"):
                _forget_path(d, origin, path_of(key))


def end_nil(d: Draft) -> None:
    """O5: a signal derived at balance nil closes at the midnight that ends that day."""
    for key, track in sorted(d.tracks.items()):
        if track.at_nil and track.row.status == "live" and end_of(track.at_nil) <= d.at and not d.has_balance():
            close(d, key, "recovery", Why("derived_at_nil", "O5"), d.at)
