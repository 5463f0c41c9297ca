"""Alerts, dashboard and runbook: what promtool says of them, and that they speak of the same alerts and metrics."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.architecture.source import ROOT
from tests.checkers import ran
from tests.deploy.asked import DEPLOY, commands, known_settings, loaded, named_settings, wrong_with
from warning.audit.anchors.metrics import AnchorMetrics
from warning.streams.metrics import Metrics

RULES: Final = DEPLOY / "prometheus" / "alerts.yaml"
PROOF: Final = DEPLOY / "prometheus" / "alerts.test.yaml"
DASHBOARD: Final = DEPLOY / "grafana" / "loan-warning.json"
RUNBOOKS: Final = {
    ROOT / "docs" / "runbook.md": ["For the bank", "First look", "Do", "Over"],
    ROOT / "docs" / "runbook.zh-CN.md": ["影响", "先看", "处置", "解除"],
}
"""Each with what stands in every section."""
METRIC: Final = re.compile(r"\b(?:warning|process)_[a-z0-9_]+\b")
LABELS: Final = re.compile(r"(?:by|on) \(([a-z, ]*)\)|\b([a-z]+)!?=~?\"")
OF_PROMETHEUS: Final = {"instance", "le"}


def rules() -> list[dict[str, Any]]:
    return [rule for group in loaded(RULES)["groups"] for rule in group["rules"]]


def alerts() -> dict[str, dict[str, Any]]:
    return {rule["alert"]: rule for rule in rules() if "alert" in rule}


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return found


def asked() -> Iterator[str]:
    """Every expression of rules and dashboard."""
    yield from (str(rule["expr"]) for rule in rules())
    yield from (target["expr"] for panel in panels() for target in panel.get("targets", ()))


@cache
def catalogue() -> tuple[frozenset[str], frozenset[str]]:
    """Names and labels of what a worker shows, and who signs anchors."""
    texts = (Metrics("1", "2").text(), AnchorMetrics(300).text())
    shown = [family for text in texts for family in text_string_to_metric_families(text.decode())]
    ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
    names = {family.name.removesuffix("_total") + end for family in shown for end in ends.get(family.type, ("",))}
    labels = {name for metric in vars(Metrics("1", "2")).values() for name in getattr(metric, "_labelnames", ())}
    return frozenset(names), frozenset(labels | {"version", "core"})


def unknown(expression: str) -> set[str]:
    """Metrics and labels of an expression that no worker shows."""
    names, labels = catalogue()
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    plain = expression
    for each in recorded:
        plain = plain.replace(each, "")
    listed = {label.strip() for found in LABELS.findall(plain) for part in found for label in part.split(",")} - {""}
    return (set(METRIC.findall(plain)) - names) | (listed - labels - OF_PROMETHEUS)


def test_every_metric_and_label_that_is_asked_for_is_shown_by_a_worker() -> None:
    assert len(list(asked())) > 40
    assert {expression: unknown(expression) for expression in asked() if unknown(expression)} == {}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("sum(warning_held_total)", {"warning_held_total"}),
        ("max by (organisation) (warning_held)", {"organisation"}),
        ('rate(warning_records_total{result="applied"}[5m])', {"result"}),
        ("warning_batch_seconds", {"warning_batch_seconds"}),
    ],
)
def test_what_no_worker_shows_is_found(expression: str, found: set[str]) -> None:
    assert unknown(expression) == found


@pytest.mark.checkers
def test_promtool_understands_the_rules_and_they_do_what_their_proof_says() -> None:
    for words in (("check", "rules", RULES), ("test", "rules", PROOF)):
        done = ran("promtool", *words)
        assert done.returncode == 0, done.stdout
    done = ran("promtool", "check", "config", DEPLOY / "prometheus" / "prometheus.yaml")
    assert done.returncode == 0, done.stdout


@pytest.mark.checkers
def test_promtool_finds_nothing_wrong_with_what_a_worker_shows() -> None:
    done = ran("promtool", "check", "metrics", given=Metrics("1", "2").text())
    assert (done.returncode, done.stdout) == (0, "")
    done = ran("promtool", "check", "metrics", given=AnchorMetrics(300).text())
    assert (done.returncode, done.stdout) == (0, "")
    assert ran("promtool", "check", "metrics", given=b"# TYPE a counter\na 1\n").returncode != 0


def written(content: object, file: Path) -> Path:
    """A file of YAML with that in it."""
    with file.open("w", encoding="utf-8") as stream:
        yaml.safe_dump(content, stream)
    return file


@pytest.mark.checkers
@pytest.mark.parametrize("name", sorted(alerts()))
def test_the_proof_notices_an_alert_that_is_gone(name: str, tmp_path: Path) -> None:
    """Its cases that speak of the alert: the others, which are most of the work, do not look for it."""
    content, proof = loaded(RULES), loaded(PROOF)
    for group in content["groups"]:
        group["rules"] = [rule for rule in group["rules"] if rule.get("alert") != name]
    written(content, tmp_path / RULES.name)
    proof["tests"] = [case for case in proof["tests"] if name in json.dumps(case)]
    done = ran("promtool", "test", "rules", written(proof, tmp_path / PROOF.name))
    assert done.returncode == 1
    assert name in done.stdout


@pytest.mark.checkers
def test_promtool_understands_what_the_dashboard_asks(tmp_path: Path) -> None:
    exprs = [
        target["expr"].replace("$__rate_interval", "5m") for panel in panels() for target in panel.get("targets", ())
    ]
    made = [{"record": f"panel:{number}", "expr": expr} for number, expr in enumerate(exprs)]
    file = written({"groups": [{"name": "panels", "rules": made}]}, tmp_path / "panels.yaml")
    done = ran("promtool", "check", "rules", file)
    assert done.returncode == 0, done.stdout


def test_panels_have_ids_of_their_own_and_lie_beside_each_other() -> None:
    ids = [panel["id"] for panel in panels()]
    assert len(set(ids)) == len(ids)
    cells = [
        (x, y)
        for panel in panels()
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) == 23


def sections(runbook: Path) -> dict[str, str]:
    """A runbook's sections about alerts."""
    parts = re.split(r"^### (\w+)$", runbook.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.name)
