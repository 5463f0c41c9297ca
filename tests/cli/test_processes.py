"""``--jobs``: never more processes than there are processors."""

from __future__ import annotations

import os

import pytest

from tests.cli.run import Person

WINDOW = ("--since", "2026-10-01", "--until", "2026-10-08")


@pytest.mark.parametrize("words", [("replay",), ("backtest", "--book", "x", *WINDOW)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_more_processes_than_processors_are_refused(month: Person, words: tuple[str, ...], lang: str) -> None:
    most = os.cpu_count() or 1
    shown = month.run(*words, "--jobs", str(most + 1), "--lang", lang)
    assert (shown.code, f"--jobs {most + 1}" in shown.err, f" {most} " in shown.err) == (2, True, True)


def test_as_many_as_there_are_may_be_asked_for(month: Person) -> None:
    assert month.run("replay", "--lanes", "0", "--jobs", str(os.cpu_count() or 1)).code == 0
