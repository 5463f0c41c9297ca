"""Short texts of the defaults W, T, P, O, D: what we chose where the policy is silent (``clauses.md``)."""

from __future__ import annotations

from typing import Final

from warning.wording.text import Text

O7: Final[dict[str, Text]] = {
    "12.1.2.1": Text("越权、违规放贷为红色。", "Lending beyond authority or in breach of rules is red."),
    "12.1.2.2": Text("放款时未落实条件或要求为橙色。", "Conditions not met at drawdown are orange."),
    "lowest": Text(
        "按发现或记录此事的最低一级机构确定上报路径。",
        "It is reported by the lowest organisation that found or recorded it.",
    ),
    "sub_branch": Text(
        "支行发现的，支行报分行、分行报总行，均自首次发现起算。",
        "Found at a sub-branch: it reports to the branch and the branch to head office, both from the first discovery.",
    ),
    "branch": Text("分行发现的，分行报总行。", "Found at a branch: the branch reports to head office."),
    "head_office": Text("总行发现的，不再上报。", "Found at head office: it is not reported up."),
    "approved_here": Text(
        "支行自行审批的贷款未落实条件的，不报总行。",
        "Conditions not met on a loan the sub-branch approved itself do not go to head office.",
    ),
    "rectification_notice": Text(
        "整改通知 3 个工作日内下发。", "The rectification notice is issued within 3 working days."
    ),
    "completion": Text(
        "整改按通知所定日期、未定的 30 日内完成。",
        "Its completion is due by the date it sets, else within 30 days.",
    ),
}
"""The rules on management findings, one by one: a page says those that apply."""
W9_OFF_BALANCE: Final = Text(
    "表外业务到期失效或解除而未发生垫款的，或由客户备付的，视为结清；由本行垫付的，垫款借据取代之。",
    "An off-balance item that expires or is released without a claim, or that the customer funds, is settled; what the "
    "bank pays on it is a loan that takes its place.",
)
"""What W9 says of off-balance items."""
T6_REPORT: Final = Text(
    "系统上线：上线前已到期、上线后第 5 个工作日日终以前录入的，不产生义务，但上线时仍有效的信号的报告除外："
    "该报告于该工作日 24:00 到期，标注“上线过渡期限”。",
    "Going live: what was due before, and is recorded before the end of the 5th working day after it, opens no duty, "
    "save the report of a signal live at that instant: it is due at the end of that day, tagged 'due set by going "
    "live'.",
)
"""The part of T6 that carries a report whose own due was past at going live."""
DEFAULTS: Final[dict[str, Text]] = {
    "W1": Text(
        "信号按“借款人+条款+对象（来源客户、信号编号、借据等）+期次”识别；同一事项经不同渠道得知，只算一个信号。",
        "A signal is borrower, clause, subject and episode; one matter heard over several channels is one signal.",
    ),
    "W2": Text(
        "一个借款人在一个领域（业务、管理）的一宗预警：自首个有效信号起，至最后一个关闭止。级别取最高有效信号；"
        "两个不同信号组的自身黄色信号并存时为橙色。",
        "A warning is the case of one borrower in one domain, from the first live signal to the closing of the last. "
        "Its level is the highest live signal; orange when two own yellow ones of different groups are live.",
    ),
    "W3": Text(
        "以截至当时已记录的事实为准；迟录的事实不取消、不降低、不改期已有结论，只可增加。",
        "What was recorded up to then decides; a fact recorded late never removes or lowers what stands, it may add.",
    ),
    "W4": Text(
        "未注明发现时间的：发放、还款、欠息、评估、分类认定与预测以发生时间为发现时间，其余以记录时间为发现时间。",
        "Without a time of discovery: disbursements, repayments, arrears, assessments, classes and forecasts were "
        "discovered when they occurred, all else when it was recorded.",
    ),
    "W5": Text(
        "迟录不推迟截止时间，义务可能一产生即为逾期；记录时所余不足一半时限、且责任机构此前不知情的，逾期原因记为信息传递或录入滞后。"
        "录入日期晚于发现日期的，信号标注“录入晚于发现日”。",
        "A due never moves for late recording, so that a duty may be born breached; recorded with less than half the "
        "time left and unknown to the owner "
        "until then, a breach is put down to the feed. A signal recorded on a later date than discovered is tagged so.",
    ),
    "W6": Text(
        "金额为全行范围内所有有效信号所涉借据的余额之和（本金加表外名义金额，不含利息），每笔只计一次；已核销的"
        "余额仍计入；恰为 100 万元、500 万元的归入上档。",
        "The amount is the sum over the source loans of all live signals, each once, bank-wide: principal and "
        "off-balance notional, without interest; a written-off balance keeps counting. Exactly 1,000,000 "
        "and 5,000,000 belong to the higher tier.",
    ),
    "W7": Text(
        "金额档取预警产生以来曾达到的最高档，只升不降；升档自原因记录之时起产生新金额档的上报义务。",
        "The tier is the highest reached since the warning was raised and never falls; a crossing opens the report at "
        "the new tier from the instant its cause is recorded.",
    ),
    "W8": Text(
        "升级即时生效；降级或关闭只能因贷款收回，或由一人提出、另一人批准。批准时已在案的事实不再形成信号；其后的新事实"
        "另成新一期信号，或使已降级的信号再升级。",
        "Up at once; down or closed only by recovery, or as proposed by one person and approved by another. What was "
        "on record at the approval raises nothing again; a later fact raises the next episode, or what was lowered.",
    ),
    "W9": Text(
        "所涉借据全部以还款结清、无核销，信号关闭；借新还旧由新借据承接。关于借款人的事实仍成立的，留存 12 个月。",
        "Every source loan settled by payment, none written off, closes the signal; after refinancing the new loan "
        "takes the old one's place. A fact about the borrower that still stands is kept for 12 months.",
    ),
    "W10": Text(
        "级别与金额相互独立：级别由信号决定，金额决定上报层级与时限；不足 100 万元的红色预警总行可查，"
        "总行一级没有时限。",
        "Level and amount are independent: signals give the level, the amount how far up it goes and how fast. Red "
        "below 1,000,000 can be looked up at head office, without a clock there.",
    ),
    "W11": Text(
        "在本行无余额的，事实先留存，不产生预警与义务；余额入账时形成信号。",
        "A fact about a party without a balance here is kept and opens nothing; it raises when a balance is recorded.",
    ),
    "W12": Text(
        "记录有误的，信号标为存疑，级别保持，直至以“依据有误”双人解除；只依据被撤销信号且未到期的义务予以免除。",
        "A wrong record makes its signal disputed; the level stands until a two-person release as mistaken, which "
        "waives what rests on retracted signals alone and is not yet due.",
    ),
    "T1": Text(
        "截止时间之前收到才算按时；某日 24:00 即次日 0:00；“2 日”不计发现当日，至第二日 24:00；“24 小时”按实际经过"
        "计算；只报日期的发现，自该日 0:00 起算。",
        "Met means received before the due. The end of a day is the next midnight; '2 days' do not count the day of "
        "discovery and end with the second; '24 hours' elapse exactly; a discovery given as a bare date counts from "
        "its 00:00.",
    ),
    "T2": Text(
        "按时刻判断的事项，以该时刻之前的记录为准，与系统何时处理无关；某日 24:00 所确定的，视为当日发现。",
        "A clock check is decided as of its own instant, however late the machine looks; what the end of a day "
        "establishes is discovered on that day.",
    ),
    "T3": Text(
        "截止时间按日历日执行，另列按工作日顺延的时间供参考；按日计的，起始当日不计，至第 n 日 24:00。",
        "The calendar due is enforced; the working-day view is shown. Counted in days, the start's date is not "
        "counted and the due is the end of the n-th.",
    ),
    "T4": Text("办理事项以记录时间为准。", "An act counts when it is recorded."),
    "T5": Text(
        "义务沿用其产生时的规则手册；新手册新形成的信号，自其生效时视为发现。",
        "A duty keeps the due of the book under which it was opened; what a new book raises is discovered when it "
        "takes force.",
    ),
    "T6": Text(
        "系统上线：上线前已到期、上线后第 5 个工作日日终以前录入的，不产生义务，"
        "此后才录入的仍应办理，一产生即为逾期；跨越上线日的义务与接管贷款的评估，不早于上线后第 5 个工作日 24:00 到期，"
        "标注“上线过渡期限”；接管贷款的检查日不早于该工作日，但不晚于到期日。",
        "Going live: what was due before, and is recorded before the end of the 5th working day after it, opens no "
        "duty; recorded later it is owed, born breached; what runs across it, and the assessment of a loan taken on, "
        "is due not before the end of the 5th working day after it, tagged 'due set by going live'; the check day of a "
        "loan taken on "
        "is not before that working day, but not after maturity.",
    ),
    "P1": Text(
        "检查日取到期前第 30 天、发放日、录入日三者中最晚的一日；展期以新到期日为准，"
        "就原到期日已形成的信号不变；上线接管的贷款另按 T6。",
        "The check day is the latest of 30 days before maturity, the drawdown and the recording; an extension sets a "
        "new one, and the signal on the old maturity stands; for a loan taken on at going live see T6.",
    ),
    "P2": Text(
        "到期前 60 天起作出、检查日 24:00 前录入的评估为有效评估；不良结论随时形成信号。",
        "An assessment made 60 days before maturity or later, recorded by the end of the check day, counts; a bad one "
        "raises a signal at any time.",
    ),
    "P3": Text(
        "评估本身是客户经理的义务：自到期前 60 天起，至检查日 24:00。",
        "The assessment is itself the account manager's duty, from 60 days before maturity to the end of the check "
        "day.",
    ),
    "P4": Text(
        "100 万元以下：到期前第 25 天 24:00，此后才发现的，发现后 2 日；100 万元（含）以上：发现后 2 日；500 万元（含）"
        "以上：24 小时；发现于到期前第 25 天或之前的，均不晚于该日 24:00。检查日为到期前第 25 天而终无评估的，"
        "视为此后才发现；终无评估的，标注“检查日终无评估”，不作“发现过迟”。",
        "Below 1,000,000: the end of the 25th day before maturity, discovered later discovery + 2 days; from "
        "1,000,000: "
        "discovery + 2 days; from 5,000,000: + 24 h; none later than the end of that 25th day while discovery is on or "
        "before it. A missing assessment whose check day is that 25th day counts as discovered later; it is "
        "tagged as missing, not as discovered late.",
    ),
    "O1": Text(
        "认定为关注三级为黄色，预测为关注类的不预警；认定为后三类的，与预测为后三类同级，此前未曾预测的标注"
        "“未曾预测到”；支行与分行预测不一的，从重。",
        "Set to special-mention 3 is yellow, a forecast into special-mention is none; set to one of the last three "
        "classes is as a forecast into it, tagged 'forecast missed' if there was none; of a sub-branch's and a "
        "branch's forecast the worse decides.",
    ),
    "O2": Text(
        "预测的报告，截止于所预测月份之前一个月的月末；认定的，截止于认定当月的月末；此后才发现的，为发现后 2 日，"
        "标注“发现过迟”。",
        "The report of a forecast is due by the end of the month before the one forecast, of a class that was set by "
        "the end of its month; discovered later, discovery + 2 days, tagged 'discovered late'.",
    ),
    "O3": Text(
        "月末预测签认：支行、分行每月各一项，在当月最后 10 天内完成，写明覆盖的有余额户数与未覆盖的客户；"
        "其间没有有余额客户的机构不负此义务。",
        "The month-end forecast: one sign-off per sub-branch, branch and month, in its last 10 days, that says how "
        "many "
        "borrowers with a balance are covered and which are missing; none is owed without such a borrower.",
    ),
    "O4": Text(
        "欠息发生当日为第 1 天，第 n 天自该日零点开始（本金逾期同此，R9）；升级的报告自达到该级别之日零点起算；"
        "结清欠息即停止计数，但不关闭信号；结清后在较晚日期再次发生的欠息，自第 1 天起另成新信号；"
        "未结清又报不同起始日的，以在案最早日期为准，只及于尚未达到的级别。",
        "The date the arrears arose is day 1, and day n begins at its 00:00 (so too for principal overdue, R9); the "
        "report of a rise counts from 00:00 of the day its level is reached; clearing stops the count and closes "
        "nothing; interest in arrears again after clearing, on a later date, is a new signal from day 1; of several "
        "dates without clearing the earliest on record counts for the levels still ahead.",
    ),
    "O5": Text(
        "有自身有效业务信号的借款人为来源，经集团与担保（双向）传及在本行有余额者，级别同来源，仅传一层；来源其后解除、"
        "降级或关联终止，不改变已传导的信号；关联终止自录入当日 24:00 起生效。",
        "A borrower with an own live business signal is a source; it spreads at its level to group members and along "
        "guarantees both ways, one hop, to those with a balance here; releasing or lowering the source, or the end of "
        "the link, changes nothing on what was derived; "
        "the end of a link counts from the end of the day it is recorded.",
    ),
    "O6": Text(
        "由关联方传导的信号，自来源级别、关联关系与余额三者都已录入之时视为发现。",
        "A derived signal is discovered when source level, link and balance are all recorded.",
    ),
    "O7": Text("".join(part.zh for part in O7.values()), " ".join(part.en for part in O7.values())),
    "O8": Text(
        "总行自行发现的，24 小时内下发通知书，所属分支行 3 日内答复。",
        "What head office finds itself: its notice within 24 h, the owners' answers within 3 days.",
    ),
    "O9": Text(
        "凡有所涉借据的支行均负支行义务，其上级分行负分行义务；后来涉及的机构，自其借据涉及之时起负之。贷款移交时，"
        "未完成的义务随之移交，截止时间不变；原机构仍有所涉借据的，其义务保留，新机构另负同样的义务，截止时间相同；"
        "已逾期的，逾期记录留在原机构，承接机构同记逾期而不计分。"
        "贷款由分行直接经办的，除评估外没有支行的义务，汇报会不要求支行行长参加。",
        "Every sub-branch with a source loan owes the sub-branch's duties, its branch the branch's; one that comes in "
        "later, from that instant. When a loan moves, what is open goes with it, its due unchanged; if the old one "
        "keeps a source loan, its duties stay and the new one gets the same, with the same due; what is breached "
        "stays on the old record, and the new one gets it breached, not scored. A loan booked at a branch "
        "itself gives no sub-branch a duty, and the meeting needs no sub-branch president.",
    ),
    "D1": Text(
        "报告义务：每一信号每次产生或升级，各责任支行一项，自发现之时起算；一份完整报告完成该预警在该行的全部报告义务。",
        "Report duties: one per signal, raise or rise, and sub-branch, from the discovery; one complete report meets "
        "all of the warning there.",
    ),
    "D2": Text(
        "24 小时时限分为两项：首次报告（电话或书面，24 小时）与书面报告（自同一起点 2 日）。",
        "A 24 h clock is two duties: the first notice (24 h, by phone or in writing) and the written report (2 days "
        "from the same start).",
    ),
    "D3": Text(
        "分行上报总行：自收到支行完整报告起，按当时的金额档；金额升档、分行自行发现、支行在 100 万元（含）"
        "以上逾期未报，"
        "亦各自起算；就同一次产生或升级已因支行逾期起算的，支行其后的报告不再另行起算。",
        "The branch's report to head office starts with a complete report of a sub-branch, at the tier then, unless "
        "one of that raise or rise stands by the sub-branch's breach at that tier; a crossing, the branch's own "
        "finding, or a sub-branch's breach at 1,000,000 or more starts one too.",
    ),
    "D4": Text(
        "化解小组：预警产生后 24 小时内，每一责任支行一项，由行长或分管副行长牵头。",
        "The team: 24 h from the raise, per owning sub-branch, led by its president or vice-president for lending.",
    ),
    "D5": Text(
        "汇报会：3 个工作日内；红色为 24 小时内，且分行主要领导亲自参加，支行行长汇报。",
        "The meeting: 3 working days; red 24 h with the principal leader in person; the sub-branch president reports.",
    ),
    "D6": Text(
        "按月动态：预警有效的每个自然月、每一责任支行一项，月末截止；预警在当月最后一日产生的，当月不计。"
        "逾期补报的，计入最早未报的月份。",
        "The monthly update: per calendar month in which the warning is live and owning sub-branch, due at its end; "
        "none for the month of a raise on its last day. A late one counts for the oldest open month.",
    ),
    "D7": Text(
        "跟踪至预警关闭；关闭只终结跟踪与当月动态，其余所欠义务不因此免除。",
        "Tracking runs until the warning closes; closing ends it and the month's update, whatever else is owed stays "
        "owed.",
    ),
    "D8": Text(
        "义务以按时完成、逾期完成或豁免终结；豁免须在截止前由另一人批准。",
        "A duty ends met, met late or waived; a waiver is approved by another person before the due.",
    ),
    "D9": Text(
        "逾期记在上级岗位名下，上级可查（总行无上级），本系统尚不发送通知；因系统滞后、信息传递或录入滞后造成的逾期单列，不计分。",
        "A breach stands with the superior's post too, which can look it up (head office has none); no notice is sent "
        "yet. Those caused by our outage or the feed are apart and not scored.",
    ),
    "D10": Text(
        "责任机构有人已知情而逾期未报，且由上级或系统首先记录的，按隐瞒不报计；其余按迟报计。",
        "Concealed: somebody of the owner knew, the due passed, and a superior or a system recorded it first; else "
        "late.",
    ),
    "D11": Text(
        "义务属于机构与岗位，人员变动不改变义务；何岗位可办何事由规则手册规定。",
        "Duties belong to an organisation and a post; the book says which post may do what.",
    ),
    "D12": Text(
        "整改通知：每项发现、每分行一份；完成整改：每份整改通知、每责任支行一项；预警信息通知书：总行发现的每次产生或升级"
        "一份；答复：每份通知书、每责任机构一项。一次办理，完成该预警在该机构的全部同类义务。",
        "A rectification notice per finding and branch; a completion per rectification notice and owning sub-branch; a "
        "warning notice per raise or rise that head office found; an answer per notice and owning organisation. One "
        "act "
        "meets all of its kind in the warning at that organisation.",
    ),
    "design": Text("系统收录规则。", "The system's own rules of taking records in."),
}
