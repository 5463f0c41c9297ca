"""``warning rules diff | propose | changes | approve | withdraw``, as a person and a machine see them."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from msgspec import structs

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_asked_for import CHECK
from tests.cli.test_verify_run import tampered
from tests.rule_changes import changed
from tests.rule_changes.changed import EARLIER, QUICKER
from warning.cli.rule_changes.reports import report_of
from warning.rulebook import default_directory

OFFICE: Final = ("--org", "9999", "--post", "head_office_risk_officer")
FROM: Final = ("--from", "2026-11-02T00:00:00+08:00", "--reason", "三日即橙色")
UNTESTED: Final = ("--without-backtest", "已归档")
AT: Final = "2026-11-01T09:00:00+08:00"
MAKER: Final = (*OFFICE, "--officer", "9999-RO01")
OTHER: Final = (*OFFICE, "--officer", "9999-RO02")


@pytest.fixture
def owner(month: Person) -> Person:
    """Someone with a month's ledger, and a changed book in ``earlier``."""
    shutil.copytree(default_directory(), month.here / "earlier")
    for name, was, now in EARLIER:
        file = month.here / "earlier" / name
        text = file.read_text(encoding="utf-8")
        assert was in text
        file.write_text(text.replace(was, now), encoding="utf-8")
    return month


def _propose(
    owner: Person, *more: str, name: str = "RC-1", code: int = 0, who: tuple[str, ...] = MAKER
) -> dict[str, Any]:
    tested = () if "--backtest" in more else UNTESTED
    (line,) = told(owner, "rules", "propose", "earlier", *who, *FROM, "--id", name, *tested, *more, code=code)
    return dict(line)


def _codes(line: dict[str, Any]) -> list[str]:
    return [because["code"] for because in line["because"]]


def test_a_difference_says_clause_figure_and_both_values(owner: Person) -> None:
    (line,) = told(owner, "rules", "diff", "earlier")
    assert line["clause"] == "11.1.3"
    assert ("31" in str(line["old"]), "31" in str(line["new"])) == (True, False)
    assert told(owner, "rules", "diff", "earlier", "--against", "earlier") == []
    shown = owner.run("rules", "diff", "earlier", "--lang", "en")
    assert "11.1.3" in shown.out
    assert "orange" in shown.out


def _report(owner: Person, book: str = "earlier") -> Path:
    """A backtest of a book, as a page (and as lines in ``out``)."""
    window = ("--since", "2026-10-01", "--until", "2026-10-08", "--jobs", "1")
    told(owner, "backtest", "--book", book, *window, "--html", "report.html")
    told(owner, "backtest", "--book", book, *window, "--out", "out")
    return owner.here / "report.html"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"ledger": "another"}, "the report of another ledger (another, made"),
        ({"created_at": "2026-01-01T00:00:00+08:00"}, "made 2026-01-01T00:00:00+08:00), not of ledger.db"),
        ({"after": "0" * 64}, "is of another rule book (0000000000000000) than the one proposed"),
        ({"before": ("0" * 64,)}, "compares with 0000000000000000, and the change takes the place of"),
        (None, "is no report of a backtest"),
    ],
)
def test_a_report_of_something_else_is_not_attached(owner: Person, other: dict[str, Any] | None, said: str) -> None:
    of = report_of(_report(owner).read_bytes())
    assert of is not None
    assert of == report_of((owner.here / "out" / "backtest.jsonl").read_bytes())
    content = b'{"summary": "four earlier"}' if other is None else msgspec.json.encode(structs.replace(of, **other))
    (owner.here / "report.json").write_bytes(content)
    words = ("rules", "propose", "earlier", *MAKER, *FROM, "--backtest", "report.json", "--lang", "en")
    shown = owner.run(*words)
    assert (shown.code, said in " ".join(shown.err.split())) == (2, True), shown.err
    assert told(owner, "rules", "changes") == []
    (owner.here / "report.json").write_bytes(msgspec.json.encode(of))
    assert owner.run(*words).code == 0


def test_why_there_is_no_backtest_is_on_record_and_shown_to_who_approves(owner: Person) -> None:
    _propose(owner)
    (waiting, *_) = told(owner, "rules", "changes", "RC-1")
    assert (waiting["backtest"], waiting["untested"]) == (None, "已归档")
    for lang, said in (("zh", "未附"), ("en", "no")):
        for words in (("rules", "changes"), ("rules", "changes", "RC-1")):
            shown = "".join(owner.run(*words, "--lang", lang).out.split())
            assert said in shown, words
            assert "已归档" in shown, words
    given = owner.run("rules", "approve", "RC-1", *OTHER, "--lang", "en")
    assert (given.code, "no backtest: 已归档" in given.out) == (0, True)
    assert told(owner, "verify")[0]["differences"] == []
    assert told(owner, "replay")[0]["verdict"] == "identical"


