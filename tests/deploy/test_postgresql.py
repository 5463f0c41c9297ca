"""``deploy/postgresql.py``: a server that is one's own, guarded, lasting, and gone when it is stopped."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.postgresql import SCRATCH, SCRIPT, NoServer, Server

USER = "loanwarning" if os.geteuid() == 0 else None


def _run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False)


def _said(*words: str | Path) -> str:
    done = _run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory for a server, that does not exist yet; no server is left in it."""
    place = Path(tempfile.mkdtemp(prefix="d-", dir=os.environ[SCRATCH]))
    place.rmdir()
    yield place
    if place.exists():
        _said("stop", place)


def _ask(url: str, *statements: str) -> list[str]:
    with psycopg.connect(url, autocommit=True) as connection:
        done = [connection.execute(statement.encode()) for statement in statements]
        return [str((cursor.fetchone() or [""])[0]) for cursor in done if cursor.description]


@pytest.mark.postgresql
def test_a_server_is_guarded_and_lasts(place: Path) -> None:
    url = _said("start", place)
    settings = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "server_encoding")
    assert _ask(url, *(f"SHOW {name}" for name in settings)) == ["127.0.0.1", "on", "on", "on", "UTF8"]
    assert make_url(url).host == "127.0.0.1"
    assert {path.name: path.stat().st_mode & 0o777 for path in (place / "password", place / "url")} == {
        "password": 0o600,
        "url": 0o600,
    }
    assert place.stat().st_mode & 0o777 == 0o700
    if USER:
        assert place.owner() == (place / "data").owner() == (place / "password").owner() == USER
    for host in ("127.0.0.1", str(place)):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url, password="wrong", host=host)  # noqa: S106


@pytest.mark.postgresql
def test_a_server_is_started_once_and_keeps_what_it_holds(place: Path) -> None:
    url = _said("start", place)
    began = "SELECT pg_postmaster_start_time()"
    first = _ask(url, began, "CREATE TABLE kept AS SELECT 7 AS n")[0]
    assert _said("start", place) == _said("url", place) == (place / "url").read_text().strip() == url
    assert _ask(url, began) == [first]
    for how in ([], ["--immediate"]):
        assert _said("restart", *how, place) == url
        later = _ask(url, began, "SELECT n FROM kept")
        assert later[0] != first
        assert later[1] == "7"
        first = later[0]
    assert "database system was not properly shut down" in (place / "log").read_text()
    assert _said("stop", place) == ""
    gone = _run("url", place)
    assert (gone.returncode, gone.stdout) == (1, "")
    assert f"no server runs here; start it with: python3 deploy/postgresql.py start {place}" in gone.stderr
    assert _said("stop", place) == ""
    assert _ask(_said("start", place), "SELECT n FROM kept") == ["7"]


@pytest.mark.postgresql
def test_two_who_start_it_at_once_get_the_same_one_and_a_port_taken_is_left(place: Path) -> None:
    words = [sys.executable, str(SCRIPT), "start", str(place)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = {process.communicate()[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert said == {_said("url", place)}
    _moves_from_a_port_taken(place)


def _moves_from_a_port_taken(place: Path) -> None:
    port = make_url(_said("url", place)).port
    _said("stop", place)
    with socket.create_server(("127.0.0.1", port or 0)):
        moved = _said("start", place)
        assert make_url(moved).port != port
        assert _ask(moved, "SELECT 1") == ["1"]


@pytest.mark.postgresql
def test_a_cluster_half_made_is_made_again(place: Path) -> None:
    left = place / "data.new"
    script = _script()
    if USER:
        script._user()
    place.mkdir(mode=0o700)
    left.mkdir()
    (left / "PG_VERSION").write_text("1")
    if USER:
        for path in (place, left):
            shutil.chown(path, USER, USER)
    assert _ask(_said("start", place), "SELECT 1") == ["1"]


@pytest.mark.postgresql
def test_a_directory_the_server_cannot_use_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    for words in (("start", closed / "pg"), ("stop", closed / "absent"), ("url", closed / "absent")):
        done = _run(*words)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("postgresql: ")
        assert str(words[1]) in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.postgresql
def test_the_tests_say_why_there_is_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    monkeypatch.setenv(SCRATCH, str(closed))
    with pytest.raises(NoServer, match=r"^postgresql: "):
        Server("pg").start()


def _script() -> ModuleType:
    found = importlib.util.spec_from_file_location("deploy_postgresql", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


class Bare:
    """The script on a machine without PostgreSQL, where apt-get is a program of the test's."""

    def __init__(self, here: Path, patch: pytest.MonkeyPatch) -> None:
        self.script = _script()
        self.here = here
        self.bin = here / "postgresql" / "15" / "bin"
        patch.setattr(self.script, "DEBIAN", here / "postgresql")
        patch.setattr(self.script, "CREATE_CLUSTER", here / "etc" / "createcluster.conf")
        patch.setenv("PATH", f"{here}:/usr/bin:/bin")
        patch.setattr(self.script.shutil, "which", lambda name: str(here / name) if (here / name).exists() else None)
        patch.setattr(os, "geteuid", lambda: 0)

    def program(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def server(self, version: int) -> None:
        for name in self.script.PROGRAMS:
            self.program(self.bin / name, f"echo 'postgres (PostgreSQL) {version}.4 (Debian)'")

    def called(self) -> list[str]:
        return (self.here / "called").read_text().splitlines()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bare:
    return Bare(tmp_path, monkeypatch)


def test_without_a_server_it_is_told_what_installs_it(bare: Bare) -> None:
    with pytest.raises(
        bare.script.Cannot, match=r"is not installed; this installs it: python3 deploy/postgresql\.py in"
    ):
        bare.script.programs()
    with pytest.raises(bare.script.Cannot, match="no apt-get here: install PostgreSQL 15 or later"):
        bare.script.install()


def test_an_old_server_does_not_count(bare: Bare) -> None:
    bare.server(14)
    with pytest.raises(bare.script.Cannot, match="PostgreSQL 15 or later is not installed"):
        bare.script.programs()
    bare.server(15)
    assert bare.script.programs() == bare.bin


def test_it_is_installed_once_without_a_server_on_the_usual_port(bare: Bare) -> None:
    bare.server(15)
    shutil.move(bare.here / "postgresql", bare.here / "package")
    unpack = f'[ "$1" = update ] || mv {bare.here}/package {bare.here}/postgresql'
    bare.program(bare.here / "apt-get", f"echo $* >> {bare.here}/called; {unpack}")
    bare.script.install()
    bare.script.install()
    assert bare.called() == ["update", "install --yes --no-install-recommends postgresql"]
    assert "create_main_cluster = false" in (bare.here / "etc" / "createcluster.conf").read_text()


def test_an_installation_that_fails_is_told(bare: Bare) -> None:
    bare.program(bare.here / "apt-get", "exit 100")
    with pytest.raises(bare.script.Cannot, match="apt-get update failed"):
        bare.script.install()


def test_only_root_installs(bare: Bare, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.program(bare.here / "apt-get", "exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(bare.script.Cannot, match=r"as root: sudo python3 deploy/postgresql\.py install"):
        bare.script.install()
