"""The commands that work on a ledger: make it, fill it, look into it, act on it."""
