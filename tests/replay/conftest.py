"""A small ledger that each test may plant something in."""

from __future__ import annotations

from tests.replay.planted import ledger, whole

__all__ = ["ledger", "whole"]
