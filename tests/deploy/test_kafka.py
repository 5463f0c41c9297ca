"""``deploy/kafka.py``: brokers of one's own, on the loopback address, made once, and gone when they are stopped."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from tests.architecture.source import ROOT
from tests.kafka import SCRIPT, NoBroker, script
from tests.postgresql import SCRATCH


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deploy_kafka", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["deploy_kafka"] = module
    spec.loader.exec_module(module)
    return module


KAFKA = _loaded()


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory for brokers, that does not exist yet; none runs in it at the end."""
    place = Path(tempfile.mkdtemp(prefix="k-", dir=os.environ[SCRATCH]))
    place.rmdir()
    yield place
    if place.exists():
        script("stop", place)


def test_three_brokers_know_each_other_and_outvote_one() -> None:
    nodes = KAFKA.plan([1001, 1002, 1003, 1004, 1005, 1006])
    assert [tuple(node) for node in nodes] == [(1, 1001, 1002), (2, 1003, 1004), (3, 1005, 1006)]
    assert KAFKA.servers(nodes) == "127.0.0.1:1001,127.0.0.1:1003,127.0.0.1:1005"
    told = dict(line.split("=", 1) for line in KAFKA.settings(nodes[1], nodes, Path("/d")).splitlines()[1:])
    assert told["controller.quorum.voters"] == "1@127.0.0.1:1002,2@127.0.0.1:1004,3@127.0.0.1:1006"
    assert told["listeners"] == "PLAINTEXT://127.0.0.1:1003,CONTROLLER://127.0.0.1:1004"
    assert (told["default.replication.factor"], told["min.insync.replicas"]) == ("3", "2")


def test_one_broker_keeps_one_copy() -> None:
    nodes = KAFKA.plan([1001, 1002])
    told = dict(line.split("=", 1) for line in KAFKA.settings(nodes[0], nodes, Path("/d")).splitlines()[1:])
    assert (told["offsets.topic.replication.factor"], told["transaction.state.log.min.isr"]) == ("1", "1")
    assert told["auto.create.topics.enable"] == "false"


@pytest.mark.parametrize("words", [[], ["start"], ["start", "d", "--brokers", "2"], ["stop", "d", "--broker", "x"]])
def test_a_wrong_command_line_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        KAFKA.arguments().parse_args(words)
    assert ended.value.code == 2


def test_jars_are_those_of_the_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jars = tmp_path / "jars"
    jars.mkdir()
    for name in ("a.jar", "b.jar"):
        (jars / name).write_bytes(name.encode())
    listed = tmp_path / "listed"
    listed.write_text(
        "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(jars.iterdir()))
    )
    monkeypatch.setattr(KAFKA, "DIGESTS", listed)
    assert KAFKA.wrong_jars(jars) == []
    (jars / "a.jar").write_bytes(b"another")
    (jars / "b.jar").unlink()
    (jars / "c.jar").touch()
    assert KAFKA.wrong_jars(jars) == ["a.jar", "b.jar", "c.jar"]
    assert KAFKA.wrong_jars(tmp_path / "none") == ["a.jar", "b.jar"]


def test_the_version_asked_for_is_the_one_with_digests() -> None:
    tree = ET.parse(ROOT / "deploy" / "kafka.pom.xml")  # noqa: S314 - our own file
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    asked = [
        f"{one.findtext('m:artifactId', namespaces=space)}-{one.findtext('m:version', namespaces=space)}.jar"
        for one in tree.findall(".//m:dependency", space)
    ]
    listed = {line.split()[1] for line in KAFKA.DIGESTS.read_text().splitlines()}
    assert asked[0] == "kafka_2.13-4.3.1.jar"
    assert set(asked) <= listed


def test_a_directory_of_something_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(NoBroker, match="not empty, and no broker was made here"):
        script("start", tmp_path)
    with pytest.raises(NoBroker, match="no such directory"):
        script("status", tmp_path / "none")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_another_process_with_its_number_is_not_taken_for_a_broker(tmp_path: Path) -> None:
    place, node = KAFKA.Place(tmp_path), KAFKA.Node(1, 1, 2)
    (tmp_path / "broker-1").mkdir()
    assert KAFKA.running(place, node) is None
    place.of(node, "pid").write_text(str(os.getpid()))
    assert KAFKA.running(place, node) is None
    words = [sys.executable, "-c", "import time; time.sleep(60)", str(place.of(node, "server.properties"))]
    with subprocess.Popen(words) as like_one:
        place.of(node, "pid").write_text(str(like_one.pid))
        assert KAFKA.running(place, node) == like_one.pid
        like_one.send_signal(signal.SIGKILL)


@pytest.mark.kafka
@pytest.mark.slow
def test_a_broker_is_made_once_listens_on_loopback_and_ends(place: Path) -> None:
    where = script("start", place)
    host, port = where.split(":")
    assert host == "127.0.0.1"
    assert script("start", place) == script("status", place) == where
    with pytest.raises(NoBroker, match="1 brokers were made here, not 3"):
        script("start", "--brokers", "3", place)
    process = int((place / "broker-1" / "pid").read_text())
    assert KAFKA.running(KAFKA.Place(place), KAFKA.Place(place).known()[0]) == process
    script("stop", "--kill", place)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((host, int(port)), timeout=2)
    with pytest.raises(NoBroker, match="broker 1 does not answer"):
        script("status", place)
    assert script("start", place) == where
    script("stop", place)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((host, int(port)), timeout=2)
