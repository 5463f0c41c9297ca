"""Bundles and archives come from others: a few packed bytes may be more than a machine has."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from tests.architecture.source import ROOT
from tests.audit.conftest import Kept
from tests.audit.test_format import program as program  # noqa: PLC0414 - a fixture
from warning.audit.verifier import archives, bundle, source
from warning.audit.verifier.anchor import LARGEST, Broken, read, stored_in
from warning.audit.verifier.archives import Wrong
from warning.audit.verifier.bundle import ANCHORS, EFFECTS, FRAMES, INBOX, JOURNAL, LARGEST_LINE, MANIFEST, Bundle
from warning.audit.verifier.chain import Effect, lane_of
from warning.audit.verifier.check import Grouped, verify
from warning.audit.verifier.findings import Report
from warning.audit.verifier.source import LARGE, Unreadable
from warning.audit.verifier.trail import in_directory

PART = gzip.compress(bytes(LARGEST_LINE), mtime=0)
"""Members of gzip one after the other are one file: 16 MiB of zeros each, without an end of a line."""
MIB = 1 << 20


def _bomb(directory: Path, name: str, times: int) -> None:
    """A file of so many times 16 MiB in the place of one of a bundle, of which the manifest knows."""
    packed = PART * times
    (directory / name).write_bytes(packed)
    _told(directory, name, packed)


def _told(directory: Path, name: str, packed: bytes) -> None:
    said = json.loads((directory / MANIFEST).read_bytes())
    (file,) = (one for one in said["files"] if one["path"] == name)
    file |= {"bytes": len(packed), "sha256": sha256(packed).hexdigest()}
    (directory / MANIFEST).write_text(json.dumps(said))


def _peak(directory: Path) -> tuple[Report, int]:
    """What verifying it finds, and the MiB it took at most."""
    tracemalloc.start()
    try:
        report = verify(Bundle(directory))
        return report, tracemalloc.get_traced_memory()[1] // MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", [JOURNAL.format(lane=6), EFFECTS.format(lane=6), INBOX, FRAMES])
def test_a_bomb_is_named_and_no_more_of_it_is_read_than_a_line_may_have(kept: Kept, name: str) -> None:
    _bomb(kept.bundle, name, 200)
    report, peak = _peak(kept.bundle)
    assert LARGE in {one.code for one in report.findings if one.name == name}
    assert peak < (160 if name == FRAMES else 64)


def test_a_bomb_of_the_control_lane_is_named(kept: Kept) -> None:
    lane = lane_of("c:rules")
    _bomb(kept.bundle, JOURNAL.format(lane=lane), 200)
    report, peak = _peak(kept.bundle)
    assert (lane, LARGE) in {(one.lane, one.code) for one in report.findings}
    assert peak < 64


def test_the_longest_line_is_read(kept: Kept) -> None:
    """To the byte, and not one more."""
    name = INBOX
    for more, code in ((0, "inbox"), (1, LARGE)):
        line = b'{"lane":0,"at":0,"told":"%s"}\n'
        text = line % (b"x" * (LARGEST_LINE - len(line) + 2 + more))
        packed = gzip.compress(text, 1)
        (kept.bundle / name).write_bytes(packed)
        _told(kept.bundle, name, packed)
        assert [one.code for one in verify(Bundle(kept.bundle)).findings] == [code]


def test_many_rule_books_are_not_kept_together(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line may be read; all of them are not."""
    monkeypatch.setattr(source, "AT_ONCE", 8 * MIB)
    lines = gzip.decompress((kept.bundle / FRAMES).read_bytes())
    book = {"id": "0" * 64, "in_force_at": 1, "recorded_at": 1, "files": "x" * MIB}
    packed = gzip.compress(lines + (json.dumps(book) + "\n").encode() * 300, 1)
    (kept.bundle / FRAMES).write_bytes(packed)
    _told(kept.bundle, FRAMES, packed)
    report, peak = _peak(kept.bundle)
    assert (LARGE, FRAMES) in {(one.code, one.name) for one in report.findings}
    assert peak < 64


