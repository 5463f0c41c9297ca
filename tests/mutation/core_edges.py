"""What a record is and what it lacks, broken once each (R55-R59)."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

EDGE_MUTATIONS: Final[tuple[Mutation, ...]] = (
    *listed(
        "warning/core/rests.py",
        ("if rises.get(k) == duty.start else None", "", "R81: who comes in later"),
        ("if level == RED", "if level", "R81: by which rise"),
    ),
    *listed(
        "warning/core/owners.py",
        ("for loan in d.loans.values() if", "for loan in d.source_loans(track) if", "O6: a loan replaced that day"),
    ),
    *listed(
        "warning/core/reports.py",
        ("            opening=track.openings,\n", "", "W5: the notice goes by its own fact", "def _notice"),
    ),
    *listed("warning/core/ahead.py", ("not _awaits(", "_awaits(", "R31: for neither party")),
    *listed("warning/core/repeats.py", ('f"{record.id} {record.source}"', "record.id", "R55: source and id")),
    *listed(
        "warning/core/releases.py",
        ("if d.record.id not in d.proposals:", "if True:", "R55: an id waits once"),
    ),
    *listed(
        "warning/core/conditions.py",
        ("return needed if all(", "return needed if any(", "R58: one figure of several is an observation"),
        ("return needed if all(", "return () if all(", "R58: none is none"),
    ),
    *listed(
        "warning/core/acts.py",
        ("if blank(text)]", "if text.isspace()]", "R59: what nobody sees"),
    ),
    *listed(
        "warning/core/blank.py",
        ("{FORMATS}", "", "R59: formats"),
        ("{FILLERS}", "", "R59: fillers"),
    ),
    *listed(
        "warning/intake/records.py",
        ("held, incoming.source)", "held)", "R55: the record's source"),
    ),
)
