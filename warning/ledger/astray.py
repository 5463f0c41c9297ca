"""What a ledger must not hold, and what whoever meets it is told: ``verify`` says the rest."""

from __future__ import annotations


class Astray(Exception):
    """A table is not what the journal comes to: nothing can be decided on it."""

    table = ""


class LoanAstray(Astray):
    """The table of loans says that ``loan_no`` is of the borrower ``key``, which has no such loan."""

    table = "loan"

    def __init__(self, loan_no: str, key: str) -> None:
        super().__init__(f"the table loan says that {loan_no} is {key}'s, which has no such loan: run warning verify")
        self.loan_no, self.key = loan_no, key


class RowsBeyond(Astray):
    """The journal has rows of ``lane`` up to ``last``, though it ends with ``seq`` on record."""

    table = "journal"

    def __init__(self, lane: int, seq: int, last: int) -> None:
        super().__init__(
            f"lane {lane} of the journal ends with row {seq} on record, and there are rows up to {last}: "
            "run warning verify"
        )
        self.lane, self.seq, self.last = lane, seq, last
