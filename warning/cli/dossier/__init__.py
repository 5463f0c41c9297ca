"""``warning dossier``: all that is known of a borrower, as HTML and JSON."""
