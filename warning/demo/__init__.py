"""A seeded synthetic bank, and the summary of what was decided about it."""

from __future__ import annotations

from warning.demo.bank import synthesise as synthesise
from warning.demo.names import borrower_name as borrower_name
from warning.demo.network import organisation as organisation
from warning.demo.network import scale as scale
from warning.demo.summary import Summary as Summary
from warning.demo.summary import summarise as summarise
