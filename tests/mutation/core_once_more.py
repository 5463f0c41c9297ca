"""The core's readings R103 to R107 broken once each, and what the spells of arrears rest on."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

ONCE_MORE: Final[tuple[Mutation, ...]] = (
    *listed(
        "warning/core/spells.py",
        (
            "running=False, next_band=next_band, cleared",
            "running=False, next_band=next_band if spell.running else spell.next_band, cleared",
            "R27: a cure of what a settlement had cleared",
        ),
        (
            "running = spell.running and any(run == spell.run for *_, run in rest)",
            "running = spell.running",
            "W12: a count without positions stops",
        ),
        (
            "since=earliest(rest, spell.since), running=running",
            "since=spell.since, running=running",
            "W12: the dates that are left",
        ),
        (
            "run = spell.run if spell.running else spell.run + 1",
            "run = spell.run",
            "R27: a cleared count goes on by its own positions",
        ),
        ("*spell.events[1:][-ASSERTED:], (name", "(name", "W12: every position remembered"),
        ("day - spell.since + 1) if", "day - spell.since) if", "O4: the date is day 1"),
        ("since = min(abs(day), spell.since)", "since = abs(day)", "O4: the earliest date on record"),
        (
            "any(day == spell.since for",
            "any(abs(day) == spell.since for",
            "R106: whether the date is one of the feed's own",
        ),
        ("min([abs(day) for", "max([abs(day) for", "R65: what is left counts by the earliest"),
        (
            "return _running(_as_one(replace(spell, cleared=cleared), entry[2]))",
            "return _as_one(replace(spell, cleared=cleared), entry[2])",
            "R104: days count on",
        ),
        ("while run < spell.run and", "while False and", "R104: a run that had gone on is one with it"),
        ("said and not ended)", "said)", "R104: another clearing has cleared it"),
        ("for _, at, of, _ in spell.cleared if of == run), now)", "for _ in ()), now)", "R104: and no further"),
    ),
    *listed(
        "warning/core/arrears.py",
        (
            "day_of(d.record.occurred) > loan.matures_on",
            "day_of(d.record.occurred) >= loan.matures_on",
            "R106: after D",
        ),
        ("elif not loan.off_balance and", "elif", "R106: no off-balance item"),
        ("(matured if calendar.is_working(matured) else", "(matured if True else", "R106: D on no working day"),
        (
            '        take_in(d, "overdue", event, 0, None)\n',
            "        pass\n",
            "R106: paid to nil",
        ),
        ('stopped(loan.overdue, "", d.at, 0))', "loan.overdue)", "R106: an extension cures"),
        ("        if reached > had:\n", "        if reached:\n", "R104: only a further band"),
        (
            "former=_count_on(d, kind, loan, left, entry, had_reached(left, entry))",
            "former=_count_on(d, kind, loan, left, entry, entry[3])",
            "R104: what it had reached by itself",
        ),
        (
            "_count_on(d, kind, loan, joined(left, spell), entry,",
            "_count_on(d, kind, loan, left, entry,",
            "R104: what came after it",
        ),
        (
            "            _rest(d, kind, loan, spell, before)\n    return spell",
            "    return spell",
            "R104: rests on the position",
        ),
        (' or kind == "arrears" or not cured', ' or kind == "arrears"', "R104: cleared by a settlement still"),
    ),
    *listed(
        "warning/core/step.py",
        ("if occurred >= loan.matures_on * DAY + MATURED and not loan.off_balance:", "if False:", "R106: no short way"),
    ),
    *listed(
        "warning/core/contagion.py",
        ("        elif link.ended_by == event_id:\n", "        elif False:\n", "R103: the end of a link, retracted"),
        ("    if at < link.ends_at:\n", "    if False:\n", "R103: before its midnight nothing is anew"),
        (
            "Link(link.to, link.made + 1, events=link.events)\n",
            "Link(link.to, link.made + 1)\n",
            "R103: it rests on what had made it",
        ),
        ('ends_at=d.at, over=True, ended_by="")', "ends_at=d.at, over=True)", "R103: never made, never made anew"),
    ),
    *listed(
        "warning/core/groups.py",
        (
            "    if member is not None and member.ended_by == told.retracts:\n",
            "    if False:\n",
            "R103: of a membership",
        ),
        (
            "    if told.counts_from < member.ends_at:\n",
            "    if False:\n",
            "R103: before its midnight nothing is anew",
        ),
    ),
    *listed(
        "warning/core/kept.py",
        ("level = min(before.level, track.fact)", "level = track.fact", "R105: the lower of the two"),
        ("if not level or d.at >= until:", "if not level:", "R105: until 12 months after the closing"),
        ("months_later(closing.at,", "months_later(d.at,", "R105: after the closing"),
        (
            "level = min(track.closing or track.row.level, track.fact)",
            "level = min(track.row.level, track.fact)",
            "R105: as if it had not been",
        ),
        (
            "        d.tracks[key] = replace(track, grounds=(replace(last, event=event_id),), beside=())\n",
            "        pass\n",
            "R105: where nothing is left, disputed",
        ),
    ),
)
