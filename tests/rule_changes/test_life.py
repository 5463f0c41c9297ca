"""Proposed, approved by another person, in force from an instant; refused attempts are on record."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import URL, select

from tests.ledger import bank
from tests.rule_changes import changed
from tests.rule_changes.changed import EARLIER, FORCE, MINUTE, PROPOSED_AT, QUICKER
from warning.audit.verifier.check import verify as verify_alone
from warning.cli.audit.places import reading
from warning.core.changes import RULES_KEY
from warning.intake.commands import Answer, ClockBehind
from warning.intake.ingest import Intake
from warning.intake.rule_changes import UnknownPerson
from warning.ledger.sql.books import rules_state
from warning.ledger.sql.tables import FRAME, JOURNAL, PROPOSED_BOOK
from warning.ledger.verify import verify

BOOK = changed.packed(*EARLIER)


@pytest.fixture
def into(database_url: URL) -> Intake:
    """A ledger with what had come by the proposal."""
    made = changed.create(database_url)
    bank.take_in(made, bank.short(6))
    bank.run_on(made, PROPOSED_AT)
    return made


def _code(answer: Answer) -> tuple[str, str]:
    assert answer.refusal is not None
    assert answer.refusal.why is not None
    return answer.refusal.why.code, answer.refusal.field


def found(into: Intake) -> list[tuple[str, str]]:
    """What either verification finds."""
    again = verify(into.ledger, changed.frames(into)).differences
    source = reading(into.ledger.engine.url.render_as_string(hide_password=False), "en")
    alone = verify_alone(source).findings
    source.close()
    return sorted({(one.code, one.key) for one in again} | {(one.code, one.key) for one in alone})


def test_two_people_change_the_book(into: Intake) -> None:
    assert changed.propose(into, BOOK).refusal is None
    with into.ledger.engine.connect() as connection:
        (change,) = rules_state(connection).changes.values()
        assert (change.status, change.frame) == ("waiting", changed.frame_of(BOOK).id)
        assert bytes(connection.execute(select(PROPOSED_BOOK.c.files)).scalar_one()) == BOOK
        assert len(connection.execute(select(FRAME)).all()) == 1
    answer = changed.approve(into)
    assert answer.refusal is None
    assert [type(effect).__name__ for effect in answer.effects] == ["BookChanged"]
    bank.run_on(into)
    frames = changed.frames(into)
    assert (frames.at(FORCE - 1).id, frames.at(FORCE).id) == (bank.frame().id, changed.frame_of(BOOK).id)
    with into.ledger.engine.connect() as connection:
        rows = connection.execute(select(JOURNAL.c.at, JOURNAL.c.kind, JOURNAL.c.frame, JOURNAL.c.key)).all()
    old = [row for row in rows if row.frame == bank.frame().id]
    new = [row for row in rows if row.frame != bank.frame().id]
    assert new
    assert all(row.at < FORCE or (row.at == FORCE and row.kind == "wake") for row in old)
    assert all(row.at >= FORCE for row in new)
    keys = [row.key for row in rows if row.kind == "activation"]
    assert keys
    assert len(keys) == len(set(keys)), "each borrower once"
    assert found(into) == []


def _same(into: Intake) -> Answer:
    changed.propose(into, BOOK)
    return changed.approve(into, officer="H-1")


def _same_in_full_width(into: Intake) -> Answer:
    changed.propose(into, BOOK)
    return changed.approve(into, officer="ｈ-1")


def _too_early(into: Intake) -> Answer:
    return changed.propose(into, BOOK, at=PROPOSED_AT + 5 * MINUTE - 1)


def _past(into: Intake) -> Answer:
    return changed.propose(into, BOOK, at=PROPOSED_AT - MINUTE)


def _approved_too_late(into: Intake) -> Answer:
    changed.propose(into, BOOK, at=PROPOSED_AT + 10 * MINUTE)
    return changed.approve(into, now=PROPOSED_AT + 5 * MINUTE + 1)


def _base_unknown(into: Intake) -> Answer:
    return changed.propose(into, BOOK, base="0" * 64)


def _base_replaced(into: Intake) -> Answer:
    changed.propose(into, BOOK)
    changed.propose(into, changed.packed(*QUICKER), "RC-2", at=FORCE + MINUTE)
    changed.approve(into)
    return changed.approve(into, "RC-2")


def _unchanged(into: Intake) -> Answer:
    return changed.propose(into, changed.packed())


def _post(into: Intake) -> Answer:
    changed.propose(into, BOOK)
    return changed.approve(into, post="credit_approval")


def _elsewhere(into: Intake) -> Answer:
    changed.propose(into, BOOK)
    return changed.approve(into, org_no="1000")


def _unknown(into: Intake) -> Answer:
    return changed.approve(into, "RC-9")


def _twice(into: Intake) -> Answer:
    changed.two(into, BOOK)
    return changed.approve(into, officer="H-3")


def _withdrawn(into: Intake) -> Answer:
    changed.propose(into, BOOK)
    changed.withdraw(into)
    return changed.approve(into)


@pytest.mark.parametrize(
    ("attempt", "code", "field"),
    [
        (_same, "same_person", "data.officer_no"),
        (_same_in_full_width, "same_person", "data.officer_no"),
        (_too_early, "in_force_too_early", "data.in_force_at"),
        (_past, "in_force_too_early", "data.in_force_at"),
        (_approved_too_late, "in_force_too_early", "data.proposal_id"),
        (_base_unknown, "base_replaced", "data.base"),
        (_base_replaced, "base_replaced", "data.proposal_id"),
        (_unchanged, "book_unchanged", "data.frame"),
        (_post, "post_may_not", "data.post"),
        (_elsewhere, "post_not_at_level", "data.org_no"),
        (_unknown, "change_unknown", "data.proposal_id"),
        (_twice, "change_ended", "data.proposal_id"),
        (_withdrawn, "change_ended", "data.proposal_id"),
    ],
)
def test_what_does_not_count_is_refused_and_on_record(into: Intake, attempt: Any, code: str, field: str) -> None:
    before = _rows(into)
    answer = attempt(into)
    assert _code(answer) == (code, field)
    assert answer.outcome == "refused"
    assert answer.event_id in _rows(into) - before
    assert found(into) == []


def _rows(into: Intake) -> set[str]:
    with into.ledger.engine.connect() as connection:
        return set(connection.execute(select(JOURNAL.c.event_id).where(JOURNAL.c.key == RULES_KEY)).scalars())


def test_exactly_five_minutes_will_do(into: Intake) -> None:
    changed.propose(into, BOOK, at=PROPOSED_AT + 5 * MINUTE)
    assert changed.approve(into).refusal is None


def test_an_act_given_again_counts_once(into: Intake) -> None:
    changed.propose(into, BOOK)
    assert changed.propose(into, BOOK).outcome == "duplicate"
    changed.approve(into)
    assert changed.approve(into).outcome == "duplicate"
    assert len(changed.frames(into).later) == 1


def test_nobody_approves_nothing(into: Intake) -> None:
    for nobody in ("", "\u200b", "Н-1"):
        with pytest.raises(UnknownPerson):
            changed.approve(into, officer=nobody)


def test_another_person_turns_it_down(into: Intake) -> None:
    changed.propose(into, BOOK)
    changed.withdraw(into, officer="H-2")
    with into.ledger.engine.connect() as connection:
        (change,) = rules_state(connection).changes.values()
    assert (change.status, change.ended_reason) == ("turned_down", "no")


def test_a_book_may_come_back(into: Intake) -> None:
    """A, then B, then A again: each is in force in its time."""
    changed.two(into, BOOK)
    changed.two(into, changed.packed(), "RC-2", at=FORCE + 60 * MINUTE, base=changed.frame_of(BOOK).id)
    bank.run_on(into)
    frames = changed.frames(into)
    assert [frames.at(at).id == bank.frame().id for at in (0, FORCE, FORCE + 60 * MINUTE)] == [True, False, True]
    with into.ledger.engine.connect() as connection:
        times = list(connection.execute(select(JOURNAL.c.received).where(JOURNAL.c.kind == "activation")).scalars())
    assert {at: times.count(at) for at in times}.keys() == {FORCE, FORCE + 60 * MINUTE}
    assert found(into) == []


def test_a_record_of_a_clock_that_is_past_is_refused(into: Intake) -> None:
    bank.run_on(into, PROPOSED_AT + MINUTE)
    from warning.intake.rule_changes import Attached, give

    with pytest.raises(ClockBehind):
        give(into, changed.proposal(BOOK), "RC-1", PROPOSED_AT, "test", attached=Attached(BOOK), named=True)
