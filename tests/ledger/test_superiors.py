"""A breach shows at the superior's post (D9): who looks at what is overdue there finds it, on either database."""

from __future__ import annotations

from sqlalchemy import URL

from tests.ledger import bank
from warning.ledger.sql.queries import OWED, Duties, duties_where


def test_what_stands_against_a_post_is_found_by_it(database_url: URL) -> None:
    into = bank.complete(bank.intake(bank.create(database_url)), bank.wire())
    with into.ledger.engine.connect() as connection:
        _, breached = duties_where(connection, Duties(states=("breached",)))
        posts = {duty.post for duty in breached} | {duty.escalated_to.partition("/")[2] for duty in breached} - {""}
        found = {
            post: {one.id for one in duties_where(connection, Duties(states=("breached",), post=post, below=True))[1]}
            for post in posts
        }
        own = {one.id for one in duties_where(connection, Duties(states=OWED, post="branch_monitor"))[1]}
    assert found == {
        post: {one.id for one in breached if post in (one.post, one.escalated_to.partition("/")[2])} for post in posts
    }
    against = {one.id for one in breached if one.escalated_to.endswith("/branch_monitor")}
    assert against
    assert not against <= own
    into.ledger.engine.dispose()
