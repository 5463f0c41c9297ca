"""Proof: what was decided is decided again, what was known is known again, and who reads it need not believe us."""
