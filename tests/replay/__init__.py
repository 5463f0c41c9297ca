"""Proofs of the proofs."""
