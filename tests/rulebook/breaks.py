"""Every way in which a rule book can be broken, once at least, with the exact words a person gets."""

# ruff: noqa: E501 - a case a line: what is replaced, and the words told, side by side

from __future__ import annotations

from typing import Final

from tests.rulebook.broken import Break
from warning.rulebook.source import LARGEST

BAND: Final = '{level: yellow, when: ">= 70 %", figure: default}'
ROWS: Final = "rules[0].bands"
CLOCK: Final = "{first_notice: 24 hours, report: 2 days, figure: text}"

SYNTAX: Final = (
    Break("not_yaml", "book.yaml", 'version: "2026.1"', 'version: "2026.1', "", "not YAML: the indentation is not even; mend the syntax", below=2),
    Break("file_empty", "book.yaml", "{whole}", "", "", "the file is empty; write its contents", at="book.yaml:1"),
    Break("file_large", "book.yaml", "{whole}", "# " + "x" * LARGEST, "", "the file has more than 4,194,304 characters and was not read; a file of a rule book has some ten thousand", at="book.yaml:1"),
    Break("nested_deep", "book.yaml", 'version: "2026.1"', 'version: "2026.1"\nq: ' + "{a: " * 20_000, "", "values are nested more than 32 levels deep; a rule book needs no such nesting", below=1),
    Break("nested_deep", "organisation.yaml", "{whole}", "orgs: " + "[" * 200_000, "", "values are nested more than 32 levels deep; a rule book needs no such nesting", at="organisation.yaml:1"),
    Break("second_document", "contagion.yaml", "        - {source: none}", "        - {source: none}\n---\nmore: 1", "", "a second document begins here; keep one document a file", below=2),
    Break("key_twice", "book.yaml", 'version: "2026.1"', 'version: "2026.1"\nversion: "2"', "version", "'version' is here twice; keep one; the first is in line 3", below=1),
    Break("key_not_text", "book.yaml", 'version: "2026.1"', 'version: "2026.1"\n[a]: 1', "", "a key is not a plain word; write a plain word", below=1),
    Break("not_plain", "book.yaml", "value: 30,", "value: &thirty 30,", "figures.check_days.value", "an anchor or alias is not used in a rule book; write the value itself"),
    Break("not_plain", "book.yaml", "value: 25,", "value: !!int 25,", "figures.report_by_days.value", "a tag is not used in a rule book; write the value itself"),
    Break("key_unknown", "financial.yaml", "    kind: ratio", "    kind: ratio\n    colour: blue", "rules[0].colour", "'colour' is not known here; known are number, clause, kind, name, measure, examples, unit, bands, note", below=1),
    Break("key_unknown", "posts.yaml", "  team: {sub_branch: sub_branch_president}", "  team: {sub_branch: sub_branch_president, branch: branch_monitor}", "owes.team.branch", "'branch' is not known here; known are sub_branch"),
    Break("key_missing", "financial.yaml", '    clause: "11.1.6"\n    kind: ratio', "    kind: ratio", "rules[0]", "'clause' is missing; add 'clause:'", below=-1),
    Break("key_missing", "financial.yaml", "    kind: ratio\n", "", "rules[0]", "'kind' is missing; name one of ratio, absolute_ratio, count, variant, variant_ratio, flat, by_event", below=-2),
    Break("shape_wrong", "organisation.yaml", "{whole}", "orgs: none\n", "orgs", "this is a single value; a list is expected", at="organisation.yaml:1"),
    Break("shape_wrong", "book.yaml", "name: {zh: 公司客户贷款风险预警规则手册, en: Corporate loan risk early-warning rule book}", "name: [a]", "name", "this is a list; a mapping (key: value) is expected"),
    Break("shape_wrong", "book.yaml", 'version: "2026.1"', "version: {a: 1}", "version", "this is a mapping; text is expected"),
    Break("text_blank", "book.yaml", 'version: "2026.1"', 'version: "  "', "version", "the text is blank; write a text"),
    Break("text_blank", "major.yaml", "zh: 涉及重大诉讼,", "zh: ,", "rules[4].name.zh", "the text is blank; write a text"),
    Break("text_steers", "book.yaml", 'version: "2026.1"', 'version: "2026\\e[31m"', "version", "the text has U+001B in it, which steers what a screen shows; take it out"),
    Break("text_steers", "major.yaml", "zh: 涉及重大诉讼,", "zh: 涉及\u202e重大诉讼,", "rules[4].name.zh", "the text has U+202E in it, which steers what a screen shows; take it out"),
    Break("text_steers", "posts.yaml", "en: sub-branch president", 'en: "sub-branch\\u0085president"', "posts.sub_branch_president.en", "the text has U+0085 in it, which steers what a screen shows; take it out"),
    Break("word_unknown", "financial.yaml", "figure: default", "figure: mine", f"{ROWS}[0].figure", "'mine' is not known; known are text, source, default"),
    Break("word_unknown", "calendar/2026.yaml", "published: true", "published: yes", "published", "'yes' is not known; known are true, false"),
)  # fmt: skip

