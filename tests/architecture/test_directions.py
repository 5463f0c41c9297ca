"""Imports go one way, and a sample of each wrong way is rejected."""

from __future__ import annotations

import pytest

from tests.architecture.directions import LAYERS, wrong_directions
from tests.architecture.source import module_of, modules


def test_imports_go_one_way() -> None:
    assert wrong_directions(modules("warning")) == []


def _imports(source: str, target: str) -> list[str]:
    return wrong_directions([module_of(f"warning/{source}/one.py", f"from warning.{target} import thing\n")])


@pytest.mark.parametrize("later", range(len(LAYERS)))
def test_a_part_imports_layers_before_it_and_none_after(later: int) -> None:
    for earlier in range(later):
        for source in set(LAYERS[later]) - {"__main__"}:
            for target in set(LAYERS[earlier]) - {"demo"}:
                assert _imports(source, target) == []
                assert len(_imports(target, source)) == 1, f"{target} may import {source}"


@pytest.mark.parametrize("layer", LAYERS[:-1])
def test_parts_of_one_layer_do_not_import_each_other(layer: tuple[str, ...]) -> None:
    for source in layer:
        for target in layer:
            assert bool(_imports(source, target)) == (source != target)


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("warning/core/step.py", "from warning.rulebook import load_frame", "'core' comes before 'rulebook'"),
        ("warning/core/step.py", "import warning.ledger.memory", "'core' comes before 'ledger'"),
        ("warning/core/step.py", "from warning import intake", "'core' comes before 'intake'"),
        ("warning/core/step.py", "from ..contracts import decode", "'core' comes before 'contracts'"),
        ("warning/core/events/base.py", "from ...ledger import memory", "'core' comes before 'ledger'"),
        ("warning/core/__init__.py", "from ..cli import main", "'core' comes before 'cli'"),
        ("warning/core/step.py", "def late():\n    import warning.cli", "'core' comes before 'cli'"),
        ("warning/core/step.py", "if TYPE_CHECKING:\n    from warning.audit import x", "'core' comes before 'audit'"),
        ("warning/core/step.py", "from warning.resources import rules_directory", "the core reads no files"),
        ("warning/streams/feed.py", "from warning.notices import send", "'streams' and 'notices' are of one layer"),
        ("warning/rulebook/load.py", "from warning.contracts import decode", "'rulebook' and 'contracts' are of one"),
        (
            "warning/intake/run.py",
            "from warning.demo import synthesise",
            "'demo' is for bootstrap and cli only, not for 'intake'",
        ),
        ("warning/ledger/sql.py", "from warning.settings import settings", "'settings' is for bootstrap and cli only"),
        ("warning/resources.py", "from warning.core import step", "'resources' imports nothing of ours"),
        ("warning/__init__.py", "from warning.core import step", "the package itself imports none of its parts"),
        ("warning/core/step.py", "import warning", "import a part, not the package"),
        ("warning/helpers/x.py", "import re", "'helpers' is no part of the design"),
        ("warning/cli/show.py", "from warning.helpers import x", "'helpers' is no part of the design"),
    ],
)
def test_a_wrong_way_is_rejected(path: str, text: str, why: str) -> None:
    found = wrong_directions([module_of(path, text)])
    assert len(found) == 1
    assert why in found[0]
    assert found[0].startswith(path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("warning/cli/demo.py", "from warning.demo import synthesise"),
        ("warning/cli/__init__.py", "from .demo import command"),
        ("warning/__main__.py", "from warning.cli import main"),
        ("warning/bootstrap.py", "from warning.settings import settings"),
        ("warning/rulebook/load.py", "from warning.resources import rules_directory"),
        ("warning/core/events/acts.py", "from .base import Event"),
        ("warning/core/step.py", "from warnings import warn"),
        ("warning/cli/show.py", "from warning import __version__"),
    ],
)
def test_a_right_way_is_not_rejected(path: str, text: str) -> None:
    assert wrong_directions([module_of(path, text)]) == []
