"""``--help`` and what is said of a command that is written wrongly: in one language, nothing cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from tests.cli.run import Person
from warning.cli.app import APP
from warning.wording.help import HELP

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")
"""Three words in a row."""


def commands(group: object = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group of commands, as it is called."""
    found = get_command(APP) if group is None else group
    yield path
    if isinstance(found, TyperGroup):
        for name, below in found.commands.items():
            yield from commands(below, (*path, name))


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_a_page_is_in_one_language_and_whole(person: Person, words: tuple[str, ...]) -> None:
    person.widen(80)
    zh, en = person.run(*words, "--help"), person.run(*words, "--help", "--lang", "en")
    assert (zh.code, en.code) == (0, 0)
    assert not ENGLISH.search(zh.out.partition("\n")[2])
    assert not CHINESE.search(en.out)
    for shown in (zh, en):
        assert max(map(len, shown.out.splitlines())) <= 80


def test_every_word_of_a_page_is_on_it_however_narrow_the_terminal(person: Person) -> None:
    for columns in (40, 60, 80, 200):
        person.widen(columns)
        shown = "".join(person.run("duties", "list", "--help").out.split())
        for key in ("duties_list", "ledger", "overdue_filter", "org_filter", "until_filter", "exit_codes"):
            signs = iter(shown[shown.index(HELP[key].zh[:2]) :])  # the first column may come in between
            assert all(sign in signs for sign in "".join(HELP[key].zh.split()))


def test_the_language_may_come_from_the_environment(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARNING_LANG", "en")
    assert "Usage: warning rules" in person.run("rules", "--help").out
    assert "用法：warning rules" in person.run("rules", "--help", "--lang", "zh").out
    assert "There is no ledger" in person.run("status").err


def test_a_wrong_language_of_the_environment_is_told_as_that(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARNING_LANG", "fr")
    shown = person.run("status")
    assert (shown.code, shown.out) == (2, "")
    assert "环境变量 WARNING_LANG 的值“fr”不对，应为zh、en 之一。" in shown.err
    assert "--lang" not in shown.err
    for words in (("--lang", "de"), ("--lang=de",)):
        assert "--lang 的值“de”不对" in person.run("status", *words).err
    assert "There is no ledger" in person.run("status", "--lang", "en").err, "the option comes first"


def test_what_one_types_to_act_is_not_broken_at_its_hyphen(person: Person) -> None:
    for columns in (41, 44, 52, 60, 80):
        person.widen(columns)
        for words in (("act", "--help"), ("act", "dance", "--org", "1", "--post", "p", "--officer", "o")):
            for lang in ("zh", "en"):
                shown = person.run(*words, "--lang", lang)
                assert not re.search(r"(propose|sign)-\s", shown.out + shown.err), columns


@pytest.mark.parametrize(
    ("words", "usage", "argument"),
    [
        (("erase",), "erase [PERSON] ", "[PERSON]"),
        (("quarantine", "retry"), "quarantine retry [N] ", "[N]"),
        (("quarantine", "dismiss"), "quarantine dismiss [N] ", "[N]"),
        (("quarantine", "show"), "quarantine show N ", "N"),
        (("rules", "changes"), "rules changes [ID] ", "[ID]"),
        (("offsets", "reset"), "offsets reset TOPIC [PARTITION…] ", "[PARTITION…]"),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_argument_that_may_be_left_out_stands_in_brackets(
    person: Person, words: tuple[str, ...], usage: str, argument: str, lang: str
) -> None:
    shown = person.run(*words, "--help", "--lang", lang).out
    assert f"warning {usage}" in shown.splitlines()[0]
    assert re.search(rf"^  {re.escape(argument)} ", shown, re.MULTILINE)


def test_going_live_is_explained(person: Person) -> None:
    assert "第 5 个工作日" in "".join(person.run("decide", "--help").out.split("\n")).replace("  ", "")


WRONG = (
    (
        ("duties", "list", "--state", "x"),
        "--state 的值“x”不对，应为待办 open、已按时完成 met",
        "one of open, met (met in time), met_late (met late)",
    ),
    (("duties", "list", "--rows", "x"), "应为不小于 0 的整数。", "a whole number of at least 0."),
    (("demo", "--loans", "0"), "应为介于 1 与 1,000,000 之间的整数。", "a whole number from 1 to 1,000,000."),
    (("decide",), "缺少参数 FILE|-。", "The argument FILE|- is missing."),
    (("act", "team"), "缺少选项 --org、--post、--officer。", "The options --org, --post, --officer are missing."),
    (
        ("act",),
        "缺少参数 TYPE。缺少选项 --org、--post、--officer。",
        "The argument TYPE is missing. The options --org,",
    ),
    (("act", "team", "--org=1", "--officer", "x"), "缺少选项 --post。", "The option --post is missing."),
    (("status", "--stat"), "没有选项 --stat。", "There is no option --stat."),
    (("duties", "list", "--stat"), "相近的有 --post、--state。", "similar ones are --post, --state."),
    (("status", "--json=3"), "选项 --json 不带值。", "The option --json takes no value."),
    (("status", "--ledger"), "选项 --ledger 需要一个值。", ""),
    (("quarantine", "show", "x"), "N 的值不对，应为不小于 1 的整数。", "The value of N is wrong;"),
    (("decide", "a", "b"), "多出参数 b。", "Too much is given: b."),
    (("duties", "foo"), "没有命令 foo。", "There is no command foo."),
    (("tick", "--until", "soon"), "不是时刻。可写成 2026-11-30、", "is no instant. Write 2026-11-30, 2026-11-30 16:30"),
    (("tick", "--until", "2026-02-30"), "不是日历上的时刻。", "is no instant of the calendar."),
)


@pytest.mark.parametrize(("words", "zh", "en"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_use_is_told_in_one_language(person: Person, words: tuple[str, ...], zh: str, en: str) -> None:
    person.widen(400)
    shown = person.run(*words)
    assert (shown.code, shown.out) == (2, "")
    assert zh in shown.err
    assert not ENGLISH.search(shown.err.replace(f"warning {' '.join(words[:2])} --help", ""))
    if en:
        shown = person.run(*words, "--lang", "en")
        assert en in shown.err
        assert not CHINESE.search(shown.err)


YAML = (
    ("payment.yaml", "a: [1, 2\n", "缺少"),
    ("posts.yaml", "a: b: c\n", "此处不应有冒号"),
    ("book.yaml", "\ta: 1\n", "制表符"),
    ("deadlines.yaml", 'a: "b\n', "引号没有配对"),
)


@pytest.mark.parametrize(("name", "text", "zh"), YAML, ids=lambda value: value)
def test_wrong_yaml_is_told_in_one_language(person: Person, name: str, text: str, zh: str) -> None:
    person.widen(400)
    (person.here / "rules").mkdir()
    person.write("rules/book.yaml", "version: 1")
    person.write(f"rules/{name}", text.rstrip("\n"))
    found = [line for line in person.run("rules", "check", "--frame", "rules").out.splitlines() if "YAML" in line]
    assert len(found) == 1
    assert zh in found[0]
    assert not ENGLISH.search(found[0])


def test_one_problem_is_one(person: Person) -> None:
    (person.here / "rules").mkdir()
    shown = person.run("rules", "check", "--frame", "absent", "--lang", "en")
    assert "has 1 problem and cannot be used" in shown.err
    assert shown.out.endswith(".\n")