SIGNALS: Final = (
    Break("group_wrong", "financial.yaml", "group: financial", "group: finance", "group", "'finance' is not known; known are financial"),
    Break("group_wrong", "financial.yaml", "number: 32", "number: 33", "rules[14]", "rule 33 is of the group conduct; move it to conduct.yaml"),
    Break("kind_unknown", "financial.yaml", "kind: ratio", "kind: quotient", "rules[0].kind", "'quotient' is not known; known are ratio, absolute_ratio, count, variant, variant_ratio, flat, by_event"),
    Break("kind_wrong", "payment.yaml", "kind: flat", "kind: by_event\n    event: loan.extended.v1", "rules[7]", "rule 8 cannot be by_event; by_event is for rows 1-5 and 11-17 alone", below=-2),
    Break("event_unknown", "payment.yaml", "event: loan.assessed.v1", "event: loan.assessed.v9", "rules[0].event", "'loan.assessed.v9' is not known; known are loan.disbursed.v1, loan.taken_on.v1, loan.refinanced.v1, loan.position.v1, loan.extended.v1, loan.settled.v1, loan.written_off.v1, loan.moved.v1, loan.assessed.v1, interest_arrears.position.v1, borrower.registered.v1, group.link.v1, guarantee.link.v1, major_event.v1, classification.set.v1, classification.forecast.v1, signal.observed.v1, management.finding.v1, event.retracted.v1, report.submitted.v1, report.received.v1, phone.notice.v1, team.formed.v1, work.recorded.v1, monthly.update.v1, meeting.held.v1, notice.issued.v1, notice.answered.v1, release.proposed.v1, waiver.proposed.v1, proposal.approved.v1, forecast.signed_off.v1"),
    Break("number_wrong", "financial.yaml", "number: 18", "number: 54", "rules[0].number", "'54' is no such number; a whole number from 1 to 53 is expected"),
    Break("number_wrong", "book.yaml", "value: 30,", "value: 3_0,", "figures.check_days.value", "'3_0' is no such number; a whole number from 1 to 365 is expected"),
    Break("number_wrong", "book.yaml", "value: 30,", "value: ３０,", "figures.check_days.value", "'３０' is no such number; a whole number from 1 to 365 is expected"),
    Break("number_twice", "financial.yaml", "number: 19", "number: 18", "rules[1].number", "rule 18 is here twice; keep one; the first is financial.yaml:5"),
    Break("number_missing", "financial.yaml", "number: 19", "number: 18", "rules", "rule 19 is missing; add '- number: 19'", at="financial.yaml:1"),
    Break("clause_unknown", "financial.yaml", 'clause: "11.1.6"', 'clause: "11.1.7"', "rules[0].clause", "'11.1.7' is not known; known are 11.1.1, 11.1.2, 11.1.3, 11.1.4, 11.1.6"),
    Break("clause_unknown", "management.yaml", 'clause: "12.1.2.2"', 'clause: "12.1.2.3"', "clauses[1].clause", "'12.1.2.3' is not known; known are 12.1.2.1, 12.1.2.2"),
    Break("clause_wrong", "financial.yaml", 'clause: "11.1.6"', 'clause: "11.1.3"', "rules[0]", "rule 18 cannot be under 11.1.3; the policy has it under 11.1.6", below=-1),
    Break("clause_missing", "management.yaml", 'clause: "12.1.2.2"', 'clause: "12.1.2.1"', "clauses", "clause 12.1.2.2 is missing; add '- clause: \"12.1.2.2\"'", at="management.yaml:1"),
    Break("clause_twice", "management.yaml", 'clause: "12.1.2.2"', 'clause: "12.1.2.1"', "clauses[1]", "clause 12.1.2.1 is here twice; keep one; the first is management.yaml:5"),
    Break("unit_unknown", "financial.yaml", "unit: percent", "unit: days", "rules[0].unit", "'days' is not known; known are percent, points, ratio"),
    Break("bands_missing", "financial.yaml", '    bands:\n      - {level: yellow, when: "<= 0.2", figure: source}\n      - {level: orange, when: "<= 0.1", figure: default}', "    bands: []", "rules[6].bands", "there is no band; give at least one"),
    Break("bands_missing", "payment.yaml", '{level: orange, when: ">= 1", figure: default}\n      - {level: red, when: "> 90", figure: source}', '{level: orange, when: "<= 1", figure: default}', "rules[2]", "rule 3 counts days upwards; give 'bands' with >= or >", at="payment.yaml:52"),
    Break("bands_not_ascending", "financial.yaml", '">= 80 %"', '">= 70 %"', f"{ROWS}[1]", "the bounds do not ascend in the bad direction; a bound beyond 7000 is expected"),
    Break("bands_not_ascending", "financial.yaml", '"<= 5 %"', '"<= 10.01 %"', "rules[1].bands[1]", "the bounds do not ascend in the bad direction; a bound beyond 1000 is expected"),
    Break("bands_not_ascending", "financial.yaml", "{level: orange", "{level: yellow", f"{ROWS}[1]", "the levels do not ascend; order the bands yellow, orange, red"),
    Break("bands_not_ascending", "financial.yaml", '">= 80 %"', '"<= 80 %"', f"{ROWS}[1]", "the bands face different ways; use > and >= only, or < and <= only"),
    Break("bound_wrong", "financial.yaml", '">= 70 %"', '">= 70"', f"{ROWS}[0].when", "'>= 70' is no bound in percent; write it like '>= 70 %'"),
    Break("bound_wrong", "financial.yaml", '">= 70 %"', '">= 70.001 %"', f"{ROWS}[0].when", "'>= 70.001 %' is no bound in percent; write it like '>= 70 %'"),
    Break("bound_wrong", "financial.yaml", '"<= 0.2"', '"<= 20 %"', "rules[6].bands[0].when", "'<= 20 %' is no bound in ratio; write it like '<= 0.2'"),
    Break("bound_wrong", "conduct.yaml", '">= 10"', '">= 1.5"', "rules[0].bands[2].when", "'>= 1.5' is no bound in days; write it like '>= 31'"),
    Break("bound_wrong", "conduct.yaml", '">= 10"', '"= 10"', "rules[0].bands[2].when", "'= 10' is no bound in days; write it like '>= 31'"),
    Break("level_unknown", "financial.yaml", "level: yellow", "level: blue", f"{ROWS}[0].level", "'blue' is not known; known are none, yellow, orange, red"),
    Break("level_unknown", "financial.yaml", "level: yellow", "level: none", f"{ROWS}[0].level", "a band of level none says nothing; leave it out"),
    Break("level_unknown", "payment.yaml", "level: orange\n    figure: default", "level: none\n    figure: default", "rules[7].level", "a rule of level none fires never; give it a level"),
    Break("level_wrong", "major.yaml", "variants: {litigation: red}", "variants: {litigation: orange}", "rules[4]", "a major event is always red by the text of 11.1.4; write 'red'", below=-8),
    Break("variants_wrong", "payment.yaml", "unsure: yellow, partial: orange, cannot: red, missing: yellow", "unsure: yellow, partial: orange, cannot: red", "rules[0]", "rule 1 has other variants than its event; give exactly on_time, unsure, partial, cannot, missing", below=-8),
    Break("variants_wrong", "management.yaml", "variants: {conditions_not_met: orange}", "variants: {not_met: orange}", "clauses[1]", "clause 12.1.2.2 has other kinds of findings; give exactly conditions_not_met", below=-5),
)  # fmt: skip

