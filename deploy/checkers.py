#!/usr/bin/env python3
"""The outside checkers of what lies in deploy/ and schemas/, in .tools/checkers: helm, promtool, AsyncAPI's parser.

Nothing is installed into the system and nothing is started. This needs Python 3.11 and nothing else.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
TO: Final = HERE.parent / ".tools" / "checkers"
HELM: Final = "v3.22.0"
"""Go's checksum database vouches for it."""
OLDEST_GO: Final = "1.24"
PROMETHEUS: Final = "prometheus"
"""Debian's package that holds promtool; it is unpacked, not installed: its service is nobody's here."""
LOCK: Final = "package-lock.json"
NODE: Final = "nodejs"
"""Debian's package of it, where there is none."""


class Cannot(Exception):
    """What cannot be done, and what to do about it."""


def main() -> int:
    """Do what the command line asks; 1 if it cannot be done."""
    parser = argparse.ArgumentParser(prog="checkers.py", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="install what is missing (Debian, Ubuntu)")
    parser.parse_args()
    TO.mkdir(parents=True, exist_ok=True)
    try:
        with _alone():
            _helm()
            _promtool()
            _parser()
    except (Cannot, OSError) as why:
        print(f"checkers: {why}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time, as all that installs for one checkout."""
    with (TO / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _helm() -> None:
    """Build it from its module; Go's own cache stays where it is."""
    made = TO / "helm"
    if made.exists() and (TO / "helm.version").read_text() == HELM:
        return
    go = shutil.which("go")
    if go is None:
        raise Cannot(f"helm is built with Go {OLDEST_GO} or later, and there is no go on the PATH")
    _run([go, "install", f"helm.sh/helm/v3/cmd/helm@{HELM}"], GOBIN=str(TO))
    (TO / "helm.version").write_text(HELM)


def _promtool() -> None:
    """Take it out of Debian's package, without installing that."""
    if (TO / "promtool").exists():
        return
    _needs("apt-get", "dpkg-deb")
    with tempfile.TemporaryDirectory(dir=TO) as scratch:
        fetch = ["apt-get", "download", PROMETHEUS]
        if subprocess.run(fetch, cwd=scratch, stdout=sys.stderr, check=False).returncode != 0:
            _run(["apt-get", "update"])
            _run(fetch, directory=Path(scratch))
        package = next(Path(scratch).glob("*.deb"))
        _run(["dpkg-deb", "--extract", str(package), scratch])
        (Path(scratch) / "usr" / "bin" / "promtool").replace(TO / "promtool")


def _parser() -> None:
    """Install AsyncAPI's parser as its lock says; no script of a package is run."""
    wanted = HERE / "checkers" / LOCK
    made = TO / LOCK
    if (TO / "parser.made").exists() and made.read_bytes() == wanted.read_bytes():
        return
    if shutil.which("npm") is None:
        _needs("apt-get")
        _run(["apt-get", "update"])
        _run(["apt-get", "install", "--yes", "--no-install-recommends", NODE, "npm"])
    (TO / "parser.made").unlink(missing_ok=True)
    for name in ("package.json", LOCK):
        shutil.copyfile(HERE / "checkers" / name, TO / name)
    _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], directory=TO)
    (TO / "parser.made").touch()


def _needs(*programs: str) -> None:
    for name in programs:
        if shutil.which(name) is None:
            raise Cannot(f"no {name} here: promtool and node come from Debian's packages; put them into {TO}")


def _run(words: list[str], directory: Path | None = None, **settings: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", **settings}
    # What they say is for whoever waits; stdout is for answers.
    done = subprocess.run(words, env=environment, cwd=directory, stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise Cannot(f"{' '.join(words)} failed; its messages are above")


if __name__ == "__main__":
    sys.exit(main())
