"""What one record met at once, and what a sub-branch's report opened at its branch, or did not (D1, D3, D12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from warning.cli.explain.amount import REPORTS, data_of
from warning.cli.explain.crossings import reports_on_record
from warning.cli.explain.owning import owned
from warning.cli.explain.page import Page
from warning.cli.situation import MET
from warning.core.rows import Duty
from warning.core.scalars import read_moment
from warning.wording import moments, terms
from warning.wording.names import series

HEAD_OFFICE: Final = "12.1.1"


def met_lines(page: Page, duty: Duty) -> list[str]:
    """Of a duty that was met: what else the same record met, and what it opened at the branch or did not."""
    if duty.state not in MET or page.situation.is_ended(duty):
        return []
    happened = _done_said(page, duty)
    others = [one for one in met_by(page, duty.customer_no, duty.fulfilled_by) if one.id != duty.id]
    said = [page.say("met_too", id=duty.fulfilled_by, listed=_listed(page, others))] if others else []
    return [*happened, *said, *_passed_on(page, duty)]


def _done_said(page: Page, duty: Duty) -> list[str]:
    """That the recording counts, where a record says that it was done at another instant (T4)."""
    data, received = data_of(page.events.get(duty.fulfilled_by, {})), duty.fulfilled_at
    if received is None or not data.get("happened"):
        return []
    happened = int(read_moment(str(data["happened"])))
    if happened == received:
        return []
    said = {"id": duty.fulfilled_by, "happened": moments.instant(happened), "at": moments.instant(received)}
    late = duty.due is not None and happened < duty.due <= received
    return [page.say("done_said_late" if late else "done_said", **said)]


def report_lines(page: Page, duty: Duty) -> list[str]:
    """Of a 12.1.1 that a sub-branch's report opened: the duties that report met there (D3)."""
    head, _, rest = duty.hangs_on.partition(":")
    before = reports_on_record(page.situation, duty)
    if before:
        return [page.say("on_record", listed=series(before, page.lang))]
    if duty.clause == HEAD_OFFICE and head == "crossing":
        return _own_crossing(page, duty)
    if duty.clause != HEAD_OFFICE or head != "report":
        return []
    name = rest.rpartition(":")[0]
    met = [one for one in met_by(page, duty.customer_no, name) if one.kind in REPORTS and one.clause != HEAD_OFFICE]
    return [page.say("report_met", id=name, listed=_listed(page, met))] if met else []


def _own_crossing(page: Page, duty: Duty) -> list[str]:
    """O9: a crossing opens it at a branch that books a loan itself, also where nothing was reported."""
    loans = [one.loan_no for one in owned(page.situation, page.events, duty) if one.org_no == duty.org_no]
    org, listed = page.names.org(duty.org_no, page.lang), series(loans, page.lang)
    return [page.say("own_crossing", org=org, loans=listed)] if loans else []


def met_by(page: Page, customer_no: str, name: str) -> list[Duty]:
    """The duties of a borrower that one record met."""
    owed = page.situation.of_borrower(customer_no) if name else []
    return [one for one in owed if one.fulfilled_by == name and one.state in MET and not page.situation.is_ended(one)]


def _passed_on(page: Page, duty: Duty) -> list[str]:
    """D3: the 12.1.1 that the report opened; else the one that stood by the breach, which is its 'unless'."""
    branch = page.situation.setting.frame.branch_of(duty.org_no)
    by_report = str(page.events.get(duty.fulfilled_by, {}).get("type")).startswith("report.")
    if duty.kind not in REPORTS or duty.domain != "business" or branch in (None, duty.org_no) or not by_report:
        return []
    owed = page.situation.of_borrower(duty.customer_no)
    up = [one for one in owed if (one.clause, one.org_no) == (HEAD_OFFICE, branch)]
    opened = [one for one in up if one.hangs_on.startswith(f"report:{duty.fulfilled_by}:")]
    if opened:
        return [page.say("report_opened", listed=_listed(page, opened))]
    standing = [one for one in up if _stands_by_breach(one, duty)]
    return [page.say("report_unless", listed=_listed(page, standing))] if standing else []


def _stands_by_breach(one: Duty, duty: Duty) -> bool:
    """Whether a 12.1.1 stood, as a report came, by a breach of the same opening."""
    same = (one.signal_id, one.opening) == (duty.signal_id, duty.opening)
    return same and one.hangs_on.startswith("breach:") and one.opened_at <= (duty.fulfilled_at or 0)


def _listed(page: Page, duties: Iterable[Duty]) -> str:
    """Duties in a row: what, by which clause, id."""
    said = [
        page.say("duty_named", kind=terms.DUTY_KINDS[one.kind].say(page.lang), clause=one.clause, id=one.id)
        for one in sorted(duties, key=lambda one: (one.clause, one.due or 0, one.id))
    ]
    return ("、" if page.lang == "zh" else "; ").join(said)
