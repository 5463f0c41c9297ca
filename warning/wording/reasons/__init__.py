"""Every code of a ``Why`` with what to say: the catalogue of reasons."""

from __future__ import annotations

from typing import Final

from warning.wording.reasons.advice import ADVICE, OTHER_ADVICE
from warning.wording.reasons.duties import ENDED, OPENED
from warning.wording.reasons.idle import IDLE
from warning.wording.reasons.records import FILED, PASSED
from warning.wording.reasons.refused import REFUSED
from warning.wording.reasons.rules import RULES
from warning.wording.reasons.signals import SIGNALS, WARNINGS, Reasons

REASONS: Final[Reasons] = {**SIGNALS, **WARNINGS, **OPENED, **ENDED, **FILED, **IDLE, **PASSED, **REFUSED, **RULES}

__all__ = ["ADVICE", "OTHER_ADVICE", "REASONS", "Reasons"]
