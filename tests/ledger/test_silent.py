"""Something listens where the database should be, and says nothing."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from warning.ledger.sql import engine as engines


@pytest.mark.parametrize("said", ["", "?connect_timeout=2"])
def test_whoever_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Libpq waits two seconds at the least."""
    monkeypatch.setattr(engines, "POSTGRESQL_CONNECT_S", 2 if not said else 1_000)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = make_url(f"postgresql://somebody@127.0.0.1:{silent.getsockname()[1]}/bank{said}")
        engine = engines.open_engine(url)
        with pytest.raises(OperationalError, match="timeout"):
            engine.connect()
        engine.dispose()
