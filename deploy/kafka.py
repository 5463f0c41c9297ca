#!/usr/bin/env python3
"""Apache Kafka of one's own for tests and trials: its jars taken from Maven, one broker or three in a directory.

The brokers listen on 127.0.0.1 only, are controllers, too (KRaft), and ask nobody who they are; with ``--secure`` they
are spoken to over TLS with a password (``secure.py``). Not for a bank's production.

This needs Python 3.11 only: it runs before there is a virtual environment.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
POM: Final = HERE / "kafka.pom.xml"
DIGESTS: Final = HERE / "kafka.sha256"
JARS: Final = HERE.parent / ".tools" / "kafka"
"""Where the jars lie once they are installed."""
COPY: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
PACKAGES: Final = {"java": "openjdk-17-jre-headless", "mvn": "maven", "openssl": "openssl"}
"""Debian's package of each program that is needed; Maven only where jars are missing."""
ADDRESS: Final = "127.0.0.1"
OLDEST_JAVA: Final = 17
HEAP: Final = ("-Xms128m", "-Xmx512m")
WAIT_S: Final = 60
STOP_S: Final = 20
"""How long a broker may take to end; then it is killed."""
INSTALL: Final = "python3 deploy/kafka.py install"
SETTINGS: Final = HERE / "kafka.properties"
SECURE: Final = HERE / "secure.py"


class Cannot(Exception):
    """What cannot be done, and what to do about it."""


class Node(NamedTuple):
    """A broker and controller of a cluster: its number from 1, and its two ports."""

    number: int
    port: int
    controller: int


class Place:
    """The directory of a cluster, and what lies in it."""

    def __init__(self, directory: Path) -> None:
        self.top = directory.resolve()
        self.nodes = self.top / "nodes"
        """A line a broker: number, port, the controller's port."""
        self.lock = self.top / "lock"

    def known(self) -> list[Node]:
        """The brokers that were made here; none at first."""
        if not self.nodes.exists():
            return []
        return [Node(*map(int, line.split())) for line in self.nodes.read_text().splitlines()]

    def of(self, node: Node, name: str) -> Path:
        """A file or directory of one broker."""
        return self.top / f"broker-{node.number}" / name


def main() -> int:
    """Do what the command line asks; 1 if it cannot be done."""
    asked = arguments().parse_args()
    try:
        if asked.command == "install":
            install()
        else:
            place = Place(asked.directory)
            with _alone(place, make=asked.command == "start"):
                _on(place, asked)
    except (Cannot, OSError) as why:
        print(f"kafka: {why}", file=sys.stderr)
        return 1
    return 0


