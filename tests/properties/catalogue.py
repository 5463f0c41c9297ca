"""All properties by name: what the tests run, and what ``python -m tests.properties.smallest`` shrinks."""

from __future__ import annotations

from typing import Final

from tests.properties.apart import read_apart
from tests.properties.drive import Property
from tests.properties.journal import encoding, replay, without_journal
from tests.properties.monotone import more_money, nothing_falls
from tests.properties.order import interleaving, race_errs_to_a_warning
from tests.properties.owed import complete, conservation, nothing_twice, timing
from tests.properties.repeats import (
    cadence,
    cadence_of_refusals,
    delivered_again_later,
    delivered_again_when_forgotten,
    delivered_twice,
    ids_of_two_sources,
)

PROPERTIES: Final[dict[str, Property]] = {
    check.__name__: check
    for check in (
        delivered_twice,
        delivered_again_later,
        delivered_again_when_forgotten,
        ids_of_two_sources,
        cadence,
        cadence_of_refusals,
        interleaving,
        read_apart,
        race_errs_to_a_warning,
        nothing_falls,
        more_money,
        replay,
        encoding,
        without_journal,
        conservation,
        nothing_twice,
        timing,
        complete,
    )
}
