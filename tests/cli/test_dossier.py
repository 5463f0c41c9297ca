"""``warning dossier``: everything known of a borrower, in order, with proofs that hold without this program."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, select

from tests.cli.kept import looking, others, told
from tests.cli.run import Person
from warning.audit.verifier.anchor import held, key_id, public_key, root_of
from warning.audit.verifier.chain import PLAIN, Row, link_after
from warning.ledger.sql.tables import JOURNAL, QUARANTINE

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl")
FORMED = (
    *("act", "team", "--warning", "W-", "--org", "1001", "--post", "sub_branch_president", "--officer", "1001-SBP01"),
    *("--set", "led_by=sub_branch_president", "--id", "A-1"),
)
DIGESTS = ("payload_digest", "effects_digest", "link")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, person: Person) -> str:
    """The README's ledger in a database of each kind: a lawsuit, a report, a team that comes too late."""
    url: URL | None = request.getfixturevalue("postgres_empty") if request.param == "postgresql" else None
    named = "ledger.db" if url is None else url.render_as_string(hide_password=False)
    for words in (("init",), ("ingest", EXAMPLE), ("tick", "--until", "2026-11-06T09:00:00+08:00"), FORMED):
        shown = person.run(*words, "--ledger", named)
        assert shown.code in {0, 1}, shown
    return named


def of(person: Person, place: str, *words: str, borrower: str = "C1") -> dict[str, Any]:
    (found,) = told(person, "dossier", borrower, "--ledger", place, *words)
    assert others().is_valid(found)
    return found


def row_of(entry: dict[str, Any]) -> Row:
    """An entry as the independent verifier reads a row."""
    row = entry["row"]
    digests = [bytes.fromhex(row[name]) for name in DIGESTS]
    fields: list[Any] = [*(row[name] for name in PLAIN), row["payload"].encode(), *digests]
    return Row(*fields)


def test_every_row_of_the_journal_is_there_once_in_order(person: Person, place: str) -> None:
    found = of(person, place)
    with looking(place) as connection:
        rows = connection.execute(select(JOURNAL.c.seq).where(JOURNAL.c.key == "b:C1").order_by(JOURNAL.c.key_seq))
        assert [entry["row"]["seq"] for entry in found["entries"]] == list(rows.scalars())
    assert [entry["row"]["key_seq"] for entry in found["entries"]] == list(range(1, len(found["entries"]) + 1))
    assert [entry["at"] for entry in found["entries"]] == sorted(entry["at"] for entry in found["entries"])
    assert found["whole"]
    assert {entry["sort"] for entry in found["entries"]} >= {"record", "act", "wake"}


def test_signals_warnings_duties_are_those_of_the_lists_with_all_they_went_through(person: Person, place: str) -> None:
    found = of(person, place)
    listed = told(person, "duties", "list", "--ledger", place, "--rows", "0")
    known = {one["row"]["id"]: one["row"] for one in found["duties"]}
    assert {row["id"] for row in listed} <= known.keys()
    for row in listed:
        assert {**known[row["id"]], "because": row["because"]} == row
    changes = [change for entry in found["entries"] for change in entry["changes"]]
    steps = [step for kind in ("signals", "warnings", "duties") for one in found[kind] for step in one["history"]]
    assert sorted(changes, key=json.dumps) == sorted(steps, key=json.dumps)
    assert all(change["because"]["zh"] and change["because"]["en"] for change in changes)
    breached = [change for change in changes if change["change"] == "breached"]
    assert breached
    assert [one for one in found["breaches"] if one["change"] == "breached"] == breached
    assert {one["of"] for one in found["told"] if one["how"] == "escalated"} == {one["row"] for one in breached}
    assert {one["of"] for one in found["told"] if one["how"] == "owes"} == known.keys()


def test_what_did_not_count_is_there(person: Person, place: str) -> None:
    found = of(person, place)
    with looking(place) as connection:
        refused = list(connection.execute(select(QUARANTINE.c.event_id).order_by(QUARANTINE.c.id)).scalars())
    assert [one["event_id"] for one in found["untaken"]] == refused
    assert refused


def test_balances_are_told_by_loan(person: Person, place: str) -> None:
    (balance,) = of(person, place)["balances"]
    assert "6,000,000.00" in balance["said"]["en"]


def test_as_known_at_an_instant_nothing_later_is_there(person: Person, place: str) -> None:
    at = "2026-11-04T09:00:00+08:00"
    found, now = of(person, place, "--until", at), of(person, place)
    assert (found["whole"], found["at"]) == (False, at)
    assert found["entries"] == [entry for entry in now["entries"] if entry["at"] <= at] != now["entries"]
    lines = told(person, "asof", at, "--borrower", "C1", "--all", "--ledger", place)
    then = {line["row"]["id"]: line["row"] for line in lines if line["object"] == "known"}
    kept = {one["row"]["id"]: one["row"] for kind in ("signals", "warnings", "duties") for one in found[kind]}
    assert {name: {**row, "because": then[name]["because"]} for name, row in kept.items()} == then
    assert all(one["at"] <= at for kind in ("told", "untaken", "breaches", "balances") for one in found[kind])
    late = person.run("dossier", "C1", "--ledger", place, "--until", "2027-01-01T00:00:00+08:00", "--lang", "en")
    assert (late.code, "later than the ledger's clock" in late.err) == (2, True)


