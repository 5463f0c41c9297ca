"""Tests: scenarios, properties, the oracle, architecture."""
