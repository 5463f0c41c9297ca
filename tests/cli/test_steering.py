"""Whoever sends a record chooses its names; they change no colour, hide no row and turn no line around."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from rich.cells import cell_len
from rich.progress import Progress, TextColumn
from rich.segment import Segment, Segments

from tests.cli.run import Person
from warning.cli.screen.markup import escape
from warning.cli.screen.prose import Prose, Screen, styled
from warning.cli.screen.tables import grid, two_lines, unwrapped
from warning.visible import on_a_line, visible
from warning.wording import Names
from warning.wording.phrases import say
from warning.wording.render import Saying

STEERING: Final = (
    *map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0D, 0x20), *range(0x7F, 0xA0))),
    *("\u061c", "\u200e", "\u200f", "\u2028", "\u2029"),
    *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
)
"""Each sign that may not reach a screen, as whoever attacks lists them: independent of the pattern that escapes."""
PLAIN: Final = "甲乙公司e\u0301ABC 09.é〇（）·[bold]&<b>\U0002070e"
SGR: Final = re.compile("\x1b\\[[0-9;]*m")
"""A colour of ours."""
TIME: Final = "2026-11-02T09:00:00+08:00"
SEEDS: Final = 6


def steering(text: str) -> set[str]:
    """The signs of a text that steer."""
    return set(text) & set(STEERING)


def hostile(random: Random, *, most: int = 14, breaking: str = "\n\t") -> str:
    """A name as somebody who attacks would send it: at least one sign that steers."""
    signs = [random.choice((*STEERING, *breaking, *PLAIN)) for _ in range(random.randint(1, most))]
    return "".join(["甲", *signs, random.choice(STEERING), "乙"])


def kept(random: Random) -> str:
    """The same that can be stored: a text with U+0000 is refused."""
    return hostile(random).replace("\0", "\x1b")


def event(name: str, of: str, /, **data: Any) -> str:
    """A record with the loan's borrower."""
    head = {"specversion": "1.0", "id": name, "source": "/core", "type": of, "time": TIME, "recordedtime": TIME}
    return json.dumps(head | {"data": {"customer_no": "C1"} | data})


def feed(random: Random) -> tuple[str, ...]:
    """A borrower with a loan, a lawsuit and a signal, all free texts hostile; then what is refused, hostile as well."""
    loan = {"loan_no": "L1", "org_no": "1001", "currency": "CNY", "outstanding_balance": "6000000.00"}
    dates = {"disbursed_on": "20261102", "matures_on": "20281102"}
    return (
        event("B-1", "borrower.registered.v1", borrower_name=kept(random)),
        event("L-1", "loan.disbursed.v1", **loan, **dates),
        event("M-1", "major_event.v1", kind="litigation", description=kept(random)),
        event("M-2", "major_event.v1", kind=hostile(random), description=hostile(random)),
        event(hostile(random), "major_event.v1", kind="litigation", description="x"),
        event("M-3", hostile(random), kind="litigation", description=hostile(random)),
        event("S-1", "classification.set.v1", loan_no="L1", five_category=hostile(random)),
        event("R-1", "event.retracted.v1", event_id="X-0", reason=hostile(random)),
    )


@pytest.mark.parametrize("sign", STEERING, ids=lambda sign: f"{ord(sign):04x}")
def test_each_sign_is_shown_as_what_it_is(sign: str) -> None:
    shown = f"a\\u{ord(sign):04x}b"
    assert visible(f"a{sign}b") == on_a_line(f"a{sign}b") == escape(f"a{sign}b") == shown
    assert json.loads(f'"{shown}"') == f"a{sign}b"
    assert Prose(f"a{sign}b").plain == styled("a", (f"{sign}b", "red")).plain == shown


def test_all_else_stays_as_it_is() -> None:
    others = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x3000), 0x4E00, 0x200D, 0xFE0F, 0x1F600)))
    assert visible(f"{PLAIN}\n\t") == f"{PLAIN}\n\t"
    assert set(others) - set(visible(others)) == set(STEERING) & set(others)
    assert on_a_line("a\n\tb") == "a\\u000a\\u0009b"
    assert {unicodedata.category(sign) for sign in STEERING} == {"Cc", "Cf", "Zl", "Zp"}


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("width", [24, 80])
def test_whatever_is_printed_steers_nothing_and_keeps_its_width(seed: int, width: int) -> None:
    random, shown = Random(seed), io.StringIO()
    console = Screen(file=shown, width=width, force_terminal=True, color_system="truecolor", highlight=False)
    table = grid(hostile(random), "B", title=hostile(random))
    for _ in range(4):
        table.add_row(two_lines(hostile(random), hostile(random)), Prose(hostile(random), style="bold red"))
        table.add_row(hostile(random), hostile(random))
    console.print(table)
    console.print(hostile(random), hostile(random), style="red")
    console.print(hostile(random), soft_wrap=True)
    console.print(Segments([Segment(hostile(random))]))
    console.out(hostile(random))
    unwrapped(console, hostile(random))
    with Progress(TextColumn("{task.description}"), console=console, auto_refresh=False) as bar:
        bar.add_task(hostile(random, breaking=""))
    text = shown.getvalue()
    assert SGR.search(text), "our own colours are gone"
    ours = re.sub("\x1b\\[(?:[0-9;]*m|\\?25[lh]|2K|1?A)|\r", "", text)
    assert not steering(ours)


