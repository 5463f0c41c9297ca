"""The synthetic bank: the same for everyone, in order, readable, and with every type of event."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import islice, pairwise
from os import environ
from pathlib import Path

import pytest

from warning.contracts.decode import Incoming, Refused, decode
from warning.core.events import (
    EVENTS,
    ArrearsPosition,
    Fact,
    GroupLink,
    GuaranteeLink,
    LoanFact,
    LoanPosition,
    ManagementFinding,
    Opening,
)
from warning.core.scalars import day_of, midnight
from warning.demo.bank import synthesise
from warning.demo.cast import SPOILED
from warning.demo.names import borrower_name
from warning.demo.network import organisation, scale
from warning.rulebook import load_frame

ROOT = Path(__file__).parents[2]
DIGEST = (
    "from hashlib import sha256; from warning.demo.bank import synthesise;"
    "print(sha256(b'\\n'.join(synthesise(7, loans=90))).hexdigest())"
)


def is_spoiled(line: bytes) -> bool:
    """Whether the line is one of those that are wrong on purpose."""
    return b'"id":"bad-' in line


@pytest.fixture(scope="module")
def quarter() -> list[bytes]:
    """Three months of the small demo."""
    return list(synthesise(loans=600, months=3))


@pytest.fixture(scope="module")
def good(quarter: list[bytes]) -> list[Incoming]:
    """What can be read of it; a line that cannot, and is not meant to be wrong, fails here."""
    return [decode(line) for line in quarter if not is_spoiled(line)]


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_same_under_every_hash_seed(hash_seed: str) -> None:
    here = sha256(b"\n".join(synthesise(7, loans=90))).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", DIGEST],
        cwd=ROOT,
        env={**environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


def test_another_seed_is_another_bank() -> None:
    assert list(islice(synthesise(1), 700, 900)) != list(islice(synthesise(2), 700, 900))


def test_in_order_of_recording(good: list[Incoming]) -> None:
    assert all(before.received <= after.received for before, after in pairwise(good))


@pytest.mark.parametrize(("loans", "months"), [(1, 1), (3, 2), (40, 2), (3_000, 1)])
def test_every_size_is_in_order_and_readable(loans: int, months: int) -> None:
    read = [decode(line) for line in synthesise(3, loans=loans, months=months) if not is_spoiled(line)]
    assert sum(incoming.type == "loan.taken_on.v1" for incoming in read) == loans
    assert all(before.received <= after.received for before, after in pairwise(read))


@pytest.mark.parametrize("month_of_start", [2, 10, 12])
def test_every_event_lies_within_its_months(month_of_start: int) -> None:
    start = date(2026, month_of_start, 1)
    end = date(2026 + month_of_start // 12, month_of_start % 12 + 1, 1)
    read = [decode(line) for line in synthesise(3, loans=50, start=start) if not is_spoiled(line)]
    assert midnight(start.toordinal()) <= read[0].received
    assert read[-1].received < midnight(end.toordinal())


@pytest.mark.parametrize("months", [1, 3])
def test_every_type_of_event_occurs(months: int) -> None:
    found = {decode(line).type for line in synthesise(loans=600, months=months) if not is_spoiled(line)}
    assert found == {event.TYPE for event in EVENTS}


def test_postings_are_most_of_it(good: list[Incoming]) -> None:
    count = Counter(incoming.type for incoming in good)
    assert count[LoanPosition.TYPE] > len(good) // 2


def test_what_is_spoiled_is_refused(quarter: list[bytes]) -> None:
    spoiled = [line for line in quarter if is_spoiled(line)]
    assert len(spoiled) == len(SPOILED)
    for line in spoiled:
        with pytest.raises(Refused):
            decode(line)


def stale(read: list[Incoming]) -> list[str]:
    """The loans of postings that came after a later one of theirs."""
    last: dict[tuple[str, str], int] = {}
    found = []
    for incoming in read:
        event = incoming.event
        if isinstance(event, LoanPosition | ArrearsPosition):
            key = (event.loan_no, incoming.type)
            if event.posting_seq < last.get(key, 0):
                found.append(event.loan_no)
            last[key] = max(event.posting_seq, last.get(key, 0))
    return found


@pytest.mark.parametrize("seed", [1, 7, 13])
def test_stories_and_batch_never_post_the_same_loan_out_of_order(seed: int) -> None:
    read = [decode(line) for line in synthesise(seed, loans=2_400, months=2) if not is_spoiled(line)]
    assert len(stale(read)) == 1


def test_one_stale_one_twice_one_unknown_one_early(good: list[Incoming]) -> None:
    """What goes wrong between machines, once each."""
    twice = [name for name, count in Counter(incoming.id for incoming in good).items() if count > 1]
    known: set[str] = set()
    ahead = []
    for incoming in good:
        event = incoming.event
        if isinstance(event, Opening):
            known.add(event.loan_no)
        elif isinstance(event, LoanFact) and event.loan_no not in known:
            ahead.append(event.loan_no)
    assert len(twice) == 1
    assert len(stale(good)) == 1
    assert max(ahead) == "L9999999"
    assert len(ahead) == 2
    assert sum(loan_no in known for loan_no in ahead) == 1


def test_links_are_made_and_ended(good: list[Incoming]) -> None:
    links = [incoming.event for incoming in good if isinstance(incoming.event, GroupLink | GuaranteeLink)]
    assert {(type(link), link.change) for link in links} == {
        (GroupLink, "made"),
        (GroupLink, "ended"),
        (GuaranteeLink, "made"),
        (GuaranteeLink, "ended"),
    }


def test_loans_are_booked_in_the_packaged_organisation(good: list[Incoming]) -> None:
    orgs = load_frame().orgs
    booked = {incoming.event.org_no for incoming in good if isinstance(incoming.event, Opening)}
    assert {org_no for org_no, org in orgs.items() if org.level == "sub_branch"} <= booked
    assert {orgs[org_no].level for org_no in booked} <= {"sub_branch", "branch"}


@pytest.mark.parametrize("loans", [600, 20_000, 500_000])
def test_organisation_grows_with_the_bank(loans: int) -> None:
    assert_tree(*scale(loans))


def test_as_few_sub_branches_as_branches() -> None:
    assert_tree(5, 5)


def assert_tree(branches: int, sub_branches: int) -> None:
    """So many of each, and a sub-branch under every branch."""
    orgs = organisation(2026, branches, sub_branches)
    levels = Counter(org.level for org in orgs.values())
    assert (levels["head_office"], levels["branch"], levels["sub_branch"]) == (1, branches, sub_branches)
    parents = {org.parent for org in orgs.values() if org.level == "sub_branch"}
    assert parents == {org.org_no for org in orgs.values() if org.level == "branch"}


@pytest.mark.parametrize(("branches", "sub_branches"), [(0, 3), (4, 3)])
def test_a_branch_without_a_sub_branch_is_refused(branches: int, sub_branches: int) -> None:
    with pytest.raises(ValueError, match="sub-branch"):
        organisation(1, branches, sub_branches)


@pytest.mark.parametrize(("loans", "months"), [(0, 1), (1, 0)])
def test_an_empty_bank_is_refused(loans: int, months: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        synthesise(loans=loans, months=months)


def test_names_are_invented_and_each_borrowers_own() -> None:
    names = [borrower_name(f"C{number:06d}") for number in range(5_000)]
    assert len(set(names)) == len(names)
    assert all("某" in name for name in names)
    assert borrower_name("X-17") == "X-17"


def test_streams_day_by_day() -> None:
    """The first lines of a large bank come without the rest being made."""
    stream: Iterator[bytes] = synthesise(loans=30_000, months=120)
    assert len(list(islice(stream, 100))) == 100


def test_nothing_is_known_before_the_day_on_which_it_happened(good: list[Incoming]) -> None:
    """Neither what a record claims of its discovery, nor what a finding says of those who knew (D10)."""
    occurred = {incoming.id: day_of(incoming.occurred) for incoming in good}
    claims = [
        (incoming.id, incoming.occurred, incoming.event.discovered)
        for incoming in good
        if isinstance(incoming.event, Fact) and incoming.event.discovered
    ]
    assert any(day_of(found) > day_of(at) for _, at, found in claims), "something is found later than it happened"
    assert [name for name, at, found in claims if day_of(found) < day_of(at)] == []
    findings = [one.event for one in good if isinstance(one.event, ManagementFinding)]
    hidden = [one for one in findings if one.kind == "concealment"]
    assert hidden
    assert all(day_of(one.concealed_since or 0) >= occurred[one.fact_id or ""] for one in hidden)
