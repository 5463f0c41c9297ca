"""A rule book nobody approved, planted in a ledger: whoever would decide by it says which it is, and what to do."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from tests.cli.events import named
from tests.cli.kept import looking
from tests.cli.run import Person
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
