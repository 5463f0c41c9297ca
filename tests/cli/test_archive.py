"""``warning archive`` and ``warning erase``, as a person and a machine see them."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import URL, text

from tests.archive.test_early import FORGED, GONE, do
from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.tabled import events
from tests.cli.test_postgresql import EXAMPLE
from tests.integration.pipeline import made
from warning.ledger.sql import schema
from warning.ledger.sql.engine import open_engine

UNTIL = ("archive", "--until", "2026-10", "--to", "archive", "--grace", "0")
ENDED = "2026-12-05T00:00:00+08:00"


@pytest.fixture
def ended(month: Person) -> Person:
    """Someone whose ledger's October has ended."""
    told(month, "tick", "--until", ENDED)
    return month


def test_what_is_archived_and_dropped_is_read_and_without_files_is_said(ended: Person) -> None:
    (before,) = told(ended, "verify")
    (would,) = told(ended, *UNTIL, "--dry-run")
    assert not (ended.here / "archive").exists()
    (done,) = told(ended, *UNTIL, "--drop")
    assert (done["pieces"], done["rows"], done["dropped"]) == (would["pieces"], would["rows"], would["rows"])
    assert told(ended, *UNTIL, "--drop")[0] == done | {"pieces": 0, "rows": 0, "dropped": 0}
    assert told(ended, "verify")[0] == before
    assert told(ended, "replay")[0]["verdict"] == "identical"
    shutil.move(ended.here / "archive", ended.here / "moved")
    (found,) = told(ended, "verify", code=5)
    assert (found["found"], len(found["not_read"])) == (0, done["pieces"])
    assert told(ended, "replay", code=5)[0]["divergences"] == []
    shown = ended.run("asof", "2026-10-20T00:00:00+08:00", "--lang", "en")
    assert (shown.code, "not read" in " ".join(shown.err.split())) == (3, True)
    assert told(ended, "verify", "--archive", "moved")[0] == before
    assert ended.run("audit", "export", "bundle").code == 3
    told(ended, "audit", "export", "whole", "--archive", "moved")
    told(ended, "verify", "--offline", "whole")
    assert ended.run("verify", "--archive", "nowhere").code == 3
    shown = ended.run("duties", "list", "--lang", "en")
    assert (shown.code, "reasons may be missing" in " ".join(shown.err.split())) == (0, True)


def test_an_anchor_and_a_dossier_find_an_archive_where_they_are_told(month: Person) -> None:
    (month.here / "anchors").mkdir()
    told(month, "audit", "keygen", "key.pem")
    anchor = ("anchor", "--key", "key.pem", "--to", "anchors", "--once")
    told(month, *anchor, "--first")
    told(month, "tick", "--until", ENDED)
    told(month, *UNTIL[:2], "2026-11", *UNTIL[3:], "--drop")
    shutil.move(month.here / "archive", month.here / "moved")
    for words in (("dossier", "C000000", "--html", "page.html"), anchor):
        assert month.run(*words).code == 3, "the row that was anchored last lies within a piece"
        assert month.run(*words, "--archive", "nowhere").code == 3
        shown = month.run(*words, "--archive", "moved")
        assert shown.code == 0, shown.err
    assert len(list((month.here / "anchors").iterdir())) == 2


@pytest.mark.parametrize(("lang", "words"), [("zh", "条未归档"), ("en", "are not archived: no anchor ends")])
def test_what_waits_for_an_anchor_is_counted(month: Person, lang: str, words: str) -> None:
    (month.here / "anchors").mkdir()
    told(month, "audit", "keygen", "key.pem")
    anchor = ("anchor", "--key", "key.pem", "--to", "anchors", "--once")
    told(month, *anchor, "--first")
    told(month, "tick", "--until", ENDED)
    until = (*UNTIL[:2], "2026-11", *UNTIL[3:])
    (whole,) = told(month, *until, "--dry-run")
    assert whole["waiting"] == 0, "no anchor is asked for"
    proven = (*until, "--anchors", "anchors", "--public-key", "key.pem.pub")
    (would,) = told(month, *proven, "--dry-run")
    assert would["waiting"] == whole["rows"] - would["rows"] > 0
    (done,) = told(month, *proven)
    assert (done["rows"], done["waiting"]) == (would["rows"], would["waiting"])
    assert words.replace(" ", "") in "".join(month.run(*proven, "--lang", lang).out.split())
    told(month, *anchor)
    (then,) = told(month, *proven, "--drop")
    assert then["waiting"] < done["waiting"], "lanes that had no row since"
    assert told(month, *proven)[0]["waiting"] == then["waiting"]