def test_each_alert_has_its_section_and_each_section_its_alert(runbook: Path) -> None:
    assert list(sections(runbook)) == list(alerts())
    for name, rule in alerts().items():
        assert rule["annotations"]["runbook"] == f"docs/runbook.md#{name.lower()}"
        assert rule["labels"]["severity"] in ("critical", "warning")


@pytest.mark.parametrize("name", sorted(alerts()))
@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.name)
def test_a_section_says_what_it_means_where_to_look_what_to_do_and_when_it_is_over(runbook: Path, name: str) -> None:
    said = re.findall(r"^\*\*(.+?)[.。]\*\*", sections(runbook)[name], re.MULTILINE)
    assert said == RUNBOOKS[runbook]


def test_both_runbooks_give_the_same_commands_and_speak_of_the_same_metrics() -> None:
    one, other = (path.read_text("utf-8") for path in RUNBOOKS)
    assert len(list(commands(one))) > 20
    assert sorted(commands(one)) == sorted(commands(other))
    assert set(METRIC.findall(one)) == set(METRIC.findall(other))


@pytest.mark.parametrize("file", ["docs/runbook.md", "docs/runbook.zh-CN.md", "docs/sizing.md", "deploy/README.md"])
def test_commands_settings_and_metrics_that_are_named_exist(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert [wrong_with(words) for words in commands(text) if wrong_with(words)] == []
    assert named_settings(text) <= known_settings()
    names = catalogue()[0]
    names |= {f"warning_{role}" for role in ("owner", "app", "run")}  # of PostgreSQL
    assert set(re.findall(r"`(warning_[a-z0-9_]+)", text)) <= names | {name.removesuffix("_bucket") for name in names}