EXAMPLES: Final = (
    Break("example_missing", "payment.yaml", '      silent:\n        - {ratio: "10.00 / 100.00"}\n        - {ratio: "0.00 / 100.00"}', "      silent: []", "rules[5].examples.silent", "there is no example under silent; give one: a rule shows what must and must not fire"),
    Break("example_fails", "financial.yaml", '{ratio: "69.99 / 100.00"}', '{ratio: "70.00 / 100.00"}', "rules[0].examples.silent[0]", "rule 18: this example gives yellow, not nothing; mend the example or the figures"),
    Break("example_fails", "financial.yaml", '">= 90 %"', '"> 90 %"', "rules[0].examples.fires[4]", "rule 18: this example gives orange, not red; mend the example or the figures", below=7),
    Break("example_fails", "payment.yaml", '">= 31"', '">= 32"', "rules[1].examples.fires[2]", "rule 2: this example gives yellow, not orange; mend the example or the figures", below=6),
    Break("example_fails", "financial.yaml", '{ratio: "1.00 / 0.00"}', '{ratio: "1.00 / 2.00"}', "rules[0].examples.not_computable[0]", "rule 18: this example gives nothing, not not computable; mend the example or the figures"),
    Break("example_fails", "management.yaml", "{conditions_not_met: orange}", "{conditions_not_met: red}", "clauses[1].examples.fires[0]", "rule 12.1.2.2: this example gives red, not orange; mend the example or the figures", below=4),
    Break("example_fails", "contagion.yaml", "{source: red, level: red}", "{source: red, level: orange}", "clauses[0].examples.fires[2]", "rule 11.1.5: this example gives red, not orange; mend the example or the figures"),
    Break("ratio_wrong", "financial.yaml", '"69.99 / 100.00"', '"69.9 / 100.00"', "rules[0].examples.silent[0].ratio", "'69.9 / 100.00' is no ratio; write it like '70.00 / 100.00', with - for a side that is missing"),
    Break("ratio_wrong", "financial.yaml", '"69.99 / 100.00"', "69.99", "rules[0].examples.silent[0].ratio", "'69.99' is no ratio; write it like '70.00 / 100.00', with - for a side that is missing"),
)  # fmt: skip

