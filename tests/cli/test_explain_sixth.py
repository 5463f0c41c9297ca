"""What the sixth audit found: what came in later, what was taken back or retracted, what a closing rests on."""

from __future__ import annotations

from tests.cli.events import lent, named
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown
from tests.cli.test_explain_fifth import RATIO, later


def test_what_a_breach_opens_is_not_said_to_be_owed_by_one_that_came_in_later(person: Person) -> None:
    path, words = person.write("events.jsonl", named(), lent(balance="1600000.00"), RATIO), ("--until", "2026-11-05")
    duty = report(ids(person, path, *words)["duty"], "12.1.1")
    assert (str(duty["hangs_on"]).partition(":")[0], str(duty["start"])[11:16]) == ("breach", "00:00")
    assert flat("不因支行未报而停止计时（D3）") in shown(person, path, duty, *words)
    assert "后来涉及：其借据" not in shown(person, path, duty, *words)
    assert flat("came in later: its loans") not in shown(person, path, duty, *words, "--lang", "en")


def test_what_one_owes_that_came_in_later_says_so(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), RATIO, later("L2", "2026-10-25", "1002"))
    duties = ids(person, path)["duty"]
    (duty,) = (one for one in duties if (one["clause"], one["org_no"]) == ("11.1.6", "1002"))
    assert "后来涉及：其借据" in shown(person, path, duty)
    assert flat("came in later: its loans") in shown(person, path, duty, "--lang", "en")
