"""No file names a machine's paths or a registry's host, and a sample of each is rejected.

The samples are put together here, because this file is one of those that are read.
"""

from __future__ import annotations

import pytest

from tests.architecture.portable import tracked_texts, unportable


def test_no_file_names_a_machine_or_a_registry() -> None:
    texts = list(tracked_texts())
    assert "Makefile" in {path for path, _ in texts}
    assert unportable(texts) == []


@pytest.mark.parametrize(
    "parts", [("work", "main/x"), ("root", ".cache"), ("opt/wheels", ""), ("home/li", "x"), ("Users/li", "x")]
)
@pytest.mark.parametrize("before", ["", "see ", '"', "path=", "file://", "`"])
def test_a_machine_path_is_rejected(before: str, parts: tuple[str, str]) -> None:
    found = unportable([("README.md", f"one\n{before}/{'/'.join(parts)}\n")])
    assert len(found) == 1
    assert found[0].startswith("README.md:2: a path of one machine")


@pytest.mark.parametrize(
    "host",
    [("pypi", "org"), ("files.pythonhosted", "org"), ("static.crates", "io"), ("registry.npmjs", "org"),
     ("proxy.golang", "org"), ("repo1.maven", "org"), ("repo.maven.apache", "org"), ("deb.debian", "org"),
     ("mirrors.example", "com"), ("pypi", "example.cn")],
)  # fmt: skip
def test_a_registry_host_is_rejected(host: tuple[str, str]) -> None:
    found = unportable([("Makefile", f"pip install --index-url https://{'.'.join(host)}/simple x")])
    assert len(found) == 1
    assert "a registry's host" in found[0]


@pytest.mark.parametrize(
    "text",
    ["../shared/policy", "/work-record", "rules/work/x", "https://github.com/x/home/y", "/core-banking", "a/root/b"],
)
def test_other_text_is_not_rejected(text: str) -> None:
    assert unportable([("README.md", text)]) == []
