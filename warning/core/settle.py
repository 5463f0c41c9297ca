"""After the rules have spoken: warnings, tiers, openings, crossings, latecomers, recovery, and who is told."""

from __future__ import annotations

from msgspec.structs import replace

from warning.core.draft import Draft
from warning.core.duties import REPORTS, NewDuty, due_from, meet, open_duty, open_head_office, owed
from warning.core.effects import SignalChanged, WarningChanged, Why
from warning.core.frame import LEVELS, RED
from warning.core.kept import keep_after_recovery, raise_kept, remember_recovery
from warning.core.late_ends import withdraw_of_those_that_left, withdraw_updates
from warning.core.owners import branches, direct_branches, owned_before, owners, sub_branches
from warning.core.reports import open_finding, open_report, tag_late_discovery
from warning.core.rows import Duty, Warning, row_id
from warning.core.scalars import day_of, first_of_next_month, midnight, months_later, write_month
from warning.core.signals import close, warning_level
from warning.core.state import Case, Closed, Loan, Track
from warning.core.telling import tell_organisations, tell_sources

DOMAINS = ("business", "management")
SHOWN = 5
"""How many signals an explanation names."""


def settle(d: Draft) -> None:
    """Everything that follows from the signals and loans as they now are; nothing where neither changed."""
    same_loans = d.same_loans()
    if not same_loans:
        tell_organisations(d)
    if not d.tracks or (d.tracks == d.before.file.tracks and (same_loans or _owed_alike(d))):
        return
    d.owned = {}
    raise_kept(d)
    recover(d)
    d.standing = d.balances()
    _warnings(d)
    _open(d)
    _cross(d)
    _come_in(d)
    withdraw_of_those_that_left(d)
    _close(d)
    tell_sources(d)
    d.settled_under = d.frame.id


def _owed_alike(d: Draft) -> bool:
    """Whether the loans differ from before in nothing that is read here but balances that fell, and not to nil.

    Most that is posted of loans with a case is such: who owns them is as it was (O9), and no tier is crossed (W7).
    """
    before = d.before.loans
    if d.settled_under != d.frame.id or len(d.loans) != len(before):
        return False
    return all(loan is was or _alike(loan, was) for loan, was in zip(d.loans.values(), before, strict=True))


def _alike(loan: Loan, was: Loan) -> bool:
    return (
        (loan.balance == was.balance or 0 < loan.balance < was.balance)
        and loan.status == was.status
        and loan.org_no == was.org_no
        and loan.lost == was.lost
        and loan.ended_on == was.ended_on
        and loan.loan_no == was.loan_no
    )


def _warnings(d: Draft) -> None:
    total = d.amount()
    tier = d.frame.tier(total)
    for domain in DOMAINS:
        tracks = [track for _, track in d.live(domain)]
        case = d.cases.get(domain)
        if tracks and case is None:
            _raise_warning(d, domain, warning_level(tracks), tier, total)
        elif tracks and case is not None:
            _change_warning(d, domain, case, warning_level(tracks), tier, total)
        if domain in d.cases:
            _take_in(d, domain, tracks)


def _raise_warning(d: Draft, domain: str, level: int, tier: int, total: int) -> None:
    number = 1 + d.closings.get(domain, 0)
    row = Warning(
        id=row_id("W", d.customer_no, domain, number),
        customer_no=d.customer_no,
        domain="business" if domain == "business" else "management",
        number=number,
        level=level,
        tier=tier,
        raised_at=d.at,
        levels=((d.at, level),),
        tiers=((d.at, tier),),
    )
    d.cases[domain] = Case(row)
    why = Why(
        "warning_raised", "W2", (("level", LEVELS[level]), ("amount", total), *_by_loan(d), *_made_by(d, domain, level))
    )
    d.say(WarningChanged("raised", row, why))


