"""What tests of the pipeline work with: topics and a database of their own, and a ledger in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.integration.pipeline import Pipeline, made
from warning.bootstrap import Opened


@pytest.fixture
def pipeline(kafka_servers: str, topics_prefix: str, postgres_application: URL, tmp_path: Path) -> Pipeline:
    return Pipeline(kafka_servers, topics_prefix, postgres_application, tmp_path)


@pytest.fixture
def here(pipeline: Pipeline) -> Iterator[Opened]:
    """An event-driven ledger."""
    made(pipeline.url)
    opened = pipeline.opened()
    yield opened
    opened.close()


@pytest.fixture
def live(pipeline: Pipeline) -> Iterator[Opened]:
    """A live one."""
    made(pipeline.url, "live")
    opened = pipeline.opened()
    yield opened
    opened.close()
