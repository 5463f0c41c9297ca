"""Contracts: what may be sent to us, how it is read, and what is said about what cannot be read."""
