"""``read_once``: the book that comes along is read once while its files are the same; every other book each time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.rulebook.once import BY_READING, read_once
from warning.rulebook import default_directory, load, load_book


@pytest.fixture
def along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the book, taken for the one that comes along."""
    directory = tmp_path / "rules"
    shutil.copytree(default_directory(), directory)
    monkeypatch.setattr(load, "default_directory", lambda: directory)
    return directory


def test_it_is_the_same_as_when_it_is_read(along: Path) -> None:
    with read_once():
        assert load.check() is load.check(along)
        assert load.check() == BY_READING()
        assert load_book(live_from=7).frame.live_from == 7
        assert load_book().frame.live_from is None


def test_a_file_that_was_changed_is_read(along: Path) -> None:
    figures = along / "deadlines.yaml"
    with read_once():
        before = load_book().frame.id
        figures.write_text(figures.read_text("utf-8") + "nobody: knows\n", "utf-8")
        with pytest.raises(load.BrokenBook):
            load_book()
        figures.write_text(figures.read_text("utf-8").removesuffix("nobody: knows\n"), "utf-8")
        assert load_book().frame.id == before


def test_another_directory_is_read_each_time(along: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(along, other)
    with read_once():
        assert load.check(other) is not load.check(other)
