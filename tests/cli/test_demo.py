"""``warning demo`` and ``schema``."""

from __future__ import annotations

import errno
import json
import re
import shlex
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.run import Person
from warning.core import VERSION
from warning.resources import schemas_directory
from warning.rulebook import load_book


@pytest.mark.slow
def test_demo_ends_with_commands_that_work(person: Person) -> None:
    shown = person.run("demo", "--loans", "300", "--lang", "en")
    assert shown.code == 0
    assert (person.here / "demo-bank" / "events.jsonl").is_file()
    commands = re.findall(r"^  (warning .*)  # ", shown.out, re.MULTILINE)
    assert len(commands) >= 3
    for command in commands:
        words = shlex.split(command)[1:]
        done = person.run(*words)
        assert done.code == (1 if words[0] == "decide" else 0), (command, done.err)


def test_demo_says_what_a_risk_officer_asks(person: Person) -> None:
    shown = person.run("demo", "--loans", "300")
    for text in ("有效预警", "按分行", "每周新增", "最急的预警", "按时率", "不予计入", "接下来可以看"):
        assert text in shown.out, text


def test_demo_is_the_same_for_the_same_seed(person: Person) -> None:
    first, second = (person.run("demo", "--loans", "60", "--seed", "7", "--json").out for _ in range(2))
    other = person.run("demo", "--loans", "60", "--seed", "8", "--json").out
    assert first == second != other
    summary = json.loads(first)
    assert summary["object"] == "summary"
    assert summary["events"] == "demo-bank/events.jsonl"
    assert summary["until"] == "2026-11-01T00:00:00+08:00"


def test_demo_of_another_directory_says_so_in_its_commands(person: Person) -> None:
    shown = person.run("demo", "--loans", "80", "--out", "other bank")
    name = re.findall(r"warning explain (\S+) --events 'other bank/events.jsonl'", shown.out)[0]
    assert person.run("explain", name, "--events", "other bank/events.jsonl").code == 0


def test_a_larger_bank_is_decided_under_its_own_organisation(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("warning.demo.network.scale", "warning.cli.demonstrated.scale"):
        monkeypatch.setattr(place, lambda _: (4, 10))  # as for many more loans than a test has time for
    shown = person.run("demo", "--loans", "400")
    name = re.findall(r"warning explain (W-\w+)", shown.out)[0]
    told = person.run("explain", name)
    assert told.code == 0
    assert re.search(r"第\d+支行（S\d{3}）", told.out)
    command = re.findall(r"^  warning (decide .*)  # ", shown.out, re.MULTILINE)[0]
    decided = person.run(*shlex.split(command))
    assert "--frame demo-bank/rules" in command
    assert (
        decided.out.split("读入")[1].split("截至")[0].split() == shown.out.split("读入")[1].split("接下来")[0].split()
    )


def there(directory: Path) -> dict[str, bytes]:
    """All that lies under a directory."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def cut(*_: object, **__: object) -> Iterator[bytes]:
    """A bank that is interrupted while it is made."""
    yield b"{}"
    raise KeyboardInterrupt


def test_a_demo_cut_short_leaves_the_former_bank(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("demo", "--loans", "60")
    before = there(person.here)
    monkeypatch.setattr("warning.cli.demonstrated.synthesise", cut)
    assert person.run("demo", "--loans", "60", "--seed", "7").code == 130
    assert there(person.here) == before


def test_a_first_demo_cut_short_leaves_nothing(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warning.cli.demonstrated.synthesise", cut)
    assert person.run("demo", "--loans", "60").code == 130
    assert list(person.here.iterdir()) == []


def test_a_bank_that_cannot_be_put_in_place_leaves_the_former_one(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of the two renames fails: the first is undone."""
    person.run("demo", "--loans", "60")
    before, rename = there(person.here), Path.rename

    def refused(self: Path, target: Path) -> Path:
        if target.name == "demo-bank" and not self.name.endswith(".former"):
            raise PermissionError(errno.EACCES, "no", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    shown = person.run("demo", "--loans", "60", "--seed", "7")
    assert (shown.code, shown.out) == (3, "")
    assert "demo-bank" in shown.err
    assert there(person.here) == before


def test_another_demo_takes_the_place_of_the_former_whole(person: Person) -> None:
    """Also where the former had a rule book of its own and the new one has none."""
    person.run("demo", "--loans", "60")
    first = there(person.here)
    (person.here / "demo-bank" / "rules").mkdir()
    (person.here / "demo-bank" / "rules" / "book.yaml").write_text("old", encoding="utf-8")
    assert person.run("demo", "--loans", "60").code == 0
    assert there(person.here) == first
    assert [path.name for path in person.here.iterdir()] == ["demo-bank"]


@pytest.mark.parametrize(("made", "name"), [("notes.txt", "notes.txt"), ("events.jsonl", "events.jsonl")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_directory_that_is_not_a_demo_s_is_not_overwritten(person: Person, made: str, name: str, lang: str) -> None:
    """Somebody's own events lie there, or anything else."""
    (person.here / "own").mkdir()
    (person.here / "own" / made).write_text("mine", encoding="utf-8")
    shown = person.run("demo", "--loans", "60", "--out", "own", "--lang", lang)
    assert (shown.code, shown.out) == (3, "")
    assert name in shown.err
    assert ("不予覆盖" if lang == "zh" else "is not overwritten") in shown.err
    assert there(person.here) == {f"own/{made}": b"mine"}


def test_what_somebody_laid_beside_a_demo_is_not_lost(person: Person) -> None:
    person.run("demo", "--loans", "60")
    (person.here / "demo-bank" / "notes.txt").write_text("mine", encoding="utf-8")
    shown = person.run("demo", "--loans", "60")
    assert (shown.code, "notes.txt" in shown.err) == (3, True)


def test_an_empty_directory_is_taken_but_not_the_one_one_is_in(person: Person) -> None:
    (person.here / "empty").mkdir()
    assert person.run("demo", "--loans", "60", "--out", "empty").code == 0
    assert (person.here / "empty" / "bank.json").is_file()
    (person.here / "here").mkdir()
    person.move("here")
    shown = person.run("demo", "--loans", "60", "--out", ".")
    assert (shown.code, shown.out) == (3, "")
    assert "当前所在的目录" in shown.err


def test_version(person: Person) -> None:
    """The program, its core, and the rule book with its whole fingerprint."""
    shown = person.run("--version")
    assert (shown.code, shown.err) == (0, "")
    said = dict(re.findall(r"^\S+ · (.+): (.+)$", shown.out, re.MULTILINE))
    book = load_book()
    assert said == {"program": version("loan-warning"), "core": VERSION, "rule book": f"{book.version} {book.frame.id}"}


def test_schema(person: Person) -> None:
    path = schemas_directory() / "verdicts.schema.json"
    assert json.loads(person.run("schema").out) == json.loads(path.read_text(encoding="utf-8"))
    assert Path(person.run("schema", "--path").out.strip()) == path
