"""Where two persons are needed nobody is both by being erased in between: what waits is decided or made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.engine import URL

from tests.cli.events import line
from tests.integration import people
from tests.ledger import bank
from tests.rule_changes import changed
from warning.contracts.decode import decode
from warning.intake import corrections, dismissals, erasures
from warning.intake.commands import act
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.sql.books import rules_state
from warning.ledger.sql.counts import quarantined
from warning.ledger.sql.proposed import Open
from warning.ledger.sql.tables import DUTY, JOURNAL, PRIVATE, QUARANTINE
from warning.ledger.verify import verify

BOOK = changed.packed(*changed.EARLIER)
PROPOSER = "1003-SBP01"


@pytest.fixture
def live(database_url: URL) -> Iterator[Intake]:
    """A live ledger with a group, two of whose borrowers were sued; salts are random, as where people work."""
    into = Intake(bank.create(database_url, clock="live"), bank.frame())
    bank.take_in(into, bank.short())
    heart = Heart(into)
    while not heart.beat(decode(people.called(at="08:00:00")).received):
        pass
    yield into
    assert verify(into.ledger, {bank.frame().id: bank.frame()}).differences == ()
    into.ledger.close()


def ask(into: Intake, value: str, officer: str = "9001-A") -> erasures.Request:
    """That a person be erased, by number."""
    with into.ledger.engine.connect() as connection:
        token, _ = erasures.token_of(connection, value)
    return erasures.ask(into, token, "has left", officer, 5)


def approve(into: Intake, request: erasures.Request, officer: str = "9001-B") -> erasures.Erased:
    """By another person, now."""
    return erasures.approve(into, request.id, officer, 6)


def there(into: Intake, token: str) -> bool:
    """Whether a person's value is."""
    with into.ledger.engine.connect() as connection:
        return connection.execute(select(PRIVATE).where(PRIVATE.c.token == token)).first() is not None


def waived(name: str, duty: str, officer: str) -> bytes:
    """The sub-branch proposes to waive a duty."""
    whose = {"customer_no": "G0", "domain": "business", "org_no": "1003", "post": "sub_branch_president"}
    fields = {**whose, "officer_no": officer, "duty_ids": [duty], "reason": "agreed"}
    return line(name, "waiver.proposed.v1", f"{people.DAY}T09:10:00+08:00", **fields).encode()


def withdrawn(name: str) -> bytes:
    """By the organisation that proposed it."""
    fields = {"customer_no": "G0", "retracts": name, "recorded_by": "1003"}
    return line(f"no-{name}", "event.retracted.v1", f"{people.DAY}T11:00:00+08:00", **fields).encode()


def test_who_has_a_change_of_the_book_waiting_is_not_erased(database_url: URL) -> None:
    into = Intake(changed.create(database_url).ledger, bank.frame())
    bank.take_in(into, bank.short(4))
    bank.run_on(into, changed.PROPOSED_AT)
    assert changed.propose(into, BOOK).refusal is None
    with pytest.raises(erasures.Undecided) as caught:
        ask(into, "H-1")
    assert caught.value.open == (Open("rules", "RC-1"),)
    assert changed.withdraw(into).refusal is None
    done = approve(into, ask(into, "H-1"))
    assert not there(into, done.request.token)
    assert changed.propose(into, BOOK, "RC-2").refusal is None, "who comes back is another person, with nothing open"
    refused = changed.approve(into, "RC-2", officer="H-1")
    assert refused.refusal is not None
    assert refused.refusal.why is not None
    assert refused.refusal.why.code == "same_person"
    into.ledger.close()


def test_what_was_proposed_after_the_request_counts_at_the_approval(database_url: URL) -> None:
    into = Intake(changed.create(database_url).ledger, bank.frame())
    bank.take_in(into, bank.short(4))
    bank.run_on(into, changed.PROPOSED_AT)
    assert changed.propose(into, BOOK).refusal is None
    assert changed.withdraw(into).refusal is None
    request = ask(into, "H-1")
    assert changed.propose(into, BOOK, "RC-2").refusal is None
    with pytest.raises(erasures.Undecided):
        approve(into, request)
    assert there(into, request.token)
    assert changed.approve(into, "RC-2").refusal is None
    approve(into, request)
    assert not there(into, request.token)
    with into.ledger.engine.connect() as connection:
        assert [one.status for one in rules_state(connection).changes.values()] == ["withdrawn", "approved"]
    into.ledger.close()


def test_who_has_a_release_or_a_waiver_waiting_is_not_erased(live: Intake) -> None:
    with live.ledger.engine.connect() as connection:
        owed = select(DUTY.c.id).where(DUTY.c.customer_no == "G0", DUTY.c.state == "open", DUTY.c.kind == "report")
        duty = connection.execute(owed.order_by(DUTY.c.due.desc())).scalars().first()
    assert duty is not None
    assert act(live, people.proposed(officer=PROPOSER, name="R"), "cli:t").outcome == "applied"
    assert act(live, waived("V", duty, "1003-SBP02"), "cli:t").outcome == "applied"
    for officer, what, name in ((PROPOSER, "release", "R"), ("1003-SBP02", "waiver", "V")):
        with pytest.raises(erasures.Undecided) as caught:
            ask(live, officer)
        assert [(one.what, one.id, one.customer_no) for one in caught.value.open] == [(what, name, "G0")]
        bank.take_in(live, [withdrawn(name)], f"{name}.jsonl")
        approve(live, ask(live, officer))


