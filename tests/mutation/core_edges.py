"""What a record is and what it lacks, broken once each (R55-R59)."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

EDGE_MUTATIONS: Final[tuple[Mutation, ...]] = (
    *listed("warning/core/step.py", ('f"{record.id} {record.source}"', "record.id", "R55: source and id")),
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
