"""``warning init``: a ledger with its rule book in it, and what a person may get wrong."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from tests.cli.run import Person
from tests.cli.test_answers import lines
from warning.bootstrap import open_ledger, setting
from warning.core.scalars import read_moment
from warning.resources import rules_directory
from warning.rulebook import NotPacked, load_packed, pack


def there(person: Person) -> list[str]:
    """The files of a directory, but for those of a database at work."""
    return sorted(path.name for path in person.here.iterdir() if not path.name.endswith(("-wal", "-shm")))


def test_a_ledger_opens_under_the_rule_book_it_keeps_itself(person: Person) -> None:
    shutil.copytree(rules_directory(), person.here / "rules")
    (made,) = lines(person, "init", "--frame", "rules", "--live-from", "2026-10-01", "--name", "分行一")
    shutil.rmtree(person.here / "rules")
    found = open_ledger("ledger.db")
    assert found.setting.frame.id == made["frame"] == setting().frame.id
    assert found.setting.frame.live_from == int(read_moment("2026-10-01"))
    assert (found.ledger.about.name, found.ledger.about.clock) == ("分行一", "event")


def test_the_same_files_are_packed_to_the_same_bytes_wherever_they_lie(person: Person) -> None:
    shutil.copytree(rules_directory(), person.here / "elsewhere")
    (person.here / "elsewhere" / "README.md").write_text("no part of it", encoding="utf-8")
    assert pack() == pack(person.here / "elsewhere")
    assert load_packed(pack()).frame == setting().frame
    for other in (b"", b"[]", b'{"../book.yaml":""}'):
        with pytest.raises(NotPacked):
            load_packed(other)


def test_the_environment_names_the_ledger_where_a_command_does_not(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARNING_LEDGER", "bank.db")
    assert person.run("init").code == 0
    assert (person.here / "bank.db").is_file()
    assert not (person.here / "ledger.db").exists()
    assert person.run("init", "--ledger", "other.db").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("init", "--ledger", "made.db"), "made.db"),
        (("init", "--ledger", "junk.db"), "junk.db"),
        (("init", "--ledger", "no/such/place.db"), "no/such/place.db"),
        (("init", "--ledger", "mysql://host/bank"), "mysql://host/bank"),
        (("init", "--ledger", "://"), "://"),
        (("init", "--frame", "nowhere"), "nowhere"),
        (("upgrade", "--ledger", "absent.db"), "warning init"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_line(person: Person, lang: str, words: tuple[str, ...], told: str) -> None:
    person.run("init", "--ledger", "made.db")
    person.write("junk.db", "no database " * 100)
    before = there(person)
    shown = person.run(*words, "--lang", lang)
    assert shown.code == 3
    assert told in shown.err.replace("\n", "")
    assert "Traceback" not in shown.err
    assert there(person) == before, "nothing is left behind"


def test_a_password_is_not_repeated(person: Person) -> None:
    shown = person.run("init", "--ledger", "postgresql://somebody:secret@127.0.0.1:1/bank")
    assert shown.code == 3
    assert "secret" not in shown.out + shown.err
    assert "somebody" in shown.err


def test_a_damaged_rule_book_is_not_used(person: Person) -> None:
    person.run("init")
    with sqlite3.connect("ledger.db") as database:
        (files,) = database.execute("SELECT files FROM frame").fetchone()
        texts = json.loads(files)
        texts["book.yaml"] = texts["book.yaml"].replace("1000000.00", "2000000.00")
        database.execute("DROP TRIGGER frame_no_update")
        database.execute("UPDATE frame SET files = ?", (json.dumps(texts).encode(),))
    shown = person.run("upgrade")
    assert shown.code == 0, "the tables are as they should be"
    with pytest.raises(Exception, match=setting().frame.id):
        open_ledger("ledger.db")
