#!/usr/bin/env python3
"""A PostgreSQL server of one's own for tests and trials: installed from Debian's packages, started in a directory.

It listens on 127.0.0.1 and on a socket in its directory, belongs to an unprivileged user, and asks for a password,
which is made up and kept in the directory; with ``--secure`` it is spoken to over TLS only (``secure.py``). Commits
last (fsync). Not for a bank's production.

This needs Python 3.11 only: it runs before there is a virtual environment.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

USER: Final = "loanwarning"
"""Whom the server runs as, when root starts it: PostgreSQL refuses to run as root."""
OWNER: Final = "postgres"
ADDRESS: Final = "127.0.0.1"
OLDEST: Final = 15
"""Debian 12's. The first whose clusters can order text by ICU throughout, as a Chinese bank's may."""
DEBIAN: Final = Path("/usr/lib/postgresql")
CREATE_CLUSTER: Final = Path("/etc/postgresql-common/createcluster.conf")
PROGRAMS: Final = ("initdb", "pg_ctl", "pg_isready", "postgres")
LONGEST_SOCKET: Final = 107
"""Bytes of a socket's path that Linux takes."""
WAIT_S: Final = 60
TRIES: Final = 5
"""How often another port is tried, when someone takes the free one first."""
INSTALL: Final = "python3 deploy/postgresql.py install"
SECURE: Final = Path(__file__).resolve().parent / "secure.py"
SETTINGS: Final = Path(__file__).resolve().parent / "postgresql.settings"
SECURED: Final = Path(__file__).resolve().parent / "postgresql.secure.settings"


class Cannot(Exception):
    """What cannot be done, and what to do about it."""


class Place:
    """The directory of a server, and what lies in it."""

    def __init__(self, directory: Path) -> None:
        self.top = directory.resolve()
        self.data = self.top / "data"
        self.settings = self.data / "warning.conf"
        self.password = self.top / "password"
        self.url = self.top / "url"
        self.log = self.top / "log"
        self.lock = self.top / "lock"
        self.secrets = self.top / "secrets"  # not there: it may be spoken to in the clear

    def port(self) -> int | None:
        """The port it was last started on; nothing if it never was."""
        found = (
            re.search(r"^port = (\d+)$", self.settings.read_text(), re.MULTILINE) if self.settings.exists() else None
        )
        return int(found[1]) if found else None


