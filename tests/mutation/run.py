"""Breaks the rule book and the core once each and says which tests notice.

``python -m tests.mutation.run [--jobs 2] [--only N] [--match TEXT] [--json FILE] [--check]``; exit code 0: all killed,
1: some survive, 2: a mutation does not match its file, or nothing is left to detect with.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from msgspec import Struct, json

from tests.mutation.core_duties import DUTY_MUTATIONS
from tests.mutation.core_edges import EDGE_MUTATIONS
from tests.mutation.core_ended import ENDED_MUTATIONS
from tests.mutation.core_later import LATER_MUTATIONS, SETTLED
from tests.mutation.core_once_more import ONCE_MORE
from tests.mutation.core_readings import READING_MUTATIONS
from tests.mutation.core_signals import SIGNAL_MUTATIONS
from tests.mutation.mutation import Mutation
from tests.mutation.rules import RULES

MUTATIONS: Final[tuple[Mutation, ...]] = (
    *SETTLED,
    *EDGE_MUTATIONS,
    *ENDED_MUTATIONS,
    *LATER_MUTATIONS,
    *DUTY_MUTATIONS,
    *SIGNAL_MUTATIONS,
    *RULES,
    *READING_MUTATIONS,
    *ONCE_MORE,
)
ROOT: Final = Path(__file__).resolve().parents[2]
COPIED: Final = ("warning", "rules", "schemas", "tests", "docs", "pyproject.toml")
SUITES: Final = ("tests/scenarios", "tests/rulebook", "tests/core", "tests/properties", "tests/oracle")
"""In the order of asking: the quickest first."""
SHORT: Final = {"PROPERTY_SEEDS": "4", "AGREE_SEEDS": "8"}
"""How many histories the random suites take, unless the environment says."""
RELEVANT: Final = "not broken_engine and not smallest_history"
"""Tests that break the engine themselves have nothing to say of a mutant."""
PATIENCE: Final = 300
"""Seconds after which a mutant that does not come to an end counts as noticed."""


class Result(Struct, frozen=True):
    """What became of a mutation: ``killed``, ``survived``, ``timeout`` or ``error``; by which test."""

    name: str
    why: str
    outcome: str
    by: str = ""
    seconds: float = 0.0


class Report(Struct, frozen=True):
    """All of it; ``left_out`` are suites that are not there and tests that fail on the unbroken tree."""

    mutations: int
    killed: int
    survived: int
    errors: int
    score: float
    left_out: list[str]
    survivors: list[Result]
    results: list[Result]


def copied(target: Path) -> Path:
    """A tree of its own to break."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    return target


