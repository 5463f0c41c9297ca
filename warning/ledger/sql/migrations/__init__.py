"""How the tables of one version become those of the next; ``warning.ledger.sql.schema`` runs them.

A revision is a file in ``versions/``: it is written by hand, says in full what it makes (it does not read
``tables.py``, which moves on), and is numbered, so that a program can tell an older database from a newer one.
``tests/ledger/test_schema.py`` says where revisions and ``tables.py`` differ. A revision that has been released is
not edited.
"""