def _change_warning(d: Draft, domain: str, case: Case, level: int, tier: int, total: int) -> None:
    row = case.row
    if tier > row.tier:
        row = replace(row, tier=tier, tiers=(*row.tiers, (d.at, tier)))
        d.crossed.append(domain)
        d.say(
            WarningChanged("crossed", row, Why("tier_crossed", "W7", (("tier", tier), ("amount", total), *_by_loan(d))))
        )
    if level != row.level:
        change = "rose" if level > row.level else "lowered"
        row = replace(row, level=level, levels=(*row.levels, (d.at, level)))
        why = Why("warning_level", "W2", (("level", LEVELS[level]), *_made_by(d, domain, level)))
        d.say(WarningChanged(change, row, why))
    if row is not case.row:
        d.cases[domain] = replace(case, row=row)


def _by_loan(d: Draft) -> tuple[tuple[str, int | str], ...]:
    """The largest loans of an amount with their balances in fen, a few of them, and how many more there are (W6)."""
    loans = sorted(d.balances().items(), key=lambda loan: (-loan[1], loan[0]))
    rest = (("other_loans", len(loans) - SHOWN),) if len(loans) > SHOWN else ()
    return (("by_loan", ", ".join(f"{name}={fen}" for name, fen in loans[:SHOWN])), *rest)


def _made_by(d: Draft, domain: str, level: int) -> tuple[tuple[str, int | str], ...]:
    """The ids of the signals that made a warning's level, a few of them, and how many more there are (W2)."""
    rows = [track.row for _, track in d.live(domain)]
    highest = [row.id for row in rows if row.level == level]
    made = highest or [row.id for row in rows if row.clause != "11.1.5"]
    more = (("more", len(made) - SHOWN),) if len(made) > SHOWN else ()
    return (("made_by", "highest" if highest else "together"), ("signals", ", ".join(made[:SHOWN])), *more)


def _take_in(d: Draft, domain: str, tracks: list[Track]) -> None:
    """Note which signals the warning has had (W12) and give each its number."""
    case = d.cases[domain]
    had = set(case.had)
    new = [track for track in tracks if track.row.id not in had]
    for track in new:
        key = f"{track.row.clause}|{track.row.subject}"
        d.tracks[key] = replace(d.tracks[key], number=case.row.number)
    if new:
        d.cases[domain] = replace(case, had=(*case.had, *(track.row.id for track in new)))


def _open(d: Draft) -> None:
    """The duties of every signal raised or risen in this step (D1, D3, O7, O8)."""
    for key, change, why in d.openings:
        track = d.tracks[key]
        if track.row.status != "live":
            continue
        track = tag_late_discovery(d, key, track)
        d.say(SignalChanged(change, track.row, why))
        subs, _, above = owners(d, track)
        for org_no in subs:
            open_report(d, track, org_no, track.start, track.day)
        open_finding(d, track, above, raised=change == "raised")
        entered = tuple(dict.fromkeys((*track.entered, *subs, *above)))
        d.tracks[key] = replace(d.tracks[key], entered=entered)


def _cross(d: Draft) -> None:
    """W7: a tier crossed later opens for 11.1.1, and the branch's 12.1.1 where something was reported."""
    if "business" not in d.crossed:
        return
    case = d.cases["business"]
    tier, number = case.row.tier, case.row.number
    why = Why("crossing", "W7", (), (d.record.id,))
    for key, track in d.live("business"):
        if track.row.clause == "11.1.1" and track.moved_at != d.at:
            opened = replace(track, openings=track.openings + 1, start=d.at, day=d.today)
            d.tracks[key] = opened
            for org_no in sub_branches(d, track):
                open_report(d, opened, org_no, d.at, d.today, crossing=True)
    direct = {org for _, track in d.live("business") for org in direct_branches(d, track)}
    owning = {branch for _, track in d.live("business") for branch in branches(d, track)}
    for branch in sorted(owning.intersection(case.reported) | direct):
        open_head_office(d, branch, f"crossing:business:{number}:{tier}", d.at, number=number, why=why)


