"""``warning demo`` and ``schema``."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.run import Person
from warning.resources import schemas_directory


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
    for place in ("warning.bootstrap.scale", "warning.cli.demonstrated.scale"):
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


def test_a_demo_cut_short_does_not_pass_for_a_whole_one(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.run("demo", "--loans", "60")

    def cut(*_: object, **__: object) -> list[bytes]:
        raise KeyboardInterrupt

    monkeypatch.setattr("warning.cli.demonstrated.synthesise", cut)
    assert person.run("demo", "--loans", "60").code == 130
    assert not (person.here / "demo-bank" / "bank.json").exists()


def test_schema(person: Person) -> None:
    path = schemas_directory() / "verdicts.schema.json"
    assert json.loads(person.run("schema").out) == json.loads(path.read_text(encoding="utf-8"))
    assert Path(person.run("schema", "--path").out.strip()) == path
