"""Anchors are made here: heads are read, signed, and kept in places outside the ledger's database."""