DUTIES: Final = (
    Break("term_wrong", "deadlines.yaml", '"11.1.3": {report: 2 days,', '"11.1.3": {report: two days,', "sub_branch_report.11.1.3.report", "'two days' is no term; write it like '24 hours', '2 days', '3 working days'"),
    Break("clock_not_split", "deadlines.yaml", CLOCK, "{report: 24 hours, figure: text}", "sub_branch_report.11.1.4.report", "a clock in hours is two duties (D2); write 'first_notice: 24 hours' and 'report: 2 days'"),
    Break("notice_not_hours", "deadlines.yaml", CLOCK, "{first_notice: 1 days, report: 2 days, figure: text}", "sub_branch_report.11.1.4.first_notice", "a first notice has a clock in hours (D2); write it like 'first_notice: 24 hours'"),
    Break("tiers_wrong", "deadlines.yaml", "{tier: 1,", "{tier: 0,", "sub_branch_report.11.1.1", "11.1.1 goes by tier; give tier 0, 1 and 2, in this order", below=-1),
    Break("tiers_wrong", "book.yaml", '"5000000.00"', '"1000000.00"', "figures.tiers.value", "the tiers' lower bounds are wrong; give 2 amounts above zero, ascending"),
    Break("money_wrong", "book.yaml", '"5000000.00"', "5e6", "figures.tiers.value[1]", "'5e6' is no amount; write it like '1000000.00'"),
    Break("cites_wrong", "deadlines.yaml", "cites: D4", "cites: D5", "terms.team.cites", "'D5' is not known; known are D4"),
    Break("key_missing", "deadlines.yaml", '  "11.1.5": {report: 2 days, figure: text}\n', "", "sub_branch_report", "'11.1.5' is missing; add '11.1.5:'", at="deadlines.yaml:7"),
    Break("days_out_of_order", "book.yaml", "report_by_days: {value: 25,", "report_by_days: {value: 30,", "figures.report_by_days", "report_by_days is 30 days before maturity, no later than check_days; a number below 30 is expected"),
    Break("post_unknown", "posts.yaml", "  team: {sub_branch: sub_branch_president}", "  team: {sub_branch: president}", "owes.team.sub_branch", "'president' is not known; known are account_manager, vice_president_lending, sub_branch_president, branch_monitor, branch_principal_leader, head_office_risk_officer, inspector, credit_approval, head_office_leader"),
    Break("post_elsewhere", "posts.yaml", "  team: {sub_branch: sub_branch_president}", "  team: {sub_branch: branch_monitor}", "owes.team.sub_branch", "there is no branch_monitor at a sub_branch; branch_monitor is a post of branch"),
    Break("post_twice", "posts.yaml", "meeting.held.v1: [branch_monitor, branch_principal_leader]", "meeting.held.v1: [branch_monitor, branch_monitor]", "may.meeting.held.v1[1]", "'branch_monitor' is here twice; keep one"),
    Break("post_missing", "posts.yaml", "meeting.held.v1: [branch_monitor, branch_principal_leader]", "meeting.held.v1: []", "may.meeting.held.v1", "no post is named; name at least one"),
    Break("escalation_fixed", "posts.yaml", "  branch: head_office_risk_officer", "  branch: head_office_leader", "escalation.branch", "'head_office_leader' is not known; known are head_office_risk_officer"),
)  # fmt: skip