def test_many_effects_of_one_row_are_not_kept_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warning.audit.verifier.check.AT_ONCE", MIB)
    read = []

    def effects(size: int) -> Iterator[Effect]:
        for n in range(100):
            read.append(n)
            yield Effect(1, n, None, None, None, b"x" * size)

    assert len(Grouped(effects(1_000)).of(1)) == 100
    read.clear()
    with pytest.raises(Unreadable) as found:
        Grouped(effects(100_000)).of(1)
    assert (found.value.code, len(read)) == (LARGE, 11)


def test_an_effect_nested_without_end_is_not_as_the_ledger_writes_it(kept: Kept) -> None:
    name = next(
        name for lane in range(64) if gzip.decompress((kept.bundle / (name := EFFECTS.format(lane=lane))).read_bytes())
    )
    first, *rest = gzip.decompress((kept.bundle / name).read_bytes()).splitlines(keepends=True)
    altered = json.loads(first) | {"effect": "[" * 100_000 + "]" * 100_000}
    packed = gzip.compress(json.dumps(altered).encode() + b"\n" + b"".join(rest))
    (kept.bundle / name).write_bytes(packed)
    _told(kept.bundle, name, packed)
    assert "effects" in {one.code for one in verify(Bundle(kept.bundle)).findings}


def test_a_manifest_larger_than_any_is_not_read(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len((kept.bundle / MANIFEST).read_bytes())
    monkeypatch.setattr(bundle, "LARGEST_MANIFEST", size)
    Bundle(kept.bundle)
    monkeypatch.setattr(bundle, "LARGEST_MANIFEST", size - 1)
    with pytest.raises(Unreadable) as found:
        Bundle(kept.bundle)
    assert found.value.code == LARGE


def test_of_a_file_larger_than_any_anchor_the_beginning_is_read(kept: Kept) -> None:
    file = min((kept.bundle / ANCHORS).glob("*.json"))
    read(stored_in(file))
    with file.open("ab") as more:
        more.truncate(1 << 40)
    ((_, stored), *_) = in_directory(kept.bundle / ANCHORS)
    assert len(stored) == LARGEST + 1
    with pytest.raises(Broken, match="anchor_form"):
        read(stored)


def test_a_description_larger_than_any_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "piece.json").touch()
    with (tmp_path / "piece.json").open("ab") as file:
        file.truncate(1 << 40)
    with pytest.raises(Wrong, match="archive_file"):
        archives.described_in(tmp_path, "piece")


@pytest.mark.parametrize(("lang", "words"), [("zh", "压缩炸弹"), ("en", "a decompression bomb")])
def test_the_command_names_the_file_in_words(kept: Kept, lang: str, words: str) -> None:
    _bomb(kept.bundle, JOURNAL.format(lane=6), 200)
    command: list[str | Path] = [
        Path(sys.executable).with_name("warning"),
        "verify",
        "--offline",
        kept.bundle,
        "--lang",
        lang,
    ]
    done = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, check=False)
    (line,) = map(msgspec.json.decode, done.stdout.splitlines())
    (told,) = (one for one in line["differences"] if one["code"] == LARGE)
    assert (done.returncode, told["lane"], told["name"]) == (1, 6, JOURNAL.format(lane=6))
    assert words in told["said"][lang]
    with (kept.bundle / MANIFEST).open("ab") as file:
        file.truncate(1 << 40)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, words in done.stderr.decode()) == (3, True)


def test_the_program_of_the_format_reads_no_more_either(program: Path, kept: Kept) -> None:
    _bomb(kept.bundle, JOURNAL.format(lane=6), 200)
    little: list[str | Path] = ["prlimit", f"--as={1024 * MIB}", sys.executable, program, kept.bundle]
    done = subprocess.run(little, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "journal/06.jsonl.gz: more than any ledger writes\n")