def test_a_report_of_another_book_is_not_attached(owner: Person) -> None:
    changed.book_directory(changed.packed(*QUICKER), owner.here / "other")
    _report(owner, "earlier")
    for lang, said in (("zh", "另一本手册"), ("en", "another rule book")):
        words = ("rules", "propose", "other", *MAKER, *FROM, "--backtest", "report.html", "--lang", lang)
        shown = owner.run(*words)
        assert (shown.code, said in shown.err, told(owner, "rules", "changes")) == (2, True, [])


def test_one_proposes_another_approves_and_it_takes_force(owner: Person) -> None:
    report = _report(owner)
    assert _propose(owner, "--backtest", "report.html", "--summary", "four earlier")["outcome"] == "applied"
    waiting, difference = told(owner, "rules", "changes", "RC-1")
    assert difference["clause"] == "11.1.3"
    assert (waiting["status"], waiting["backtest_summary"]) == ("waiting", "four earlier")
    assert waiting["backtest"] == sha256(report.read_bytes()).hexdigest()
    assert owner.run("rules", "report", "RC-1", "again.html", "--lang", "en").code == 0
    assert not (owner.here / "again.html").stat().st_mode & 0o007, "for those who may read the ledger"
    assert (owner.here / "again.html").read_bytes() == report.read_bytes()
    assert owner.run("rules", "report", "RC-1").out == report.read_text("utf-8")
    (same,) = told(owner, "rules", "approve", "RC-1", *MAKER, code=1)
    assert (same["outcome"], _codes(same)) == ("refused", ["same_person"])
    (done,) = told(owner, "rules", "approve", "RC-1", *OTHER)
    assert done["outcome"] == "applied"
    assert told(owner, "rules", "changes", "RC-1")[0]["status"] == "approved"
    told(owner, "tick", "--until", "2026-11-03T00:00:00+08:00")
    assert told(owner, "rules", "diff", "earlier") == [], "it is the one in force"
    assert told(owner, "verify")[0]["found"] == 0
    assert told(owner, "replay")[0]["verdict"] == "identical"


def test_a_report_that_is_not_there_or_was_changed_is_not_written(owner: Person) -> None:
    _propose(owner)
    assert [owner.run("rules", "report", name, "x").code for name in ("RC-1", "RC-9")] == [4, 4]
    _report(owner)
    _propose(owner, "--backtest", "report.html", name="RC-2")
    tampered("UPDATE proposed_book SET report = report || ' ' WHERE proposal = 'RC-2'")
    for lang, said in (("zh", "未写出"), ("en", "not the one proposed")):
        shown = owner.run("rules", "report", "RC-2", "x", "--lang", lang)
        assert (shown.code, said in " ".join(shown.err.split())) == (1, True)
    assert not (owner.here / "x").exists()


def test_whoever_may_not_is_told_and_it_is_on_record(owner: Person) -> None:
    branch = ("--org", "1000", "--post", "head_office_risk_officer", "--officer", "1000-X1")
    assert _codes(_propose(owner, name="RC-0", code=1, who=branch)) == ["post_not_at_level"]
    assert _propose(owner)["outcome"] == "applied"
    (gone,) = told(owner, "rules", "withdraw", "RC-1", *MAKER, "--reason", "doubts")
    assert gone["outcome"] == "applied"
    (late,) = told(owner, "rules", "approve", "RC-1", *OTHER, code=1)
    assert late["outcome"] == "refused"
    (unknown,) = told(owner, "rules", "approve", "RC-9", *OTHER, code=1)
    assert unknown["outcome"] == "refused"
    change, *refused = told(owner, "rules", "changes", "--persons")
    assert change["status"] == "withdrawn"
    assert [(line["change"], line["by"], _codes(line)) for line in refused] == [
        ("RC-0", "1000-X1", ["post_not_at_level"]),
        ("RC-1", "9999-RO02", ["change_ended"]),
        ("RC-9", "9999-RO02", ["change_unknown"]),
    ]


