"""What random histories asked (R27-R46), broken once each: moves, retractions, waiting, releases, findings."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

MOVES: Final = (
    *listed(
        "warning/core/moves.py",
        ("if loan.org_no == new.org_no:", "if False:", "O9: to the place where it is"),
        ("if loan in owning_loans(d, track)]", "]", "R35: only a source loan moves anything"),
        ("old, new, leaves=leaves[track.row.id])", "old, new, leaves=False)", "R35: moved away, it may come in again"),
        (
            "_swapped(case.entered, old, new, leaves=leaves)",
            "_swapped(case.entered, old, new, leaves=False)",
            "R35: of the warning too",
        ),
        (
            "updates = _swapped(case.updates, old, new, leaves=leaves) if old in case.updates else case.updates",
            "updates = case.updates",
            "R35: an update given is not owed by the new one",
        ),
        (
            "_hand_over(d, duty, new, ends=leaves[duty.signal_id])",
            "_hand_over(d, duty, new, ends=domains[duty.domain])",
            "R35: reports go by the source loans of their signal",
        ),
        (
            "_hand_over(d, duty, new, ends=domains[duty.domain])",
            "_hand_over(d, duty, new, ends=True)",
            "R35: all else by those of the warning",
        ),
        (" and _current(d, duty)", "", "R35: what is owed of a closed warning stays"),
        ("        _stands_by_breach(d, duty, new)\n", "", "R36: it goes on standing where it moves to"),
        ("        _stands_no_more(d, duty)\n", "", "R36: no longer at the one it left"),
        ("    if ends and duty.early:\n", "    if False:\n", "R42: no row before going live"),
        ("        if not duty.early:\n", "        if True:\n", "R42: no row before going live"),
        (
            '    if old.level == new.level == "sub_branch":\n',
            "    if True:\n",
            "R35: to the branch itself everything stays",
        ),
        (
            "if duty.org_no == loan.org_no:",
            "if duty.org_no == new:",
            "R35: the assessment goes with the loan",
            "assessment_duties",
        ),
    ),
    *listed(
        "warning/core/duties.py",
        (
            'if duty.state in ("met", "met_late", "waived"):',
            'if duty.state in ("met", "met_late"):',
            "R35: nor one waived",
        ),
        ("by_us = d.recorded < enforced and", "by_us = False and", "R64: born past its due by our reading"),
        (
            "if ground.recorded_by and not frame.above(",
            "if not frame.above(",
            "D10: first recorded by a system",
        ),
        (
            "        or any(org == org_no and since < ground.recorded for org, since in ground.known)\n",
            "",
            "R38: one who knew has no feed",
        ),
        ("if ground.opening == duty.opening]", "]", "R38: only by the fact of that opening"),
        (
            '    if duty.cause in ("moved", "pipeline_lag"):\n',
            '    if duty.cause == "pipeline_lag":\n',
            "O9: moved is not scored anew",
        ),
        ("new.succeeds or ", "", "R41: a longer time is never the feed's"),
        ("g for g in grounds if new.opening in (0, g.opening)", "g for g in grounds", "W5: by the fact of its opening"),
        ("replace(track, openings=duty.opening) if", "track if", "R36: the facts of its opening"),
        ("d.past.get(signal_id))", "None)", "R38: former episodes"),
        (
            'late = duty.state == "met_late" and duty.kind in RESCORED',
            "late = False",
            "D10: a late report's score may still change",
        ),
    ),
)

WAITING: Final = (
    *listed(
        "warning/core/signals.py",
        (
            'if track.row.status == "live" and not _may_live(d, said, track.row.loans):',
            "if False:",
            "R29: a rise of a live signal waits",
        ),
        ("said.level > track.waiting[-1].level", "said.level < track.waiting[-1].level", "R29: the worst raises"),
        ("_said(said)), **risen(track, said.ground.recorded))", "_said(said)))", "R39: worsened while it waited"),
        ("row=row, waiting=(), beside=beside", "row=row, beside=beside", "R29: a release below it drops it"),
        ("beside=beside, recovered=(0, ()), closing=0,", "beside=beside, closing=0,", "R87: what was lowered stays so"),
        ("waiting=(), beside=(), recovered=(0, ()))", "waiting=(), beside=())", "R87: what was released stays so"),
        ("            d.tracks[key] = replace(track, grounds=grounds)\n", "            pass\n", "R87: retracted since"),
        ("if row_id in asked}", "if row_id in owed}", "W8: what a proposal names is remembered"),
        ("*d.past.items(), (former.row.id, former)", "*d.past.items(),", "R38: former episodes are remembered"),
        ('if track.row.status == "closed" or not (raised', "if not (raised", "R31: what is closed is not disputed"),
        (
            "replace(former, facts=facts, rests=rests)",
            "replace(former, rests=rests)",
            "R31: of several facts the last counts",
        ),
        (
            "for ground in track.waiting if ground.event != event_id and stands(track, ground))",
            "for ground in track.waiting)",
            "R31: a rise that waits, retracted",
        ),
        ('if said.domain == "business" and said.loans and all(', "if False and all(", "R28: a fact of a settled loan"),
    ),
    *listed(
        "warning/core/arrears.py",
        ('0 if kind == "overdue" else spell.next_band', "spell.next_band", "R27: after a cure the same band is worse"),
        ('0 if kind == "overdue" else spell.next_band', "0", "R9: for interest it is that spell going on"),
        ("if event and key in d.tracks:", "if False:", "R27: a band rests on its position"),
        ("    if suppressed(d):\n", "    if False:\n", "R31: retracted before it came"),
    ),
    *listed(
        "warning/core/loans.py",
        ('or (loan.status == "written_off" and not event.outstanding_balance)', "", "R28: nil keeps the balance"),
        ('loan.status == "written_off" and not event.outstanding_balance', 'loan.status == "written_off"',
         "R28: another one changes it"),
        ("if loan.settled or (loan", "if (loan", "R28: a position of a settled loan"),
        ("if event.extended_until == loan.matures_on:", "if False:", "R43: to the date in force"),
        ("former=(*loan.former, loan.matures_on)", "former=loan.former", "R43: to a date it had before"),
    ),
)  # fmt: skip

LINKS: Final = (
    *listed(
        "warning/core/contagion.py",
        ("if link is not None and not link.ends_at:", "if False:", "R32: made while it stands"),
        ("{event.guarantee_contract_no}|{event.guarantor_no}", "{event.guarantee_contract_no}|",
         "R51: the edge has a direction"),
        ("            _cut(d, key, event_id)\n", "", "R31: a retracted link carries nothing more"),
        ("link.events[-1:] != (event_id,)", "event_id not in link.events", "R31: an older making changes no path"),
        ("    dispute(d, told.retracts)\n", "", "R31: disputed at every party that heard over it"),
        ("        _cut(d, key, told.retracts)\n", "        pass\n",
         "R31: at the other party too"),
        ("        if told.value < 0:\n            _forget", "        if False:\n            _forget",
         "R31: a member's making retracted"),
        ("told.link >> 20 != link.made or ", "", "R32: a fact over an earlier making"),
        ("    if link.over:\n", "    if False:\n", "O5: a fact still under way leaves no path"),
        ('    d.tracks[f"{CLAUSE}|{origin}"] = track = replace(track, rests=rests)\n', "",
         "R31: rests on every path"),
        ("    if not d.has_balance() and not _counts_at_nil(d, heard.counts_from):\n        return\n", "",
         "R32: paths are added while there is a balance"),
        ("tuple(sorted({*track.row.paths, *(shown(path", "tuple(sorted({*(shown(path", "R32: none is taken off"),
        ('f"{path}|{to}"', "path", "R32: one link a contract and pair"),
    ),
    *listed(
        "warning/core/groups.py",
        ('    if stands:\n        return state, (Filed("link_stands"',
         '    if False:\n        return state, (Filed("link_stands"', "R32: made while it stands"),
        ("(-one[1].level, one[0])", "(one[1].level, one[0])", "R32: the worst source first"),
        ("stands = member is not None and member.event == told.retracts", "stands = member is not None",
         "R31: an older making changes no path"),
        ("value = -1 if stands else 0", "value = 0", "R31: and forget the path"),
        ("    if member is not None and stands:\n", "    if False:\n", "R31: the source tells nothing more"),
        ("        state = replace(_with(state, source, gone), sources=sources)\n",
         "        state = _with(state, source, gone)\n", "R31: nor does a newcomer hear of it"),
        ("if event)\n", "if not event)\n", "R31: what a path rests on"),
    ),
    *listed(
        "warning/core/facts.py",
        ("levels.append(before.found_at)", "pass", "R37: found where it was"),
        ('if level == "sub_branch" or by_finder else', 'if level == "sub_branch" else', "R37: the finder's own"),
        ('if level == "sub_branch" or by_finder else', "if by_finder else", "R37: at a sub-branch from the first"),
        ("for tracks in (d.tracks, d.past):", "for tracks in (d.tracks,):", "R38: former episodes"),
        (" and duty.breached_at is not None:", ":", "R38: what is not breached is not scored"),
        ("tuple(one for one in d.forecast_months if one[1] != event.retracts)", "d.forecast_months",
         "R31: a forecast retracted"),
        ("    found = contagion.retract(d, event.retracts) or found\n", "", "R31: a link retracted"),
        ("    if not found:\n        keep_ahead", "    if False:\n        keep_ahead", "R31: before it came"),
        ("if event.recorded_by == proposal.org_no:", "if True:", "R77: another's proposal"),
        ("    if loan is not None:\n", "    if False:\n", "R77: a settlement"),
        ("    found = arrears.retract(d, event.retracts) or found\n", "", "R27: a position retracted"),
    ),
    *listed(
        "warning/core/step.py",
        ("if d.retracted and kind in RETRACTABLE", "if False and kind in RETRACTABLE", "R31: retracted before it came"),
        ("d.retracted and kind in RETRACTABLE and", "d.retracted and", "R31: a position says the balance"),
    ),
    *listed(
        "warning/intake/driver.py",
        ("            if retracted_before:", "            if False:",
         "R31: what its borrower has retracted before it came concerns nobody else"),
        ("return due <= self.clock and", "return False and", "R75: what was past when it was read"),
    ),
)  # fmt: skip

RELEASES: Final = (
    *listed(
        "warning/core/releases.py",
        ('and track.row.status != "closed"\n', 'and track.row.status == "live"\n', "R39: the kept ones too"),
        ("and track.row.domain == event.domain and", "and", "R39: of that domain"),
        ("        elif event.signals:\n", "        elif False:\n", "R39: neither live nor kept: refused"),
        (" and rests & named:", ":", "R40: one of them named"),
        ('if closing and (duty.kind == "tracking" or', 'if (duty.kind == "tracking" or', "R40: only one that closes"),
        ("month_of(duty) >= month", "month_of(duty) > month", "R40: that update is left to the closing"),
        ("            forgo(d, key, proposal.to_level)\n", "            pass\n", "R29: a release below a waiting rise"),
        ("duty.start,\n            new_due", "d.at,\n            new_due", "R41: the successor keeps the start"),
        ("            red=duty.red,\n", "", "R41: and is red"),
        ("            opening=duty.opening,\n", "", "R41: and of its opening"),
        ("            track=track_of(d, duty.signal_id),\n", "", "R41: and of its signal"),
    ),
    *listed(
        "warning/core/settle.py",
        ('f"{duty.hangs_on}:".startswith(f"{hang}:")', "duty.hangs_on == hang", "R40: a successor of the update too"),
    ),
    *listed(
        "warning/core/acts.py",
        ("end_of(event.complete_by) <= d.record.received:", "False:", "R37: a date already past"),
        ("end_of(event.complete_by) <= d.record.received:", "end_of(event.complete_by) < d.record.received:",
         "R37: at that midnight it is past"),
        ('    elif event.domain == "management":\n', "    else:\n", "R45: on a management warning"),
        ("elif d.frame.orgs[event.reporting_org_no].parent != event.org_no:", "elif False:",
         "R44: from the direct superior only"),
        ("in sorted({duty.number for duty in met}):", "in sorted({duty.number for duty in met})[:1]:",
         "R44: one for each warning"),
    ),
    *listed(
        "warning/core/maturity.py",
        ('(f":{again + 1}" if again else "")', '""', "R43: told apart by :2"),
        ("if loan.assessed and d.at < loan.check_at:", "if False:", "R43: an assessment on record"),
        ("go_live=check_day(d.frame, loan) != _plain_check_day(d.frame, loan)", "go_live=False",
         "R42: where only the check day moved"),
        ("    if d.today > loan.matures_on:\n        later", "    if False:\n        later", "R73: not after D"),
        ('or loan.status != "active" or loan.balance <= 0:\n            continue  # one',
         "or False:\n            continue  # one",
         "R73: at nil it has not been checked"),
        ("(bool(loan.former) or day_of", "(day_of", "R72: extended to a date past"),
        ("if loan is now and loan.former else loan.matures_on", "if False else loan.matures_on",
         "R72: bad on that day"),
        ("    if loan.matures_on == OPEN_ENDED:\n        d.file", "    if False:\n        d.file", "R43: no 11.1.1"),
    ),
    *listed(
        "warning/core/agenda.py",
        ("if duty.early and duty.signal_id in live:", "if duty.early:", "R42: only if its signal is live"),
    ),
    *listed(
        "warning/core/conditions.py",
        ('rule.variants.get(observed.variant or "", rule.level), values', "rule.level, values", "R46: absent"),
    ),
)  # fmt: skip

CLAIMS: Final[tuple[Mutation, ...]] = (
    *listed(
        "warning/core/added.py",
        ('before.row.status != "live"', "False", "R97: only while its signal is live"),
        ("and not track.to_head_office", "", "R96: added once"),
        ("track.openings + 1", "track.openings", "R96: an opening of its own"),
        ("(*(named or ()), *track.gave)", "(named or ())", "R97: what gave its place up does not come back"),
        ("rests=(*track.rests, d.record.id)", "rests=track.rests", "R97: retracted it disputes the signal"),
    ),
    *listed(
        "warning/core/signals.py",
        ("else default, d.recorded)", "else default, d.recorded + 300_000_000)", "R95: discovered by its recording"),
    ),
    *listed(
        "warning/core/kept.py",
        ("max(was.row.level, was.recovered[0])", "was.row.level", "R87: the worst it had"),
        ("for loan in loans), *was.gave)", "for loan in loans),)", "R70: shares, too"),
        ("(new,), tuple(dict.fromkeys((*gave, *loans)))", "(new,), gave", "R87: what gave its place up is told"),
        ("level=max(level, track.grounds[-1].level))", "level=track.grounds[-1].level)", "R87: at the level it had"),
        ("elif level > track.row.level and standing", "elif False", "R88: raised again lower, it rises"),
        (", recovered=track.recovered, closing=closing)", ", closing=closing)", "R87: one kept after the recovery"),
    ),
    *listed(
        "warning/core/settle.py",
        ('        if track.row.clause != "11.1.5":  #', "        if True:  #", "R87: the source tells it again"),
    ),
    *listed(
        "warning/core/facts.py",
        ("waiting=noted(track.waiting)", "waiting=track.waiting", "R90: a rise that waits"),
        ("facts=noted(track.facts)", "facts=track.facts", "R90: what is kept after a recovery"),
    ),
    *listed(
        "warning/core/owners.py",
        (" or [loan for loan in loans if loan.lost]", "", "R92: written off, then settled"),
    ),
    *listed(
        "warning/core/releases.py",
        (" if not fact.system)", ")", "R98: a record by people"),
        ("fact.level >= level", "fact.level >= 0", "R98: of the level it has"),
    ),
)
"""What records claim of a time to come, and what they add."""
READING_MUTATIONS: Final[tuple[Mutation, ...]] = (
    *MOVES,
    *WAITING,
    *LINKS,
    *RELEASES,
    *CLAIMS,
)
