"""11.1.5: what a borrower hears of others, and tells them (O5, O6)."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.effects import SignalChanged, Why
from warning.core.events import GroupLink, GuaranteeLink, Told
from warning.core.frame import LEVELS
from warning.core.scalars import day_of, end_of
from warning.core.signals import Raise, close, raise_signal
from warning.core.state import Ground, Heard, Link

CLAUSE = "11.1.5"


def linked(d: Draft, event: GroupLink | GuaranteeLink) -> None:
    """A membership or guarantee is made or ended, as this party sees it; its end counts from midnight (O5)."""
    guarantor = isinstance(event, GuaranteeLink) and event.guarantor_no == d.customer_no
    if isinstance(event, GroupLink):
        path, to = f"group:{event.group_no}", f"g:{event.group_no}"
    else:
        other = event.guarantor_no if event.customer_no == d.customer_no else event.customer_no
        path, to = f"guarantee:{event.guarantee_contract_no}", f"b:{other}"
    key = link_key(path, to)
    link = d.links.get(key)
    if event.change == "ended":
        if link is None or link.ends_at or link.guarantor != guarantor:
            d.file_away("link_not_standing", "O5", path=path)
            return
        d.links[key] = replace(link, ends_at=end_of(d.today))
        d.file_away("link_ended", "O5", path=path)
        return
    made = link.made + 1 if link is not None else 1
    d.links[key] = Link(to, made, guarantor=guarantor)
    d.file_away("link_made", "O5", path=path)
    if d.level_told:
        d.say(Told(to, d.customer_no, path, made << 20, d.level_told, d.version, d.at, by_link=True))


def link_key(path: str, to: str) -> str:
    """A guarantee is a contract with one party; a group is one link whoever speaks over it."""
    return path if path.startswith("group:") else f"{path}|{to}"


def hear(d: Draft, told: Told) -> None:
    """A standing fact about a source arrives over a link; an older or equal one changes nothing."""
    link = d.links.get(link_key(told.path, f"b:{told.origin}"))
    heard = d.heard.get(told.origin)
    if link is None or told.link >> 20 != link.made or told.origin == d.customer_no:
        return
    if link.ends_at and told.counts_from >= link.ends_at:
        return
    paths = dict(heard.paths) if heard is not None else {}
    if told.value < 0:
        paths.pop(told.path, None)
        _forget_paths(d, told.origin, paths)
        return
    fresh_path = paths.get(told.path) != told.link
    newer = heard is None or told.version > heard.version
    if not fresh_path and not newer:
        return
    level = told.value if newer or heard is None else heard.level
    risen = newer and (told.risen if heard is not None and heard.version else True) and level > 0
    paths[told.path] = told.link
    version = told.version if newer or heard is None else heard.version
    d.heard[told.origin] = Heard(level, version, told.counts_from, tuple(sorted(paths.items())))
    if level and (risen or fresh_path):
        derive(d, told.origin, told.counts_from, "link" if told.by_link else "level")
    _list_paths(d, told.origin)
    if link.over:
        paths.pop(told.path)
        _forget_paths(d, told.origin, paths)


def _forget_paths(d: Draft, origin: str, paths: dict[str, int]) -> None:
    heard = d.heard.get(origin)
    if heard is None:
        return
    if paths:
        d.heard[origin] = replace(heard, paths=tuple(sorted(paths.items())))
    else:
        del d.heard[origin]


def derive(d: Draft, origin: str, counts_from: int, last: str) -> None:
    """One derived signal per (member, source): raised when level, link and balance are all on record (O6).

    ``last``: which of level and link was recorded last, or that it was the balance.
    """
    heard = d.heard[origin]
    nil = 0
    if not d.has_balance():
        if not d.nil_on or counts_from >= end_of(d.nil_on):
            return
        nil = d.nil_on
    start = max(counts_from, d.balance_since)
    links = tuple(path for path, _ in heard.paths)
    facts = (("source", origin), ("level", LEVELS[heard.level]), ("paths", ", ".join(links)))
    last = "balance" if d.balance_since > counts_from else last
    raise_signal(
        d,
        Raise(
            clause=CLAUSE,
            subject=origin,
            level=heard.level,
            group="contagion",
            start=start,
            day=day_of(start),
            why=Why("contagion", CLAUSE, (*facts, ("last", last), ("start", start))),
            ground=Ground(d.record.id, d.at, d.at, system=True),
            paths=links,
            at_nil=nil,
        ),
    )


def _list_paths(d: Draft, origin: str) -> None:
    """Two paths from one source make one derived signal that lists both."""
    track, heard = d.tracks.get(f"{CLAUSE}|{origin}"), d.heard.get(origin)
    if track is None or heard is None or track.row.status != "live":
        return
    paths = tuple(sorted({*track.row.paths, *(path for path, _ in heard.paths)}))
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


def end_links(d: Draft) -> None:
    """The midnight after: ended links no longer carry; what was derived stands (O5)."""
    ended = [key for key, link in d.links.items() if link.ends_at and not link.over and link.ends_at <= d.at]
    for key in ended:
        link = d.links[key]
        d.links[key] = replace(link, over=True)
        path = key.partition("|")[0]
        for origin in sorted(d.heard):
            paths = dict(d.heard[origin].paths)
            if link.to in (f"b:{origin}", f"g:{path.partition(':')[2]}") and paths.pop(path, None) is not None:
                _forget_paths(d, origin, paths)


def end_nil(d: Draft) -> None:
    """O5: a signal derived at balance nil closes at the midnight that ends that day."""
    for key, track in sorted(d.tracks.items()):
        if track.at_nil and track.row.status == "live" and end_of(track.at_nil) <= d.at and not d.has_balance():
            close(d, key, "recovery", Why("derived_at_nil", "O5"))