def test_a_refused_approval_is_listed_with_its_change_also_where_what_was_noted_is_gone(owner: Person) -> None:
    _propose(owner, "--at", AT)
    _propose(owner, "--at", AT, name="RC-2")
    told(owner, "rules", "approve", "RC-1", *MAKER, "--id", "RC-1-A", "--at", AT, code=1)
    told(owner, "rules", "approve", "RC-1", *OTHER)
    tampered("DELETE FROM quarantine WHERE event_id = 'RC-1-A'")
    change, refused, *_ = told(owner, "rules", "changes", "RC-1", "--persons")
    assert (change["status"], change["ended_by"], refused["by"]) == ("approved", "9999-RO02", "9999-RO01")
    assert (refused["event_id"], refused["at"], refused["field"]) == ("RC-1-A", AT, "data.officer_no")
    assert _codes(refused) == ["same_person"]
    assert [line["object"] for line in told(owner, "rules", "changes", "RC-2")] == ["rules_change", "book_difference"]
    token = told(owner, "rules", "changes")[2]["by"]
    assert token.startswith("P-")
    for lang, said in (("zh", "审批人与申请人为同一人"), ("en", "The approver is the person who proposed it.")):
        for words in (("rules", "changes"), ("rules", "changes", "RC-1")):
            shown = " ".join(owner.run(*words, "--lang", lang).out.split())
            assert (said in shown, "2026-11-01 09:00" in shown, token[:12] in shown) == (True, True, True), shown


def test_what_a_former_core_refused_has_the_reason_it_noted(owner: Person) -> None:
    _propose(owner)
    told(owner, "rules", "approve", "RC-1", *MAKER, code=1)
    tampered("UPDATE journal SET core = '0.4' WHERE kind LIKE 'rules.%'")
    (refused,) = told(owner, "rules", "changes")[1:]
    assert _codes(refused) == ["same_person"]
    tampered("DELETE FROM quarantine WHERE type = 'rules.change_approved.v1'")
    assert told(owner, "rules", "changes")[1:] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rules", "propose", "nowhere", *MAKER, *FROM, *UNTESTED), 3, "nowhere"),
        (("rules", "propose", "earlier", *MAKER, "--from", "soon", "--reason", "x", *UNTESTED), 2, "--from"),
        (("rules", "propose", "earlier", *MAKER, *FROM, "--backtest", "none.html"), 3, "none.html"),
        (("rules", "propose", "earlier", *OFFICE, "--officer", " ", *FROM, *UNTESTED), 2, ""),
        (("rules", "propose", "earlier", *MAKER, *FROM), 2, "--without-backtest"),
        (("rules", "propose", "earlier", *MAKER, *FROM, "--without-backtest", " "), 2, "--backtest"),
        (("rules", "propose", "earlier", *MAKER, *FROM, *UNTESTED, "--backtest", "report.html"), 2, "--backtest"),
        (("rules", "changes", "RC-9"), 4, "RC-9"),
        (("rules", "diff", "earlier", "--against", "nowhere"), 3, "nowhere"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_asked_wrongly_is_named(owner: Person, words: tuple[str, ...], code: int, said: str, lang: str) -> None:
    shown = owner.run(*words, "--lang", lang)
    assert shown.code == code, shown.err
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_a_book_that_does_not_load_is_refused_with_file_and_line(owner: Person) -> None:
    file = Path(owner.here / "earlier" / "payment.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace('">= 3"', '">= many"'), encoding="utf-8")
    shown = owner.run("rules", "propose", "earlier", *MAKER, *FROM, *UNTESTED)
    assert shown.code != 0
    assert "payment.yaml" in shown.out + shown.err
    assert told(owner, "rules", "changes") == []


def test_where_a_book_departs_from_the_policy_is_said_to_whoever_proposes_or_looks(owner: Person) -> None:
    file = owner.here / "earlier" / "book.yaml"
    text = file.read_text(encoding="utf-8")
    assert CHECK in text
    file.write_text(text.replace(CHECK, CHECK.replace("30", "31")), encoding="utf-8")
    window = ("--since", "2026-10-01", "--until", "2026-10-08", "--jobs", "1")
    for words in (
        ("rules", "diff", "earlier"),
        ("backtest", "--book", "earlier", *window),
        ("rules", "propose", "earlier", *MAKER, *FROM, *UNTESTED, "--id", "RC-1"),
        ("rules", "changes", "RC-1"),
    ):
        shown = owner.run(*words, "--lang", "en")
        assert shown.code == 0, shown.err
        assert "departs from the policy's text: 11.1.1 says 30, the book 31" in " ".join(shown.err.split()), words
    assert owner.run("rules", "diff", "earlier", "--against", "earlier", "--lang", "en").err != ""
    assert owner.run("rules", "changes", "--lang", "en").err == ""
