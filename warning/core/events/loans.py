"""The life of a loan: topics repayment and interest-arrears."""

from __future__ import annotations

from typing import Literal

from warning.core.events.base import Count, Currency, Id, LoanFact, Product, Sequence
from warning.core.scalars import Day, Fen


class Opening(LoanFact, frozen=True, kw_only=True):
    """A loan that enters the book, with its terms."""

    customer_no: Id
    org_no: Id
    product: Product = "loan"
    currency: Currency
    outstanding_balance: Fen
    """Principal outstanding, or the gross notional of an off-balance item (W6)."""
    disbursed_on: Day
    matures_on: Day
    """Final maturity; payment or expiry date of an off-balance item; 9999-12-31 for none."""
    contract_no: Id | None = None


class LoanDisbursed(Opening, frozen=True, kw_only=True):
    """A loan is drawn, or an off-balance item is issued."""

    TYPE = "loan.disbursed.v1"
    TOPIC = "repayment"


class LoanTakenOn(Opening, frozen=True, kw_only=True):
    """The opening position of a loan at go-live (T6)."""

    TYPE = "loan.taken_on.v1"
    TOPIC = "repayment"
    extension_count: Count = 0


class LoanRefinanced(Opening, frozen=True, kw_only=True):
    """A loan that takes another's place: 借新还旧, or an advance (垫款) on an off-balance item (W9)."""

    TYPE = "loan.refinanced.v1"
    TOPIC = "repayment"
    previous_loan_no: Id
    disbursement_type: Literal["refinanced", "advance"] = "refinanced"


class LoanPosition(LoanFact, frozen=True, kw_only=True):
    """The position of a loan after posting: repaid, overdue, cured. A position, not a delta.

    It is known by loan and ``posting_seq``, whatever the event's id (R56).
    """

    TYPE = "loan.position.v1"
    TOPIC = "repayment"
    posting_seq: Sequence
    corrects: Sequence | Id | None = None
    """An earlier posting (W12), or the id of the event that settled the loan, refinanced it away or wrote it off by
    mistake: that is taken back (R53, R101)."""
    currency: Currency
    outstanding_balance: Fen
    principal_arrears: Fen | None = None
    principal_arrears_since: Day | None = None


class LoanExtended(LoanFact, frozen=True, kw_only=True):
    """展期: a new maturity replaces D (P1)."""

    TYPE = "loan.extended.v1"
    TOPIC = "repayment"
    extended_until: Day


class LoanSettled(LoanFact, frozen=True, kw_only=True):
    """A loan ends without loss to the bank: paid, or an off-balance item lapsed or funded by the customer (W9)."""

    TYPE = "loan.settled.v1"
    TOPIC = "repayment"
    how: Literal["paid", "expired", "released", "funded"] = "paid"
    """All but ``paid`` are for off-balance items: of a loan they are refused (R71)."""


class LoanWrittenOff(LoanFact, frozen=True, kw_only=True):
    """核销. The balance keeps counting (W6)."""

    TYPE = "loan.written_off.v1"
    TOPIC = "repayment"


class LoanMoved(LoanFact, frozen=True, kw_only=True):
    """The loan is booked at another organisation from now on (O9)."""

    TYPE = "loan.moved.v1"
    TOPIC = "repayment"
    org_no: Id


class LoanAssessed(LoanFact, frozen=True, kw_only=True):
    """The account manager's assessment of repayment capacity before maturity (11.1.1)."""

    TYPE = "loan.assessed.v1"
    TOPIC = "repayment"
    result: Literal["on_time", "unsure", "partial", "cannot"]
    made_on: Day


class ArrearsPosition(LoanFact, frozen=True, kw_only=True):
    """The position of a loan's interest arrears after posting: arisen, balance, cleared (11.1.3).

    It is known by loan and ``posting_seq``, whatever the event's id (R56).
    """

    TYPE = "interest_arrears.position.v1"
    TOPIC = "interest-arrears"
    posting_seq: Sequence
    corrects: Sequence | None = None
    currency: Currency
    interest_arrears_on_bs: Fen
    interest_arrears_off_bs: Fen
    interest_arrears_since: Day | None = None
    """The Shanghai date they arose, which is day 1 (O4); required while there are any."""
