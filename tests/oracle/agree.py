"""Engine against oracle on random histories: where they differ, and the smallest history that shows it.

``python -m tests.oracle.agree --seeds 0-999 --profile everything [--shrink] [--jobs 2]``; exit code 1 where any differ.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from itertools import dropwhile
from multiprocessing import get_context
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final

from msgspec import Struct, structs, to_builtins

from tests.oracle.histories import PROFILES, History, history
from tests.oracle.history_late import in_their_place
from tests.oracle.shrink import smallest
from warning.core.frame import Frame
from warning.core.scalars import read_moment, write_moment

Row = dict[str, Any]
Key = tuple[Any, ...]
Cluster = tuple[str, str, str]

INSTANTS: Final = frozenset(
    ("at", "start", "due", "due_working", "opened_at", "fulfilled_at", "breached_at", "raised_at", "closed_at")
)
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "signals": ("customer_no", "domain", "clause", "subject", "episode"),
    "warnings": ("customer_no", "domain", "number"),
    "duties": ("kind", "clause", "customer_no", "hangs_on", "org_no"),
}
"""What a row is about: rows of both sides are matched by it."""
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "signals": ("group", "level", "status", "loans", "history", "tags", "disputed", "paths", "closed_by"),
    "warnings": ("level", "tier", "raised_at", "levels", "tiers", "closed_at"),
    "duties": ("domain", "post", "start", "due", "due_working", "state", "opened_at", "fulfilled_at", "breached_at",
               "cause", "scored", "tags", "escalated_to"),
}  # fmt: skip
"""What is compared of a row."""
ABSENT: Final = "(no such row)"


class Difference(Struct, frozen=True, order=True):
    """One field of one row on which engine and oracle differ; or a row, or a whole side, that is not there."""

    of: str
    field: str
    about: str
    row: str
    engine: str
    oracle: str

    @property
    def cluster(self) -> Cluster:
        """What kind of disagreement it is: kind of row, field, and clause or kind of duty."""
        return self.of, self.field, self.about


def engine(told: History) -> Any:
    """What the core decides, driven by the intake."""
    from warning.intake.run import decide

    return decide(told.lines(), frame_of(told), told.until)


def oracle(told: History) -> Any:
    """What the independent reading of the policy decides."""
    from tests.oracle.judge import judge

    return judge(told.lines(), frame_of(told), told.until)


def frame_of(told: History) -> Frame:
    """The packaged rule book over the history's organisation."""
    frame: Frame = structs.replace(_packaged(), orgs=told.orgs, live_from=told.live_from)
    return frame


@cache
def _packaged() -> Frame:
    """The packaged rule book, read once."""
    from warning.rulebook import load_frame

    return load_frame()


def comparable(verdicts: Any) -> dict[str, dict[Key, Row]]:
    """Verdicts of either side (structs or dicts) by what each row is about.

    Raises:
        ValueError: two rows about the same thing.
    """
    return {of: _by_key(of, _part(verdicts, of)) for of in KEYS}


def _part(verdicts: Any, of: str) -> Iterable[Any]:
    """The rows of one kind."""
    found: Iterable[Any] = verdicts[of] if isinstance(verdicts, dict) else getattr(verdicts, of)
    return found


def _by_key(of: str, rows: Iterable[Any]) -> dict[Key, Row]:
    """Rows by their key."""
    found: dict[Key, Row] = {}
    for row in rows:
        built: Row = to_builtins(row)
        key = tuple(built[name] for name in KEYS[of])
        if key in found:
            raise ValueError(f"two {of} about {key}")
        found[key] = {name: _canonical(name, built[name]) for name in FIELDS[of]}
    return found


def _canonical(name: str, value: Any) -> Any:
    """One form for what may be written in two: order where it says nothing, lists for tuples, steps as lists."""
    if name == "history":
        steps = [[step[n] for n in ("level", "at", "start", "opening")] if isinstance(step, dict) else list(step)[:4]
                 for step in value]  # fmt: skip
        return list(dropwhile(lambda step: step[3] == 0, steps))  # what was only kept (W11) opens nothing
    if name in ("tags", "paths", "loans") and value is not None:
        return sorted(value)
    if name in ("levels", "tiers"):
        return [list(step) for step in value]
    return value


