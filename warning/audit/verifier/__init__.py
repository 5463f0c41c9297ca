"""A small verifier that shares no code with the ledger: it reads a database or an exported bundle by itself.

It imports nothing of this program but itself (``tests/architecture`` holds it to that), so that a mistake of the ledger
is not made here a second time. ``docs/audit-format.md`` says what it reads, for whoever writes another one.
"""
