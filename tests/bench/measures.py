"""What ``make bench`` measures. Every figure is of this run; a ratio is what may be compared with another machine's."""

from __future__ import annotations

import cProfile
import gc
import pstats
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import msgspec
from msgspec import structs

from tests.bench.lines import positions_of, taken_on
from warning.contracts import decode as contract
from warning.core.draft import Record
from warning.core.effects import Effect
from warning.core.frame import Frame
from warning.core.scalars import DAY, midnight
from warning.core.state import Borrower
from warning.demo.bank import synthesise
from warning.demo.clock import next_month
from warning.demo.network import organisation, scale
from warning.demo.world import DEMO, Mix
from warning.intake.run import Run, decide
from warning.ledger.journal import Came
from warning.ledger.memory import MemoryLedger
from warning.rulebook import load_frame

OPENS = date(2026, 10, 1)
SHOWN = 12.4
"""Percent of the demo's borrowers with a live warning after a month: what its ``trouble`` of 1 comes to."""


def best_of(runs: int, work: Callable[[], object]) -> float:
    """The least seconds of so many runs, after one that is not counted: what else the machine did only adds."""
    work()
    return min(timed(work) for _ in range(runs))


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor: another process on the same core adds none."""
    gc.collect()
    begun = process_time()
    work()
    return process_time() - begun


def each(work: Callable[[bytes], object], lines: Iterable[bytes]) -> Callable[[], None]:
    """Do it to every line and keep nothing, as whoever only decodes a stream would."""

    def run() -> None:
        for line in lines:
            work(line)

    return run


def _quiet_run(frame: Frame) -> Run:
    return Run(frame, ledger=MemoryLedger(keep_journal=False))


def mix_of(troubled: float, revolving: float) -> Mix:
    """The days of a bank: percent of borrowers in trouble, percent of loans posted daily."""
    return Mix(trouble=troubled / SHOWN, revolving=revolving / 100)


def demo_month(loans: int) -> dict[str, Any]:
    """The month of ``warning demo``: going live included, with much trouble in little time."""
    frame, lines = _bank(loans, 1, DEMO)
    return _throughput(frame, [], lines, loans)


def bank_month(loans: int, troubled: float, revolving: float) -> dict[str, Any]:
    """The month after the one of going live, of a bank in which less is wrong; only that month is timed."""
    frame, lines = _bank(loans, 2, mix_of(troubled, revolving))
    live = date.fromordinal(next_month(OPENS.toordinal())).isoformat().encode()
    cut = next(number for number, line in enumerate(lines) if b'"recordedtime":"' + live in line)
    return _throughput(frame, lines[:cut], lines[cut:], loans)


def _throughput(frame: Frame, before: list[bytes], lines: list[bytes], loans: int) -> dict[str, Any]:
    """The whole policy, against decoding alone of the same lines; what came ``before`` them is not timed."""
    typed_s = best_of(3, each(contract._decoder.decode, lines))
    untyped_s = best_of(3, each(msgspec.json.Decoder().decode, lines))
    contract_s = best_of(3, each(contract.decode, lines))
    seconds: list[float] = []
    for _ in range(3):
        run = _quiet_run(frame)
        decide(before, frame, run=run)
        rows, quiet = run.ledger.seq, run._quiet
        seconds.append(timed(lambda run=run: decide(lines, frame, run=run)))  # type: ignore[misc]
    count, whole_s = len(lines), min(seconds)
    parties = [state for state in run.ledger.states.values() if isinstance(state, Borrower)]
    return {
        "events": count,
        "loans": loans,
        "events_per_loan": round(count / loans, 1),
        "quiet_share": round((run._quiet - quiet) / count, 3),
        "rows_per_event": round((run.ledger.seq - rows) / count, 2),
        "borrowers_with_live_warning": round(sum(bool(one.file.cases) for one in parties) / len(parties), 3),
        "whole_events_per_s": round(count / whole_s),
        "decode_only_typed_events_per_s": round(count / typed_s),
        "decode_only_untyped_events_per_s": round(count / untyped_s),
        "contract_decode_events_per_s": round(count / contract_s),
        "ratio_to_typed_decode": round(typed_s / whole_s, 3),
        "ratio_to_untyped_decode": round(untyped_s / whole_s, 3),
        "contract_share": round(contract_s / whole_s, 2),
    }


def _bank(loans: int, months: int, mix: Mix) -> tuple[Frame, list[bytes]]:
    frame = structs.replace(load_frame(live_from=midnight(OPENS.toordinal())), orgs=organisation(2026, *scale(loans)))
    return frame, [line for line in synthesise(loans=loans, months=months, start=OPENS, mix=mix) if _good(line)]


def _good(line: bytes) -> bool:
    try:
        contract.decode(line)
    except contract.Refused:
        return False
    return True


def positions(count: int) -> dict[str, Any]:
    """The commonest record by itself: the position of a loan without a case."""
    frame = load_frame()
    run = _quiet_run(frame)
    decide(taken_on(count), frame, run=run)
    lines = [list(positions_of(count, seq)) for seq in range(1, 5)]
    seconds = min(timed(lambda batch=batch: decide(batch, frame, run=run)) for batch in lines)  # type: ignore[misc]
    typed_s = best_of(3, each(contract._decoder.decode, lines[0]))
    return {
        "events": count,
        "whole_events_per_s": round(count / seconds),
        "ratio_to_typed_decode": round(typed_s / seconds, 3),
    }


def memory(loans: int) -> dict[str, Any]:
    """Resident bytes a loan costs in state, with one borrower each: the dearest case."""
    frame = load_frame()
    run = _quiet_run(frame)
    gc.collect()
    before = _resident()
    decide(taken_on(loans), frame, run=run)
    gc.collect()
    return {"loans": loans, "bytes_per_loan": round((_resident() - before) / loans)}


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


def deadlines(count: int) -> dict[str, Any]:
    """Many open deadlines: what a look costs when nothing is due, and what each thing due costs."""
    frame = load_frame()
    run = _quiet_run(frame)
    decide(taken_on(count), frame, run=run)
    open_ones = sum(state.next_due > 0 for state in run.ledger.states.values() if isinstance(state, Borrower))
    idle = median(timed(lambda: _look(run, 10_000)) for _ in range(3)) / 10_000
    rows = []
    at = run.clock
    for days in (5, 20, 60):
        woken, seconds = _drain(run, at + days * DAY)
        at = run.clock
        rows.append({"days": days, "woken": woken, "us_each": round(seconds / max(woken, 1) * 1e6, 1)})
    return {"open_deadlines": open_ones, "idle_look_us": round(idle * 1e6, 2), "drained": rows}


def _look(run: Run, times: int) -> None:
    for _ in range(times):
        run.advance(run.clock + 1)


def _drain(run: Run, until: int) -> tuple[int, float]:
    before = run.ledger.seq
    seconds = timed(lambda: run.advance(until))
    return run.ledger.seq - before, seconds


def profile(loans: int, troubled: float, revolving: float) -> list[dict[str, Any]]:
    """Where the time of two months goes, by module; the profiler itself slows small functions most."""
    frame, lines = _bank(loans, 2, mix_of(troubled, revolving))
    run = _quiet_run(frame)
    profiler = cProfile.Profile()
    profiler.enable()
    decide(lines, frame, run=run)
    profiler.disable()
    shares: dict[str, float] = {}
    stats: dict[Any, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    for (file, _, name), (_, _, own, _, _) in stats.items():
        place = file.split("/warning/")[-1] if "/warning/" in file else f"({name})" if file == "~" else "library"
        shares[place] = shares.get(place, 0.0) + own
    total = sum(shares.values())
    top = sorted(shares.items(), key=lambda entry: -entry[1])[:14]
    return [{"where": where, "share": round(seconds / total, 3)} for where, seconds in top]


class _Timed(Run):
    """A run that notes how long each kind of record takes to decide and to commit."""

    spent: dict[str, list[float]]

    def _step(self, key: str, record: Record, came: Came) -> tuple[Effect, ...]:
        begun = perf_counter()
        effects = super()._step(key, record, came)
        self.spent.setdefault(f"{type(record.content).__name__} ({key[0]})", []).append(perf_counter() - begun)
        return effects


def records(loans: int, troubled: float, revolving: float) -> list[dict[str, Any]]:
    """What each kind of record costs, but for quiet positions; the dearest in all come first."""
    frame, lines = _bank(loans, 2, mix_of(troubled, revolving))
    run = _Timed(frame, ledger=MemoryLedger(keep_journal=False))
    run.spent = {}
    decide(lines, frame, run=run)
    top = sorted(run.spent.items(), key=lambda entry: -sum(entry[1]))[:14]
    return [
        {"record": kind, "number": len(all_), "us_each": round(sum(all_) / len(all_) * 1e6, 1)} for kind, all_ in top
    ]


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say on the screen what is being measured, and how long it took."""
    print(f"{what} …", flush=True)
    begun = perf_counter()
    yield
    print(f"  {perf_counter() - begun:.1f} s")
