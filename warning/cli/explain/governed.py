"""Which defaults fill in what the clause says of a duty: by its kind, its end, its clause."""

from __future__ import annotations

from typing import Final

GOVERNED_BY: Final[dict[str, tuple[str, ...]]] = {
    "assessment": ("P1", "P2", "P3"),
    "first_notice": ("15", "D2"),
    "report": (),
    "team": ("D4",),
    "monthly_update": ("D6",),
    "meeting": ("D5",),
    "tracking": ("D7",),
    "rectification_notice": ("O7", "D12"),
    "completion": ("O7", "D12"),
    "notice": ("O8", "D12"),
    "answer": ("O8", "D12"),
    "forecast_sign_off": ("O3",),
}
"""The defaults that fill in what the clause says of a kind of duty."""
ENDED_UNDER: Final = {"waived": "D8", "moved": "O9"}
"""The default under which a duty ended that nobody met."""
BY_CLAUSE: Final[dict[str, tuple[str, ...]]] = {
    "11.1.1": ("D1", "P4", "W6", "W7"),
    "11.1.2": ("D1", "O2"),
    "11.1.3": ("D1", "O4"),
    "11.1.4": ("D1",),
    "11.1.5": ("D1", "O6"),
    "11.1.6": ("D1",),
    "12.1.1": ("D3", "W6", "W7"),
    "12.1.2.1": ("O7",),
    "12.1.2.2": ("O7",),
    "11.2": ("D1", "O7"),
}
