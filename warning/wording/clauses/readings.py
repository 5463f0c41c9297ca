"""Short texts of those readings that a page cites (``docs/decisions/0002-readings.md``)."""

from __future__ import annotations

from typing import Final

from warning.wording.text import Text

READINGS: Final[dict[str, Text]] = {
    "R9": Text(
        "欠息在同一日或更早日期再次发生的，视为同一段欠息的延续，不另成信号；本金逾期以欠本起始日为第 1 天，"
        "各级别自其首日 0:00 达到，时限也自此起算，与欠息相同。",
        "Interest arrears that arise again on the same or an earlier date are that spell going on, no new signal; "
        "principal overdue counts the date it arose as day 1, a level is reached at 00:00 of its first day, and the "
        "clock runs from there, as for interest arrears.",
    ),
    "R1": Text(
        "记录未载明发现机构或录入机构的，视为由本行系统发现或录入。",
        "Where a record does not say who discovered or recorded the fact, it is taken as a system of the bank.",
    ),
    "R12": Text(
        "余额记录指明更正此前某笔的，只是下一笔：自其录入起以其所载为准，不撤销此前的记录；撤销须另行录入。",
        "A position that says which it corrects is the next one and nothing more: it counts from its recording on and "
        "takes nothing back; a retraction is a record of its own.",
    ),
    "R13": Text(
        "获批的级别不低于所列信号当时级别的，该信号不变。",
        "A release to a level at or above that of a named signal changes nothing on that signal.",
    ),
    "R26": Text(
        "签认自当月最后 10 天首日 0:00 起才计入；此前的只存档。",
        "A sign-off counts from 00:00 of the first of the last 10 days of its month; before that it is on file.",
    ),
    "R27": Text(
        "某一级别在录入时已过的，自录入当日 0:00 达到；被撤销的记录不再用于尚未达到的级别，没有其他记录的，停止计数。",
        "A band already past at a recording is reached at 00:00 of that day. A retracted position no longer counts for "
        "the bands ahead; a count of which no position is left stands still.",
    ),
    "R65": Text(
        "只由已撤销的记录达到的级别，视为未达到：各级别按其余记录的日期依次达到；信号存疑而未解除期间，不高于现级别的，"
        "不再形成新的变动。",
        "What only retracted positions had reached is not reached: the bands are those of the dates that are left, in "
        "their turn; while the signal stands, disputed, none of them raises what stands already.",
    ),
    "R66": Text(
        "结清系误记而更正的，因此关闭的欠息、逾期信号按原级别再次形成，时限自恢复在册之时起算：其间账上载为结清，无人能报。",
        "Of a settlement taken back, arrears that it closed come again at the band they had, their clock from the "
        "taking back: in between the books said settled, and no one could have reported.",
    ),
    "R34": Text(
        "金额升档时，已有完整报告在案的分行（其下辖支行或其自身所报），以及自身即为借据所在机构的分行，按新的金额档上报总行。",
        "A crossing opens the report to head office at branches that have a complete report of the warning on record, "
        "of one of their sub-branches or their own, and at those that book a loan of it themselves.",
    ),
    "R48": Text(
        "本可使时点检查不产生信号的记录，在检查时刻之前收到、之后才读入的，检查所产生的信号仍然有效，标为存疑；"
        "由该次产生或升级而来的报告义务，读入之前的逾期撤回，不计分。",
        "Where a record that would have stopped a clock check was received before its instant and read after it, what "
        "the check raised stands, disputed; breaches of the reports of that opening before the reading are withdrawn "
        "and not scored.",
    ),
    "R53": Text(
        "误记的结清，由 corrects 指明该记录的余额记录更正：自更正录入起恢复在册，视为此前没有余额、自此有余额入账。",
        "A settlement by mistake is taken back by a position whose `corrects` names it: from its recording on the loan "
        "is on the books again, which is a balance recorded after none.",
    ),
    "R63": Text(
        "预警本身的义务（化解小组、汇报会、按月动态）所依据的信号都由此类检查产生的，该记录读入时已有的逾期同样不计分；"
        "此后才逾期的，照常计分（信号存疑，可以申请以误报解除，未到期的义务随之免除）。另有其他信号的，照常计分。",
        "Of what the warning as such asks for (team, meeting, monthly update) what was breached as the record is read "
        "is not scored either, where all the signals it rests on were raised by such checks; what is breached later is "
        "scored (the signal is disputed by then; a release on the ground mistaken waives what is not yet due). Where "
        "there is another signal, it is scored as ever.",
    ),
    "R69": Text(
        "记录未载明贷款由谁审批的，视为经分行审批，由分行上报总行：宁可多报，不可漏报。",
        "Where the record does not say who approved the loan, it is taken as approved by the branch, which reports to "
        "head office: rather one report too many than one too few.",
    ),
    "R77": Text(
        "提出机构撤销仍待批的解除或豁免申请的，该申请即告撤回。",
        "A retraction that names a release or waiver that waits withdraws it, if it is recorded by the organisation "
        "that proposed it.",
    ),
    "R87": Text(
        "结清（或到期失效）之后又录入借新还旧或垫款的，说明原借据并未收回：因此关闭的信号按关闭时的级别再次形成，"
        "自该记录录入起视为发现。",
        "A loan settled, or expired, and then refinanced was not paid: what closed by that comes again at the level "
        "it had at the closing, discovered when the refinancing is recorded.",
    ),
    "R88": Text(
        "误记的结清或借新还旧被更正的，并非收回：因此关闭的信号按关闭时的级别再次形成，自更正的余额录入起视为发现；"
        "更正后余额为零的，自其后的余额录入起。",
        "A settlement or refinancing taken back was no recovery: what closed by that comes again at the level it had "
        "at the closing, discovered when the position that takes it back is recorded, or a later balance where that "
        "is nil.",
    ),
    "R92": Text(
        "核销之后收到的款项不算收回，信号仍然有效；没有其他未结清的所涉借据时，由核销借据所在机构继续负责。",
        "What comes in after a write-off is no recovery: the signal stays live. Where no other source loan is left "
        "that is not settled, the organisations that book those written off own it still.",
    ),
    "R93": Text(
        "预测较远月份的，录入当月的月末早于所预测月份之前一个月的月末时，以录入当月的月末为准。",
        "The report of a forecast for a far month is due by the end of the month in which it is recorded, where that "
        "comes before the end of the month before the one forecast.",
    ),
    "R98": Text(
        "存疑的信号另有人工录入、未被撤销的记录使其达到现有级别的，不属依据已撤销：以“依据有误”解除的，解除照办，"
        "所依据的义务不予豁免。",
        "A disputed signal that another record by people, not retracted, holds at its level is no retracted signal: a "
        "release as mistaken closes or lowers it all the same, and waives nothing that rests on it.",
    ),
    "R99": Text(
        "贷款结清或借新还旧之后，又有发生在该记录收到之后的余额的，说明贷款仍未还清：自该余额录入起恢复在册。",
        "A balance of a loan that was settled or refinanced, which happened after the receipt of what ended it, says "
        "that it is owed: from its recording on the loan is on the books again.",
    ),
    "R100": Text(
        "借新还旧只以新借据的金额偿还原借据：小于原借据余额的，余下部分仍在册，其检查、欠款与信号不变，"
        "直至其下一次余额记录；表外业务的垫款视为全额取代。",
        "A refinancing pays of the old loan what the new one gives. Where that is less than the balance, the rest "
        "stays on the books, with its check, its arrears and its signals, until its next position; an advance on an "
        "off-balance item covers always.",
    ),
    "R101": Text(
        "误记的借新还旧或核销，由 corrects 指明该记录的余额记录更正：自更正录入起恢复在册；"
        "取代过它的借据仍列为所涉借据，直至其自身结清。",
        "A refinancing or write-off by mistake is taken back by a position whose `corrects` names it, from its "
        "recording on; the loan that had taken the other's place stays a source loan until it is settled itself.",
    ),
    "R102": Text(
        "关于已经了结的贷款的记录存档，不产生任何效果，但会说明是哪笔贷款、由哪条记录了结。",
        "What is about a loan that has ended is on file and does nothing; it is told with the loan and what ended it.",
    ),
    "R103": Text(
        "关联关系的终止被撤销的，该关系自撤销入账之时重新建立，其间发生的也自此传及；"
        "终止尚未生效（当日 24:00 之前）即被撤销的，该关系从未终止。",
        "Where the end of a link is retracted, the link is made anew at the recording of the retraction, and carries "
        "from then what came in between too. Retracted before the midnight from which the end counts, the link has "
        "never ended.",
    ),
    "R104": Text(
        "结清的记录被撤销的，如同未曾结清，天数照旧计算；其间已到的级别，自撤销入账之日起达到。",
        "Where a record that cleared arrears is retracted, days count on as if it had not been; a level reached "
        "meanwhile is reached on the day of the retraction.",
    ),
    "R105": Text(
        "恢复正常的记录在收回之后被撤销的，如同从无该记录：其余在案记录所示的事实，自撤销之时起留存。",
        "Where a record of back to normal is retracted after recovery, what stands by the records that are left is "
        "kept from the retraction on, as if there had been none.",
    ),
    "R108": Text(
        "签认的户数以签认人所述为准，照所签计入；与在册户数不符的，予以提示。",
        "The figures of a sign-off are the word of who signs, taken as said; where they are not those of the books, "
        "that is told.",
    ),
    "R106": Text(
        "贷款到期后仍有余额、余额记录又未载逾期情况的，全部本金逾期：到期次日为第 1 天；到期日不是工作日的，"
        "其后首个工作日的次日为第 1 天。记录自载起始日的，按其所载；多个起始日以最早者为准。"
        "结清、余额归零或展期至其后日期的，停止计算。表外业务不适用。",
        "A position with a balance after maturity that says nothing of overdue principal makes all of it overdue: day "
        "1 is the day after the maturity, or, where that is no working day, the day after the first working day that "
        "follows. A position that has a date is taken by that; of several dates the earliest counts. A settlement, a "
        "balance of nil or an extension to a date ahead stops the count. Not for off-balance items.",
    ),
    "R107": Text(
        "还款能力评估被撤销的，自撤销之时起不符合要求：仅由其完成的评估义务，截止时间未到的，恢复为待办。",
        "An assessment retracted does not count from then on: a duty met by it alone is owed again if its due is "
        "ahead.",
    ),
}
