"""Acts that are on file and met nothing (R57), or came after another had done it: code -> why, and what to do."""

from __future__ import annotations

from typing import Final

from warning.wording.reasons.signals import Reasons
from warning.wording.text import Text

IDLE: Final[Reasons] = {
    "act_without_warning": (
        Text(
            "{customer_no:borrower}没有有效的{domain:domain}预警，记录存档，未完成任何义务。请核对客户号。",
            "{customer_no:borrower} has no live warning of {domain:domain}: on file, it meets no duty. Check the "
            "customer number.",
        ),
    ),
    "act_other_domain": (
        Text(
            "{customer_no:borrower}没有有效的{domain:domain}预警，有效的是{other:domain}预警；记录存档，未完成任何义务。"
            "请核对风险领域。",
            "{customer_no:borrower} has no live warning of {domain:domain}, but one of {other:domain}: on file, it "
            "meets no duty. Check the domain.",
        ),
    ),
    "act_owed_elsewhere": (
        Text(
            "{org_no:org}对{customer_no:borrower}的{domain:domain}预警没有待完成的“{sought:duties}”，在其"
            "{other:domain}预警中则有（{duty}）；记录存档，未完成任何义务。请核对风险领域。",
            "{org_no:org} has no '{sought:duties}' to do on the warning of {domain:domain} of {customer_no:borrower}, "
            "but has on that of {other:domain} ({duty}): on file, it meets no duty. Check the domain.",
        ),
    ),
    "act_owes_others": (
        Text(
            "{org_no:org}对{customer_no:borrower}的{domain:domain}预警没有待完成的“{sought:duties}”，也没有完成过；"
            "{owners:owners}。该机构在该预警中待完成的是“{owed:duties}”。记录存档。请核对所办的是哪一项。",
            "{org_no:org} has no '{sought:duties}' to do on the warning of {domain:domain} of {customer_no:borrower}, "
            "nor has done one; {owners:owners}. What it owes there is '{owed:duties}'. On file; check which of these "
            "was meant.",
        ),
    ),
    "act_not_owed": (
        Text(
            "{org_no:org}对{customer_no:borrower}的{domain:domain}预警没有待完成的“{sought:duties}”，也没有完成过；"
            "{owners:owners}。记录存档。请核对机构号。",
            "{org_no:org} has no '{sought:duties}' to do on the warning of {domain:domain} of {customer_no:borrower}, "
            "nor has done one; {owners:owners}. On file; check the organisation.",
        ),
    ),
    "act_nobody_owes": (
        Text(
            "{customer_no:borrower}的{domain:domain}预警没有待完成的“{sought:duties}”：{org_no:org}没有，其他机构也"
            "没有。记录存档，未完成任何义务。",
            "Nobody has a '{sought:duties}' to do on the warning of {domain:domain} of {customer_no:borrower}: neither "
            "{org_no:org} nor another organisation. On file, it meets no duty.",
        ),
    ),
    "phone_no_clock": (
        Text(
            "{org_no:org}对{customer_no:borrower}的{domain:domain}预警没有以 24 小时计的首次报告；待完成的 {duty} "
            "只能以书面报告完成，电话报告不起作用（D2）。记录存档。",
            "{org_no:org} owes no first notice within 24 hours on the warning of {domain:domain} of "
            "{customer_no:borrower}; what it owes ({duty}) is met by a written report alone, and a telephone notice "
            "changes nothing (D2). On file.",
        ),
    ),
    "sign_off_early": (
        Text(
            "{month:month}末分类预测自 {opens:at} 起方可签认（O3、R26），{org_no:org}的本次签认早于此时：记录存档，"
            "未完成任何义务。届时请再次签认。",
            "The forecast for the end of {month:month} can be signed off from {opens:at} (O3, R26), and {org_no:org} "
            "did so before: on file, it meets no duty. Sign off again from then on.",
        ),
    ),
    "sign_off_idle": (
        Text(
            "{org_no:org}没有待签认的 {month:month}末分类预测，记录存档。请核对机构号与月份。",
            "{org_no:org} owes no sign-off for the end of {month:month}: on file, it meets no duty. Check "
            "organisation and "
            "month.",
        ),
    ),
    "act_leader_absent": (
        Text(
            "{org_no:org}待完成的会议义务 {duty} 由红色预警而起，须由分行主要负责人亲自到会；本次会议"
            "存档，不完成该义务。",
            "{org_no:org} owes a meeting that a red level opened ({duty}), which the branch's principal leader has to "
            "attend in person: this one is on file and does not meet it.",
        ),
    ),
    "act_met_before": (
        Text(
            "{org_no:org}的此类义务已由记录 {by} 于 {ended_at:at} 完成（{duty_kind:duty}，{duty}），没有其他待完成的；"
            "本记录存档。",
            "{org_no:org} owes no such duty any more: record {by} met it at {ended_at:at} ({duty_kind:duty}, {duty}). "
            "This one is on file.",
        ),
    ),
    "act_waived_before": (
        Text(
            "{org_no:org}的此类义务已由记录 {by} 于 {ended_at:at} 豁免（{duty_kind:duty}，{duty}），没有其他待完成的；"
            "本记录存档。",
            "{org_no:org} owes no such duty any more: it was waived at {ended_at:at}, by record {by} "
            "({duty_kind:duty}, {duty}). This one is on file.",
        ),
    ),
    "proposal_approved": (
        Text(
            "申请 {proposal} 已于 {ended_at:at} 由{org_no:org}{post:post}批准（记录 {by}），不必再次审批。",
            "The proposal {proposal} was approved at {ended_at:at} by the {post:post} of {org_no:org} (record {by}): "
            "it needs no other approval.",
        ),
    ),
    "proposal_taken_back": (
        Text(
            "申请 {proposal} 已于 {ended_at:at} 撤回（记录 {by}），不再待批；如仍需办理，以新的编号重新提出申请。",
            "The proposal {proposal} was withdrawn at {ended_at:at} (record {by}) and waits no more; propose again "
            "with a new id if it is still wanted.",
        ),
    ),
    "proposal_of_domain": (
        Text(
            "申请 {proposal} 待批，但属于{domain:domain}预警。请核对风险领域。",
            "The proposal {proposal} waits, but is about the warning of {domain:domain}. Check the domain.",
        ),
    ),
}
