"""The core's facts, signals, warnings and contagion broken once each: W, P1-P3, O1-O6, O9."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

FACTS: Final = (
    *listed(
        "warning/core/arrears.py",
        ("abs(since) > spell.identity)", "abs(since) >= spell.identity)", "R9: the same date is that spell going on"),
        ("spell.since < before.since or not before.running", "spell.since < before.since", "O4: arisen again"),
        (
            "midnight(d.today if redated else spell.since",
            "midnight(spell.since",
            "O4: a band already past is reached at the recording",
        ),
        (
            "midnight(spell.since + bands[spell.next_band][0] - 1)",
            "midnight(spell.since + bands[spell.next_band][0])",
            "O4: day n begins at 00:00 of date + n - 1",
        ),
        ("spell.since + first_day - 1)", "spell.since + first_day)", "O4: the day it was reached"),
        ("if reached and not known:", "if reached:", "T5: what stands is not raised again"),
        ("    if reached <= spell.next_band:\n", "    if reached < spell.next_band:\n", "O4: only a further band"),
        ("at <= d.at:", "at < d.at:", "T2: at its own instant"),
        ("    if loan.settled:\n", '    if loan.status != "active":\n', "W11: arrears raise until settled"),
        (
            'return f"{loan.loan_no}|{write_day(spell.identity)}"',
            'return f"{loan.loan_no}|{write_day(spell.since)}"',
            "O4: its identity stands",
        ),
    ),
    *listed(
        "warning/core/maturity.py",
        (
            "loan.matures_on - frame.book.check_days, loan.disbursed_on,",
            "loan.matures_on - frame.book.check_days,",
            "P1: not before the drawdown",
        ),
        (", day_of(loan.recorded_at))", ")", "P1: not before the recording", "def _plain_check_day"),
        ("min(day_of(end - 1), loan.matures_on)", "day_of(end - 1)", "T6: but not after D"),
        ("day_of(loan.recorded_at) <= loan.matures_on", "day_of(loan.recorded_at) < loan.matures_on", "P1: after D"),
        (
            "max(window, loan.recorded_at, midnight(loan.disbursed_on))",
            "max(window, loan.recorded_at)",
            "P3: from drawdown",
        ),
        ("event.made_on >= loan.matures_on", "event.made_on > loan.matures_on", "P2: made on D-60 or later"),
        ("if event.made_on > last:", "if False:", "R14: made after D raises nothing"),
        (
            "if event.made_on > last:",
            "if not loan.disbursed_on <= event.made_on <= last:",
            "R89: dated before the drawdown",
        ),
        ("event.made_on > last", "event.made_on >= last", "R14: on D"),
        ("        if loan.assessed:\n", "        if False:\n", "P2: an assessment satisfies it"),
        ('assessment(d.frame.book, "missing")', 'assessment(d.frame.book, "partial")', "11.1.1: treated as unsure"),
        ("start=loan.check_at,\n", "start=loan.check_at - 1,\n", "R17: the midnight that ends the check day"),
        ("day = day_of(loan.check_at) - 1", "day = day_of(loan.check_at)", "T2: found on the check day"),
        ('tags=("assessment_missing",)', "tags=()", "11.1.1: tagged"),
        (
            'assessment_duties(d, loan) if duty.state == "open"]',
            'assessment_duties(d, loan) if duty.state == "never"]',
            "P3: ended by settlement",
        ),
    ),
    *listed(
        "warning/core/facts.py",
        ("missed = grade >= NON_PERFORMING", "missed = grade > NON_PERFORMING", "O1: into the last three"),
        ("month not in dict(d.forecast_months)", "True", "O1: forecast_missed"),
        ("first_of_next_month(day)", "day", "O2: the month it is set"),
        ("min(event.classified_on, day_of(d.recorded))", "event.classified_on", "R94: not a day ahead"),
        (
            "min(first_of(event.month), first_of_next_month(day_of(d.recorded)))",
            "first_of(event.month)",
            "R93: a far month puts nothing off",
        ),
        ("grade > d.grades[-1][1]", "grade >= d.grades[-1][1]", "W8: a grade not worse is no later fact"),
        ("subject=event.matter or d.record.id", "subject=d.record.id", "W1: the matter"),
        ("    if not reading.computable:\n", "    if False:\n", "signals.md: not computable is never a pass"),
        ("reading.level > track.fact", "reading.level >= track.fact", "W8: the same band is no later fact"),
        ("min((org.level for org in orgs)", "max((org.level for org in orgs)", "R4: the lowest finds it"),
        ('default="sub_branch"', 'default="branch"', "O7: by a system, as at the sub-branch"),
        ('or event.approved_by != "sub_branch"', "", "O7: approved by the sub-branch itself"),
        ("if not d.frame.above(by, owner):", "if False:", "D10: a superior's finding"),
        ("    d.grades = grades\n", "", "W12: a retracted class"),
        ('"12.1.2.1",\n    "breach_of_rules"', '"12.1.2.2",\n    "breach_of_rules"', "R7"),
    ),
    *listed(
        "warning/core/conditions.py",
        ("return difference >= 0", "return difference > 0", "signals.md: reached at equality"),
        ("return difference > 0", "return difference >= 0", "signals.md: > is strict"),
        ("return difference <= 0", "return difference < 0", "signals.md: reached at equality"),
        ("return difference < 0", "return difference <= 0", "signals.md: < is strict"),
        ("abs(numerator)", "numerator", "row 31: up or down"),
        ("denominator is None or denominator <= 0:", "denominator is None:", "signals.md: a zero denominator"),
    ),
)

SIGNALS: Final = listed(
    "warning/core/signals.py",
    ("max(discovered, d.at) if d.record.held else discovered", "discovered", "W11: discovered with its loan"),
    ('if said.domain == "management" or said.at_nil:', "if said.at_nil:", "W11: a finding raises whatever the balance"),
    (
        'not loan.settled if clause == "11.1.3" else loan.balance > 0 for',
        "loan.balance > 0 for",
        "W11: arrears raise until the loan is settled",
    ),
    ("former.row.episode + 1 if", "former.row.episode if", "W1: the next episode"),
    ("by = ground.discovered_by or ground.recorded_by", "by = ground.discovered_by", "R4: else who recorded it"),
    ("by = ground.discovered_by or ground.recorded_by", "by = ground.recorded_by", "R4: who found it"),
    ("    if level == 0:\n        close", "    if level < 0:\n        close", "W8: released to closed"),
    ("row = replace(track.row, disputed=True)", "row = track.row", "W12: disputed"),
)

SETTLE: Final = listed(
    "warning/core/settle.py",
    ("    if tier > row.tier:\n", "    if tier != row.tier:\n", "W7: the tier never falls"),
    ("        d.crossed.append(domain)\n", "", "W7: a crossing opens"),
    ("tier = d.frame.tier(total)", "tier = d.frame.tier(total + 1)", "W6: 999,999.99"),
    (
        'if track.row.clause == "11.1.1" and track.moved_at != d.at:',
        'if track.row.clause == "11.1.1":',
        "D1: unless at the instant of a raise or rise",
    ),
    ('if track.row.clause == "11.1.1" and', "if", "W7: for 11.1.1"),
    (
        "owning.intersection(case.reported) | direct",
        "owning.intersection(case.reported)",
        "O9: a branch that books the loan itself",
    ),
    ("owning.intersection(case.reported) | direct", "direct", "D3: if something was reported already"),
    ("owning.intersection(case.reported) | direct", "owning", "D3: only if something was reported already"),
    (
        "        for org_no in late_subs:\n            open_report",
        "        for org_no in ():\n            open_report",
        "O9: one that comes in later",
    ),
    ("        if late or risen:\n", "        if late:\n", "D5: a rise to red opens its own"),
    (" and _fresh(d, case)\n", "\n", "D5: one for each rise"),
    ("red = case.row.level == RED", "red = False", "D5: red 24 h"),
    ("    if day + 1 == ends:\n        return\n", "", "D6: none if raised on the last day"),
    ("midnight(ends),\n", "midnight(ends) - 1,\n", "D6: due at the month's end"),
    ('loan.status != "settled" or loan.lost for', 'loan.status != "settled" for', "W9: none written off"),
    ('loan.status != "settled" or loan.lost for', "loan.lost for", "W9: every source loan settled"),
    ("        if track.at_nil:\n            continue\n", "", "O5: derived at nil, it closes at that midnight"),
    ("min(track.fact, track.row.level)", "track.row.level", "R11: at the level of the last observation"),
    (
        'if track.row.loans is None and track.row.clause != "11.1.5" and stands:',
        "if track.row.loans is None and stands:",
        "R11: derived signals are not kept",
    ),
    ('if track.row.loans is None and track.row.clause != "11.1.5" and stands:', "if False:", "W9: kept"),
    ('(duty.kind == "tracking" or f', '(duty.kind == "team" or f', "D7: closing ends tracking"),
    ('or f"{duty.hangs_on}:".startswith(f"{hang}:"))', ")", "D7: and meets that month's update"),
)

CONTAGION: Final = (
    *listed(
        "warning/core/contagion.py",
        ("    if d.level_told:\n", "    if False:\n", "O5: a link that comes while the source is live"),
        ("ends_at=end_of(d.today)", "ends_at=d.at + 1", "O5: from the midnight"),
        ("told.counts_from >= link.ends_at:", "told.counts_from > link.ends_at:", "O5: from the midnight on"),
        ("counts_from < end_of(d.nil_on)", "counts_from <= end_of(d.nil_on)", "O5: the last balance's end"),
        ("start = max(counts_from, d.balance_since)", "start = counts_from", "O6: balance is recorded too"),
        ("start = max(counts_from, d.balance_since)", "start = d.at", "O6: however late it is read"),
        ("or told.origin == d.customer_no:", ":", "O5: every other member"),
        ("contagion(heard.level)", "contagion(1)", "11.1.5: at that level"),
        ("    if level and (risen or fresh_path):\n", "    if level and fresh_path:\n", "O5: a rise raises it"),
        ("    if level and (risen or fresh_path):\n", "    if level and risen:\n", "W8: a link recorded anew"),
        ("if d.heard[origin].level:\n", "if False:\n", "O5: a balance that comes while the source is live"),
        ("end_of(track.at_nil) <= d.at", "False", "O5: closes at that midnight"),
        ("d.tracks[key] = replace(track, at_nil=0)", "pass", "O5: a balance comes in between"),
    ),
    *listed(
        "warning/core/groups.py",
        ("if source != who and fact.level > 0", "if fact.level > 99", "O5: a newcomer is told all live sources"),
        ("max(fact.counts_from, member.since))", "fact.counts_from)", "O6: the link is recorded too"),
        ("max(told.counts_from, other.since)", "told.counts_from", "O6: the link is recorded too"),
        ("ends_at=end_of(day_of(at))", "ends_at=at + 1", "O5: the end of a membership"),
        (
            "gone = other.ends_at and told.counts_from >= other.ends_at",
            "gone = other.ends_at",
            "O5: until the midnight",
        ),
    ),
)

LOANS: Final = (
    *listed(
        "warning/core/loans.py",
        ('if loan.status != "refinanced":\n', "if True:\n", "W9: refinanced stays refinanced"),
        ('_ended(d, old, "refinanced")', '_ended(d, old, "settled")', "W9: the new loan takes its place"),
        ("if seq > last:", "if seq >= last:", "design: an older sequence is stale"),
        ("if seq < last:", "if False:", "design: stale, not in conflict"),
        ("elif digest == d.record.digest:", "elif False:", "design: a redelivery is a duplicate"),
        ("    d.settled_now = True\n", "", "W9: recovery"),
        ("d.balance_since, d.nil_on, d.balance_came = d.at, 0, True", "d.balance_since, d.nil_on = d.at, 0",
         "O5: a balance that comes"),
        ("        maturity.end_assessment(d, loan)\n", "        pass\n", "P3: a balance of nil",
         "if not event.outstanding_balance"),
        ('status="written_off", lost=True', 'status="written_off", lost=False', "W9: none written off"),
        ('status="written_off", lost=True', 'status="settled", lost=True', "P1, W11: written off is not settled"),
    ),
    *listed(
        "warning/core/owners.py",
        ("[loan for loan in loans if not loan.settled]", "loans", "O9: a source loan that is not settled"),
        ('if track.row.domain == "management":\n        return loans', "if False:\n        return loans",
         "W11: as if not settled"),
        ("loan.ended_on == track.at_nil", "loan.ended_on", "O6: those whose balance ended that day"),
    ),
    *listed(
        "warning/core/moves.py",
        ('cause="moved" if breached else ""', 'cause="own" if breached else ""', "O9: cause moved"),
        ('scored="",\n', "scored=duty.scored,\n", "O9: not scored"),
        ("    elif ends and not breached:\n", "    elif not breached:\n", "O9: if the old one keeps a source loan"),
        ("    if not exists(d, there.id, duty.domain, duty.number):\n", "    if True:\n", "O9: none is doubled"),
        ("    elif ends and not breached:\n", "    elif ends:\n", "O9: what is breached stays"),
        ('if not (old.level == "sub_branch" and new.level == "branch"):', "if True:", "O9: the other way stays"),
        ("old_branch != new_branch:", "False:", "O9: to another branch"),
    ),
    *listed(
        "warning/core/organisation.py",
        ("state.at < start or state.borrowers <= 0", "state.at <= start or state.borrowers <= 0",
         "O3: the first instant"),
        ("or state.borrowers <= 0 or", "or", "O3: without a borrower with a balance"),
        ("end_day - frame.book.sign_off_days", "end_day - frame.book.sign_off_days - 1", "O3: the last ten days"),
        ("record.received < window:", "record.received <= window:", "R26: from 00:00 of the first of them"),
        ("record.received < duty.due\n", "record.received <= duty.due\n", "T1: half-open"),
        ("duty.due <= state.at:", "duty.due < state.at:", "D8: breached at its due"),
    ),
    *listed(
        "warning/core/agenda.py",
        ("        yield midnight(first_of_next_month(d.today))\n", "", "D6: each calendar month"),
        ("track.keep_until <= d.at:", "track.keep_until < d.at:", "W9: until 12 months after"),
        ("if d.at == d.frame.live_from:", "if False:", "T6: a signal live at live_from"),
        ("    contagion.end_links(d)\n", "", "O5: an end takes effect"),
    ),
    *listed(
        "warning/core/repeats.py",
        ("RECENT: Final = 256", "RECENT: Final = 1", "R111: the last 256 are remembered"),
        ("if recent[at + HALF : at + ENTRY] == record.digest.to_bytes(HALF):", "if True:",
         "design: same id, other payload: conflict"),
        ("record.received > state.at:", "record.received >= state.at:", "R111: the same has the same instant"),
    ),
    *listed(
        "warning/core/step.py",
        ("if seq <= loan.seq or", "if seq < loan.seq or", "design: a redelivered position"),
    ),
    *listed(
        "warning/core/revision.py",
        ("or was_lowered(track)", "", "T5: nor what one has lowered"),
        ("or released(track)", "", "T5: what a release has closed it does not raise", "def _figures"),
        ("check_at = max(checked.check_at, d.at)", "check_at = checked.check_at", "T5: discovered when it takes force"),
    ),
)  # fmt: skip

SIGNAL_MUTATIONS: Final[tuple[Mutation, ...]] = (*FACTS, *SIGNALS, *SETTLE, *CONTAGION, *LOANS)