@pytest.mark.postgresql
def test_who_may_not_drop_is_told_before_a_file_is_written(person: Person, postgres_application: URL) -> None:
    place = ("--ledger", postgres_application.render_as_string(hide_password=False))
    made(postgres_application)
    assert person.run("ingest", str(EXAMPLE), *place).code == 1
    told(person, "tick", "--until", ENDED, *place)
    words = (*UNTIL[:2], "2026-11", *UNTIL[3:], *place)
    for more in ((), ("--dry-run",)):
        shown = person.run(*words, "--drop", *more, "--lang", "en")
        assert (shown.code, "the user may not" in " ".join(shown.err.split())) == (3, True)
        assert not (person.here / "archive").exists()
    assert told(person, *words)[0]["dropped"] == 0


@pytest.mark.parametrize(("until", "said"), [("2026-13", "is no month"), ("2027-01", "not closed yet")])
def test_a_month_that_is_none_or_not_over_is_refused(ended: Person, until: str, said: str) -> None:
    shown = ended.run("archive", "--until", until, "--to", "archive", "--lang", "en")
    assert (shown.code, said in " ".join(shown.err.split())) == (2, True)


def test_a_person_is_erased_by_two(ended: Person) -> None:
    number = "1000-BM01"
    asking = ("erase", number, "--ground", "has left", "--officer", "9001-A")
    unsure = ended.run(*asking, "--lang", "en")
    assert (unsure.code, "add --yes" in " ".join(unsure.err.split())) == (2, True)
    (request,) = told(ended, *asking, "--yes")
    assert request["approved_by"] is None
    same = ended.run("erase", "--approve", str(request["number"]), "--officer", "9001-A", "--lang", "en")
    assert (same.code, "Another person" in " ".join(same.err.split())) == (1, True)
    (done,) = told(ended, "erase", "--approve", str(request["number"]), "--officer", "9001-B")
    assert (done["token"], done["compacted"]) == (request["token"], True)
    assert number.encode() not in b"".join(path.read_bytes() for path in ended.here.glob("ledger.db*"))
    assert told(ended, "verify")[0]["found"] == 0
    assert ended.run(*asking, "--yes").code == 4
    assert ended.run("erase", "--compact").code == 0


OPEN = """
2026-10-02 09:00  disburse  L1 of C1 at A1 500,000.00 matures 2028-11-01
2026-10-05 08:00  arrears   L1 10.00 since 2026-10-05
2026-10-12 10:00  release   C1 by A1 to closed ground resolved as p1 officer X1
"""


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("C1的解除p1", "请先由另一人批准")), ("en", ("releasep1ofC1", "Nothingwaserased"))],
)
def test_who_has_proposed_what_nobody_decided_on_is_not_erased(
    person: Person, lang: str, words: tuple[str, str]
) -> None:
    person.write("events.jsonl", *events(OPEN))
    assert person.run("init", "--live-from", "2026-10-01T00:00:00+08:00").code == 0
    assert person.run("ingest", "events.jsonl").code == 0
    asking = ("erase", "X1", "--ground", "has left", "--officer", "9001-A", "--yes")
    shown = person.run(*asking, "--lang", lang)
    assert shown.code == 1
    assert all(word in "".join(shown.err.split()) for word in words), shown.err


@pytest.mark.parametrize(("lang", "words"), [("zh", "尚未结束的月份"), ("en", "though the month is not over")])
def test_verify_and_archive_name_it(month: Person, lang: str, words: str) -> None:
    told(month, "tick", "--until", "2026-11-20T00:00:00+08:00")
    engine = open_engine(URL.create("sqlite", database=str(month.here / "ledger.db")))
    with engine.connect() as connection:
        lane, seq = connection.execute(
            text("SELECT lane, max(seq) FROM journal GROUP BY lane ORDER BY max(at) DESC")
        ).first() or (0, 0)
    do(engine, "DROP TRIGGER archived_is_over", FORGED.format(lane=lane, seq=seq))
    schema.upgrade(engine)
    shown = month.run("verify", "--lang", lang)
    assert words.replace(" ", "") in "".join(shown.out.split())
    refused = month.run("archive", "--until", "2026-10", "--to", "archive", "--grace", "0", "--lang", lang)
    assert (refused.code, words.replace(" ", "") in "".join(refused.err.split())) == (1, True)
    assert not (month.here / "archive").exists()
    do(engine, *(one.format(lane=lane, seq=seq) for one in GONE))
    engine.dispose()
    (found,) = told(month, "verify", code=1)
    named = [(one["code"], one["lane"], one["first"], one["seq"]) for one in found["differences"]]
    assert named == [("archive_open", lane, 1, seq)]
