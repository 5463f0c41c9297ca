"""The one catalogue of everything a person reads, in Chinese and English; wording is no part of a decision."""

from __future__ import annotations

from warning.wording.names import Names as Names
from warning.wording.render import reason as reason
from warning.wording.text import Lang as Lang
from warning.wording.text import Text as Text