def _come_in(d: Draft) -> None:
    """O9: an organisation whose first loan becomes a source loan gets the duties from that instant."""
    for key, track in d.live():
        subs, _, above = owners(d, track)
        late_subs = [org for org in subs if org not in track.entered]
        late_branches = [org for org in above if org not in track.entered]
        if not late_subs and not late_branches:
            continue
        for org_no in late_subs:
            open_report(d, track, org_no, d.at, d.today, came_in=True)
        open_finding(d, replace(track, start=d.at, day=d.today), late_branches, raised=True, newcomer=True)
        d.tracks[key] = replace(d.tracks[key], entered=(*track.entered, *late_subs, *late_branches))
    for domain in DOMAINS:
        if domain in d.cases:
            _come_in_case(d, domain)


def _come_in_case(d: Draft, domain: str) -> None:
    case = d.cases[domain]
    tracks = [track for _, track in d.live(domain)]
    owning = [owners(d, track) for track in tracks]
    subs = dict.fromkeys([org for each in owning for org in each.subs])
    above = dict.fromkeys([org for each in owning for org in each.above])
    risen = _risen_to_red(d, case)
    meetings = case.meetings + 1 if risen or not case.meetings else case.meetings
    for org_no in subs:
        if org_no not in case.entered:
            _open_team(d, case, org_no)
    for org_no in above:
        late = org_no not in case.entered
        if late:
            open_duty(
                d,
                NewDuty(
                    "tracking",
                    "12.3.2",
                    f"warning:{domain}:{case.row.number}",
                    org_no,
                    d.at,
                    None,
                    domain=domain,
                    number=case.row.number,
                    why=Why("tracking", "12.3.2"),
                ),
            )
        if late or risen:
            _open_meeting(d, case, org_no, meetings)
    rests = case.red_rests
    if risen:
        reds = tuple(track.row.id for track in tracks if track.row.level == RED)
        rests = (*rests, (meetings, reds))
    entered = tuple(dict.fromkeys((*case.entered, *subs, *above)))
    if risen or (meetings, entered) != (case.meetings, case.entered):
        case = replace(case, meetings=meetings, entered=entered, red_rests=rests)
    d.cases[domain] = open_updates(d, case)


def _risen_to_red(d: Draft, case: Case) -> bool:
    levels = case.row.levels
    return (
        len(levels) > 1 and levels[-1] == (d.at, RED) and levels[-2][1] < RED and case.meetings > 0 and _fresh(d, case)
    )


def _fresh(d: Draft, case: Case) -> bool:
    """Whether the warning's last level came in this step, not in another one at the same instant."""
    before = d.before.file.cases.get(case.row.domain)
    return before is None or before.row.levels != case.row.levels


def _open_team(d: Draft, case: Case, org_no: str) -> None:
    term = d.frame.book.team
    open_duty(
        d,
        NewDuty(
            "team",
            "11.2.1",
            f"warning:{case.row.domain}:{case.row.number}",
            org_no,
            d.at,
            due_from(d.frame, d.at, d.today, term),
            domain=case.row.domain,
            number=case.row.number,
            why=Why("team", "D4", (("start", d.at), ("n", term.n), ("unit", term.unit))),
        ),
    )


def _open_meeting(d: Draft, case: Case, org_no: str, k: int) -> None:
    red = case.row.level == RED
    term = d.frame.book.meeting_red if red else d.frame.book.meeting
    open_duty(
        d,
        NewDuty(
            "meeting",
            "12.3.1",
            f"warning:{case.row.domain}:{case.row.number}:{k}",
            org_no,
            d.at,
            due_from(d.frame, d.at, d.today, term),
            domain=case.row.domain,
            number=case.row.number,
            red=red,
            why=Why("meeting_red" if red else "meeting", "D5", (("start", d.at), ("n", term.n), ("unit", term.unit))),
        ),
    )


