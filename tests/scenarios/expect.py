"""What a scenario expects: rows of signals, warnings and duties in words, and how they compare with rows decided.

    signal   C1 11.1.3 L1|2026-11-10 #1 yellow live [columns] : yellow at 2026-11-10 08:00 from 2026-11-10 ; ...
    warning  C1 business #1 yellow open [columns] : yellow at 2026-11-10 08:00 ; tier 1 at 2026-11-10 08:00
    duty     report 11.1.3 C1 A1 : from 2026-11-10 due 2026-11-12 24:00 met 2026-11-11 10:00

The words before the columns name the row; ``*`` stands for any, ``-`` for no borrower. Only what is written is
compared; a history that begins with ``...`` by its last steps only. ``no`` before a row says that there is none such.
Each listed row needs a row of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

from msgspec import Struct

from tests.scenarios.scalar import is_time, micros, show, wall

Kind = Literal["signals", "warnings", "duties"]
Row = dict[str, Any]
KINDS: Final[tuple[Kind, ...]] = ("signals", "warnings", "duties")
LEVELS: Final = ("none", "yellow", "orange", "red")
NAMED_BY: Final[dict[Kind, tuple[str, ...]]] = {
    "signals": ("customer_no", "clause", "subject"),
    "warnings": ("customer_no", "domain"),
    "duties": ("kind", "clause", "customer_no", "org_no"),
}
SORTED_BY: Final[dict[Kind, str]] = {"signals": "clause", "warnings": "domain", "duties": "kind"}


class Expected(Struct, frozen=True):
    """One expected row: the columns it compares, and whether it must be or must not be."""

    text: str
    absent: bool
    columns: tuple[tuple[str, Any], ...]

    def differs(self, row: Row) -> tuple[str, ...]:
        """The columns in which a decided row is another one."""
        return tuple(column for column, want in self.columns if value(row, column) != want)


class Section(Struct, frozen=True):
    """Expected rows of one kind. ``all_of``: rows sorted so must all be listed (empty: every row)."""

    kind: Kind
    all_of: tuple[str, ...] | None
    rows: tuple[Expected, ...] = ()


def value(row: Row, column: str) -> Any:
    """A column of a decided row in the form in which expectations hold it."""
    if column.startswith("levels") and "history" in row:
        steps = tuple((step[0], step[1], step[2]) for step in row["history"])
        return steps if column == "levels" else steps[-int(column[6:]) :]
    found = row.get(column)
    return (
        tuple(tuple(each) if isinstance(each, list) else each for each in found) if isinstance(found, list) else found
    )


def read_section(words: list[str]) -> Section:
    """``-- duties``, ``-- duties (all)``, ``-- duties (all report, first_notice)``.

    Raises:
        ValueError: another kind, or what follows is not ``(all ...)``.
    """
    if not words or words[0] not in KINDS:
        raise ValueError(f"a section is '-- {'|'.join(KINDS)}', with '(all)' or '(all KIND, ...)' after it if so")
    rest = " ".join(words[1:])
    if rest and not (rest.startswith("(all") and rest.endswith(")")):
        raise ValueError(f"'{rest}' should be '(all)' or '(all KIND, ...)'")
    only = tuple(rest[4:-1].replace(",", " ").split()) if rest else None
    return Section(words[0], only)


class Words:
    """The words of a row, taken from the left."""

    def __init__(self, words: Iterable[str]) -> None:
        self.left = list(words)

    def next(self, what: str) -> str:
        """The next word.

        Raises:
            ValueError: none is left.
        """
        if not self.left:
            raise ValueError(f"the row ends where {what} should stand")
        return self.left.pop(0)

    def at(self) -> int:
        """An instant: a date (its 00:00), or a date and a time; ``24:00`` ends the date."""
        day = self.next("an instant")
        return micros(wall(day, self.left.pop(0)) if self.left and is_time(self.left[0]) else wall(day))

    def maybe_at(self) -> int | None:
        """An instant, if one follows."""
        return self.at() if self.left and self.left[0][:4].isdigit() else None


def read_row(kind: Kind, line: str) -> Expected:
    """One expected row.

    Raises:
        ValueError: a word that the grammar of the kind does not have.
    """
    named, _, after = line.partition(" : ")
    words = Words(named.split())
    absent = bool(words.left) and words.left[0] == "no"
    if absent:
        words.left.pop(0)
    columns: list[tuple[str, Any]] = []
    for column in NAMED_BY[kind]:
        if not words.left and absent:
            break
        word = words.next(column)
        columns += [(column, "" if word == "-" and column == "customer_no" else word)] if word != "*" else []
    READERS[kind](words, after, columns)
    if not columns and not absent:
        raise ValueError("the row compares nothing")
    return Expected(line, absent, tuple(columns))


def listed(word: str) -> tuple[str, ...]:
    """A comma-separated list; ``-`` is none."""
    return () if word == "-" else tuple(sorted(word.split(",")))


def read_signal(words: Words, after: str, columns: list[tuple[str, Any]]) -> None:
    """Episode, level, status, and columns of a signal; its level history after the colon."""
    while words.left:
        word = words.next("a column")
        match word:
            case "yellow" | "orange" | "red":
                columns.append(("level", LEVELS.index(word)))
            case "live" | "kept" | "closed":
                columns.append(("status", word))
            case "disputed" | "undisputed":
                columns.append(("disputed", word == "disputed"))
            case "tags" | "paths":
                columns.append((word, listed(words.next(word))))
            case "loans":
                columns.append((word, None if (loans := words.next(word)) == "all" else listed(loans)))
            case "group" | "closed-by":
                columns.append((word.replace("-", "_"), words.next(word)))
            case _ if word.startswith("#"):
                columns.append(("episode", int(word[1:])))
            case _:
                raise ValueError(f"'{word}' is no column of a signal")
    if after:
        texts = after.split(" ; ")
        last = texts[1:] if texts[0] == "..." else texts
        steps = tuple(read_step(Words(step.split())) for step in last)
        columns.append((f"levels{len(steps)}" if last is not texts else "levels", steps))


def read_step(words: Words) -> tuple[int, int, int]:
    """``yellow at T from T``: level, recorded, start; the start is the recording where it is left out."""
    level = words.next("a level")
    if level not in (*LEVELS, "closed"):
        raise ValueError(f"'{level}' is none of {', '.join(LEVELS)}, closed")
    expect_word(words, "at")
    at = words.at()
    start = at
    if words.left:
        expect_word(words, "from")
        start = words.at()
    return (0 if level == "closed" else LEVELS.index(level), at, start)


def expect_word(words: Words, word: str) -> None:
    """Take one given word.

    Raises:
        ValueError: another word stands there.
    """
    if (found := words.next(f"'{word}'")) != word:
        raise ValueError(f"'{found}' stands where '{word}' should")


def read_warning(words: Words, after: str, columns: list[tuple[str, Any]]) -> None:
    """Number, level, tier of a warning; its levels and tiers in time after the colon."""
    while words.left:
        word = words.next("a column")
        match word:
            case "yellow" | "orange" | "red":
                columns.append(("level", LEVELS.index(word)))
            case "tier":
                columns.append(("tier", int(words.next("a tier"))))
            case "open":
                columns.append(("closed_at", None))
            case "raised" | "closed":
                columns.append((f"{word}_at", words.at()))
            case _ if word.startswith("#"):
                columns.append(("number", int(word[1:])))
            case _:
                raise ValueError(f"'{word}' is no column of a warning")
    steps: dict[str, list[tuple[int, int]]] = {}
    for step in after.split(" ; ") if after else ():
        of = Words(step.split())
        tier = of.left[:1] == ["tier"] and bool(of.left.pop(0))
        level = of.next("a level or tier")
        expect_word(of, "at")
        steps.setdefault("tiers" if tier else "levels", []).append(
            (of.at(), int(level) if tier else 0 if level == "closed" else LEVELS.index(level))
        )
    columns += [(column, tuple(entries)) for column, entries in steps.items()]


STATES: Final = {"open": "open", "met": "met", "late": "met_late", "waived": "waived", "moved": "moved"}
INSTANTS: Final = {"from": "start", "working": "due_working", "opened": "opened_at", "missed": "breached_at"}


def read_duty(words: Words, after: str, columns: list[tuple[str, Any]]) -> None:
    """The columns of a duty; all stand after the colon."""
    if words.left:
        raise ValueError(f"'{words.left[0]}' should stand after ' : '")
    words = Words(after.split())
    while words.left:
        word = words.next("a column")
        match word:
            case "due":
                never = words.left[:1] == ["-"] and bool(words.left.pop(0))
                columns.append(("due", None if never else words.at()))
            case "breached":
                columns.append(("state", word))
                columns += [("breached_at", at)] if (at := words.maybe_at()) is not None else []
            case "on":
                columns.append(("hangs_on", words.next("what it hangs on")))
            case "tags":
                columns.append((word, listed(words.next(word))))
            case "post" | "cause" | "scored" | "domain" | "escalated":
                text = words.next(word).removeprefix("-")
                columns.append(("escalated_to" if word == "escalated" else word, text))
            case _ if word in STATES:
                columns.append(("state", STATES[word]))
                columns += [("fulfilled_at", at)] if (at := words.maybe_at()) is not None else []
            case _ if word in INSTANTS:
                columns.append((INSTANTS[word], words.at()))
            case _:
                raise ValueError(f"'{word}' is no column of a duty")


READERS: Final[dict[Kind, Callable[[Words, str, list[tuple[str, Any]]], None]]] = {
    "signals": read_signal,
    "warnings": read_warning,
    "duties": read_duty,
}


def show_row(kind: Kind, row: Row) -> str:
    """A decided row in the words in which one would expect it."""
    named = "  ".join(str(row.get(column) or "-") for column in NAMED_BY[kind])
    if kind == "duties":
        parts = [f"from {show(row['start'])}", f"due {show(row['due'])}", row["state"].replace("met_late", "late")]
        parts += [show(row["fulfilled_at"])] if row.get("fulfilled_at") is not None else []
        parts += [f"missed {show(row['breached_at'])}"] if row.get("breached_at") is not None else []
        parts += [f"{column} {row[column]}" for column in ("cause", "scored", "post") if row.get(column)]
        parts += [f"tags {','.join(row['tags'])}"] if row.get("tags") else []
        return f"{named} : {' '.join(parts)} on {row['hangs_on']}"
    if kind == "warnings":
        levels = [f"{LEVELS[level]} at {show(at)}" for at, level in row["levels"]]
        tiers = [f"tier {tier} at {show(at)}" for at, tier in row["tiers"]]
        state = f"closed {show(row['closed_at'])}" if row.get("closed_at") is not None else "open"
        return f"{named} #{row['number']} {LEVELS[row['level']]} {state} : {' ; '.join(levels + tiers)}"
    steps = [f"{LEVELS[level]} at {show(at)} from {show(start)}" for level, at, start, *_ in row["history"]]
    extra = f" tags {','.join(row['tags'])}" if row.get("tags") else ""
    extra += f" loans {','.join(row['loans'])}" if row.get("loans") else ""
    extra += f" paths {','.join(row['paths'])}" if row.get("paths") else ""
    state = f"{LEVELS[row['level']]} {row['status']}{' disputed' if row.get('disputed') else ''}"
    return f"{named} #{row['episode']} {state}{extra} : {' ; '.join(steps)}"


def pair(section: Section, rows: list[Row]) -> dict[int, int]:
    """Expected row -> decided row, each used once, as many as can be (augmenting paths)."""
    holder: dict[int, int] = {}

    def place(want: int, seen: set[int]) -> bool:
        for got, row in enumerate(rows):
            if got not in seen and not section.rows[want].differs(row):
                seen.add(got)
                if got not in holder or place(holder[got], seen):
                    holder[got] = want
                    return True
        return False

    for want, row in enumerate(section.rows):
        if not row.absent:
            place(want, set())
    return {want: got for got, want in holder.items()}


def nearest(want: Expected, kind: Kind, rows: list[Row]) -> str:
    """The decided row that comes closest, and where it differs."""
    if not rows:
        return "    got nothing of the kind"
    row = min(rows, key=lambda row: (sum(each in NAMED_BY[kind] for each in want.differs(row)), len(want.differs(row))))
    return f"    got   {show_row(kind, row)}\n    other {', '.join(want.differs(row))}"


def differences(section: Section, rows: list[Row]) -> list[str]:
    """What a section says and the decided rows do not, or the reverse; empty where they agree."""
    paired = pair(section, rows)
    wrong: list[str] = []
    for at, want in enumerate(section.rows):
        if want.absent:
            found = [show_row(section.kind, row) for row in rows if not want.differs(row)]
            wrong += [f"  want  {want.text}\n    got   {each}" for each in found]
        elif at not in paired:
            wrong.append(f"  want  {want.text}\n{nearest(want, section.kind, rows)}")
    if section.all_of is not None:
        of, used = section.all_of, set(paired.values())
        wrong += [
            f"  not listed  {show_row(section.kind, row)}"
            for at, row in enumerate(rows)
            if at not in used and (not of or row[SORTED_BY[section.kind]] in of)
        ]
    return wrong