def _corrected(into: Intake) -> int:
    """The number of a broken act, of which a correction by 9001-C waits."""
    bank.take_in(into, [people.called(name="fix").replace(b"2026-10-22T10", b"2026-13-22T10")], "broken.jsonl")
    with into.ledger.engine.connect() as connection:
        number = connection.execute(select(QUARANTINE.c.id).where(QUARANTINE.c.source == "broken.jsonl")).scalar_one()
    corrections.propose(into, number, people.called(name="fix"), "9001-C")
    return int(number)


def test_a_correction_of_somebody_erased_is_made_anew(live: Intake) -> None:
    number = _corrected(live)
    approve(live, ask(live, "9001-C"))
    for officer in ("9001-C", "9001-D"):
        with pytest.raises(corrections.ProposerErased):
            corrections.approve(live, number, officer, 8)
    corrections.propose(live, number, people.called(name="fix"), "9001-C", replacing=True)
    with pytest.raises(corrections.SamePerson):
        corrections.approve(live, number, "9001-C", 8)
    with pytest.raises(corrections.Replaced):
        corrections.approve(live, number, "9001-D", 8)
    with pytest.raises(corrections.Replaced):
        corrections.approve(live, number, "9001-D", bank.UNTIL, "0" * 32)
    assert corrections.approve(live, number, "9001-D", bank.UNTIL, seen(live, number)) is None


def seen(into: Intake, number: int) -> str:
    """What waits now: it has replaced what somebody erased had proposed."""
    with into.ledger.engine.connect() as connection:
        row = quarantined(connection, number)
    assert row is not None
    return row.proposal


def test_a_dismissal_of_somebody_erased_is_made_anew(live: Intake) -> None:
    number = _corrected(live)
    dismissals.ask(live, number, "a test", "9001-C", replacing=True)
    with pytest.raises(corrections.SamePerson):
        dismissals.approve(live, number, "9001-C", 8)
    approve(live, ask(live, "9001-C"))
    for officer in ("9001-C", "9001-D"):
        with pytest.raises(corrections.ProposerErased):
            dismissals.approve(live, number, officer, 8)
    assert [one.done for one in dismissals.approve_all(live, "9001-D", 8)] == [False]
    dismissals.ask(live, number, "a test", "9001-C", replacing=True)
    with pytest.raises(corrections.Replaced):
        dismissals.approve(live, number, "9001-D", 8)
    dismissals.approve(live, number, "9001-D", 8, seen(live, number))


def test_a_request_of_somebody_erased_is_made_anew(live: Intake) -> None:
    assert act(live, people.called(officer=PROPOSER), "cli:t").outcome == "applied"
    request = ask(live, PROPOSER, "9001-C")
    approve(live, ask(live, "9001-C"))
    for officer in ("9001-C", "9001-D"):
        with pytest.raises(erasures.AskerErased):
            approve(live, request, officer)
    approve(live, ask(live, PROPOSER, "9001-C"), "9001-D")


def test_another_process_does_not_go_on_with_the_token_of_who_was_erased(live: Intake) -> None:
    """Of one person it would make two: the old one in that process, a new one everywhere else."""
    worker = Intake(bank.reopened(live.ledger.engine.url).ledger, bank.frame())
    bank.take_in(worker, [people.called(name="before", officer=PROPOSER)], "one.jsonl")
    done = approve(live, ask(live, PROPOSER))
    proposal = people.proposed(officer=PROPOSER, name="proposal")
    bank.take_in(worker, [proposal], "two.jsonl")
    assert act(live, people.approved(PROPOSER), "cli:t").outcome == "refused"
    with live.ledger.engine.connect() as connection:
        payload = connection.execute(select(JOURNAL.c.payload).where(JOURNAL.c.event_id == "proposal")).scalar_one()
    assert done.request.token.encode() not in bytes(payload)
    worker.ledger.close()


@pytest.mark.parametrize(
    ("status", "approve_it"), [("proposed", corrections.approve), ("dismissal", dismissals.approve)]
)
def test_where_nothing_is_proposed_nobody_is_called_the_same_person(
    live: Intake, status: str, approve_it: Callable[..., object]
) -> None:
    bank.take_in(live, [b"{"], name="broken.jsonl")
    with live.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        number = connection.execute(select(QUARANTINE.c.id).order_by(QUARANTINE.c.id.desc())).scalars().first()
        assert number is not None
        connection.execute(QUARANTINE.update().where(QUARANTINE.c.id == number).values(status=status))
    with pytest.raises(corrections.Settled) as settled:
        approve_it(live, number, "9001-B", 6)
    assert settled.value.status == "open"
    with live.ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(QUARANTINE.update().where(QUARANTINE.c.id == number).values(status="open"))
