"""The lock says what pyproject.toml asks for, from the public registry only; CI runs the README's commands."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from tests.architecture.source import ROOT

HOSTS = re.compile(r"https://(?:pypi\.org/simple|files\.pythonhosted\.org/packages/[^?#@]*)")
NAMED = re.compile(r"([\w.-]+)(?:\[([\w,-]+)\])?")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def foreign(lock: dict[str, Any]) -> list[str]:
    """Each package, other than this one, that is not locked to the public registry by address and digest."""
    wrong = []
    for package in lock["package"]:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        addresses = [package["source"].get("registry", ""), *(file.get("url", "") for file in files)]
        digests = all(file.get("hash", "").startswith("sha256:") for file in files)
        if package["source"] != {"editable": "."} and not (digests and all(map(HOSTS.fullmatch, addresses))):
            wrong.append(package["name"])
    return wrong


def asked(requirements: list[str]) -> set[tuple[str, str, str]]:
    """(normal name, extras, bounds) of requirements."""
    split = [(found, line[found.end() :]) for line in requirements if (found := NAMED.match(line))]
    return {(re.sub(r"[-_.]+", "-", found[1]).lower(), found[2] or "", _even(rest)) for found, rest in split}


def locked(requirements: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """The same, as uv writes it down."""
    return {(each["name"], ",".join(each.get("extras", [])), _even(each.get("specifier", ""))) for each in requirements}


def _even(bounds: str) -> str:
    return ",".join(sorted(bounds.split(",")))


def test_the_lock_is_of_this_project() -> None:
    project, lock = _read("pyproject.toml"), _read("uv.lock")
    ours = next(package for package in lock["package"] if package["name"] == project["project"]["name"])
    extras = [line for lines in project["project"]["optional-dependencies"].values() for line in lines]
    assert locked(ours["metadata"]["requires-dist"]) == asked([*project["project"]["dependencies"], *extras])
    assert locked(ours["metadata"]["requires-dev"]["dev"]) == asked(project["dependency-groups"]["dev"])


def test_the_lock_names_the_public_registry_only() -> None:
    lock = _read("uv.lock")
    assert len(lock["package"]) > 20
    assert foreign(lock) == []


@pytest.mark.parametrize(
    "package",
    [
        {"name": "a", "source": {"registry": "/wheels"}},
        {"name": "a", "source": {"path": "a.whl"}},
        {"name": "a", "source": {"git": "https://github.com/a/a"}},
        {"name": "a", "source": {"registry": "https://" + "pypi" + ".org/simple"}, "wheels": [{"path": "a.whl"}]},
    ],
)
def test_another_source_is_rejected(package: dict[str, Any]) -> None:
    assert foreign({"package": [package]}) == ["a"]


def test_another_bound_is_seen() -> None:
    assert asked(["ruamel.yaml>=1,<2"]) == locked([{"name": "ruamel-yaml", "specifier": "<2,>=1"}])
    assert asked(["rich>=15"]) != locked([{"name": "rich", "specifier": ">=14"}])
    assert asked(["a[b]>=3"]) == locked([{"name": "a", "extras": ["b"], "specifier": ">=3"}])
    assert asked(["a[b]>=3"]) != locked([{"name": "a", "specifier": ">=3"}])


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_ci_runs_the_command_of_the_readme(readme: str) -> None:
    last = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1]
    commands = re.findall(r"^```sh\n(.*?)^```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert [line.split("#")[0].strip() for line in commands[0].splitlines()] == ["make demo", last]