DUES: Final = (
    Break("example_missing", "deadlines.yaml", '    "11.1.5":               # a midnight\n      - {start: "2026-11-04 00:00", report: "2026-11-06 24:00"}', '    "11.1.5": []', "examples.sub_branch_report.11.1.5", "the deadline sub_branch_report.11.1.5 has no example; give one: a start and the due that follows"),
    Break("example_missing", "deadlines.yaml", '      - {tier: 0, start: "2026-11-03 09:00", report: "2026-11-05 24:00"}\n', "", "examples.head_office_report.12.1.1", "the deadline head_office_report.12.1.1 has no example; give one: a start and the due that follows", at="deadlines.yaml:65"),
    Break("key_missing", "deadlines.yaml", '    team:\n      - {start: "2026-11-03 16:00", due: "2026-11-04 16:00"}\n', "", "examples.terms", "'team' is missing; add 'team:'"),
    Break("key_missing", "deadlines.yaml", '{start: "2026-11-30", report:', "{report:", "examples.sub_branch_report.11.1.2[0]", "'start' is missing; add 'start:'"),
    Break("instant_wrong", "deadlines.yaml", '"2026-11-30"', '"30.11.2026"', "examples.sub_branch_report.11.1.2[0].start", "'30.11.2026' is no instant; write it like '2026-11-03', '2026-11-03 16:00', '2026-11-03 24:00'"),
    Break("instant_wrong", "deadlines.yaml", '"2026-12-02 24:00"', '"2026-12-02 25:00"', "examples.sub_branch_report.11.1.1[4].first_notice", "'2026-12-02 25:00' is no instant; write it like '2026-11-03', '2026-11-03 16:00', '2026-11-03 24:00'"),
    Break("instant_wrong", "deadlines.yaml", '"2026-12-02 24:00"', '"2026-12-32 24:00"', "examples.sub_branch_report.11.1.1[4].first_notice", "'2026-12-32 24:00' is no instant; write it like '2026-11-03', '2026-11-03 16:00', '2026-11-03 24:00'"),
    Break("example_fails", "deadlines.yaml", '"11.1.6": {report: 2 days', '"11.1.6": {report: 3 days', "examples.sub_branch_report.11.1.6[0]", "deadline sub_branch_report.11.1.6: from 2026-12-31 23:59 the written report is 2027-01-03 24:00, not 2027-01-02 24:00; mend the example or the deadline", below=43),
    Break("example_fails", "deadlines.yaml", 'first_notice: "2026-11-04 16:00", report', "report", "examples.sub_branch_report.11.1.4[0]", "deadline sub_branch_report.11.1.4: from 2026-11-03 16:00 the first notice (phone or written) is 2026-11-04 16:00, not none; mend the example or the deadline"),
    Break("example_fails", "calendar/2026.yaml", '"2026-10-10"', '"2026-10-11"', "examples.terms.meeting[0]", "deadline terms.meeting: from 2026-09-30 10:00 the due is 2026-10-11 24:00, not 2026-10-10 24:00; mend the example or the deadline", at="deadlines.yaml:76"),
)  # fmt: skip

