"""Closed months of a ledger's lanes as files, dropped from the ledger once they are verified, and read from there."""
