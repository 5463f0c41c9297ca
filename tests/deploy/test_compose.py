"""``deploy/compose.yaml`` and the image's file: sound by outside schemas, true to the program and the other files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.deploy.asked import DEPLOY, commands, known_settings, loaded, named_settings, wrong_with
from warning.resources import topics_file

COMPOSE = DEPLOY / "compose.yaml"
DOCKERFILE = DEPLOY / "Dockerfile"
BIN = Path(sys.executable).parent


def services() -> dict[str, Any]:
    found: dict[str, Any] = loaded(COMPOSE)["services"]
    return found


def ran(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_it_is_as_the_compose_specification_says(tmp_path: Path) -> None:
    check: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"]
    assert ran(*check, COMPOSE).returncode == 0
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(COMPOSE.read_text("utf-8").replace("read_only: true", "read_only: [1]"), "utf-8")
    assert ran(*check, wrong).returncode == 1


def test_the_image_is_as_hadolint_wants_it() -> None:
    done = ran(BIN / "hadolint", DOCKERFILE)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("service", ["init", "worker"])
def test_its_settings_are_read_and_its_commands_exist(service: str) -> None:
    found = services()[service]
    named = {name for name in found["environment"] if name.startswith("WARNING_")}
    assert named >= {"WARNING_LEDGER", "WARNING_LEDGER_PASSWORD_FILE", "WARNING_KAFKA"}
    assert named <= known_settings()
    words = found["command"] if service == "worker" else ["init", "--clock", "live", *found["command"]]
    assert wrong_with(words) == ""


def test_a_setting_or_command_that_does_not_exist_is_found() -> None:
    assert named_settings("WARNING_KAFKA_USER_FILE: x") - known_settings() == {"WARNING_KAFKA_USER_FILE"}
    assert "NoSuchOption" in wrong_with(["worker", "--sesion", "10"])
    assert "UsageError" in wrong_with(["quarantine", "retri"])
    assert "BadParameter" in wrong_with(["worker", "--session", "0"])


def test_all_files_of_it_are_there_and_the_topics_are_those_of_the_program() -> None:
    mounted = [each.split(":")[0] for found in services().values() for each in found.get("volumes", ())]
    files = [each for each in mounted if each.startswith("./")]
    assert len(files) > 5
    assert all((DEPLOY / each).exists() for each in files), files
    assert (DEPLOY / services()["init"]["volumes"][0].split(":")[0]).samefile(topics_file())
    assert services()["init"]["volumes"][0].split(":")[1] == "/etc/loan-warning/topics.yaml"
    assert "topics=/etc/loan-warning/topics.yaml" in (DEPLOY / "init.sh").read_text("utf-8")


def test_passwords_are_files_that_git_does_not_keep() -> None:
    whole = loaded(COMPOSE)
    for name, secret in whole["secrets"].items():
        file = DEPLOY / secret["file"]
        assert file.name == name
        assert ran("git", "-C", ROOT, "check-ignore", file).returncode == 0
    used = {each for found in services().values() for each in found.get("secrets", ())}
    assert used == set(whole["secrets"])


@pytest.mark.parametrize("service", ["init", "worker"])
def test_nothing_is_written_but_below_a_temporary_directory(service: str) -> None:
    found = services()[service]
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert [each.partition(":")[0] for each in found["tmpfs"]] == ["/tmp"]  # noqa: S108 - of the container
    assert all(each.endswith(":ro") for each in found.get("volumes", ()))


def test_nothing_but_this_machine_reaches_it() -> None:
    ports = [port for found in services().values() for port in found.get("ports", ())]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_what_init_does_is_understood() -> None:
    lines = list(commands((DEPLOY / "init.sh").read_text("utf-8")))
    assert [words[0] for words in lines] == ["upgrade", "init", "topics", "topics"]
    assert [wrong_with([word for word in words if word != "$@"]) for words in lines] == [""] * 4


def _copies(stage: str) -> list[list[str]]:
    lines = [line.split()[1:] for line in stage.splitlines() if line.startswith("COPY ")]
    return [words for words in lines if not words[0].startswith("--")]


@pytest.mark.slow
def test_what_the_image_installs_runs_without_the_checkout(tmp_path: Path) -> None:
    """The steps of the image, without Docker: what it copies, what it installs, the command from what came of it."""
    build, final = DOCKERFILE.read_text("utf-8").split("\nFROM ")[1:]
    allowed = {
        line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"
    }
    assert {name for words in _copies(build) + _copies(final) for name in words[:-1]} == allowed
    for *names, to in _copies(build):
        for name in names:
            target = tmp_path / to / name if to == "./" else tmp_path / to
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, target)
    uv = shutil.which("uv") or ROOT / ".tools" / "uv" / "bin" / "uv"
    synced = [line.removeprefix("RUN uv ").split() for line in build.splitlines() if line.startswith("RUN uv ")]
    for words in synced:
        done = subprocess.run([uv, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    shutil.rmtree(tmp_path / "warning")
    program = tmp_path / ".venv" / "bin" / "warning"
    for asked in (["rules", "check"], ["schema", "--path"], ["--version"]):
        done = subprocess.run([program, *asked], cwd="/", env={}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    installed = {path.name.split("-")[0] for path in (tmp_path / ".venv").glob("lib/*/site-packages/*.dist-info")}
    assert installed.isdisjoint({"pytest", "mypy", "hypothesis"})
    assert list((tmp_path / ".venv").glob("lib/*/site-packages/warning/_deploy/topics.yaml"))