ORGANISATION: Final = (
    Break("org_twice", "organisation.yaml", 'org_no: "1002"', 'org_no: "1001"', "orgs[3].org_no", "organisation 1001 is here twice; keep one; the first is in line 6"),
    Break("org_no_wrong", "organisation.yaml", 'org_no: "1002"', 'org_no: "1 002"', "orgs[3].org_no", "'1 002' is no organisation number; letters and digits are expected"),
    Break("org_level_unknown", "organisation.yaml", "level: sub_branch", "level: outlet", "orgs[2].level", "'outlet' is not known; known are sub_branch, branch, head_office"),
    Break("parent_wrong", "organisation.yaml", 'level: sub_branch, parent: "1000"', 'level: sub_branch, parent: "1009"', "orgs[2]", "the superior of 1001 is not in the file; name the branch above it, by its org_no"),
    Break("parent_wrong", "organisation.yaml", 'level: sub_branch, parent: "1000"', 'level: sub_branch, parent: "9999"', "orgs[2]", "the superior of 1001 is a head_office; a sub_branch stands under a branch"),
    Break("parent_wrong", "organisation.yaml", "level: head_office", 'level: head_office, parent: "1000"', "orgs[0]", "head office 9999 has a superior; leave 'parent' out"),
    Break("head_office_wrong", "organisation.yaml", 'level: branch, parent: "9999"', "level: head_office", "orgs", "there are 2 head offices; a bank has exactly one organisation of level head_office", at="organisation.yaml:1"),
)  # fmt: skip

YEAR: Final = "calendar/2026.yaml"
CALENDAR: Final = (
    Break("year_wrong", YEAR, "year: 2026", "year: 2027", "year", "the year is 2027; the file's name says calendar/2026.yaml"),
    Break("year_wrong", YEAR, '"2026-02-28"', '"2025-03-01"', "holidays[1].work[1]", "2025-03-01 is not in 2026; put it into its year's file"),
    Break("notice_missing", "calendar/2027.yaml", "published: false", "published: true", "", "a published year has no notice; give the number, title and date of the State Council's notice", below=-1),
    Break("year_provisional", YEAR, "published: true", "published: false", "holidays", "a year not published has no holidays yet; leave them out, or give the notice and set 'published: true'", below=6),
    Break("days_off_wrong", YEAR, '["2026-02-15", "2026-02-23"]', '["2026-02-23", "2026-02-15"]', "holidays[1].off", "days off are given by the first and the last; write [first, last]"),
    Break("days_off_wrong", YEAR, "days: 9", "days: 8", "holidays[1].days", "the notice's number of days is 8; from the first to the last there are 9"),
    Break("workday_wrong", YEAR, '"2026-02-28"', '"2026-02-27"', "holidays[1].work[1]", "2026-02-27 is no weekend; a make-up working day is a Saturday or Sunday"),
    Break("day_both", YEAR, '"2026-02-28"', '"2026-02-15"', "holidays[1].work[1]", "2026-02-15 is a working day and a day off; it is a day off in calendar/2026.yaml:9"),
    Break("day_twice", YEAR, '"2026-02-28"', '"2026-02-14"', "holidays[1].work[1]", "2026-02-14 is here twice; the first is calendar/2026.yaml:9"),
    Break("date_wrong", YEAR, '"2026-02-28"', '"2026-02-30"', "holidays[1].work[1]", "'2026-02-30' is no date of the calendar; write it like '2026-01-01'"),
)  # fmt: skip

BREAKS: Final = (*SYNTAX, *SIGNALS, *EXAMPLES, *DUTIES, *DUES, *ORGANISATION, *CALENDAR)
WITH_FILES: Final = ("file_missing", "file_unreadable", "file_unknown", "no_directory")
"""Codes that need a file gone, added or unreadable: ``test_broken`` has a test for each."""
SOUND: Final = ("text_departs", "text_claimed", "text_disowned")
"""Codes of a book that can be used: ``test_departures``."""
