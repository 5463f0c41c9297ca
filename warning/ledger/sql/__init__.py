"""The ledger on a database: SQLite embedded, PostgreSQL for a bank. Same rows on both, links included."""
