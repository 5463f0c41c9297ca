"""The core broken where what is kept, told and read late is decided."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

LATER_MUTATIONS: Final[tuple[Mutation, ...]] = (
    *listed(
        "warning/core/acts.py",
        ("    if branch == org_no:\n        return\n", "", "D3: a branch does not report to itself"),
        ('if domain != "business" or branch is None:', "if branch is None:", "O7: 12.1.1 does not apply"),
    ),
    *listed(
        "warning/core/agenda.py",
        ("found.append(loan.window_at or loan.check_at)", "found.append(loan.check_at)", "P3: opens at D-60"),
        ("        found.append(d.frame.live_from)\n", "        pass\n", "T6: going live is an instant of its own"),
    ),
    *listed(
        "warning/core/arrears.py",
        (
            '(event for event, since, _ in spell.events if abs(since) == spell.since), "")',
            '(event for event, *_ in spell.events), "")',
            "W12: the position the days were counted from",
        ),
    ),
    *listed(
        "warning/core/contagion.py",
        ("replace(link, ends_at=d.at, over=True,", "replace(link, over=True,", "W12: a retracted link ends at once"),
    ),
    *listed(
        "warning/core/draft.py",
        ("return sum(self.balances().values())", "return max(self.balances().values(), default=0)", "W6: the sum"),
        ("return self.at if self.record.held else self.record.received", "return self.at", "W5: recorded, not read"),
    ),
    *listed(
        "warning/core/duties.py",
        ("if duty.opened_at > received and not", "if False and not", "T4: what exists by then"),
        ("    if duty.came_in:\n        return None\n", "", "R38: one that comes in later has concealed nothing"),
    ),
    *listed(
        "warning/core/maturity.py",
        (
            "assessed=tuple(one for one in loan.assessed if one != event_id))",
            "assessed=())",
            "W12: another assessment stands",
        ),
        (" if not left.assessed else ():", ":", "R107: another assessment keeps it met"),
        ("replace(left, window_at=d.at) if kept_from else left", "left", "R107: what kept it from opening"),
        ("window_at=d.at if _fell_due_before(d, loan) else loan.window_at)", "window_at=loan.window_at)", "R73: by T6"),
        ("            if d.at < (duty.due or 0):\n", "            if False:\n", "R107: owed again"),
        ("    _forget_met(d, loan, ended=True)\n", "", "R107: ended since"),
    ),
    *listed(
        "warning/core/kept.py",
        ("        lowered=was_lowered(track),\n", "", "W8: lowered before the recovery it stays so"),
        (
            "if ground is None or not bears(track.row.clause, d.source_loans(track)):",
            "if ground is None:",
            "W11: when a balance comes",
        ),
        (
            "*track.row.tags, *_after_wait(ground)",
            "*_after_wait(ground)",
            "R80: the tag of a check stays",
            "def raise_kept",
        ),
        ("if stands(track, ground)]", "if not ground.retracted]", "W12: of a retracted position", "def raise_kept"),
        ("track.rests if ground.event == CLOCK else ()", "()", "W12: a band that comes again rests on its position"),
        ('tag for tag in ground.tags if tag != "late_recording"', "tag for tag in ground.tags", "R29: late for nobody"),
        (
            "{*track.row.tags, *_after_wait(ground)}",
            "{*track.row.tags}",
            "R29: its tags stay the fact's",
            "def _rise_after_wait",
        ),
        ("        finder=ground.finder,\n", "", "R29: who found it", "def _rise_after_wait"),
        (
            "found_from=d.at,\n        forecast",
            "found_from=track.found_from,\n        forecast",
            "R29: its clocks",
            "def _rise_after_wait",
        ),
        (
            "replace(ground, opening=opening)),",
            "replace(ground, opening=0)),",
            "D10: the fact of that opening",
            "def _rise_after_wait",
        ),
        ("        waiting=(),\n", "", "R29: it raises once", "def _rise_after_wait"),
        (
            "not bears(track.row.clause, d.source_loans(track)):",
            "False:",
            "R29: when the balance comes",
            "def _rise_after_wait",
        ),
        ("if track.waiting and level <", "if False and level <", "R29: a release below it drops it"),
        ("and level < track.waiting[-1].level:", "and level <= track.waiting[-1].level:", "R29: at its level not"),
        ("level = min(track.row.level, ground.level)", "level = track.row.level", "R29: the worst not retracted"),
        ("            finder=ground.finder,\n", "", "R29: who found it", "def raise_kept"),
        ("        disputed=False,\n", "", "R30: not disputed", "def keep_after_recovery"),
        (
            "track.grounds[-1] if not track.grounds[-1].retracted else track.facts[-1]",
            "track.grounds[-1]",
            "R30: the ground where the last opening's is retracted",
        ),
        (
            "track.grounds[-1] if not track.grounds[-1].retracted else track.facts[-1]",
            "track.facts[-1]",
            "R30: its ground is that of the last opening",
        ),
    ),
    *listed(
        "warning/core/releases.py",
        (
            "set(red_then(case, duty) or case.had)",
            "set(case.had)",
            "W12: the signals red at that instant",
        ),
        ("0 < new_due <= duty.due:", "0 < new_due < duty.due:", "D8: a longer time"),
        ('if duty is None or duty.state not in ("open", "breached"):', "if duty is None:", "R86: it is owed"),
        ("duty.due <= d.record.received:", "duty.due < d.record.received:", "R86: at the due it is past"),
        ("duty.due <= d.record.received:", "duty.due <= d.at:", "R86: as it was received"),
    ),
    *listed(
        "warning/core/settle.py",
        (
            'for key, track in d.live("business"):\n        if track.at_nil',
            "for key, track in d.live():\n        if track.at_nil",
            "W9: not of management warnings",
        ),
    ),
    *listed(
        "warning/core/signals.py",
        ('if track.row.clause != "11.1.5" and track.row.level == YELLOW}', "if track.row.level == YELLOW}", "W2: own"),
        ("return ORANGE if len(groups) > 1", "return ORANGE if len(tracks) > 1", "W2: of different groups"),
        ("return ORANGE if len(groups) > 1 else YELLOW", "return YELLOW", "W2: two yellow are orange"),
        (
            "if day_of(d.recorded) > day_of(ground.discovered)",
            "if day_of(d.recorded) >= day_of(ground.discovered)",
            "W5: a later date",
        ),
        ('or track.row.closed_by == "recovery"):', "):", "W9: only a release keeps the same fact from raising"),
        (
            "if said.level > _standing(track) and (said.later",
            "if said.level >= _standing(track) and (said.later",
            "W8: only a rise",
        ),
        (
            "if said.level > _standing(track) and (said.later or not was_lowered(track)):",
            "if said.level > _standing(track):",
            "W8: only a later fact",
        ),
        (
            "(*(ground for ground in track.grounds if stands(track, ground)), *track.beside)",
            "(*track.grounds, *track.beside)",
            "W12: all that is kept was retracted",
        ),
        ("ground.discovered if ground.discovered_by else d.recorded", "d.recorded", "R4: the finder's own discovery"),
        ("if live or _may_live(d, said, track.row.loans) else 0", "if live else 0", "W11: with a balance it raises"),
        ("own or event_id in former.rests", "own", "W12: links and counted positions"),
        (
            "        keep_until=0,\n        grounds=_with",
            "        keep_until=track.keep_until,\n        grounds=_with",
            "W11: a new fact is kept until a release",
        ),
        ("and (not by_band or bool(track.rests))", "", "W12: a band of a retracted position"),
        ("source=fact.source or", "source=", "5: the source that is stated"),
    ),
    *listed(
        "warning/core/step.py",
        (" or loan.overdue is not None:", ":", "signal 3: the short way changes nothing"),
    ),
    *listed(
        "warning/core/telling.py",
        ('track.row.status == "kept" and track.row.loans is None', "False", "W11: a party without balance is a source"),
        (
            '        if track.row.domain == "business"\n        and track.row.clause',
            "        if track.row.clause",
            "O5: findings do not spread",
        ),
        ('        and track.row.clause != "11.1.5"\n', "", "O5: derived signals spread no further", "def source_level"),
        ("if not link.ends_at or d.at < link.ends_at:", "if not link.ends_at:", "O5: an end counts from midnight"),
        ("if not track.waiting or track.row.loans is not None:", "if True:", "R29: for others it counts at once"),
        ("if not track.waiting or track.row.loans is not None:", "if not track.waiting:", "R29: about the borrower"),
    ),
    *listed(
        "warning/intake/driver.py",
        ("            self._wake_first(key, received)\n", "            pass\n", "T2: own checks before own records"),
        (" or 0 < state.next_due <= received:", ":", "T2: not quietly past a check"),
    ),
)

SETTLED: Final[tuple[Mutation, ...]] = (
    *listed(
        "warning/core/withdrawals.py",
        ("return 1 in track.lagged", "return True", "R63: another signal holds the warning"),
        ("            if all(_by_check(", "            if any(_by_check(", "R63: all that it rests on"),
        ('    if duty.state == "breached":\n', "    if False:\n", "R47: its breach is withdrawn, not scored"),
        ("            if met_mark(mark) not in d.escalated:\n", "            if True:\n", "R47: met it stays met"),
        ("            if left:\n", "            if False:\n", "R47: as long as one of the breaches stands"),
        (
            "    d.escalated = tuple(each for each in d.escalated if each != mark)\n",
            "",
            "R47: the report opens its own",
        ),
        ("            may_come_again(d, owed)\n", "", "R47: a later breach opens it again"),
        ("and escalation_of(owed) == mark:", "and escalation_of(owed):", "R47: what stood by that breach"),
        ("ground.recorded > d.recorded", "ground.recorded >= d.recorded", "R48: before its instant"),
        ("ground.event == CLOCK and ground.recorded", "ground.recorded", "R48: what a clock check raised"),
        (' or track.row.status == "closed":', ":", "R31: what is closed is not disputed any more"),
        ('{*track.row.tags, "pipeline_lag"}', "{*track.row.tags}", "R48: tagged"),
        ("    for track in found:\n        _withdraw(d, track)\n", "", "R48: its breaches are withdrawn"),
        ("and duty.opening in openings:", "and openings:", "R48: of that opening"),
        (
            "duty.breached_at is not None and duty.cause",
            'duty.state == "breached" and duty.cause',
            "R48: met late since, too",
        ),
    ),
    *listed(
        "warning/core/duties.py",
        ('duty.kind == "report" and (mark', "(mark", "R47: the written report meets it"),
        ("            d.escalated = (*d.escalated, met_mark(mark))\n", "            pass\n", "R47: met it stays met"),
        ("if duty.opened_at > received and not ended:", "if duty.opened_at > received:", "R48: whenever it was opened"),
        (
            '    if duty.cause in ("moved", "pipeline_lag"):\n',
            '    if duty.cause == "moved":\n',
            "R48: not scored anew",
        ),
        (
            "    superior = parent or frame.orgs[frame.head_office()]\n",
            "    superior = parent\n",
            "R54: head office hears",
        ),
    ),
    *listed(
        "warning/core/marks.py",
        (
            'duty.hangs_on.partition(":after:")[0].rpartition',
            "duty.hangs_on.rpartition",
            "R47: a successor stands by it too",
        ),
    ),
    *listed(
        "warning/core/acts.py",
        ("    _withdraw(d, met)\n", "", "R47: a report read late"),
        (
            '    _withdraw(d, _meet_all(d, duties, "phoned", "D2", event))\n',
            '    _meet_all(d, duties, "phoned", "D2", event)\n',
            "R47: a telephone notice read late",
        ),
        ("owning, red = closed.subs, closed.red", "red = closed.red", "R49: a president of those that owned it"),
        ("owning, red = closed.subs, closed.red", "owning = closed.subs", "R49: red when it closed"),
        (
            "if not lacks[duty.number] and (leader",
            "if not any(lacks.values()) and (leader",
            "R49: each warning by itself",
        ),
        ("    if post not in may:\n", "    if True:\n", "R52: the refusal says why"),
        ("if post in may and org.level in book.posts_at[post]:", "if post in may:", "R52: a post of that level"),
    ),
    *listed(
        "warning/core/owners.py",
        ("before = Draft(d.before, d.record, d.frame)", "before = d", "R49: that then owned it"),
    ),
    *listed(
        "warning/core/maturity.py",
        (
            "for each in [_in_force(d, loan)] if then else _terms(loan):",
            "for each in [_in_force(d, loan)] if then else [loan]:",
            "R48: an earlier maturity",
        ),
        ("        duties += _in_time(d, assessment_duties(d, each))\n", "", "R48: the breached one, in time"),
        ("    loan = _in_force(d, now)\n", "    loan = now\n", "R48: the maturity in force when it was received"),
        ("[_in_force(d, loan)] if then else", "[] if then else", "R48: an extension ends the one in force"),
        (
            "enumerate(loan.extended_at, 1) if at <= d.recorded",
            "enumerate(loan.extended_at, 1)",
            "R48: received by then",
        ),
    ),
    *listed(
        "warning/core/arrears.py",
        ("        _cleared_before(d, kind, loan)\n", "        pass\n", "R48: a cure", "def take_in"),
        ("        _cleared_before(d, kind, loan)\n", "        pass\n", "R48: a settlement", "def clear"),
        (
            '        _cleared_before(d, "overdue", loan)\n',
            "        pass\n",
            "R48: a cure read after the end",
            "def cured_before",
        ),
        ('        _cleared_before(d, "overdue", loan)\n', "        pass\n", "R106: an extension", "def extended"),
    ),
    *listed(
        "warning/core/releases.py",
        (
            "    owning |= {duty.org_no for duty in owed(d, kinds=tuple(d.frame.book.posts)) if duty.id in duty_ids}\n",
            "",
            "R52: who owes it",
        ),
        ("    if not owning or org_no", "    if org_no", "R52: where nobody owns, any"),
        (" or any(d.frame.above(org_no, owner) for owner in owning):", ":", "R52: or one above"),
        (" and not d.frame.above(event.org_no, proposal.org_no):", ":", "R52: approved from above"),
        ("if event.org_no != proposal.org_no and not", "if not", "R52: or by the same organisation"),
        (
            '        if duty.state == "breached":\n            stands_no_longer(d, [duty])\n',
            "",
            "R48: nothing stands by it",
        ),
        ('duty.state in ("open", "breached")', 'duty.state == "open"', "R48: read after the breach"),
    ),
    *listed(
        "warning/core/contagion.py",
        ('return key.rpartition("|")[0] or key', 'return key.partition("|")[0]', "R51: the path says which direction"),
        (
            "dict.fromkeys(shown(path) for path, *_ in heard.paths)",
            "path for path, *_ in heard.paths",
            "R51: under one name",
        ),
    ),
    *listed(
        "warning/core/loans.py",
        ("not (share or old.loan_no in named)", "old.loan_no not in named", "R70: each share joins"),
        ('if event.how != "paid" and not loan.off_balance:', "if False:", "R71: a loan does not lapse"),
        (" and not advance)", ")", "R71: an advance is a loan"),
        ("loan.off_balance and old.off_balance", "loan.off_balance", "R71: what takes a loan's place"),
        (
            "_put(d, arrears.clear(d, replace(loan, balance=0)))",
            "_put(d, arrears.clear(d, replace(loan, balance=0, check_at=0)))",
            "R53: its check is known still",
        ),
    ),
    *listed(
        "warning/core/organisation.py",
        ("if enforced is None or org is None:", "if enforced is None or False:", "R54: no new one"),
        ("    if event.post in signers:\n", "    if event.post in may:\n", "R52: a post of that level"),
    ),
    *listed(
        "warning/core/moves.py",
        (
            "        _assessment(d, loan, new.org_no)\n        return\n",
            "        return\n",
            "R54: the assessment goes along",
        ),
    ),
    *listed(
        "warning/core/ended.py",
        ("    if duty_id in d.duties:\n        return True\n", "", "O9: none is doubled"),
        ("return duty_id in case.ended", "return False", "R35: none that was met is opened again"),
        ("return closed is not None and duty_id in closed.ended", "return False", "R47: nor one of a closed warning"),
    ),
    *listed(
        "warning/core/late_ends.py",
        ("month_of(duty) > month:", "month_of(duty) >= month:", "R61: that month's is owed by one that leaves"),
        (
            "(month_of(duty), orgs is None) >= (month, True)",
            "month_of(duty) > month",
            "R61: given late, met by the closing",
        ),
        ("max(instants), (org_no,)", "min(instants), (org_no,)", "R61: the last of its source loans"),
        ("found = [d.recorded] if released else []", "found = []", "R61: released there"),
        (" and all(instants):", ":", "R61: a loan that moved away takes its duties along"),
    ),
    *listed(
        "warning/core/person.py",
        (".translate(WIDE).upper()", ".upper()", "R60: full width"),
        (".translate(WIDE).upper()", ".translate(WIDE)", "R60: case"),
        ('return UNSEEN.sub("", text).translate(WIDE).upper()', "return text.translate(WIDE).upper()", "R60: unseen"),
    ),
)
"""What the readings R47 to R54 and R60 to R64 settled."""
