"""A few events of one borrower, as lines of the wire."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import fields

from warning.core.events import ReportParts

DISBURSED = "2026-10-12T09:00:00+08:00"


def line(name: str, kind: str, recorded: str, occurred: str = "", /, **content: Any) -> str:
    """One event."""
    return json.dumps(
        {
            "specversion": "1.0",
            "id": name,
            "source": "/test",
            "type": kind,
            "time": occurred or recorded,
            "recordedtime": recorded,
            "data": content,
        },
        ensure_ascii=False,
    )


def named(customer_no: str = "C1", name: str = "某某食品有限公司") -> str:
    """The borrower's registration."""
    return line(
        "r1", "borrower.registered.v1", "2026-10-12T08:00:00+08:00", customer_no=customer_no, borrower_name=name
    )


def lent(loan_no: str = "L1", balance: str = "6000000.00", matures_on: str = "2028-10-12") -> str:
    """A loan at sub-branch 1001."""
    return line(
        f"d-{loan_no}",
        "loan.disbursed.v1",
        DISBURSED,
        customer_no="C1",
        loan_no=loan_no,
        org_no="1001",
        currency="CNY",
        outstanding_balance=balance,
        disbursed_on="2026-10-12",
        matures_on=matures_on,
    )


def sued(at: str = "2026-11-03T10:00:00+08:00") -> str:
    """A lawsuit: red at once (11.1.4)."""
    return line("m1", "major_event.v1", at, customer_no="C1", kind="litigation", description="标的六千万元")


def reported(at: str, parts: dict[str, str] | None = None) -> str:
    """A written report by the sub-branch, complete unless told otherwise."""
    names = [field.name for field in fields(ReportParts)]
    return line(
        f"rep-{at[:10]}",
        "report.submitted.v1",
        at,
        customer_no="C1",
        domain="business",
        org_no="1001",
        post="sub_branch_president",
        officer_no="1001-SBP01",
        parts=dict.fromkeys(names, "见附件") | (parts or {}),
    )
