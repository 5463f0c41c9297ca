"""Why a signal or a warning came to be, rose, fell or closed: code -> what to say.

A code may be given with more or fewer values: the first text whose placeholders are all given is said.
``{name:how}`` writes a value as ``how`` says (``render.WRITERS``).
"""

from __future__ import annotations

from typing import Final

from warning.wording.text import Text

Reasons = dict[str, tuple[Text, ...]]

SIGNALS: Final[Reasons] = {
    "assessment_bad": (
        Text(
            "借据 {loan_no} 于 {matures_on:weekday}到期，客户经理的还款能力评估结论为“{result:result}”。",
            "Loan {loan_no} matures on {matures_on:weekday}; the account manager's assessment says: {result:result}.",
        ),
    ),
    "assessment_missing": (
        Text(
            "借据 {loan_no} 于 {matures_on:weekday}到期；截至检查日 {check_day:weekday}24:00，"
            "没有符合要求的还款能力评估，按“不能确定按时收回”处理。",
            "Loan {loan_no} matures on {matures_on:weekday}. By the end of the check day, {check_day:weekday}, it had "
            "no assessment that counts; it is treated as unsure.",
        ),
    ),
    "arrears_day": (
        Text(
            "结清欠息的记录 {cleared} 已撤销，如同未曾结清（R104）：借据 {loan_no} 自 {since:weekday}起欠息，"
            "当日为第 1 天；第 {first_day} 天为 {reached_on:weekday}，其间已到，自撤销入账之日起达到本级（R27）。",
            "The record {cleared}, which cleared the arrears, is retracted, and they count on as if it had not been "
            "(R104): loan {loan_no} has interest in arrears since {since:weekday}, which is day 1; day {first_day} was "
            "{reached_on:weekday}, and this level is reached on the day of the retraction (R27).",
        ),
        Text(
            "借据 {loan_no} 自 {since:weekday}起欠息，当日为第 1 天；第 {first_day} 天为 {reached_on:weekday}，"
            "达到本级。",
            "Loan {loan_no} has interest in arrears since {since:weekday}, which is day 1; day {first_day}, on which "
            "this level is reached, is {reached_on:weekday}.",
        ),
    ),
    "overdue_day": (
        Text(
            "恢复正常的记录 {cleared} 已撤销，如同未曾恢复（R104）：借据 {loan_no} 自 {since:weekday}起本金逾期，"
            "当日为第 1 天；第 {first_day} 天为 {reached_on:weekday}，其间已到，自撤销入账之日起达到本级（R27）。",
            "The record {cleared}, which ended the overdue, is retracted, and it counts on as if it had not been "
            "(R104): loan {loan_no} has principal overdue since {since:weekday}, which is day 1; day {first_day} was "
            "{reached_on:weekday}, and this level is reached on the day of the retraction (R27).",
        ),
        Text(
            "借据 {loan_no} 于 {matures_on:weekday}到期未还。到期日不是工作日，可还至其后首个工作日 "
            "{paid_until:weekday}；余额记录未载逾期起始日，全部本金自次日 {since:weekday}起逾期，当日为第 1 天；"
            "第 {first_day} 天为 {reached_on:weekday}，达到本级（R106）。",
            "Loan {loan_no} matured on {matures_on:weekday} and is not paid. That is no working day, so it could be "
            "paid until {paid_until:weekday}, the first one after it. No position dates the overdue principal: all "
            "of it is overdue since the day after, {since:weekday}, which is day 1; day {first_day}, on which this "
            "level is reached, is {reached_on:weekday} (R106).",
        ),
        Text(
            "借据 {loan_no} 于 {matures_on:weekday}到期未还；余额记录未载逾期起始日，全部本金自到期次日 "
            "{since:weekday}起逾期，当日为第 1 天；第 {first_day} 天为 {reached_on:weekday}，达到本级（R106）。",
            "Loan {loan_no} matured on {matures_on:weekday} and is not paid. No position dates the overdue principal: "
            "all of it is overdue since the day after, {since:weekday}, which is day 1; day {first_day}, on which "
            "this level is reached, is {reached_on:weekday} (R106).",
        ),
        Text(
            "借据 {loan_no} 自 {since:weekday}起本金逾期，当日为第 1 天；第 {first_day} 天为 {reached_on:weekday}，"
            "达到本级。",
            "Loan {loan_no} has principal overdue since {since:weekday}, which is day 1; day {first_day}, on which "
            "this level is reached, is {reached_on:weekday}.",
        ),
    ),
    "forecast": (
        Text(
            "预测 {month:month}五级分类为“{grade:grade}”。", "The class forecast for {month:month} is: {grade:grade}."
        ),
    ),
    "classified": (
        Text(
            "{month:month}五级分类已认定为“{grade:grade}”（O1）。",
            "The five-category class has been set, in {month:month}, to: {grade:grade} (O1).",
        ),
    ),
    "major_event": (
        Text(
            "借款人发生重大事项：{kind:kind}。重大事项一律视为红色预警。",
            "A major event has struck the borrower: {kind:kind}. A major event is always red.",
        ),
    ),
    "observed": (
        Text(
            "预警信号第 {number} 号“{number:rule}”：{number:compared}",
            "Signal {number}, {number:rule}: {number:compared}",
        ),
    ),
    "new_book": (
        Text(
            "新规则手册生效，按其重新判断预警信号第 {number} 号“{number:rule}”：{number:compared}",
            "A new rule book took force; judged by it again, signal {number}, {number:rule}: {number:compared}",
        ),
        Text(
            "新规则手册生效，按其重新判断：五级分类“{grade:grade}”达到本级。",
            "A new rule book took force; judged by it again, the class {grade:grade} reaches this level.",
        ),
    ),
    "finding": (
        Text(
            "发现管理风险：{kind:kind}；按知情或记录此事的最低机构，视为{found_at:org_level}发现（O7）。",
            "A management risk was found: {kind:kind}. By the lowest organisation that knew or recorded it, it counts "
            "as found at the {found_at:org_level} (O7).",
        ),
    ),
    "contagion": (
        Text(
            "关联方{source:borrower}有自身的业务风险预警，级别{level:level}，经{paths:paths} 传及本借款人，"
            "级别与来源相同；关联关系曾记录终止，该终止已由记录 {restored} 撤销，关系自撤销之时重新建立（R103），"
            "来源级别、关联关系、余额三者中，{last:fact}最后录入（{start:at}），自此视为发现。",
            "{source:borrower} has a business warning of its own, level {level:level}; over {paths:paths} it reaches "
            "this borrower, at the same level. The link had been recorded as ended, which the record {restored} "
            "retracts: it is made anew from then on (R103). Of the source's level, the link and the balance, "
            "{last:fact} was recorded last ({start:at}): discovered from then.",
        ),
        Text(
            "关联方{source:borrower}有自身的业务风险预警，级别{level:level}，经{paths:paths} 传及本借款人，"
            "级别与来源相同；来源级别、关联关系、余额三者中，{last:fact}最后录入（{start:at}），自此视为发现。",
            "{source:borrower} has a business warning of its own, level {level:level}; over {paths:paths} it reaches "
            "this borrower, at the same level. Of the source's level, the link and the balance, {last:fact} was "
            "recorded last ({start:at}): discovered from then.",
        ),
    ),
    "path_added": (
        Text(
            "来源{source:borrower}又经{paths:paths} 传及本借款人；仍为同一个传导信号（O5）。",
            "The source {source:borrower} reaches this borrower over {paths:paths} too; the derived signal "
            "stays one (O5).",
        ),
    ),
    "approved_above": (
        Text(
            "后来的记录载明该贷款由{approved_by:org_level}审批；此前记录为支行自行审批，故自此须由分行上报总行（O7）。",
            "A later record says that the loan was approved by the {approved_by:org_level}, and not by the sub-branch "
            "itself as recorded before; so from then on the branch reports it to head office (O7).",
        ),
    ),
    "loans_added": (
        Text(
            "该发现后来再次记录，并列明借据 {loans}；自该记录起也是所涉借据（W6）。",
            "The finding was recorded again and names {loans} too: source loans from that record on (W6).",
        ),
    ),
    "balance_recorded": (
        Text(
            "此前留存的事实，因借款人在本行有余额入账而形成信号，级别为{level:level}（W11）。",
            "A fact kept until now raises its signal because a balance here was recorded; the level is "
            "{level:level} (W11).",
        ),
    ),
    "refinanced": (
        Text(
            "借新还旧：借据 {new} 取代借据 {old}，信号随之转到新借据（W9）。",
            "Refinanced: loan {new} takes the place of loan {old}, and the signal goes with it (W9).",
        ),
    ),
    "recovered": (
        Text(
            "所涉 {loans} 笔借据全部结清，无核销，信号随末笔结清的录入而关闭（W9）。",
            "Its source loans ({loans}) were all settled, none written off; the signal closes as the last "
            "settlement is recorded (W9).",
        ),
    ),
    "kept_after_recovery": (
        Text(
            "贷款已收回，信号已关闭；其后所指记录 {retracted} 撤销，按其余在案记录，所依据的事实仍然成立，"
            "留存至 {until:due}；其间如有余额入账，即再次形成信号（W9、R105）。",
            "The loans are recovered and the signal is closed. Since, the record {retracted} is retracted, and by what "
            "is left on record the fact still stands: it is kept until {until:due}, and raises the next episode if a "
            "balance is recorded before (W9, R105).",
        ),
        Text(
            "贷款已收回，信号关闭，但其所依据的事实仍然成立，留存至 {until:due}；"
            "其间如再有余额入账，即再次形成信号（W9）。",
            "The loans are recovered and the signal is closed, but the fact it rests on still stands: it is kept "
            "until {until:due}, and raises the next episode if a balance is recorded before (W9).",
        ),
    ),
    "forgotten": (
        Text(
            "留存期已满，不再据此形成信号（W9）。",
            "The time for which the fact was kept is over; it raises nothing more (W9).",
        ),
    ),
    "released": (
        Text(
            "经另一人审批{to_level:lowering}，理由为“{ground:ground}”（W8）。",
            "With the approval of another person {to_level:lowering}; ground: {ground:ground} (W8).",
        ),
    ),
    "disputed": (
        Text(
            "信号所依据的记录已被撤销，信号标为存疑；级别与义务不变，须经双人审批、以“依据有误”为由解除（W12）。",
            "The record the signal rests on was retracted, so the signal is disputed. Level and duties stand until a "
            "two-person release with the ground 'mistaken' (W12).",
        ),
    ),
    "pipeline_lag": (
        Text(
            "检查时未见的记录其实此前已经收到（系统处理滞后）：信号存疑；报告义务在该记录读入之前的逾期撤回，不计分，"
            "此后的逾期照常计分（T2、R48）。",
            "The check ran without a record that had already been received (processing lag): the signal is disputed. "
            "Breaches of its reports before that record was read are withdrawn and not scored; those after it are "
            "scored as ever (T2, R48).",
        ),
    ),
    "derived_at_nil": (
        Text(
            "借款人余额已为零，当日内由关联方传导的信号于当日 24:00 关闭（O5）。",
            "The borrower's balance is nil: what was derived on that day closes at its end (O5).",
        ),
    ),
}

