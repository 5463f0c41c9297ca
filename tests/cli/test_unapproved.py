"""A rule book nobody approved, planted in a ledger: whoever would decide by it says which it is, and what to do."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from tests.cli.events import named
from tests.cli.kept import looking
from tests.cli.run import Person
from tests.cli.test_verify_run import tampered
from tests.ledger import bank
from tests.rule_changes import changed
from tests.rule_changes.changed import QUICKER
from warning.ledger.sql.tables import FRAME

BOOK = changed.packed(*QUICKER)
MORE = "more.jsonl"


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", MORE),
        ("run", "--follow", MORE, "--once"),
        ("tick", "--until", "2026-12-01T00:00:00+08:00"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whoever_meets_it_is_told_which_and_what_to_do(month: Person, words: tuple[str, ...], lang: str) -> None:
    month.write(MORE, named("C9"))
    stored = changed.frame_of(BOOK).id
    with looking() as connection, connection.execution_options(writes=True).begin():
        connection.execute(insert(FRAME).values(id=stored, in_force_at=1, recorded_at=0, files=BOOK))
    shown = month.run(*words, "--lang", lang)
    assert shown.code == 3, shown.out
    said = " ".join(shown.err.split())
    assert [one for one in ("ledger.db", stored[:16], "warning verify") if one not in said] == []
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("files", "found"), [(BOOK, changed.frame_of(BOOK).id[:16]), (b"", "")])
def test_replay_of_an_altered_book_says_which_what_stands_there_and_what_to_do(
    month: Person, files: bytes, found: str, lang: str
) -> None:
    stored = bank.frame().id[:16]
    tampered(f"UPDATE frame SET files = x'{files.hex()}'")  # noqa: S608 - a book of ours
    unread = {"zh": "不能读出", "en": "cannot be read"}[lang]
    for words in (("replay",), ("replay", "--borrower", "C000001"), ("replay", "--json")):
        shown = month.run(*words, "--lang", lang)
        assert (shown.code, shown.out) == (3, "")
        said = " ".join(shown.err.split())
        assert [one for one in ("ledger.db", stored, found or unread, "warning verify") if one not in said] == []
    verified = month.run("verify", "--lang", lang)
    assert (verified.code, stored in verified.out) == (1, True)