def test_proofs_hold_by_the_independent_verifiers_own_functions(person: Person, place: str) -> None:
    told(person, "audit", "keygen", "key.pem")
    (person.here / "anchors").mkdir()
    told(person, "anchor", "--key", "key.pem", "--to", "anchors", "--once", "--first", "--ledger", place)
    found = of(person, place, "--anchors", "anchors", "--public-key", "key.pem.pub")
    assert found["entries"]
    for entry in found["entries"]:
        row = row_of(entry)
        assert link_after(bytes.fromhex(entry["before"]), row) == row.link
        assert entry["anchored"]
        entry["row"]["received"] += 1
        assert link_after(bytes.fromhex(entry["before"]), row_of(entry)) != row.link
    proof, anchor = found["proof"], found["proof"]["anchor"]
    stored = (person.here / "anchors" / "000000001.json").read_bytes()
    key = public_key((person.here / "key.pem.pub").read_bytes())
    assert root_of((proof["lane"], anchor["seq"], anchor["head"]), anchor["path"]) == anchor["root"]
    assert held(stored, {key_id(key): key}).root == anchor["root"]
    assert anchor["path"]
    assert of(person, place)["proof"] == proof | {"anchor": None}
    assert not any(entry["anchored"] for entry in of(person, place)["entries"])


def test_anchors_that_do_not_vouch_for_it_are_refused(person: Person, place: str) -> None:
    told(person, "audit", "keygen", "key.pem")
    (person.here / "anchors").mkdir()
    signed = ("--anchors", "anchors", "--public-key", "key.pem.pub", "--ledger", place, "--lang", "en")
    none = person.run("dossier", "C1", *signed)
    assert (none.code, "holds no anchor" in none.err) == (1, True)
    told(person, "anchor", "--key", "key.pem", "--to", "anchors", "--once", "--first", "--ledger", place)
    told(person, "audit", "keygen", "other.pem")
    other = person.run("dossier", "C1", *signed[:3], "other.pem.pub", *signed[4:])
    assert (other.code, "do not vouch" in " ".join(other.err.split())) == (1, True)
    assert person.run("dossier", "C1", *signed[2:]).code == 2


def test_persons_are_shown_only_where_asked_for_and_not_erased(person: Person, place: str) -> None:
    def text(*words: str) -> str:
        shown = person.run("dossier", "C1", "--ledger", place, "--html", "d.html", *words)
        assert shown.code == 0, shown
        return (person.here / "d.html").read_text(encoding="utf-8") + json.dumps(of(person, place, *words))

    assert "1001-SBP01" not in text()
    assert "1001-SBP01" in text("--persons")
    given = ("--ledger", place)
    asked = person.run("erase", "1001-SBP01", "--yes", "--ground", "has left", "--officer", "9001-A", *given)
    assert (asked.code, person.run("erase", "--approve", "1", "--officer", "9001-B", *given).code) == (0, 0)
    assert "1001-SBP01" not in text("--persons")
    assert re.search(r"P-[0-9a-f]{16}", text("--persons"))


def test_a_record_is_shown_as_it_came(person: Person, place: str) -> None:
    """Money in yuan, dates and instants as the wire has them; what is kept inside is named as that, with its units."""
    came = {record["id"]: record for record in map(json.loads, Path(EXAMPLE).read_text("utf-8").splitlines())}
    entries = {entry["row"]["event_id"]: entry["record"] for entry in of(person, place)["entries"]}
    loan = next(name for name, record in came.items() if record["type"] == "loan.disbursed.v1")
    for name in ("source", "id", "type", "recordedtime"):
        assert entries[loan][name] == came[loan][name]
    assert entries[loan]["data"] == came[loan]["data"] | {"disbursed_on": "2026-11-02", "matures_on": "2028-11-02"}
    assert entries["A-1"]["source"] == "/cli"
    assert None in [entry["record"] for entry in of(person, place)["entries"] if entry["sort"] == "wake"]
    person.run("dossier", "C1", "--ledger", place, "--html", "d.html")
    page = (person.here / "d.html").read_text(encoding="utf-8")
    assert html.escape('"outstanding_balance": "6000000.00"') in page.partition("原始记录（按报文的写法）")[2]
    before = page.partition(html.escape('"outstanding_balance":600000000'))[0]
    assert before.rpartition("<summary>")[2].startswith("台账内部所存（金额以分计")


class Outline(HTMLParser):
    """Tags that are open, anchors, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.leads += [given["href"] or ""] if "href" in given else []
        assert not {"src", "onload", "onclick"} & given.keys()
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_whole_and_needs_nothing_else(person: Person, place: str, lang: str) -> None:
    shown = person.run("dossier", "C1", "--ledger", place, "--html", "d.html", "--lang", lang)
    assert shown.code == 0, shown
    page = (person.here / "d.html").read_text(encoding="utf-8")
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert {lead.removeprefix("#") for lead in outline.leads} <= set(outline.ids), "every link leads within the page"
    assert not re.search(r"https?://|<script|@import", page)
    for entry in of(person, place)["entries"]:
        assert page.count(f'id="r{entry["row"]["seq"]}"') == 1
        assert entry["row"]["link"] in page
    assert ("如何核对" in page, "How to check it" in page) == (lang == "zh", lang == "en")


def test_who_is_not_there_is_told(person: Person, place: str) -> None:
    shown = person.run("dossier", "C404", "--ledger", place, "--lang", "en")
    assert (shown.code, "C404" in shown.err) == (4, True)


def test_groups_and_guarantees_and_what_came_from_them(month: Person) -> None:
    with looking() as connection:
        query = select(JOURNAL.c.key).where(JOURNAL.c.kind == "told", JOURNAL.c.key.like("b:%")).limit(1)
        number = str(connection.execute(query).scalar_one())[2:]
    found = of(month, "ledger.db", borrower=number)
    heard = [one for one in found["entries"] if one["sort"] == "told"]
    linked = [one for one in found["entries"] if one["row"]["kind"] in ("group.link.v1", "guarantee.link.v1")]
    assert {one["seq"] for one in found["neighbours"]} == {one["row"]["seq"] for one in (*heard, *linked)}
    assert heard
    assert linked
