"""What ``make bench`` measures. Every figure is of this run; a ratio is what may be compared with another machine's."""

from __future__ import annotations

import cProfile
import gc
import pstats
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import msgspec
from msgspec import structs

from warning.contracts import decode as contract
from warning.core.frame import Frame
from warning.core.scalars import DAY, day_of, midnight, read_moment, write_day, write_moment
from warning.demo.bank import synthesise
from warning.demo.network import organisation, scale
from warning.intake.run import Run, decide
from warning.ledger.memory import MemoryLedger
from warning.rulebook import load_frame

OPENS = date(2026, 10, 1)
START = read_moment("2026-10-08T09:00:00+08:00")


def best_of(runs: int, work: Callable[[], object]) -> float:
    """Median seconds of so many runs, after one that is not counted."""
    work()
    return median(_timed(work) for _ in range(runs))


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _quiet_run(frame: Frame) -> Run:
    return Run(frame, ledger=MemoryLedger(keep_journal=False))


def throughput(loans: int, months: int) -> dict[str, Any]:
    """The whole policy over a month of an invented bank, against decoding alone of the same good lines."""
    frame, lines = _bank(loans, months)
    untyped = msgspec.json.Decoder()
    typed = contract._decoder
    untyped_s = best_of(3, lambda: [untyped.decode(line) for line in lines])
    typed_s = best_of(3, lambda: [typed.decode(line) for line in lines])
    contract_s = best_of(3, lambda: [contract.decode(line) for line in lines])
    whole_s = best_of(3, lambda: decide(lines, frame, run=_quiet_run(frame)))
    count = len(lines)
    return {
        "events": count,
        "loans": loans,
        "whole_events_per_s": round(count / whole_s),
        "decode_only_typed_events_per_s": round(count / typed_s),
        "decode_only_untyped_events_per_s": round(count / untyped_s),
        "contract_decode_events_per_s": round(count / contract_s),
        "ratio_to_typed_decode": round(typed_s / whole_s, 3),
        "ratio_to_untyped_decode": round(untyped_s / whole_s, 3),
    }


def _bank(loans: int, months: int) -> tuple[Frame, list[bytes]]:
    frame = structs.replace(load_frame(live_from=midnight(OPENS.toordinal())), orgs=organisation(2026, *scale(loans)))
    return frame, [line for line in synthesise(loans=loans, months=months, start=OPENS) if _good(line)]


def _good(line: bytes) -> bool:
    try:
        contract.decode(line)
    except contract.Refused:
        return False
    return True


def positions(count: int) -> dict[str, Any]:
    """The same for the commonest record: the position of a loan without a case."""
    frame = load_frame()
    typed = contract._decoder
    run = _quiet_run(frame)
    decide(taken_on(count), frame, run=run)
    lines = [list(_positions(count, seq)) for seq in range(1, 5)]
    seconds = [_timed(lambda batch=batch: decide(batch, frame, run=run)) for batch in lines]  # type: ignore[misc]
    typed_s = best_of(3, lambda: [typed.decode(line) for line in lines[0]])
    return {
        "events": count,
        "whole_events_per_s": round(count / median(seconds)),
        "ratio_to_typed_decode": round(typed_s / median(seconds), 3),
    }


def taken_on(count: int, *, spread: int = 3_000) -> Iterator[bytes]:
    """So many loans of as many borrowers taken on, maturing over ``spread`` days."""
    first = day_of(START) + 40
    for index in range(count):
        matures = write_day(first + index * spread // count)
        yield _line(
            "loan.taken_on.v1",
            f"t{index}",
            START + index,
            b'"loan_no":"L%08d","customer_no":"C%08d","org_no":"1001","currency":"CNY",'
            b'"outstanding_balance":"%d.00","disbursed_on":"2026-01-05","matures_on":"%s"'
            % (index, index, 300_000 + index, matures.encode()),
        )


def _positions(count: int, seq: int) -> Iterator[bytes]:
    for index in range(count):
        yield _line(
            "loan.position.v1",
            f"p{seq}-{index}",
            START + DAY // 8 * seq + index,
            b'"loan_no":"L%08d","posting_seq":%d,"currency":"CNY","outstanding_balance":"%d.00"'
            % (index, seq, 290_000 + index - seq),
        )


def _line(kind: str, name: str, at: int, body: bytes) -> bytes:
    when = write_moment(at)
    head = f'"specversion":"1.0","id":"{name}","source":"/core","type":"{kind}","time":"{when}","recordedtime":"{when}"'
    return b'{%s,"data":{%s}}' % (head.encode(), body)


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
    idle = best_of(3, lambda: _look(run, 10_000)) / 10_000
    rows = []
    at = run.clock
    for days in (5, 20, 60):
        woken, seconds = _drain(run, at + days * DAY)
        at = run.clock
        rows.append({"woken": woken, "us_each": round(seconds / max(woken, 1) * 1e6, 1)})
    return {"open_deadlines": count, "idle_look_us": round(idle * 1e6, 2), "drained": rows}


def _look(run: Run, times: int) -> None:
    for _ in range(times):
        run.advance(run.clock + 1)


def _drain(run: Run, until: int) -> tuple[int, float]:
    before = run.ledger.seq
    seconds = _timed(lambda: run.advance(until))
    return run.ledger.seq - before, seconds


def profile(loans: int, months: int) -> list[dict[str, Any]]:
    """Where the time of a month goes, by module; the profiler itself slows small functions most."""
    frame, lines = _bank(loans, months)
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


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say on the screen what is being measured, and how long it took."""
    print(f"{what} …", flush=True)
    begun = perf_counter()
    yield
    print(f"  {perf_counter() - begun:.1f} s")
