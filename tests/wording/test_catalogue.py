"""Everything that can be decided can be said: every reason, clause, name and phrase, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import pytest

from tests.wording.sites import OPEN, ROOT, Module, Site, argument, of_module, sites
from warning.core.events import EVENTS, Grade, LoanAssessed, MajorEvent, ManagementFinding, ReleaseProposed, Source
from warning.core.frame import LEVELS
from warning.core.rows import Duty, DutyKind, DutyState
from warning.core.scalars import read_moment
from warning.intake.driver import SHOWN
from warning.rulebook import load_book
from warning.wording import help as helped
from warning.wording import moments, phrases, records, terms
from warning.wording.clauses import DEFAULTS, POLICY
from warning.wording.reasons import ADVICE, REASONS
from warning.wording.reasons.duties import ENDED, OPENED
from warning.wording.reasons.idle import IDLE
from warning.wording.reasons.records import FILED, PASSED
from warning.wording.reasons.refused import REFUSED
from warning.wording.reasons.rules import RULES
from warning.wording.reasons.signals import SIGNALS, WARNINGS
from warning.wording.render import PLACEHOLDER, WRITERS, choose
from warning.wording.text import Text

SITES: Final = sites()
DUE: Final = frozenset({"start", "day", "n", "unit", "due", "tier"})
"""What ``Due.values`` gives where the clock has a term."""
JOINED: Final = {
    "report_due": DUE - {"n", "unit"},
    "report_at_crossing": DUE - {"n", "unit"} | {"loan_no", "matures_on"},
    "finding_report": DUE,
    "head_office_by_report": DUE,
    "head_office_by_breach": DUE,
    "crossing": DUE,
    "found_by_branch": DUE,
    "booked_at_branch": DUE,
    "observed": frozenset(),
    "observed_in_bounds": frozenset(),
    "new_book": frozenset(),
    "denominator_not_positive": frozenset({"numerator", "denominator"}),
    "variant_unknown": frozenset({"variant"}),
}
"""Values that join a reason on its way (the arithmetic of its due, an observation's figures): the fewest there are."""


def computed(name: str) -> set[str]:
    """The texts that ``conditions`` gives as the reason why something cannot be computed."""
    module = Module(ROOT / "warning/core/conditions.py")
    found: set[str] = set()
    for call in module.calls:
        if isinstance(call.func, ast.Name) and call.func.id == "Reading":
            found |= module.strings(argument(call, 2, name), call)
    return found - {OPEN}


def reasons() -> list[Site]:
    """All places, those that pass on why something cannot be computed once for each."""
    found = []
    for site in SITES:
        codes = sorted(computed("reason")) if site.code == OPEN else [site.code]
        found += [site._replace(code=code) for code in codes]
    return found


@pytest.mark.parametrize("site", reasons(), ids=lambda site: f"{site.where}:{site.code}")
def test_every_reason_given_has_a_text_whose_values_are_given(site: Site) -> None:
    given = set(site.values - {OPEN}) | set(JOINED.get(site.code, ()))
    assert choose(site.code, given) is not None, f"{site.where}: no text of '{site.code}' does with {sorted(given)}"


def test_the_places_are_found() -> None:
    assert len(SITES) > 100
    assert {"arrears_day", "team_formed", "answer_given", "org_unknown", "denominator_missing"} <= {
        site.code for site in reasons()
    }
    assert any(site.where.startswith("warning/intake/driver.py") and site.code == "loan_unknown" for site in SITES)


def test_a_reason_nobody_worded_is_found() -> None:
    lines = "def rule(d):\n    d.say(Why('unheard_of', 'W1', (('level', 1),)))\n"
    path = ROOT / "warning" / "core" / "loans.py"
    module = Module(path)
    module.tree = ast.parse(lines)
    module.calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    module.parents = {}
    (site,) = of_module(module)
    assert site.code == "unheard_of"
    assert choose(site.code, set(site.values)) is None
    assert choose("arrears_day", {"loan_no"}) is None, "a value the text asks for is missing"


def test_no_text_is_for_a_reason_that_nobody_gives() -> None:
    assert set(REASONS) - {site.code for site in reasons()} == set()


def test_no_two_tables_word_the_same_reason() -> None:
    tables = (SIGNALS, WARNINGS, OPENED, ENDED, FILED, IDLE, PASSED, REFUSED, RULES)
    assert sum(map(len, tables)) == len(REASONS)  # they are joined into one, where a later one would hide an earlier


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_asks_for_the_same_values_in_both_languages(code: str) -> None:
    for text in REASONS[code]:
        zh, en = PLACEHOLDER.findall(text.zh), PLACEHOLDER.findall(text.en)
        assert text.zh
        assert text.en
        assert set(zh) == set(en)
        assert {spec for _, spec in zh} - {""} <= set(WRITERS)


def test_every_refusal_says_what_to_do() -> None:
    assert set(ADVICE) - set(REFUSED) <= set(SHOWN)
    assert set(REFUSED) <= set(ADVICE)


def test_every_clause_cited_has_a_text() -> None:
    cited = {clause for site in SITES for clause in site.clauses} - {OPEN}
    book = load_book()
    cited |= {rule.clause for rule in book.rules}
    cited |= set(DUTY_CLAUSES)
    words = DEFAULTS | {ref: clause.words for ref, clause in POLICY.items()}
    assert {ref for ref in cited if ref not in words or not (words[ref].zh and words[ref].en)} == set()


DUTY_CLAUSES: Final = ("11.2", "11.2.1", "11.2.2", "12.1.1", "12.3.1", "12.3.2", "13.1", "14.2", "14.3")


def test_the_clauses_of_duties_are_those_the_core_opens() -> None:
    opened = set()
    for path in sorted((ROOT / "warning/core").glob("*.py")):
        module = Module(path)
        for call in module.calls:
            if isinstance(call.func, ast.Name) and call.func.id in ("NewDuty", "Duty"):
                opened |= module.strings(argument(call, 1, "clause"), call)
    numbers = {clause for clause in opened if clause[:1].isdigit()}
    assert numbers - {"11.1.1", "11.1.2"} == set(DUTY_CLAUSES)


def test_all_defaults_have_a_text() -> None:
    numbers = {"W": 12, "T": 6, "P": 4, "O": 9, "D": 12}
    assert set(DEFAULTS) == {f"{letter}{n}" for letter, last in numbers.items() for n in range(1, last + 1)} | {
        "design"
    }


WIDE: Final = str.maketrans(",:;()臵", "，：；（）置")


def test_the_policy_is_quoted_word_for_word() -> None:
    policy = ROOT.parent / "shared" / "policy" / "policy.zh.md"
    if not policy.is_file():
        pytest.skip("the policy is not beside the repository")
    text = "".join(policy.read_text(encoding="utf-8").translate(WIDE).split())
    assert [ref for ref, clause in POLICY.items() if "".join(clause.words.zh.translate(WIDE).split()) not in text] == []


def _hint(kind: Any, field: str) -> Any:
    return get_type_hints(kind)[field]


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (LEVELS, terms.LEVELS),
        (LEVELS, terms.LEVEL_MARKS),
        (get_args(DutyKind), terms.DUTY_KINDS),
        (get_args(DutyState), terms.DUTY_STATES),
        (get_args(Grade), terms.GRADES),
        (get_args(Source), terms.SOURCES),
        (get_args(_hint(Duty, "cause")), terms.CAUSES | {"": Text("", "")}),
        (get_args(_hint(Duty, "cause")), terms.CAUSES_SHORT),
        (get_args(_hint(Duty, "scored")), terms.SCORES_SHORT),
        (get_args(_hint(LoanAssessed, "result")), terms.RESULTS),
        (get_args(_hint(MajorEvent, "kind")), terms.EVENT_KINDS),
        (get_args(_hint(ManagementFinding, "kind")), terms.EVENT_KINDS),
        (get_args(_hint(ReleaseProposed, "ground")), terms.GROUNDS),
        (get_args(_hint(ReleaseProposed, "to_level")), terms.LEVELS),
        (tuple(event.TYPE for event in EVENTS), records.EVENT_TYPES),
        (("0", "1", "2"), terms.TIERS),
        (("0", "1", "2"), terms.TIERS_SHORT),
        (tuple(load_book().frame.book.may), records.EVENT_TYPES),
        (tuple(load_book().posts), terms.POSTS),
        (tuple(load_book().groups), terms.GROUPS),
        (tuple({rule.unit for rule in load_book().rules} - {""}), terms.UNITS),
        (
            tuple({name for rule in load_book().frame.book.signals.values() for name in rule.variants}),
            terms.VARIANTS | terms.RESULTS | terms.EVENT_KINDS | terms.GRADES | {"missing": Text("无", "none")},
        ),
    ],
)
def test_every_word_of_the_engine_has_a_name(words: tuple[str, ...], table: terms.Table) -> None:
    assert words
    assert set(words) - set(table) == set()


