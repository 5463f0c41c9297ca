"""The chart: it lints, renders what Kubernetes' own schemas take, and asks of the program what there is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.checkers import ran
from tests.deploy.asked import DEPLOY, known_settings, loaded, wrong_with
from warning.resources import topics_file
from warning.streams.topics import read_topics

CHART: Final = DEPLOY / "helm" / "loan-warning"
FULL: Final = CHART / "ci" / "full-values.yaml"
VERSIONS: Final = ("1.27", "1.37")
"""Of Kubernetes: the oldest the chart names, and the newest whose schemas are here."""
OPERATORS: Final = {"ServiceMonitor", "PrometheusRule"}
"""Kinds of the Prometheus operator, whose schemas are not here."""

pytestmark = pytest.mark.checkers


def rendered(*words: str | Path, version: str = VERSIONS[-1]) -> str:
    """What the chart makes of its values and the words; stderr, where Helm speaks of links, is left out."""
    done = ran("helm", "template", "risk", CHART, "--kube-version", f"{version}.0", *words)
    assert done.returncode == 0, done.stdout
    return done.stdout[done.stdout.index("---\n") :]


def objects(*words: str | Path) -> Iterator[dict[str, Any]]:
    yield from (each for each in yaml.safe_load_all(rendered(*words)) if each)


def one(kind: str, *words: str | Path, name: str = "") -> dict[str, Any]:
    (found,) = (each for each in objects(*words) if each["kind"] == kind and name in each["metadata"]["name"])
    return found


def pods(*words: str | Path) -> list[dict[str, Any]]:
    return [each["spec"]["template"]["spec"] for each in objects(*words) if each["kind"] in ("Deployment", "Job")]


@pytest.mark.parametrize("values", [[], ["--values", str(FULL)]], ids=["default", "full"])
def test_it_lints(values: list[str]) -> None:
    done = ran("helm", "lint", "--strict", CHART, *values)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("values", [[], ["--values", str(FULL)]], ids=["default", "full"])
def test_kubernetes_takes_what_it_renders(version: str, values: list[str], tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    file.write_text(rendered(*values, version=version), "utf-8")
    check = [str(Path(sys.executable).parent / "kubernetes-validate"), "--strict", "-k", version]
    done = subprocess.run([*check, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    kinds = {each["kind"] for each in objects(*values)}
    unread = {kind for kind in kinds if f"for kind {kind} " in done.stdout + done.stderr}
    assert unread == kinds & OPERATORS
    file.write_text(file.read_text("utf-8").replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"), "utf-8")
    assert subprocess.run([*check, file], capture_output=True, check=False).returncode != 0, "and not anything else"


@pytest.mark.parametrize("values", [[], ["--values", str(FULL)]], ids=["default", "full"])
def test_its_settings_are_read_its_commands_exist_and_its_files_are_mounted(values: list[str]) -> None:
    for pod in pods(*values):
        (container,) = pod["containers"]
        environment = {each["name"]: each["value"] for each in container["env"]}
        assert set(environment) <= known_settings()
        words = container["args"]
        assert wrong_with(words if words[0] == "worker" else ["init", "--clock", "live", *words]) == ""
        (sources,) = (each["projected"]["sources"] for each in pod["volumes"] if each["name"] == "secrets")
        mounted = {f"/run/secrets/{item['path']}" for each in sources for item in each["secret"]["items"]}
        assert {value for name, value in environment.items() if name.endswith("_FILE")} == mounted


def test_no_pod_is_root_writes_or_holds_a_token() -> None:
    assert len(pods()) == 2
    for pod in pods():
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        (container,) = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        assert container["resources"]["limits"]["memory"]
        writable = {each["mountPath"] for each in container["volumeMounts"] if not each.get("readOnly")}
        assert writable == {"/tmp"}, "a rule book is unpacked there"  # noqa: S108 - of the pod


def test_no_password_is_a_value() -> None:
    text = rendered("--values", FULL)
    assert "secretKeyRef" not in text
    assert "kind: Secret" not in text
    assert not {each["kind"] for each in objects()} & {"Secret"}


def test_the_owner_makes_the_ledger_and_the_program_runs_as_another() -> None:
    urls = {pod["containers"][0]["name"]: _of(pod, "WARNING_LEDGER") for pod in pods()}
    assert urls == {
        "worker": "postgresql://warning_run@postgresql:5432/warning",
        "init": "postgresql://warning_owner@postgresql:5432/warning",
    }


def _of(pod: dict[str, Any], setting: str) -> str:
    (found,) = (each["value"] for each in pod["containers"][0]["env"] if each["name"] == setting)
    return str(found)


def test_topics_alerts_and_dashboard_are_the_ones_of_this_repository(tmp_path: Path) -> None:
    file = tmp_path / "topics.yaml"
    file.write_text(one("ConfigMap", "--values", FULL, name="topics")["data"]["topics.yaml"], "utf-8")
    assert read_topics(file) == read_topics(topics_file())
    assert one("PrometheusRule", "--values", FULL)["spec"] == loaded(DEPLOY / "prometheus" / "alerts.yaml")
    board = one("ConfigMap", "--values", FULL, name="dashboard")["data"]["loan-warning.json"]
    assert board.strip() == (DEPLOY / "grafana" / "loan-warning.json").read_text("utf-8").strip()


def test_who_scrapes_and_who_is_asked_finds_the_workers() -> None:
    labels = one("Deployment")["spec"]["template"]["metadata"]["labels"].items()
    assert one("Service")["spec"]["selector"].items() <= labels
    assert one("PodDisruptionBudget")["spec"]["selector"]["matchLabels"].items() <= labels
    (policy,) = (
        each for each in objects() if each["kind"] == "NetworkPolicy" and "init" not in each["metadata"]["name"]
    )
    assert policy["spec"]["podSelector"]["matchLabels"].items() <= labels
    service = one("Service")["metadata"]["labels"].items()
    assert one("ServiceMonitor", "--values", FULL)["spec"]["selector"]["matchLabels"].items() <= service
    (container,) = one("Deployment")["spec"]["template"]["spec"]["containers"]
    assert container["readinessProbe"]["httpGet"] == {"path": "/ready", "port": "web"}
    assert container["livenessProbe"]["httpGet"] == {"path": "/live", "port": "web"}


@pytest.mark.parametrize("values", [[], ["--values", str(FULL)]], ids=["default", "full"])
def test_under_a_policy_that_denies_all_the_job_finds_its_way_out_before_it_runs(values: list[str]) -> None:
    """Helm makes hooks by their weights, and waits for the job before it makes what is no hook."""
    policy, job = one("NetworkPolicy", *values, name="-init"), one("Job", *values)
    hooks = [each["metadata"]["annotations"] for each in (policy, job)]
    assert hooks[0]["helm.sh/hook"] == hooks[1]["helm.sh/hook"]
    assert int(hooks[0]["helm.sh/hook-weight"]) < int(hooks[1].get("helm.sh/hook-weight", 0))
    labels = job["spec"]["template"]["metadata"]["labels"].items()
    selected = policy["spec"]["podSelector"]["matchLabels"]
    assert selected.items() <= labels
    worker = one("Deployment", *values)["spec"]["template"]["metadata"]["labels"].items()
    assert not selected.items() <= worker, "it goes once the job is done"
    (lasting,) = (each for each in objects(*values) if each["kind"] == "NetworkPolicy" and each != policy)
    assert policy["spec"]["egress"] == lasting["spec"]["egress"]
    assert lasting["spec"]["podSelector"]["matchLabels"].items() <= labels
    switched_off = ([*values, "--set", "init.enabled=false"], [*values, "--set", "networkPolicy.enabled=false"])
    assert [
        sum("init" in each["metadata"]["name"] and each["kind"] == "NetworkPolicy" for each in objects(*words))
        for words in switched_off
    ] == [0, 0]


def test_a_secret_without_a_name_is_said() -> None:
    done = ran("helm", "template", "risk", CHART, "--kube-version", "1.37.0", "--set", "ledger.passwordSecret.name=")
    assert done.returncode == 1
    assert "the Secret of the ledger's password has no name" in done.stdout


def test_without_sasl_no_user_is_told_and_no_password_mounted() -> None:
    names = {each["name"] for pod in pods("--set", "kafka.security=SSL") for each in pod["containers"][0]["env"]}
    assert names.isdisjoint({"WARNING_KAFKA_SASL", "WARNING_KAFKA_USER", "WARNING_KAFKA_PASSWORD_FILE"})
    assert "kafka/password" not in rendered("--set", "kafka.security=SSL")