def main() -> int:
    """Do what the command line asks; 1 if it cannot be done."""
    asked = _arguments()
    try:
        if asked.command == "install":
            install()
        else:
            place = Place(asked.directory)
            with _alone(place, make=asked.command == "start"):
                _on(place, asked)
    except (Cannot, OSError) as why:
        print(f"postgresql: {why}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="postgresql.py", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="install the server where it is missing (Debian, Ubuntu; as root)")
    for name, what in (
        ("start", "start it, made on first use; prints its URL"),
        ("stop", "stop it; what it holds stays"),
        ("restart", "stop and start it on the same port"),
        ("url", "print the URL of a running server"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("directory", metavar="DIR", type=Path)
        if name == "start":
            command.add_argument("--secure", action="store_true", help="on first use: TLS only (DIR/secrets/ca.pem)")
        if name == "restart":
            command.add_argument("--immediate", action="store_true", help="as if the machine had failed: recover")
    return parser.parse_args()


def _on(place: Place, asked: argparse.Namespace) -> None:
    if asked.command == "start":
        print(start(place, secure=asked.secure))
    elif asked.command == "stop":
        stop(place)
    elif asked.command == "restart":
        print(restart(place, immediate=asked.immediate))
    else:
        print(url(place))


def install() -> None:
    """Install the server from the distribution's packages; where it is there already, nothing happens.

    Raises:
        Cannot: there is no apt-get, this is not root, or the installation failed.
    """
    if _installed() is not None:
        return
    apt = shutil.which("apt-get")
    if apt is None:
        raise Cannot(f"no apt-get here: install PostgreSQL {OLDEST} or later with this system's own means")
    if os.geteuid() != 0:
        raise Cannot(f"PostgreSQL {OLDEST} or later is missing; install it as root: sudo {INSTALL}")
    _no_cluster_of_its_own()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "postgresql"]):
        # What apt-get says is told to whoever waits, but stdout is for answers.
        if subprocess.run([apt, *words], env=environment, stdout=sys.stderr, check=False).returncode != 0:
            raise Cannot(f"apt-get {' '.join(words)} failed; its messages are above")
    programs()


def programs() -> Path:
    """The directory of the server's programs, of the newest version there is.

    Raises:
        Cannot: there are none, or only old ones.
    """
    found = _installed()
    if found is None:
        raise Cannot(f"PostgreSQL {OLDEST} or later is not installed; this installs it: {INSTALL}")
    return found


def start(place: Place, *, secure: bool = False) -> str:
    """Start the server and wait until it answers; its URL. One that runs already is left alone.

    Raises:
        Cannot: it is not installed, the directory cannot be used, or it does not start.
    """
    bin_ = programs()
    if secure:
        _certify(place)
    if not _runs(bin_, place):
        _check_sockets(place)
        if not place.data.exists():
            _make(bin_, place)
        _launch(bin_, place)
    return _answering(bin_, place)


def stop(place: Place) -> None:
    """Stop the server, connections and all; one that does not run is left alone.

    Raises:
        Cannot: it does not stop.
    """
    bin_ = programs()
    if _runs(bin_, place):
        _control(bin_, place, "stop", "-m", "fast")
    place.url.unlink(missing_ok=True)


def restart(place: Place, *, immediate: bool = False) -> str:
    """Stop and start the server on the same port; ``immediate`` kills it, so that it recovers from its log.

    Raises:
        Cannot: it was never started, or does not come back.
    """
    bin_ = programs()
    if place.port() is None:
        raise Cannot(f"{place.top}: no server was started here")
    if _runs(bin_, place):
        _control(bin_, place, "stop", "-m", "immediate" if immediate else "fast")
    _control(bin_, place, "start", "-l", str(place.log))
    return _answering(bin_, place)


def url(place: Place) -> str:
    """The URL of the running server, password and all.

    Raises:
        Cannot: it does not run.
    """
    if not place.url.exists() or not _runs(programs(), place):
        raise Cannot(f"{place.top}: no server runs here; start it with: python3 deploy/postgresql.py start {place.top}")
    return place.url.read_text().strip()


def _installed() -> Path | None:
    debian = [path for path in DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    found = sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    if elsewhere := shutil.which("postgres"):
        found.append(Path(elsewhere).resolve().parent)
    return next((path for path in found if _usable(path)), None)


def _usable(directory: Path) -> bool:
    if not all(os.access(directory / name, os.X_OK) for name in PROGRAMS):
        return False
    said = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\b(\d+)", said)
    return version is not None and int(version[1]) >= OLDEST


def _no_cluster_of_its_own() -> None:
    """Debian's package would start a server on 5432 at once: nobody asked for that one."""
    if not CREATE_CLUSTER.exists():
        CREATE_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        CREATE_CLUSTER.write_text("create_main_cluster = false\n")


@contextmanager
def _alone(place: Place, *, make: bool) -> Iterator[None]:
    """One at a time in a directory: two that start a server there get the same one."""
    if make:
        _own_directory(place)
    elif not place.top.is_dir():
        raise Cannot(f"{place.top}: no such directory")
    with place.lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _own_directory(place: Place) -> None:
    user = _user()
    if not place.top.exists():
        place.top.mkdir(parents=True, mode=0o700)
    if user is None:
        return
    if not place.data.exists() and place.top.stat().st_uid != user.pw_uid:
        if any(place.top.iterdir()):
            raise Cannot(f"{place.top}: not empty, and no server was made here; give another directory")
        os.chown(place.top, user.pw_uid, user.pw_gid)
    if _as_user(["test", "-w", str(place.top)], place.top.anchor).returncode != 0:
        raise Cannot(f"{place.top}: user {USER} cannot get there; give a directory below one that all may enter")


def _user() -> pwd.struct_passwd | None:
    """Whom the server runs as; nothing for whoever runs this. Made on first use."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        pass
    words = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
    made = subprocess.run(words, capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(USER)  # another process may have made it meanwhile
    except KeyError:
        raise Cannot(f"{' '.join(words)}: {made.stderr.strip()}") from None


def _as_user(words: Sequence[str | Path], directory: Path | str) -> subprocess.CompletedProcess[str]:
    """Run a program as the unprivileged user, without settings of whoever runs this (PGDATA, PGPORT …)."""
    user = _user()
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(directory)}
    return subprocess.run(
        list(words),
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=user and [],
    )


def _check_sockets(place: Place) -> None:
    longest = os.fsencode(place.top / ".s.PGSQL.65535.lock")
    if len(longest) > LONGEST_SOCKET:
        raise Cannot(f"{place.top}: too long a path for a socket; give a shorter one")


def _make(bin_: Path, place: Place) -> None:
    """A new cluster: made aside and moved when whole, so that an interrupted one is not taken for one."""
    aside = place.top / "data.new"
    shutil.rmtree(aside, ignore_errors=True)
    _secret(place, place.password, secrets.token_urlsafe(24))
    words = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh"]
    guarded = ["--auth-host=scram-sha-256", "--auth-local=scram-sha-256"]
    whose = [f"--username={OWNER}", f"--pwfile={place.password}"]
    made = _as_user([bin_ / "initdb", f"--pgdata={aside}", *words, *guarded, *whose], place.top)
    if made.returncode != 0:
        raise Cannot(f"{place.top}: no database cluster can be made here: {made.stderr.strip()}")
    with (aside / "postgresql.conf").open("a") as configuration:
        configuration.write(f"include = '{place.settings.name}'\n")
    if place.secrets.exists():
        guards = (aside / "pg_hba.conf").read_text()
        _secret(place, aside / "pg_hba.conf", re.sub(r"^host\b", "hostssl", guards, flags=re.MULTILINE))
    aside.rename(place.data)


def _certify(place: Place) -> None:
    done = subprocess.run([sys.executable, SECURE, "make", place.top], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Cannot(done.stderr.strip())


def _launch(bin_: Path, place: Place) -> None:
    """Start it on its former port if that is still free, else on another."""
    ports = [place.port(), *(None for _ in range(TRIES))]
    for former in ports:
        port = _free(former)
        sockets = str(place.top).replace("'", "''")
        told = SETTINGS.read_text() + (SECURED.read_text() if place.secrets.exists() else "")
        _secret(place, place.settings, told.format(address=ADDRESS, port=port, sockets=sockets))
        started = _asked(bin_, place, "start", "-l", str(place.log))
        if started.returncode == 0:
            return
        if _free(port) == port:  # nobody took it: another port will not help
            break
    raise Cannot(f"{place.top}: the server does not start; the end of {place.log}:\n{_end(place.log)}")


def _free(wanted: int | None) -> int:
    """A free port of the loopback address: the wanted one if it is."""
    for port in (wanted or 0, 0):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((ADDRESS, port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    raise Cannot(f"{ADDRESS}: no free port")


def _answering(bin_: Path, place: Place) -> str:
    """The URL, once the server answers there."""
    port = place.port()
    until = time.monotonic() + WAIT_S
    while _as_user([bin_ / "pg_isready", "-h", ADDRESS, "-p", str(port)], place.top).returncode != 0:
        if time.monotonic() > until:
            raise Cannot(f"{ADDRESS}:{port}: no answer within {WAIT_S} s; the end of {place.log}:\n{_end(place.log)}")
        time.sleep(0.1)
    found = f"postgresql://{OWNER}:{place.password.read_text().strip()}@{ADDRESS}:{port}/postgres"
    if place.secrets.exists():
        found += f"?sslmode=verify-full&sslrootcert={quote(str(place.secrets / 'ca.pem'))}"
    _secret(place, place.url, found)
    return found


def _runs(bin_: Path, place: Place) -> bool:
    return place.data.exists() and _asked(bin_, place, "status").returncode == 0


def _control(bin_: Path, place: Place, *words: str) -> None:
    done = _asked(bin_, place, *words)
    if done.returncode != 0:
        raise Cannot(f"{place.top}: {' '.join(words[:1])} failed: {done.stderr.strip()}\n{_end(place.log)}")


def _asked(bin_: Path, place: Place, *words: str) -> subprocess.CompletedProcess[str]:
    command, *options = words
    waiting = [] if command == "status" else ["-w", "-t", str(WAIT_S)]
    return _as_user([bin_ / "pg_ctl", command, "-D", place.data, *waiting, *options], place.top)


def _secret(place: Place, path: Path, content: str) -> None:
    """Write a file that only the server's user (and root) may read, whole or not at all."""
    aside = path.with_name(f"{path.name}.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{content.rstrip()}\n")
    owner = place.top.stat()
    os.chown(aside, owner.st_uid, owner.st_gid)
    aside.replace(path)


def _end(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else "(there is none)"


if __name__ == "__main__":
    sys.exit(main())