WARNINGS: Final[Reasons] = {
    "warning_raised": (
        Text(
            "首个有效信号形成预警，级别{level:level}：{made_by:made_by}（{signals:signals}）。所涉贷款金额合计 "
            "{amount:money}（{by_loan:by_loan}）。",
            "The first live signal raises the warning. It is {level:level}: {made_by:made_by} ({signals:signals}). "
            "Its amount is {amount:money} ({by_loan:by_loan}).",
        ),
    ),
    "tier_crossed": (
        Text(
            "所涉贷款金额合计达到 {amount:money}（{by_loan:by_loan}），上报时限改按“{tier:tier}”一档执行。",
            "The amount has reached {amount:money} ({by_loan:by_loan}): clocks now go by the tier {tier:tier}.",
        ),
    ),
    "warning_level": (
        Text(
            "预警级别改为{level:level}：{made_by:made_by}（{signals:signals}）。",
            "The warning is now {level:level}: {made_by:made_by} ({signals:signals}).",
        ),
    ),
    "signal_disputed": (
        Text(
            "信号 {signal} 所依据的记录已被撤销，标为存疑；预警的级别不因此变动（W12）。",
            "A record that signal {signal} rests on was retracted, so that signal is disputed; the warning's level "
            "stands (W12).",
        ),
    ),
    "signal_lagged": (
        Text(
            "信号 {signal} 因系统处理滞后而标为存疑：检查时未见的记录其实此前已经收到；预警的级别不因此变动（T2）。",
            "Signal {signal} is disputed for our processing lag: a record that the check did not see had been received "
            "before; the warning's level stands (T2).",
        ),
    ),
    "warning_closed": (
        Text("最后一个有效信号已关闭，预警随之关闭。", "The last live signal is closed, and so is the warning."),
    ),
}
