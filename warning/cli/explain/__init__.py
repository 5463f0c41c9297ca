"""``warning explain``: a signal, a warning or a duty, explained to an auditor."""
