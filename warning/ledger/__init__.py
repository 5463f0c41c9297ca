"""Ledgers: where journal, states and rows are kept."""