def arguments() -> argparse.ArgumentParser:
    """What the command line may ask."""
    parser = argparse.ArgumentParser(prog="kafka.py", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="install Java (Debian, Ubuntu; as root) and the broker's jars, where missing")
    for name, what in (
        ("start", "start the brokers that do not run, made on first use; prints where they are"),
        ("stop", "stop them; what they hold stays"),
        ("status", "print where they are, if all run"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("directory", metavar="DIR", type=Path)
        if name == "start":
            command.add_argument("--brokers", type=int, choices=(1, 3), help="how many, on first use (1)")
            command.add_argument("--secure", action="store_true", help="on first use: TLS and a password (DIR/secrets)")
        if name == "stop":
            command.add_argument("--broker", type=int, metavar="N", help="only this one")
            command.add_argument("--kill", action="store_true", help="as if the machine had failed")
    return parser


def _on(place: Place, asked: argparse.Namespace) -> None:
    if asked.command == "start":
        print(start(place, asked.brokers, secure=asked.secure))
    elif asked.command == "stop":
        stop(place, asked.broker, kill=asked.kill)
    else:
        print(status(place))


# --- what it runs on


def install() -> None:
    """Install Java from the distribution's packages and the jars from Maven; what is there already is left alone.

    Raises:
        Cannot: there is no apt-get, this is not root, or the installation failed.
    """
    whole = not wrong_jars(JARS)
    missing = [PACKAGES[name] for name in PACKAGES if shutil.which(name) is None and not (name == "mvn" and whole)]
    if missing:
        _install_packages(missing)
    java()
    if whole:
        return
    aside = JARS.with_name(f"{JARS.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    words = ["mvn", "-B", "-q", "-f", str(POM), COPY, "-DincludeScope=runtime", f"-DoutputDirectory={aside}"]
    # What Maven says is told to whoever waits, but stdout is for answers.
    if subprocess.run(words, stdout=sys.stderr, check=False).returncode != 0:
        raise Cannot("Maven cannot get the broker's jars; its messages are above")
    if wrong := wrong_jars(aside):
        raise Cannot(f"these jars are not those of {DIGESTS.name}, and are not used: {', '.join(wrong)}")
    shutil.rmtree(JARS, ignore_errors=True)
    aside.rename(JARS)


def _install_packages(names: Sequence[str]) -> None:
    apt = shutil.which("apt-get")
    if apt is None:
        raise Cannot(f"no apt-get here: install {', '.join(names)} with this system's own means")
    if os.geteuid() != 0:
        raise Cannot(f"{', '.join(names)} missing; install as root: sudo {INSTALL}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
        if subprocess.run([apt, *words], env=environment, stdout=sys.stderr, check=False).returncode != 0:
            raise Cannot(f"apt-get {' '.join(words)} failed; its messages are above")


def wrong_jars(directory: Path) -> list[str]:
    """The jars of a directory that are missing, more than there should be, or not what their digest says."""
    wanted = {name: digest for digest, name in map(str.split, DIGESTS.read_text().splitlines())}
    found = {path.name: path for path in directory.glob("*")}
    differ = {
        name
        for name in wanted.keys() & found.keys()
        if hashlib.sha256(found[name].read_bytes()).hexdigest() != wanted[name]
    }
    return sorted(differ | (wanted.keys() ^ found.keys()))


def java() -> str:
    """The program ``java``, new enough.

    Raises:
        Cannot: there is none, or an old one.
    """
    found = shutil.which("java")
    if found is not None:
        said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
        version = re.search(r'version "(\d+)', said)
        if version is not None and int(version[1]) >= OLDEST_JAVA:
            return found
    raise Cannot(f"Java {OLDEST_JAVA} or later is not installed; this installs it: {INSTALL}")


# --- brokers


def start(place: Place, brokers: int | None = None, *, secure: bool = False) -> str:
    """Start the brokers that do not run and wait until all answer; where they are, as clients are told.

    Raises:
        Cannot: it is not installed, another number was made here, or they do not start.
    """
    program = java()
    if wrong := wrong_jars(JARS):
        raise Cannot(f"{JARS}: jars are missing or wrong ({len(wrong)}); this installs them: {INSTALL}")
    if secure:
        _secure("make", place.top)
    nodes = place.known() or _make(place, program, brokers or 1)
    if brokers not in (None, len(nodes)):
        raise Cannot(f"{place.top}: {len(nodes)} brokers were made here, not {brokers}; give another directory")
    for node in nodes:
        if running(place, node) is None:
            _launch(place, program, node)
    _wait(place, nodes)
    return servers(nodes)


def stop(place: Place, number: int | None = None, *, kill: bool = False) -> None:
    """Stop all brokers, or one; one that does not run is left alone. ``kill``: at once (SIGKILL).

    Raises:
        Cannot: there is no such broker.
    """
    meant = [node for node in place.known() if number in (None, node.number)]
    if number is not None and not meant:
        raise Cannot(f"{place.top}: there is no broker {number}")
    told = [(node, process) for node in meant if (process := running(place, node)) is not None]
    until = time.monotonic() + STOP_S
    for _, process in told:
        os.kill(process, signal.SIGKILL if kill else signal.SIGTERM)
    for node, process in told:
        while running(place, node) == process:
            if time.monotonic() > until:  # a controller that has lost its majority waits for it
                os.kill(process, signal.SIGKILL)
            time.sleep(0.05)
        place.of(node, "pid").unlink(missing_ok=True)


def status(place: Place) -> str:
    """Where the brokers are.

    Raises:
        Cannot: not all run.
    """
    nodes = place.known()
    down = [str(node.number) for node in nodes if running(place, node) is None or not _sees(place, node, len(nodes))]
    if down or not nodes:
        which = f"broker {', '.join(down)} does not answer" if down else "no broker was made here"
        raise Cannot(f"{place.top}: {which}; start with: python3 deploy/kafka.py start {place.top}")
    return servers(nodes)


def servers(nodes: Sequence[Node]) -> str:
    """``host:port,…`` as clients are told."""
    return ",".join(f"{ADDRESS}:{node.port}" for node in nodes)


def plan(ports: Sequence[int]) -> list[Node]:
    """The brokers of a cluster, of twice as many free ports."""
    return [Node(number, *ports[2 * number - 2 : 2 * number]) for number in range(1, len(ports) // 2 + 1)]


def settings(node: Node, nodes: Sequence[Node], data: Path) -> str:
    """What ``server.properties`` of one broker says."""
    return SETTINGS.read_text().format(
        node=node.number,
        voters=",".join(f"{each.number}@{ADDRESS}:{each.controller}" for each in nodes),
        address=ADDRESS,
        port=node.port,
        controller=node.controller,
        data=data,
        copies=len(nodes),
        insync=len(nodes) // 2 + 1,
    )


def _make(place: Place, program: str, brokers: int) -> list[Node]:
    """Lay out a cluster and format its storage; what was half made is made again."""
    nodes = plan(_free(2 * brokers))
    # An id that began with a dash would be taken for an option.
    cluster = base64.urlsafe_b64encode(b"\0" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
    for node in nodes:
        directory = place.of(node, "")
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        told = place.of(node, "server.properties")
        told.touch(mode=0o600)
        secured = _secure("settings", place.top, str(node.port), str(node.controller))
        told.write_text(settings(node, nodes, place.of(node, "data")) + secured)
        words = [*_java(program), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(told)]
        words += _secure("users", place.top).splitlines()
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Cannot(f"{place.top}: storage cannot be formatted:\n{done.stdout}{done.stderr}")
    lines = (" ".join(map(str, node)) for node in nodes)
    place.nodes.write_text("".join(f"{line}\n" for line in lines))
    return nodes


def _secure(*words: str | Path) -> str:
    """What ``secure.py`` answers."""
    done = subprocess.run([sys.executable, SECURE, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Cannot(done.stderr.strip())
    return done.stdout


def _java(program: str) -> list[str]:
    level = "-Dorg.apache.logging.log4j.level=INFO"
    return [program, *HEAP, level, "-cp", f"{JARS}/*"]


def _launch(place: Place, program: str, node: Node) -> None:
    told = place.of(node, "server.properties")
    with place.of(node, "log").open("ab") as log:
        process = subprocess.Popen(
            [*_java(program), "kafka.Kafka", told],
            cwd=told.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # what is sent to our terminal is not for it
        )
    place.of(node, "pid").write_text(f"{process.pid}\n")


def running(place: Place, node: Node) -> int | None:
    """The process of a broker; None: it does not run. Another's that has got its number is not taken for it."""
    try:
        process = int(place.of(node, "pid").read_text())
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        threads = sum(1 for _ in Path(f"/proc/{process}/task").iterdir())
    except (OSError, ValueError, IndexError):  # it ends just now
        return None
    # Just started, it has no words yet: Popen returns while the kernel is still about to give them to it.
    ours = words == [b""] or os.fsencode(place.of(node, "server.properties")) in words
    if ours and state == "Z" and threads > 1:
        return process  # its first thread has ended; the others still hold its port
    if ours and state == "Z":
        with suppress(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
        return None
    return process if ours else None


def _wait(place: Place, nodes: Sequence[Node]) -> None:
    """Until each broker knows of all."""
    until = time.monotonic() + WAIT_S
    for node in nodes:
        while not _sees(place, node, len(nodes)):
            log = place.of(node, "log")
            if running(place, node) is None:
                raise Cannot(f"broker {node.number} does not start; the end of {log}:\n{_end(log)}")
            if time.monotonic() > until:
                raise Cannot(f"broker {node.number}: no answer within {WAIT_S} s; the end of {log}:\n{_end(log)}")
            time.sleep(0.1)


def _sees(place: Place, node: Node, brokers: int) -> bool:
    """Whether a broker answers, and knows of so many."""
    with suppress(Cannot, OSError):
        # While it starts nobody listens: no process is needed to hear that, again and again.
        socket.create_connection((ADDRESS, node.port), timeout=5).close()
        return int(_secure("sees", place.top, str(node.port))) == brokers
    return False


def _free(number: int) -> list[int]:
    """So many free ports of the loopback address."""
    trials = [socket.socket() for _ in range(number)]
    try:
        for trial in trials:
            trial.bind((ADDRESS, 0))
        return [int(trial.getsockname()[1]) for trial in trials]
    finally:
        for trial in trials:
            trial.close()


@contextmanager
def _alone(place: Place, *, make: bool) -> Iterator[None]:
    """One at a time in a directory: two that start brokers there get the same ones."""
    if make:
        place.top.mkdir(parents=True, exist_ok=True)
        if not place.lock.exists() and any(place.top.iterdir()):
            raise Cannot(f"{place.top}: not empty, and no broker was made here; give another directory")
    elif not place.top.is_dir():
        raise Cannot(f"{place.top}: no such directory")
    with place.lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _end(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else "(there is none)"


if __name__ == "__main__":
    sys.exit(main())