def ask(tree: Path, asked: Sequence[str]) -> tuple[int | None, str]:
    """Exit code of the suites in a tree, None where they do not end; and all that was said."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", RELEVANT, *asked]
    environment = SHORT | os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)}
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return None, "no end"
    return done.returncode, done.stdout + done.stderr


def failed(said: str) -> list[str]:
    """The tests that failed, by their ids; a file that could not be read, by its name."""
    lines = [line.split(" ", 1) for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return [rest.split(" - ", 1)[0] for _, rest in lines]


def usable(tree: Path, suites: Sequence[str]) -> tuple[list[str], list[str]]:
    """What to ask, and what is left out: suites that are not there, and tests that fail on the unbroken tree."""
    there = [suite for suite in suites if any((tree / suite).glob("**/test_*.py"))]
    left_out = [suite for suite in suites if suite not in there]
    asked: list[str] = []
    for suite in there:
        code, said = ask(tree, [suite])
        failing = failed(said)
        if code == 0 or (code == 1 and failing):
            asked += [suite, *(f"--deselect={test}" for test in failing)]
            left_out += failing
        else:
            left_out.append(suite)
    return asked, left_out


def tried(mutation: Mutation, tree: Path, suites: Sequence[str]) -> Result:
    """Break, ask, mend."""
    wrong = mutation.check(tree)
    if wrong:
        return Result(mutation.name, mutation.why, "error", wrong)
    path = tree / mutation.file
    text = path.read_text(encoding="utf-8")
    begun = time.monotonic()
    path.write_text(mutation.applied(text), encoding="utf-8")
    try:
        code, said = ask(tree, ["-x", *suites])
    finally:
        path.write_text(text, encoding="utf-8")
    by = (failed(said) or [said[-200:]])[0]
    outcome = {0: "survived", 1: "killed", 2: "killed", None: "timeout"}.get(code, "killed")
    return Result(mutation.name, mutation.why, outcome, "" if code == 0 else by, round(time.monotonic() - begun, 1))


def run(mutations: Sequence[Mutation], jobs: int, suites: Sequence[str]) -> Report:
    """Try all of them, so many at a time, each worker in a tree of its own."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as scratch:
        trees: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            trees.put(copied(Path(scratch) / str(number)))
        tree = trees.get()
        asked, left_out = usable(tree, suites)
        trees.put(tree)
        show(f"asks {' '.join(one for one in asked if one[0] != '-') or 'nothing'}; leaves out {left_out or 'nothing'}")
        if not asked:
            return reported([], left_out)

        def one(mutation: Mutation) -> Result:
            mine = trees.get()
            try:
                result = tried(mutation, mine, asked)
            finally:
                trees.put(mine)
            show(f"{result.outcome:9}{result.seconds:6.1f} s  {result.name}  [{result.why}]  {result.by[:90]}")
            return result

        with ThreadPoolExecutor(jobs) as pool:
            return reported(list(pool.map(one, mutations)), left_out)


def reported(results: list[Result], left_out: list[str]) -> Report:
    """The summary."""
    noticed = sum(result.outcome in ("killed", "timeout") for result in results)
    survivors = [result for result in results if result.outcome == "survived"]
    return Report(
        mutations=len(results),
        killed=noticed,
        survived=len(survivors),
        errors=sum(result.outcome == "error" for result in results),
        score=round(noticed / max(1, noticed + len(survivors)), 4),
        left_out=left_out,
        survivors=survivors,
        results=results,
    )


def show(line: str) -> None:
    """Progress, for people."""
    print(" ".join(line.split("\n")), file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, or only check that every mutation still matches its file."""
    options = _options(arguments)
    chosen = [one for one in MUTATIONS[options.start :] if options.match in f"{one.name} {one.why}"]
    if options.again:
        before = json.decode(Path(options.again).read_bytes(), type=Report)
        names = {result.name for result in before.survivors}
        chosen = [one for one in chosen if one.name in names]
    if options.only and options.only < len(chosen):
        chosen = [chosen[n * len(chosen) // options.only] for n in range(options.only)]
    wrong = [said for one in chosen if (said := one.check(ROOT))]
    if options.check or wrong:
        for said in wrong:
            show(said)
        show(f"{len(chosen)} mutations, {len(wrong)} do not match")
        if options.check or not options.anyway:
            return 2 if wrong else 0
    report = run(chosen, options.jobs, options.suites)
    text = json.format(json.encode(report), indent=2).decode()
    if options.json:
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    show(f"{report.killed} of {report.mutations} killed, {report.survived} survive, {report.errors} do not match")
    if report.errors or not report.mutations:
        return 2
    return 1 if report.survived else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.mutation.run", description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int, default=0, help="so many of them, spread over the list")
    parser.add_argument("--match", default="", help="those whose name or reason has this text")
    parser.add_argument("--start", type=int, default=0, help="begin at this place of the list")
    parser.add_argument("--again", default="", help="only what survived in this report")
    parser.add_argument("--suites", nargs="+", default=list(SUITES))
    parser.add_argument("--json", default="", help="write the report to this file")
    parser.add_argument("--check", action="store_true", help="only check that every mutation matches its file")
    parser.add_argument("--anyway", action="store_true", help="run although some do not match")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
