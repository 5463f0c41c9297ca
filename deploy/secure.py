#!/usr/bin/env python3
"""What a server for trials needs to be spoken to in secret: an authority, the certificates it signs, a password.

``deploy/kafka.py`` and ``deploy/postgresql.py`` run this for their directories, in whose ``secrets`` all of it lies;
without that nothing is secured. Python and the program ``openssl``, nothing else.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import socket
import ssl
import struct
import subprocess
import sys
from pathlib import Path
from typing import Final

ADDRESS: Final = "127.0.0.1"
USER: Final = "warning"
"""Whom the brokers know, by the password in the directory's file ``password``."""
CURVE: Final = "ec_paramgen_curve:P-256"
DAYS: Final = "3650"
EXTENSIONS: Final = f"""\
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signed]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = IP:{ADDRESS}, DNS:localhost
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""
SETTINGS: Final = Path(__file__).resolve().parent / "kafka.secure.properties"
HANDSHAKE, AUTHENTICATE, METADATA = 17, 36, 3
"""The numbers of Kafka's requests."""


class Cannot(Exception):
    """What cannot be done, and what to do about it."""


def main() -> int:
    """Do what the command line asks; 1 if it cannot be done."""
    parser = argparse.ArgumentParser(prog="secure.py", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, numbers, what in (
        ("make", (), "make ca.pem, server.pem, client.pem, their keys and a password"),
        ("settings", ("port", "controller"), "print what the settings of a broker say besides"),
        ("users", (), "print how a broker's users are made with its storage"),
        ("sees", ("port",), "print how many brokers a secured one knows"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("directory", metavar="DIR", type=Path)
        for number in numbers:
            command.add_argument(number, type=int)
    asked = parser.parse_args()
    try:
        _do(asked)
    except (Cannot, OSError, struct.error) as why:
        print(f"secure: {why}", file=sys.stderr)
        return 1
    return 0


def _do(asked: argparse.Namespace) -> None:
    directory = asked.directory / "secrets"
    if asked.command == "make":
        make(asked.directory, directory)
    elif asked.command == "sees":
        print(seen(directory, asked.port))
    elif directory.exists():
        lines = users(directory) if asked.command == "users" else [settings(directory, asked.port, asked.controller)]
        print("\n".join(lines), end="")


def make(top: Path, directory: Path) -> None:
    """Make what is missing: an authority, a certificate for the server and one for a client, and a password.

    Raises:
        Cannot: a server was made there without, there is no ``openssl``, or it failed.
    """
    if not directory.exists() and any((top / name).exists() for name in ("nodes", "data")):
        raise Cannot(f"{top}: what was made here is not secured; give another directory")
    program = shutil.which("openssl")
    if program is None:
        raise Cannot(
            "openssl is not installed; install it with this system's own means (Debian: apt-get install openssl)"
        )
    os.umask(0o077)
    directory.mkdir(exist_ok=True)
    extensions = directory / "openssl.cnf"
    extensions.write_text(EXTENSIONS)
    for name in ("ca", "server", "client"):
        if not (directory / f"{name}.pem").exists():
            _certificate(program, directory, extensions, name)
    parts = (directory / name for name in ("server.key", "server.pem", "ca.pem"))
    (directory / "keys.pem").write_text("".join(part.read_text() for part in parts))
    for name in ("password", "broker.password"):
        if not (directory / name).exists():
            (directory / name).write_text(f"{secrets.token_urlsafe(24)}\n")
    owner = top.stat()
    for path in (directory, *directory.iterdir()):  # whom a server runs as that root has started
        os.chown(path, owner.st_uid, owner.st_gid)


def _certificate(program: str, directory: Path, extensions: Path, name: str) -> None:
    aside = directory / f"{name}.new"
    kind = "authority" if name == "ca" else "signed"
    signed: list[str | Path] = [] if name == "ca" else ["-CA", directory / "ca.pem", "-CAkey", directory / "ca.key"]
    words: list[str | Path] = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        CURVE,
        "-noenc",
        "-days",
        DAYS,
        "-config",
        extensions,
    ]
    named = ["-extensions", kind, "-subj", f"/CN=loan-warning {name}"]
    files: list[str | Path] = ["-keyout", directory / f"{name}.key", "-out", aside]
    done = subprocess.run([program, *words, *named, *signed, *files], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Cannot(f"{directory}: openssl req failed (3.0 or later is needed):\n{done.stderr}")
    aside.rename(directory / f"{name}.pem")


def settings(directory: Path, port: int, controller: int) -> str:
    """What the settings of a secured broker say besides (``kafka.secure.properties``)."""
    inside, outside = (_secret(directory, name) for name in ("broker.password", "password"))
    where = {"address": ADDRESS, "port": port, "controller": controller}
    files = {"keys": directory / "keys.pem", "trusted": directory / "ca.pem"}
    return SETTINGS.read_text().format(inside=inside, outside=outside, user=USER, **where, **files)


def users(directory: Path) -> list[str]:
    """How the user is made with a broker's storage, for either kind of SCRAM."""
    secret = _secret(directory, "password")
    made = (f"{kind}=[name={USER},password={secret}]" for kind in ("SCRAM-SHA-256", "SCRAM-SHA-512"))
    return [word for each in made for word in ("--add-scram", each)]


def _secret(directory: Path, name: str) -> str:
    return (directory / name).read_text().strip()


def seen(directory: Path, port: int) -> int:
    """How many brokers one knows: Kafka's own requests, as a client's first; over TLS and as ``USER`` if it is secured.

    Raises:
        OSError, struct.error: it does not answer.
        Cannot: it refuses the password.
    """
    with socket.create_connection((ADDRESS, port), timeout=5) as asking:
        if not directory.exists():
            return _known(asking)
        context = ssl.create_default_context(cafile=directory / "ca.pem")
        with context.wrap_socket(asking, server_hostname=ADDRESS) as secured:
            _ask(secured, HANDSHAKE, 1, struct.pack(">h5s", 5, b"PLAIN"))
            token = f"\0{USER}\0{_secret(directory, 'password')}".encode()
            answer = _ask(secured, AUTHENTICATE, 0, struct.pack(">i", len(token)) + token)
            if struct.unpack_from(">h", answer) != (0,):
                raise Cannot(f"{ADDRESS}:{port}: the password of {directory} is refused")
            return _known(secured)


def _known(asking: socket.socket) -> int:
    return int(struct.unpack_from(">i", _ask(asking, METADATA, 1, struct.pack(">i", 0)))[0])


def _ask(asking: socket.socket, kind: int, version: int, body: bytes) -> bytes:
    """One request without a client's name; the answer behind its number."""
    request = struct.pack(">hhih", kind, version, 0, -1) + body
    asking.sendall(struct.pack(">i", len(request)) + request)
    with asking.makefile("rb") as answer:
        (size,) = struct.unpack(">i", answer.read(4))
        return answer.read(size)[4:]


if __name__ == "__main__":
    sys.exit(main())
