"""What no file of the repository may name: a machine's own paths, and the hosts packages came from."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator

from tests.architecture.source import ROOT

MACHINE = re.compile(r"(?<![\w.~*-])/(?:work|root|farm|opt/wheels|home/\w[\w.-]*|Users/\w[\w.-]*)(?:/|\b)(?![\w-])")
"""A directory that exists on one machine only."""
REGISTRY = re.compile(
    r"\b(?:(?:[\w-]+\.)*pypi\.org|(?:[\w-]+\.)*pythonhosted\.org|(?:[\w-]+\.)*crates\.io|registry\.npmjs\.org"
    r"|registry\.yarnpkg\.com|proxy\.golang\.org|repo1?\.maven\.(?:apache\.)?org|(?:[\w-]+\.)*debian\.org"
    r"|(?:[\w-]+\.)*pypi\.[\w.-]+|mirrors?\.[\w-]+\.[\w.-]+)",
    re.IGNORECASE,
)
"""A host that packages are fetched from: which one is the installer's affair."""
LOCK = "uv.lock"
"""The one file that names hosts, because uv writes them: only the public ones (``test_lock``)."""


def unportable(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Each machine path and registry host in (path, text) pairs."""
    return [finding for path, text in texts for finding in _of(path, text)]


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Path and text of every file that is tracked, or would be by ``git add .``; what is not text is left out.

    The text of a link is where it leads.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for path in sorted(listed.stdout.decode().split("\0")):
        if path and (ROOT / path).is_symlink():
            yield path, str((ROOT / path).readlink())
        elif path and (ROOT / path).is_file():
            try:
                yield path, (ROOT / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def _of(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := MACHINE.search(line):
            yield f"{path}:{number}: a path of one machine: {found[0]}"
        if path != LOCK and (found := REGISTRY.search(line)):
            yield f"{path}:{number}: a registry's host: {found[0]}"
