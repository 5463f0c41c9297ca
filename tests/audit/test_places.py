"""Places for anchors: each keeps what it was given, in order, and never writes over it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from unittest.mock import create_autospec

import pytest

from tests.audit.stores import serving
from warning.audit.anchors.directory import Directory
from warning.audit.anchors.http import AHEAD, Address
from warning.cli.audit.places import why_away
from warning.contracts.anchoring import EVERYTHING, LOST, NAME, NO_TOPIC, PARTITIONS, REDIRECTS, Away, Place, Taken
from warning.streams import anchored
from warning.streams.administration import Admin
from warning.streams.anchored import Topic
from warning.streams.places import Broker

Again = Callable[[], Place]
"""The same place, as another process opens it."""


@pytest.fixture(params=("directory", "http", pytest.param("kafka", marks=pytest.mark.kafka)))
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Again]:
    if request.param == "directory":
        yield lambda: Directory(tmp_path)
    elif request.param == "http":
        with serving() as (url, _):
            yield lambda: Address(url)
    else:
        broker = Broker(
            servers=request.getfixturevalue("kafka_servers"), prefix=request.getfixturevalue("topics_prefix")
        )
        admin = Admin(broker)
        admin.create("anchors", 1, 1, {"retention.ms": "-1"})
        admin.close()
        yield lambda: Topic(broker, "anchors")


def test_a_place_keeps_what_it_was_given_once(again: Again) -> None:
    place = again()
    assert (place.newest(), place.read(1), list(place.stored())) == (None, None, [])
    kept = [b'{"number":%d}' % number for number in range(1, 6)]
    for number, stored in enumerate(kept, 1):
        place.put(number, stored)
    place.put(5, kept[4])  # the same once more
    place.close()
    other = again()
    assert other.newest() == (5, kept[4])
    assert [other.read(number) for number in (1, 3, 5, 6)] == [kept[0], kept[2], kept[4], None]
    with pytest.raises(Taken) as taken:
        other.put(5, b"another")
    assert (taken.value.number, other.newest()) == (5, (5, kept[4]))
    other.put(6, b"six")
    assert [stored for _, stored in again().stored()] == [*kept, b"six"]
    other.close()


def _closed() -> int:
    """A port at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def test_a_place_that_is_away_says_so(tmp_path: Path) -> None:
    port = _closed()
    away: list[Place] = [
        Directory(tmp_path / "unmounted"),
        Address(f"http://127.0.0.1:{port}"),
        Topic(Broker(servers=f"127.0.0.1:{port}"), "anchors"),
    ]
    for place in away:
        for asked in (place.newest, lambda place=place: place.put(1, b"x"), lambda place=place: list(place.stored())):
            with pytest.raises(Away) as told:
                asked()
            assert (told.value.place, bool(told.value.why)) == (place.name, True)
    assert not (tmp_path / "unmounted").exists()


@pytest.mark.kafka
def test_a_topic_of_more_partitions_is_refused(kafka_servers: str, topics_prefix: str) -> None:
    broker = Broker(servers=kafka_servers, prefix=topics_prefix)
    admin = Admin(broker)
    admin.create("spread", 2, 1, {})
    admin.close()
    for topic, why in (("spread", f"{PARTITIONS} 2"), ("absent", NO_TOPIC)):
        with pytest.raises(Away, match=why):
            Topic(broker, topic).newest()


def test_a_topic_that_was_just_made_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brokers tell of it without its partitions for a moment; of one that is not there that is all they ever say."""
    clock = [0.0]
    monkeypatch.setattr("warning.streams.anchored.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("warning.streams.anchored.time.sleep", lambda seconds: clock.append(clock.pop() + seconds))
    admin = create_autospec(Admin, instance=True)
    admin.partitions.side_effect = [{}, {"a": 0}, {"a": 1}]
    place = Topic(Broker(servers="b:1"), "a")
    assert place._partitions(admin) == 1
    assert 0 < clock[0] < anchored.JUST_MADE
    admin.partitions.side_effect = lambda _: {}
    assert place._partitions(admin) == 0
    assert clock[0] > anchored.JUST_MADE


def test_a_directory_keeps_no_half_files_and_lets_nobody_write(tmp_path: Path) -> None:
    Directory(tmp_path).put(1, b"x")
    (file,) = tmp_path.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (NAME.format(number=1), 0o444)


@pytest.mark.parametrize("name", ["7.json", "00000000\u00b2.json", "\u0661.json", "0000000009.json", "notes.json"])
def test_a_file_that_is_no_anchor_is_not_the_newest(tmp_path: Path, name: str) -> None:
    place = Directory(tmp_path)
    place.put(1, b"x")
    (tmp_path / name).write_bytes(b"y")
    assert place.newest() == (1, b"x")


def test_an_address_says_who_we_are_and_what_it_answered() -> None:
    with serving("let-me-in") as (url, store):
        with pytest.raises(Away, match="HTTP 401"):
            Address(url).put(1, b"x")
        place = Address(url, "let-me-in")
        store.refuses += [503]
        with pytest.raises(Away, match="HTTP 503"):
            place.put(1, b"x")
        place.put(1, b"x")
        assert place.newest() == (1, b"x")
    with pytest.raises(ValueError, match="ftp"):
        Address("ftp://host")


def test_an_address_is_read_beyond_a_hole() -> None:
    with serving() as (url, store):
        place = Address(url)
        for number in (1, 2, 3 + AHEAD):
            place.put(number, b"%d" % number)
        assert [stored for _, stored in place.stored()] == [b"1", b"2", b"%d" % (3 + AHEAD)]
        assert len(store.kept) == 3


class _Elsewhere(BaseHTTPRequestHandler):
    """Answers every request in one way, and remembers who came."""

    status, body, to = 200, b"", ""
    came: ClassVar[list[str | None]]

    def do_GET(self) -> None:
        self.came.append(self.headers["Authorization"])
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.send_response(self.status)
        if self.to:
            self.send_header("Location", self.to)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def do_PUT(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Nobody listens."""


@contextmanager
def _answering(status: int, body: bytes = b"", to: str = "") -> Iterator[tuple[str, list[str | None]]]:
    given = {"status": status, "body": body, "to": to, "came": []}
    handler = type("Own", (_Elsewhere,), given)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/a", given["came"]  # type: ignore[misc]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_address_that_leads_elsewhere_is_not_followed(status: int) -> None:
    with _answering(200, b"x") as (other, came), _answering(status, to=other) as (url, _):
        place = Address(url, "secret")
        for asked in (place.newest, lambda: place.put(1, b"x"), lambda: list(place.stored())):
            with pytest.raises(Away, match=f"{REDIRECTS} {other}") as told:
                asked()
            assert other in why_away(told.value, "en")
        assert came == []


def test_an_address_that_answers_everything_is_no_place() -> None:
    with _answering(200, b"<html>") as (url, came):
        for asked in (Address(url).newest, lambda: list(Address(url).stored())):
            with pytest.raises(Away, match=EVERYTHING):
                asked()
        assert len(came) < 50


def test_what_was_put_is_read_back() -> None:
    with _answering(200, b"another") as (url, _), pytest.raises(Taken):
        Address(url).put(1, b"x")
    with serving() as (url, store):
        store.refuses += [201]
        with pytest.raises(Away, match=LOST):
            Address(url).put(1, b"x")
