"""A release whose signal rose since, and on which nobody has decided: an approval would be refused (W8)."""

from __future__ import annotations

import json
from typing import Final

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.tabled import events
from tests.cli.test_explain import flat

PROPOSED: Final = """
2026-10-02 09:00  disburse  L1 of C1 at A1 500,000.00 matures 2028-11-01
2026-10-05 08:00  arrears   L1 10.00 since 2026-10-05
2026-10-12 10:00  release   C1 by A1 to closed ground resolved as p1 officer X1
"""
ROSE: Final = "2026-11-04T00:00:00+08:00"
"""The 31st day of the arrears."""
REFUSED: Final = f"{PROPOSED}2026-11-05 09:00  approve   C1 by A of p1 officer X2"


@pytest.mark.parametrize(("until", "over"), [("2026-11-03T23:59:59+08:00", 0), (ROSE, 1)])
def test_a_release_of_a_signal_that_rose_since_is_told_as_overtaken(person: Person, until: str, over: int) -> None:
    person.write("events.jsonl", *events(PROPOSED))
    assert person.run("init", "--live-from", "2026-10-01T00:00:00+08:00").code == 0
    assert person.run("ingest", "events.jsonl").code == 0
    told(person, "tick", "--until", until)
    (status,) = told(person, "status")
    assert (status["approvals"], status["overtaken"]) == (1, over)
    (warning,) = told(person, "alerts", "list")
    words = {
        "zh": ("待批：解除申请 p1", "已被升级取代：解除申请 p1", "其中 1 项已被信号升级取代"),
        "en": ("Waiting for approval: the release", "Overtaken by a rise: since", "1 of them overtaken by a rise"),
    }
    for lang, (waits, overtaken, counted) in words.items():
        for asked in (("alerts", "show", warning["id"]), ("alerts", "explain", "S-")):
            page = flat(person.run(*asked, "--lang", lang).out)
            assert (flat(waits) in page, flat(overtaken) in page) == (not over, bool(over)), page
        assert (flat(counted) in flat(person.run("status", "--lang", lang).out)) == bool(over)
    for line in (told(person, "dossier", "C1")[0]["proposals"], told(person, "asof", until, "--borrower", "C1")):
        (proposal,) = (one for one in line if one["object"] == "proposal")
        assert (proposal["id"], proposal["state"], len(proposal["risen"])) == (
            "p1",
            "overtaken" if over else "waits",
            over,
        )
    said = {"zh": ("待审批", "已被升级取代")[over], "en": ("waits for approval", "overtaken by a rise of signal")[over]}
    person.widen(300)
    for lang, state in said.items():
        assert flat(state) in flat(person.run("asof", until, "--borrower", "C1", "--lang", lang).out)
        assert person.run("dossier", "C1", "--html", "page.html", "--lang", lang).code == 0
        assert state in (person.here / "page.html").read_text("utf-8")
    assert told(person, "dossier", "C1", "--until", "2026-10-12T09:00:00+08:00")[0]["proposals"] == []
    if over:
        signal = json.loads(person.run("alerts", "explain", "S-", "--json").out)["row"]["id"]
        assert f"信号{signal}又已触发" in flat(person.run("alerts", "explain", signal).out)
        person.write("more.jsonl", *events(REFUSED)[-1:])
        assert person.run("ingest", "more.jsonl").code == 1
        page = flat(person.run("alerts", "explain", signal).out)
        assert (flat("整个不予批准（记录") in page, flat("已被升级取代") in page) == (True, False)
