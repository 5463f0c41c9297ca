"""Scenarios: the policy as text tables, decided by the engine and by the independent oracle."""
