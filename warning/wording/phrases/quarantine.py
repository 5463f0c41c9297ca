"""What the commands on what was quarantined say."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

QUARANTINE: Final[Table] = {
    "t_quarantine": Text("隔离待改的记录（{n} 条）", "Records in quarantine ({n})"),
    "no_quarantine": Text("没有待处理的记录。", "Nothing waits for a correction."),
    "no_held": Text("没有等待借据的记录。", "No record waits for its loan."),
    "q_where": Text("来源", "Source"),
    "q_no": Text("编号", "No"),
    "q_line": Text("第 {n} 行", "line {n}"),
    "q_offset": Text("位移 {n}", "offset {n}"),
    "q_title": Text("隔离编号 {n}（{at}）", "Number {n} ({at})"),
    "q_title_timeless": Text("隔离编号 {n}", "Number {n}"),
    "q_original": Text("原文", "The original"),
    "q_correction": Text("更正（{who}）", "The correction ({who})"),
    "status_dismissed": Text("，不再处理 {n} 条", ", {n} dismissed"),
    "status_settled": Text("，重新受理 {n} 条", ", {n} taken after all"),
    "f_beside": Text("其中", "Among them"),
    "beside_commands": Text("人工办理 {n} 条", "{n} acts given here by hand"),
    "beside_again": Text(
        "隔离后重新受理 {n} 条（原记录仍计为隔离）",
        "{n} taken after all from the quarantine (the originals stay counted there)",
    ),
    "src_again": Text("隔离区（重新受理）", "quarantine, taken after all"),
    "src_numbers": Text("{n} 个编号", "{n} numbers"),
    "q_is_dismissal": Text(
        "隔离编号 {n} 是不再处理的提议（{who}）：{ground}\n核对后批准：warning quarantine approve {n} --dismissals "
        "--officer …{options}",
        "What is proposed for number {n} is to dismiss it ({who}): {ground}\nTo approve that: warning quarantine "
        "approve {n} --dismissals --officer …{options}",
    ),
    "q_is_no_dismissal": Text(
        "隔离编号 {n} 的状态为“{state}”，没有待批的不再处理。用 warning quarantine show {n}{options} 查看。",
        "Number {n} is '{state}': nobody has proposed to dismiss it. See warning quarantine show {n}{options}.",
    ),
    "q_ground": Text("不再处理的理由（{who}）", "Why it is to be dismissed ({who})"),
    "q_dismissed_by": Text("{who} 于 {at} 批准不再处理。", "Approved by {who} at {at}: dismissed."),
    "q_dismissal": Text(
        "隔离编号 {n} 已提出不再处理，须由另一人批准：warning quarantine approve {n} --dismissals --officer …{options}",
        "Number {n} is to be dismissed; another person has to approve it: warning quarantine approve {n} --dismissals "
        "--officer …{options}",
    ),
    "q_dismissals": Text(
        "{n} 条已提出不再处理，须由另一人批准：warning quarantine approve --dismissals --officer …{options}",
        "To be dismissed: {n}; another person has to approve it: warning quarantine approve --dismissals "
        "--officer …{options}",
    ),
    "q_dismissed": Text(
        "隔离编号 {n} 不再处理，原文保留，仍计为隔离。",
        "Number {n} is dismissed; its original is kept, and counts as quarantined.",
    ),
    "q_all_dismissed": Text(
        "{n} 条不再处理，原文保留；须按编号查看后批准（代替了此前提议的）、由另一人批准或另行提出的：{left} 条。",
        "{n} dismissed, originals kept; still to be looked at and approved by its number (as it has replaced another "
        "proposal), approved by another person, or proposed anew: {left}.",
    ),
    "q_no_ground": Text("--ground 为空：请写明为何不再处理。", "--ground is blank: say why it is dismissed."),
    "q_which_dismissed": Text("请给出隔离编号，或 --reason，二者选一。", "Give a number, or --reason: one of the two."),
    "q_which_approved": Text(
        "请给出隔离编号，或以 --dismissals（不带 --seen）指全部待批的不再处理。",
        "Give a number, or --dismissals for all that are to be dismissed (without --seen).",
    ),
    "q_state_replaced": Text("{state}（代替了此前的提议）", "{state} (has replaced another proposal)"),
    "q_proposal": Text(
        "提议的识别码 {digest}（批准时可用 --seen 指明所看过的是这一份）",
        "This proposal is {digest} (--seen tells an approval that it is the one you have looked at)",
    ),
    "q_is_replaced": Text(
        "注意：这一提议代替了此前的另一份；批准须以 --seen 给出上述识别码。",
        "Note: it has taken the place of another proposal; to approve it, give the above with --seen.",
    ),
    "q_unseen": Text(
        "隔离编号 {n} 的提议代替了此前的另一份，未作改动。请先用 warning quarantine show {n}{options} 查看，"
        "再以 --seen 给出其中的识别码批准。",
        "What is proposed for number {n} has taken the place of another proposal; nothing was changed. Look at it with "
        "warning quarantine show {n}{options}, then approve it with --seen and what is said there.",
    ),
    "q_not_seen": Text(
        "隔离编号 {n} 现在的提议不是 --seen 所指的那一份（已被代替），未作改动。请重新查看："
        "warning quarantine show {n}{options}",
        "What is proposed for number {n} now is not what --seen names; nothing was changed. Look at it again: "
        "warning quarantine show {n}{options}",
    ),
    "q_approved": Text("{who} 于 {at} 批准，已受理。", "Approved by {who} at {at}, and taken."),
    "q_retried": Text("于 {at} 按原文重新受理。", "Taken again as it was at {at}."),
    "q_proposed": Text(
        "隔离编号 {n} 的更正已提出，须由另一人批准：warning quarantine approve {n} --officer …{options}",
        "A correction of number {n} is proposed; another person has to approve it: warning quarantine approve {n} "
        "--officer …{options}",
    ),
    "q_again": Text(
        "已代替 {who} 此前对隔离编号 {n} 提出的更正或处理；内容不同的，批准时须以 --seen 指明所看过的是哪一份。",
        "It takes the place of what {who} had proposed for number {n}. Where it is another one, who approves it says "
        "with --seen which they have looked at.",
    ),
    "q_other_id": Text(
        "注意：隔离编号 {n} 的记录编号为“{was}”，更正的记录编号为“{id}”，将作为另一条记录受理。",
        "Note: the record of number {n} has the id '{was}', its correction '{id}': it will be taken as another record.",
    ),
    "q_another": Text(
        "隔离编号 {n} 已有 {who} 的提议待批准，未作改动。用 warning quarantine show {n}{options} 查看；"
        "由另一人批准：warning quarantine approve {n} --officer …{options}；或加 --replace，以本次提议代替。",
        "A proposal of {who} for number {n} waits already; nothing was changed. See it with warning quarantine show "
        "{n}{options}. Another person approves it, warning quarantine approve {n} --officer …{options}; or put yours "
        "in its place with --replace.",
    ),
    "q_corrected": Text(
        "隔离编号 {n} 已按更正后的内容受理，原文保留。", "Number {n} was taken as corrected; its original is kept."
    ),
    "q_taken": Text("隔离编号 {n} 已按原文重新受理。", "Number {n} was taken again as it was."),
    "q_retaken": Text(
        "重新受理 {n} 条：已受理 {taken}（其中不生效 {refused}），仍待处理 {left}。",
        "{n} were tried again: {taken} taken ({refused} of them refused), {left} still wait.",
    ),
    "q_which": Text(
        "请给出隔离编号、--all 或 --reason，三者选一。", "Give a number, --all or --reason: one of the three."
    ),
    "q_no_reason": Text(
        "没有因 {reason} 待处理的记录。待处理的原因：{there}。", "Nothing waits because of {reason}. Reasons: {there}."
    ),
    "q_still": Text(
        "隔离编号 {n} 仍不能受理，未作改动：{why}", "Number {n} can still not be taken; nothing was changed: {why}"
    ),
    "q_still_held": Text(
        "隔离编号 {n} 仍不能受理，未作改动：借据 {loan} 尚未录入。",
        "Number {n} can still not be taken; nothing was changed: loan {loan} is not known yet.",
    ),
    "q_still_broken": Text(
        "隔离编号 {n} 的内容有误，未作改动：", "What is given for number {n} is wrong; nothing was changed:"
    ),
    "q_same_person": Text(
        "对隔离编号 {n} 的提议须由另一人批准，不能是提出的人。",
        "What is proposed for number {n} has to be approved by another person than the one who proposed it.",
    ),
    "q_proposer_erased": Text(
        "对隔离编号 {n} 的提议，其提出人已被删除，无从判断批准人是否另一人。请重新提出："
        "warning quarantine correct {n} … --replace{options}（不再处理的用 dismiss）。",
        "Who proposed something for number {n} was erased since: nobody can tell whether who approves is another "
        "person. Propose it anew: warning quarantine correct {n} … --replace{options} (or dismiss).",
    ),
    "officer_unreadable": Text(
        "--officer 不是工号：为空，或含有形似英文字母的其他文字。请用数字、英文字母、汉字和常用标点。",
        "--officer is no staff number: it is blank, or holds letters of other scripts that only look Latin. Use "
        "digits, Latin letters, Chinese characters and plain punctuation.",
    ),
    "quarantine_absent": Text(
        "没有隔离编号 {n}。用 warning quarantine list --all{options} 查看。",
        "The quarantine has no number {n}. warning quarantine list --all{options} shows all.",
    ),
    "quarantine_uncorrected": Text(
        "隔离编号 {n} 还没有可批准的提议。先提出更正：warning quarantine correct {n} 文件 --officer …{options}，"
        "再由另一人批准。",
        "Nothing is proposed for number {n} that could be approved. First propose a correction, warning quarantine "
        "correct {n} FILE --officer …{options}; then another person approves it.",
    ),
    "quarantine_corrected": Text(
        "隔离编号 {n} 已有提议，不能再按原文受理。由另一人批准：warning quarantine approve {n} --officer …{options}",
        "Something is proposed for number {n}, so that its original is not taken again. Another person has to "
        "approve it: warning quarantine approve {n} --officer …{options}",
    ),
    "quarantine_settled": Text(
        "隔离编号 {n} 的状态为“{state}”，不能这样处理。", "Number {n} is '{state}': this cannot be done with it."
    ),
}
