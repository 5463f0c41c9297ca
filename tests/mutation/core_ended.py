"""How a loan ends, what is left of it, and what takes the ending back, broken once each (R53, R87, R99-R102)."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

ENDED_MUTATIONS: Final[tuple[Mutation, ...]] = (
    *listed(
        "warning/core/loans.py",
        (
            '        not_recovered(d, old.loan_no, taken, loan.loan_no, named=old.status == "refinanced")\n',
            "",
            "R87: settled, then refinanced",
        ),
        (', named=old.status == "refinanced")', ")", "R101: a further share brings nothing about the borrower again"),
        ("    if rest > 0:\n", "    if False:\n", "R100: the rest stays on the books"),
        ("    if rest > 0:\n", "    if rest >= 0 < old.balance:\n", "R100: of nothing no rest is left"),
        ("0 if advance and old.off_balance else", "0 if False else", "R100: an advance covers always"),
        ("0 if advance and old.off_balance else", "0 if advance else", "R100: on an off-balance item only"),
        ("replace(old, balance=rest)", "old", "R100: by what the new one gives"),
        ("if gone and no == old.loan_no", "if no == old.loan_no", "R100: the old one stays a source loan"),
        ("(*names, loan.loan_no)", "names", "R100: the new one joins"),
        ("    if loan.status == status:\n        return loan\n", "", "R53: by the first that settled it"),
        ("status=status, settled_by=d.record.id", "status=status", "R53: the event that ended it"),
        (", settled_at=d.recorded)", ")", "R99: the receipt of what ended it"),
        (", lost_by=d.record.id,", ",", "R101: the event that wrote it off"),
        (
            "lost_at=d.at)",
            "lost_at=d.at, check_at=0)",
            "R101: a check that is ahead is known still",
        ),
        (
            "lost_at=d.at)",
            "lost_at=d.at, window_at=0)",
            "R101: an assessment not opened yet is known still",
        ),
        (
            "maturity.with_check(d.frame, longer)",
            'maturity.with_check(d.frame, longer) if loan.status == "active" else longer',
            "R101: extended while it was written off",
        ),
        ("owing = loan.settled and (", "owing = (", "R28: of one written off nothing is told"),
        ("event.outstanding_balance or event.principal_arrears)", "event.outstanding_balance)", "R102: overdue"),
        ("if loan.settled and event.extended_until !=", "if loan.settled and 0 !=", "R102: to the same date"),
    ),
    *listed(
        "warning/core/taken_back.py",
        ("if event.corrects == loan.settled_by:", "if event.corrects:", "R53: that event"),
        ("if event.corrects == loan.settled_by:", "if False:", "R53: taken back"),
        ("elif event.outstanding_balance and d", "elif False and d", "R99: a balance of later"),
        ("elif event.outstanding_balance and d", "elif d", "R99: nil says nothing"),
        (
            "d.record.occurred > loan.settled_at",
            "d.record.occurred >= loan.settled_at",
            "R99: at its receipt is not after",
        ),
        ("d.record.occurred > loan.settled_at", "d.recorded > loan.settled_at", "R99: when it happened"),
        ('"written_off" if loan.lost else "active"', '"active"', "R53: written off it was"),
        ("    not_recovered(d, loan.loan_no, why)\n", "", "R88: what closed by that comes again"),
        ("    _is_named_again(d, loan.loan_no, why)\n    return", "    return", "R101: a source loan again"),
        (', settled_by="", settled_at=0)', ", settled_at=0)", "R53: settled anew by a later one"),
        ("(*(named or ()), loan_no)", "(loan_no,)", "R101: the new loan stays where it joined"),
        ('"written_off" and event.corrects == loan.lost_by', '"written_off" and event.corrects', "R101: that event"),
        ("if again or (row.status", "if (row.status", "R101: what is kept says so, too"),
        ("        lost=False,\n", "", "R101: not lost"),
        ('        lost_by="",\n', "", "R101: once"),
        ("loan.check_at > d.at", "loan.check_at >= d.at", "R82: none is made up"),
        ("window_at=loan.window_at if kept else 0", "window_at=0", "R101: its assessment opens"),
        ("check_at=loan.check_at if kept else 0", "check_at=0", "R101: one that is ahead is kept"),
        ("check_at=loan.check_at if kept else 0", "check_at=loan.check_at", "R82: one that has passed is not"),
    ),
    *listed(
        "warning/core/on_file.py",
        ("if d.effects or not", "if not", "R102: what says something all the same"),
    ),
    *listed(
        "warning/core/signals.py",
        ("not (said.level and told_of_end", "not (told_of_end", "R102: what would do nothing"),
    ),
    *listed(
        "warning/core/kept.py",
        ("        loans = d.loans.values()\n", "        pass\n", "R101: those that others had taken the place of"),
    ),
    *listed(
        "warning/core/facts.py",
        ("(loan.settled_by, loan.lost_by)", "(loan.settled_by,)", "R101: a write-off"),
        ("if event.retracts == loan.lost_by", "if False", "R101: and says so"),
    ),
)