@pytest.mark.parametrize("fixed", [(), (0,)])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_columns_are_as_wide_as_what_is_shown_in_them(seed: int, fixed: tuple[int, ...]) -> None:
    names = [hostile(Random(seed + n), breaking="") for n in range(4)]

    def drawn(cells: list[str]) -> str:
        shown = io.StringIO()
        table = grid(cells[0], "B", title=cells[1], fixed=fixed)
        table.add_row(cells[2], cells[3])
        Screen(file=shown, width=100, highlight=False).print(table)
        return shown.getvalue()

    assert drawn(names) == drawn([visible(name) for name in names])
    assert not steering(drawn(names))
    assert max(map(cell_len, drawn(names).split("\n"))) <= 100


def test_a_name_in_a_sentence_stays_in_its_line() -> None:
    said = say("dossier_written", "en", path=Path("a\nb"), name="甲\n■ 红\t", at="1")
    assert "a\\u000ab" in said
    assert "甲\\u000a■ 红\\u0009" in said
    names = Names(borrowers={"C1": "甲\n■ 红"})
    assert "甲\\u000a■ 红" in Saying({"who": "C1"}, names, "en").format("{who:borrower}", who="C1")


@pytest.mark.parametrize(("seed", "lang"), [(0, "zh"), (1, "en"), (2, "zh")])
def test_no_command_shows_what_steers(person: Person, seed: int, lang: str) -> None:
    random = Random(seed)
    name = f"of{kept(random)}.jsonl"
    person.write(name, *feed(random))
    person.run("init")
    for first in (("ingest", name), ("tick", "--until", "2026-11-20T09:00:00+08:00")):
        shown = person.run(*first, "--lang", lang)
        assert not steering(shown.out + shown.err), first
    ids = [json.loads(line)["id"] for line in person.run("alerts", "list", "--json").out.splitlines()]
    assert ids
    who = kept(random)
    for words in (
        ("alerts", "list"),
        ("alerts", "show", ids[0]),
        ("explain", ids[0], "--ledger", "ledger.db"),
        ("explain", ids[0], "--events", name),
        ("duties", "list"),
        ("asof", "2026-11-19"),
        ("asof", who),
        ("dossier", "C1", "--html", "d.html"),
        ("dossier", "C1", "--html", f"{name}/x.html"),
        ("status",),
        ("quarantine", "list"),
        *(("quarantine", "show", str(n)) for n in (1, 2, 3, 4)),
        ("decide", name),
        ("decide", f"{who}.jsonl"),
        ("explain", who, "--ledger", "ledger.db"),
        ("rules", "route", who, "red", "1"),
        ("rules", "check", "--frame", who),
        ("alerts", who),
        (who,),
    ):
        shown = person.run(*words, "--lang", lang)
        assert shown.code != 70, shown.err
        assert not steering(shown.out + shown.err), words
    page = Path("d.html").read_text(encoding="utf-8")
    assert "甲" in page
    assert not steering(page)


@pytest.mark.parametrize(
    "words", [("alerts", "list"), ("duties", "list"), ("asof", "2026-11-19"), ("decide", "e.jsonl")]
)
def test_a_name_makes_no_line_of_its_own(person: Person, words: tuple[str, ...]) -> None:
    first, *rest = feed(Random(1))
    forged = json.loads(first)
    forged["data"]["borrower_name"] = "甲\nW-0000"
    person.write("e.jsonl", json.dumps(forged), *rest)
    for each in (("init",), ("ingest", "e.jsonl"), ("tick", "--until", "2026-11-20T09:00:00+08:00")):
        person.run(*each)
    shown = person.run(*words).out
    assert "甲\\u000aW-0000" in shown.replace("\n", "").replace(" ", "")
    assert not re.search("^ *W-0000", shown, re.MULTILINE)