def differences(told: History) -> list[Difference]:
    """Where engine and oracle differ on one history; a side that fails is a difference too.

    Raises:
        ImportError: one of the two is not there.
    """
    sides: list[dict[str, dict[Key, Row]]] = []
    for name, side in (("engine", engine), ("oracle", oracle)):
        try:
            sides.append(comparable(side(told)))
        except ImportError:
            raise
        except Exception as failure:  # noqa: BLE001 - any failure of a side is what we look for
            return [_failed(name, failure)]
    return sorted(found for of in KEYS for found in _compare(of, sides[0][of], sides[1][of]))


def _failed(side: str, failure: Exception) -> Difference:
    """A side that raised, with the place."""
    frames = extract_tb(failure.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    text = f"{type(failure).__name__} at {place}: {failure}"
    about = f"{type(failure).__name__} at {place}"
    return Difference("failure", side, about, "-", *((text, "-") if side == "engine" else ("-", text)))


def _compare(of: str, left: dict[Key, Row], right: dict[Key, Row]) -> Iterable[Difference]:
    """Rows of one kind, matched by key."""
    for key in sorted(left.keys() | right.keys(), key=str):
        named = dict(zip(KEYS[of], key, strict=True))
        about = str(named.get("clause", named["domain"] if of == "warnings" else ""))
        if of == "duties":
            about = f"{named['kind']} {about}"
        row = " ".join(str(part) for part in key)
        if key not in left or key not in right:
            shown = [ABSENT if key not in side else _brief(side[key]) for side in (left, right)]
            yield Difference(of, "row", about, row, *shown)
            continue
        for name in FIELDS[of]:
            ours, theirs = left[key][name], right[key][name]
            if ours != theirs:
                yield Difference(of, name, about, row, shown_as(name, ours), shown_as(name, theirs))


def _brief(row: Row) -> str:
    """The fields of a row that are not empty."""
    said = {name: value for name, value in row.items() if value not in (None, "", [], False)}
    return " ".join(f"{name}={shown_as(name, value)}" for name, value in said.items())


def shown_as(name: str, value: Any) -> str:
    """A value for people: instants as Shanghai time."""
    if value is None:
        return "none"
    if name in INSTANTS:
        return write_moment(value)[:-6]
    if name == "history":
        return " ".join(f"{level}@{write_moment(at)[:-6]}(from {write_moment(start)[:-6]} #{opening})"
                        for level, at, start, opening in value)  # fmt: skip
    if name in ("levels", "tiers"):
        return " ".join(f"{level}@{write_moment(at)[:-6]}" for at, level in value)
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def show(found: Sequence[Difference], limit: int = 12) -> str:
    """Differences for people, at most so many."""
    lines = []
    for one in found[:limit]:
        lines += [f"  {one.of} {one.field}: {one.row}", f"    engine  {one.engine}", f"    oracle  {one.oracle}"]
    if len(found) > limit:
        lines.append(f"  ... and {len(found) - limit} more")
    return "\n".join(lines)


def show_history(told: History) -> str:
    """A history, one event a line, in Shanghai time."""
    until = "the last event" if told.until is None else write_moment(told.until)[:-6]
    live = "" if told.live_from is None else f", live from {write_moment(told.live_from)[:-6]}"
    lines = [f"  seed {told.seed}, profile {told.profile}{live}, until {until}, orgs {' '.join(told.orgs)}"]
    for wire in told.events:
        occurred = "" if wire["time"] == wire["recordedtime"] else f" occurred={_clock(wire['time'])}"
        values = " ".join(f"{name}={value}" for name, value in wire["data"].items() if name != "parts")
        blank = [] if "parts" not in wire["data"] else [n for n, text in wire["data"]["parts"].items() if not text]
        parts = "" if "parts" not in wire["data"] else f" parts={len(wire['data']['parts'])} blank={blank}"
        lines.append(f"  {_clock(wire['recordedtime'])} {wire['id']} {wire['type'][:-3]}{occurred} {values}{parts}")
    return "\n".join(lines)


def _clock(text: str) -> str:
    """A wire instant in Shanghai time, without its zone."""
    return write_moment(read_moment(text))[:-6]


def shrink(seed: int, *, size: int = 40, profile: str = "everything", cluster: Cluster | None = None) -> History:
    """The smallest history found that still shows a disagreement of the cluster; of the first one without it.

    Raises:
        ValueError: engine and oracle agree on this history.
    """
    told = history(seed, size=size, profile=profile)
    found = differences(told)
    if not found:
        raise ValueError(f"engine and oracle agree on seed {seed} of {profile}")
    wanted = cluster or found[0].cluster

    def holds(less: History) -> bool:
        return in_their_place(less.events) and any(one.cluster == wanted for one in differences(less))

    return smallest(told, holds)


def check(seed: int, *, size: int, profile: str) -> tuple[int, list[Difference]]:
    """One seed: what a worker does."""
    return seed, differences(history(seed, size=size, profile=profile))


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare over many seeds; 0 all agree, 1 some differ, 2 one side is not there."""
    options = _options(arguments)
    low, _, high = options.seeds.partition("-")
    seeds = range(int(low), int(high or low) + 1)
    profiles = list(PROFILES) if options.profile == "all" else [options.profile]
    failed = 0
    try:
        for profile in profiles:
            failed += _run(profile, seeds, options)
    except ImportError as missing:
        print(f"cannot compare: {missing}", file=sys.stderr)
        return 2
    print(f"{failed} of {len(seeds) * len(profiles)} histories differ")
    return 1 if failed else 0


def _run(profile: str, seeds: range, options: argparse.Namespace) -> int:
    """One profile; gives the number of histories that differ."""
    clusters: dict[Cluster, list[int]] = {}
    task = partial(check, size=options.size, profile=profile)
    failed = 0
    for seed, found in _spread(task, seeds, options.jobs):
        failed += bool(found)
        for cluster in {one.cluster for one in found}:
            clusters.setdefault(cluster, []).append(seed)
        if found and failed <= options.show:
            print(f"seed {seed} ({profile}): {len(found)} differences\n{show(found)}")
    print(f"{profile}: {failed} of {len(seeds)} differ" + _summary(clusters))
    if options.shrink and clusters:
        _show_smallest(profile, options, clusters)
    return failed


def _spread(
    task: Callable[[int], tuple[int, list[Difference]]], seeds: range, jobs: int
) -> Iterable[tuple[int, list[Difference]]]:
    """The seeds over so many processes, in order."""
    if jobs == 1:
        yield from map(task, seeds)
        return
    with get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(task, seeds, chunksize=5)


def _summary(clusters: dict[Cluster, list[int]]) -> str:
    """Clusters, the most frequent first, each with some of its seeds."""
    counts = Counter({cluster: len(seeds) for cluster, seeds in clusters.items()})
    rows = [
        f"\n  {n:5d}  {' · '.join(cluster)}  seeds {clusters[cluster][:6]}" for cluster, n in counts.most_common(60)
    ]
    return "".join(rows)


def _show_smallest(profile: str, options: argparse.Namespace, clusters: dict[Cluster, list[int]]) -> None:
    """The smallest history for each of the most frequent clusters."""
    ranked = sorted(clusters.items(), key=lambda one: -len(one[1]))
    for cluster, seeds in ranked[: options.clusters]:
        told = shrink(seeds[0], size=options.size, profile=profile, cluster=cluster)
        print(f"smallest for {' · '.join(cluster)}, {len(told.events)} events\n{show_history(told)}")
        print(show(differences(told)))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="tests.oracle.agree", description=__doc__)
    parser.add_argument("--seeds", default="0-99", help="one seed, or first-last")
    parser.add_argument("--profile", default="everything", choices=[*PROFILES, "all"])
    parser.add_argument("--size", type=int, default=40, help="about how many events a history has")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=3, help="print the differences of so many histories")
    parser.add_argument("--shrink", action="store_true", help="print the smallest history of the commonest clusters")
    parser.add_argument("--clusters", type=int, default=3, help="how many clusters to shrink")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
