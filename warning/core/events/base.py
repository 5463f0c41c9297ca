"""What all events share: the types of their fields, and what a fact says of who knew it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from msgspec import Meta, Struct

from warning.core.scalars import Moment

Id = Annotated[str, Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.:/-]*$(?!\n)", max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
LAST_SIGNAL: Final = 53
"""The number of the last row of ``signals.md``: every rule book has them all."""
Person = Annotated[str, Meta(min_length=1, max_length=64, extra={"person": True})]
"""A natural person: intake keeps the value apart from the journal."""
Text = Annotated[str, Meta(max_length=20_000)]
Currency = Literal["CNY"]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Sequence = Annotated[int, Meta(ge=1, le=9_000_000_000_000_000)]
Domain = Literal["business", "management"]
OrgLevel = Literal["sub_branch", "branch", "head_office"]
Month = Annotated[str, Meta(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$(?!\n)")]

Source = Literal[
    "on_site_manager",
    "on_site_inspector",
    "on_site_superior",
    "off_site_monitoring",
    "off_site_notice",
    "other_media",
    "other_audit",
    "other",
]
"""Where a warning's information came from (article 5)."""

Product = Literal["loan", "acceptance", "letter_of_credit", "guarantee", "commitment"]
"""A loan, or off-balance business that is handled like one (articles 2, 17)."""

Grade = Literal[
    "pass",
    "special_mention_1",
    "special_mention_2",
    "special_mention_3",
    "substandard",
    "doubtful",
    "loss",
]
"""五级分类, special-mention in its three grades; from best to worst."""


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The ``data`` of a CloudEvent."""

    TYPE: ClassVar[str]
    TOPIC: ClassVar[str]


class Fact(Event, frozen=True, kw_only=True):
    """Something about a borrower or a loan that the bank came to know."""

    customer_no: Id
    discovered: Moment | None = None
    discovered_by: Id | None = None
    recorded_by: Id | None = None
    source: Source | None = None


class LoanFact(Fact, frozen=True, kw_only=True):
    """A fact about one loan. The borrower may be left out: the ledger knows whose the loan is."""

    customer_no: Id | None = None  # type: ignore[assignment]
    loan_no: Id
