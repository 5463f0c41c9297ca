"""What is written of a ledger is read by whoever may read the ledger, and nobody else; persons by its owner alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from warning.cli.stop import OK
from warning.ledger.files import OWN, create, make_directory, write

USUAL = 0o022
UNTIL = ("archive", "--until", "2026-10", "--to", "a/b", "--grace", "0")
ENDED = "2026-12-05T00:00:00+08:00"


@contextmanager
def masked(mask: int) -> Iterator[None]:
    """Under another umask."""
    former = os.umask(mask)
    try:
        yield
    finally:
        os.umask(former)


def rights(path: Path) -> int:
    """As ``chmod`` takes them."""
    return stat.S_IMODE(path.stat().st_mode)


def found(root: Path) -> tuple[set[int], set[int]]:
    """The rights of a directory and those in it, and of their files."""
    all_of_it = [root, *root.rglob("*")]
    return {rights(one) for one in all_of_it if one.is_dir()}, {rights(one) for one in all_of_it if one.is_file()}


@pytest.fixture
def borrower(month: Person) -> str:
    """One the ledger knows."""
    return str(told(month, "duties", "list")[0]["customer_no"])


@pytest.mark.parametrize(("mask", "directories", "files"), [(0, 0o750, 0o640), (0o077, 0o700, 0o600)])
def test_a_bundle_an_archive_and_snapshots(month: Person, mask: int, directories: int, files: int) -> None:
    with masked(mask):
        told(month, "tick", "--until", ENDED)
        (month.here / "anchors").mkdir()
        told(month, "audit", "keygen", "key.pem")
        told(month, "anchor", "--key", "key.pem", "--to", "anchors", "--once", "--first")
        told(month, "audit", "export", "x/bundle", "--anchors", "anchors")
        told(month, *UNTIL)
        told(month, "snapshots", "s/months")
    for top in ("x", "a", "s"):
        assert found(month.here / top) == ({directories}, {files}), top
    told(month, "verify", "--offline", "x/bundle", "--public-key", "key.pem.pub")


def test_a_dossier(month: Person, borrower: str) -> None:
    with masked(USUAL):
        told(month, "dossier", borrower, "--html", "d.html")
        told(month, "dossier", borrower, "--html", "p.html", "--persons")
        (month.here / "old.html").write_text("x" * 1_000_000, encoding="utf-8")
        told(month, "dossier", borrower, "--html", "old.html", "--persons")
    assert [rights(month.here / name) for name in ("d.html", "p.html", "old.html")] == [0o640, 0o600, 0o600]
    assert (month.here / "old.html").read_bytes() == (month.here / "p.html").read_bytes()
    assert month.run("dossier", borrower, "--html", os.devnull).code == OK


def test_a_backtest(month: Person) -> None:
    window = ("--since", "2026-10-01", "--until", "2026-11-01", "--jobs", "1")
    with masked(USUAL):
        shown = month.run("backtest", "--book", str(book()), *window, "--html", "b.html", "--out", "o/b")
    assert shown.code == OK, shown.err
    assert found(month.here / "o") == ({0o750}, {0o640})
    assert rights(month.here / "b.html") == 0o640


def book() -> Path:
    """The rule book that comes with the program."""
    return Path(__file__).parents[2] / "rules"


def test_a_file_that_is_there_loses_rights_and_gets_none(tmp_path: Path) -> None:
    for before, mode, after in ((0o666, 0o640, 0o640), (0o640, OWN, 0o600), (0o600, 0o640, 0o600)):
        path = tmp_path / f"{before:o}.{mode:o}"
        path.write_bytes(b"longer than what comes")
        path.chmod(before)
        write(path, b"new", mode)
        assert rights(path) == after
        assert path.read_bytes() == b"new"


def test_a_directory_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there").chmod(0o755)
    with masked(USUAL):
        make_directory(tmp_path / "there" / "a" / "b")
        make_directory(tmp_path / "there")
    assert [rights(tmp_path / name) for name in ("there", "there/a", "there/a/b")] == [0o755, 0o750, 0o750]
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        make_directory(tmp_path / "file" / "a")
    with pytest.raises(IsADirectoryError):
        create(tmp_path / "there")
