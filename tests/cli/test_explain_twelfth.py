"""What the tenth audit found: to which maturity an assessment belongs, waivers approved too late, a tier's instant."""

from __future__ import annotations

from tests.cli.run import Person
from tests.cli.test_explain import flat
from tests.cli.test_explain_eleventh import Told, event, figure, lent


def test_the_report_to_head_office_that_came_with_a_loan_does_not_say_its_tier_was_reached_at_the_breach(
    person: Person,
) -> None:
    moved = event("v1", "loan.moved.v1", "11-05 10:00", loan_no="L1", org_no="2001")
    told = Told(person, lent("L1", "3000000.00"), figure("o1", "11-02 10:00", "72.00"), moved)
    page, english = (told.page("duty", lang, clause="12.1.1", org_no="2000") for lang in ("zh", "en"))
    assert flat("2026-11-05 00:00 所涉借据余额合计 3,000,000.00 元（W6、W7）") in page
    assert "该档于" not in page, "it was reached at the raise"
    assert flat("at 2026-11-05 00:00 the source loans came to") in english
    assert flat("reached at") not in english