def test_every_tag_and_change_of_the_core_has_a_name() -> None:
    tagged: set[str] = set()
    changed: dict[str, set[str]] = {"SignalChanged": set(), "WarningChanged": set(), "put": set()}
    for path in sorted((ROOT / "warning/core").glob("*.py")):
        module = Module(path)
        for call in module.calls:
            name = getattr(call.func, "id", "")
            if name in changed:
                position = 2 if name == "put" else 0
                changed[name] |= module.strings(argument(call, position, "change"), call)
            tagged |= {
                text
                for keyword in call.keywords
                if keyword.arg == "tags"
                for node in ast.walk(keyword.value)
                if isinstance(node, ast.Constant) and isinstance(text := node.value, str) and text
            }
    assert tagged
    assert tagged - set(terms.TAGS) == set()
    assert changed["SignalChanged"] - {OPEN} - set(terms.SIGNAL_CHANGES) == set()
    assert changed["WarningChanged"] - {OPEN} - set(terms.WARNING_CHANGES) == set()
    assert changed["put"] - {OPEN} - set(terms.DUTY_CHANGES) == set()
    assert {"opened", "breached", "waived", "withdrawn"} <= changed["put"]


def called(call: ast.Call) -> str:
    """The bare name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def said() -> list[tuple[str, str, set[str]]]:
    """(where, phrase, values given) of every phrase said in the command line and the wording."""
    found = []
    for path in sorted([*(ROOT / "warning/cli").rglob("*.py"), ROOT / "warning/wording/arithmetic.py"]):
        module = Module(path)
        for call in module.calls:
            if called(call) == "say" and call.args:
                given = {keyword.arg or OPEN for keyword in call.keywords}
                found += [
                    (f"{module.name}:{call.lineno}", key, given)
                    for key in module.strings(call.args[0], call)
                    if key != OPEN and OPEN not in given
                ]
    return found


def test_every_phrase_said_exists_and_gets_its_values() -> None:
    wrong = [
        (where, key)
        for where, key, given in said()
        if key not in phrases.PHRASES or {name for name, _ in PLACEHOLDER.findall(phrases.PHRASES[key].zh)} - given
    ]
    assert len(said()) > 115
    assert wrong == []


def test_no_two_tables_have_the_same_phrase() -> None:
    tables = (
        *(phrases.DUES, phrases.EXPLAIN, phrases.DECIDE, phrases.RULES, phrases.DEMO, phrases.ERRORS),
        *(
            phrases.LEDGER,
            phrases.PAGE,
            phrases.OWED,
            phrases.OWING,
            phrases.BESIDE,
            phrases.DATED,
            phrases.AFTER,
            phrases.JUDGED,
            phrases.COMPLIANCE,
            phrases.REMARKS,
            phrases.REPLAY,
            phrases.PROPOSALS,
            phrases.QUARANTINE,
            phrases.SECURITY,
            phrases.STREAMS,
            phrases.AUDIT,
            phrases.DOSSIER,
            phrases.BACKTEST,
            phrases.CHANGES,
            phrases.TESTED,
            phrases.ARCHIVE,
        ),
    )
    assert sum(map(len, tables)) == len(phrases.PHRASES)


@pytest.mark.parametrize("key", sorted(phrases.PHRASES))
def test_a_phrase_asks_for_the_same_values_in_both_languages(key: str) -> None:
    text = phrases.PHRASES[key]
    assert text.zh
    assert text.en
    assert set(PLACEHOLDER.findall(text.zh)) == set(PLACEHOLDER.findall(text.en))


COMPUTED: Final = {
    *("borrower", "status", "level", "domain", "subject", "group", "loans", "paths", "source", "amount", "tier"),
    *("raised", "closed", "highest", "clock", "due", "owners"),  # Page.head
    *("lead_concealed", "lead_spread", "lead_missing", "proposal_waits", "archive_missing", "verified", "use_wrong"),
    *("away_everything", "away_large", "away_lost", "away_redirects", "away_no_topic", "away_partitions"),  # Away.why
    *("away_no_records", "checkpoint_none", "checkpoint_other"),  # Foreign.code
}
"""Phrases whose key is a word of something else, too, or comes from where nothing is said: each looked up by hand."""
HANDED: Final = (ast.Tuple, ast.List, ast.Set, ast.Call, ast.keyword, ast.arguments, ast.IfExp, ast.Assign, ast.Return)


def spoken(paths: Iterable[Path]) -> set[str]:
    """The keys given to ``say``, and the words that a module which says something hands on and no other has."""
    given: set[str] = set()
    handed: set[str] = set()
    elsewhere: set[str] = set()
    for path in paths:
        module = Module(path)
        keys = [call.args[0] for call in module.calls if called(call) == "say" and call.args]
        speaks = "warning/core" not in path.as_posix() and bool(keys)
        given |= set().union(*(module.strings(key, key) for key in keys)) if speaks else set()
        for node, around in module.parents.items():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                moved = isinstance(around, (*HANDED, ast.AnnAssign)) or node in getattr(around, "values", ())
                (handed if moved else set()).add(node.value) if speaks else elsewhere.add(node.value)
    return given | (handed - elsewhere)


def test_phrases_are_said_somewhere() -> None:
    paths = [path for path in sorted((ROOT / "warning").rglob("*.py")) if path.parent.name != "phrases"]
    said_in = spoken(paths)
    assert set(phrases.PHRASES) - said_in == COMPUTED
    commands = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "warning/cli").rglob("*.py")))
    assert [key for key in helped.HELP if f'"{key}"' not in commands] == []


def test_a_word_that_only_stands_there_is_not_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.wording.sites.ROOT", tmp_path)
    lines = (
        'A = ("title", "customer_no")\nrow = {"head": row["column"]}\nsay("told" if row == "same" else "no", lang)\n'
    )
    (tmp_path / "says.py").write_text(lines, encoding="utf-8")
    (tmp_path / "keeps.py").write_text('TABLE = ("customer_no", "column")\n', encoding="utf-8")
    assert spoken(sorted(tmp_path.glob("*.py"))) == {"title", "told", "no"}


def test_an_instant_is_read_as_it_is_said() -> None:
    at = int(read_moment("2026-11-03T09:00:00.250000+08:00"))
    midnight = int(read_moment("2026-11-03"))
    assert moments.instant(at) == "2026-11-03 09:00:00.250"
    assert moments.instant(at + 1) == "2026-11-03 09:00:00.250001"
    assert moments.instant(midnight) == "2026-11-03 00:00"
    assert moments.deadline(midnight) == "2026-11-02 24:00"
    assert moments.deadline(at) == "2026-11-03 09:00:00.250"
    assert moments.brief(at) == "2026-11-03 09:00"