def open_updates(d: Draft, case: Case) -> Case:
    """D6: the update of this month, for each sub-branch that has a source loan in it and has not had it yet."""
    month = write_month(d.today)
    had = case.updates if case.month == month else ()
    owning = {org for _, track in d.live(case.row.domain) for org in sub_branches(d, track)}
    for org_no in sorted(owning.difference(had)):
        _open_update(d, case, org_no)
    if case.month == month and owning.issubset(had):
        return case
    return replace(case, month=month, updates=tuple(sorted(owning.union(had))))


def _open_update(d: Draft, case: Case, org_no: str) -> None:
    """None for the month of the raise, or of coming in, if that was on its last day."""
    day = d.today
    ends = first_of_next_month(day)
    if day + 1 == ends:
        return
    open_duty(
        d,
        NewDuty(
            "monthly_update",
            "11.2.2",
            f"warning:{case.row.domain}:{case.row.number}:{write_month(day)}",
            org_no,
            d.at,
            midnight(ends),
            domain=case.row.domain,
            number=case.row.number,
            why=Why("monthly_update", "D6", (("month", write_month(day)),)),
        ),
    )


def recover(d: Draft) -> None:
    """W9: every source loan settled by payment: the signal closes; what still stands about the borrower is kept.

    One derived at balance nil stays until its midnight, whatever is settled until then (O5).
    """
    if not d.settled_now:
        return
    for key, track in d.live("business"):
        if track.at_nil:
            continue
        loans = d.source_loans(track)
        if not loans or any(loan.status != "settled" or loan.lost for loan in loans):
            continue
        why = Why("recovered", "W9", (("loans", len(loans)),), (d.record.id,))
        close(d, key, "recovery", why, max(loan.settled_at for loan in loans))
        if track.row.clause != "11.1.5":  # what was heard from the source is told again
            remember_recovery(d, key, track, loans)
        d.openings = [opening for opening in d.openings if opening.key != key]
        stands = min(track.fact, track.row.level)
        if track.row.loans is None and track.row.clause != "11.1.5" and stands:
            until = months_later(d.at, d.frame.book.recovery_memory_months)
            keep_after_recovery(d, key, stands, until, track.row.level)


def _ended(d: Draft, case: Case) -> tuple[str, ...]:
    """Which duties have ended, while a report of the warning is owed still."""
    reports = owed(d, kinds=REPORTS, domain=case.row.domain)
    return case.ended if any(duty.number == case.row.number for duty in reports) else ()


def _close(d: Draft) -> None:
    """The last live signal is closed: so is the warning; it ends tracking and meets the month's update (D7)."""
    for domain in DOMAINS:
        case = d.cases.get(domain)
        if case is None or d.live(domain):
            continue
        row = replace(case.row, level=0, levels=(*case.row.levels, (d.at, 0)), closed_at=d.at)
        del d.cases[domain]
        d.closings[domain] = row.number
        subs = owned_before(d, domain) if owed(d, kinds=("meeting",), domain=domain) else ()
        d.closed[f"{domain}:{row.number}"] = Closed(row.tiers, case.row.level == RED, subs, _ended(d, case))
        d.say(WarningChanged("closed", row, Why("warning_closed", "W2", (), (d.record.id,))))
        ended = min(case.live_until, d.at)
        month = f"warning:{domain}:{row.number}:{write_month(day_of(ended))}"

        def ends(duty: Duty, number: int = row.number, hang: str = month) -> bool:
            return duty.number == number and (duty.kind == "tracking" or f"{duty.hangs_on}:".startswith(f"{hang}:"))

        closing = [duty for duty in owed(d, kinds=("tracking", "monthly_update"), domain=domain) if ends(duty)]
        meet(d, closing, lambda _: Why("met_by_closing", "D7", (), (d.record.id,)), ended=ended)
        withdraw_updates(d, domain, row.number, ended)
