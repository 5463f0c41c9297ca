"""Where a duty's post comes from, where its breach can be seen, on what its score rests (D9, D10, D11, article 18)."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

OWING: Final[Table] = {
    "post_default": Text(
        "岗位“{post}”为默认值（D11，规则手册）：条款没有指明由何岗位负责。",
        "The post, {post}, is our default (D11, the rule book): the clause names none.",
    ),
    "post_assessment": Text(
        "岗位：条款原文即为“客户经理”（11.1.1）。",
        "The post is the clause's own: 'the account manager' (11.1.1).",
    ),
    "post_team": Text(
        "牵头人为条款原文“支行行长或分管贷款的行长”（11.2.1）；义务记在“{post}”名下，为默认值（D11，规则手册）。",
        "Who leads is the clause's own: 'its president or the president in charge of lending' (11.2.1); that the duty "
        "stands with the {post} is our default (D11, the rule book).",
    ),
    "post_meeting": Text(
        "岗位“{post}”为默认值（D11，规则手册）：条款只要求红色预警由分行主要领导亲自参与（12.3.1），"
        "本项不因红色而产生，由分行何岗位召开，条款没有指明。",
        "The post, {post}, is our default (D11, the rule book): the clause asks for the principal leader in person on "
        "a red warning only (12.3.1); this duty was not opened by red, and who at the branch holds the meeting it does "
        "not say.",
    ),
    "post_meeting_red": Text(
        "红色预警由分行主要领导亲自参与，为条款原文（12.3.1）；由“{post}”负责召开，为默认值（D11，规则手册）。",
        "That the principal leader takes part in person on a red warning is the clause's own (12.3.1); that the {post} "
        "is the one to hold the meeting is our default (D11, the rule book).",
    ),
    "post_monitor": Text(
        "制度要求分行“对信息的分析和报送要落实专人”（第十四条（二）1），没有规定岗位名称；由“{post}”负责本项，"
        "为默认值（D11，规则手册）。",
        "The policy asks the branch for named staff for the analysis and the reporting (article 14 (2) 1), and names "
        "no post; that the {post} owes this is our default (D11, the rule book).",
    ),
    "post_sub_branch": Text(
        "岗位“{post}”为默认值（D11，规则手册）：条款只说到支行；第十四条（一）所定的职责分工是就处置措施而言。",
        "The post, {post}, is our default (D11, the rule book): the clause says the sub-branch only, and what article "
        "14 (1) says of who does what is about the measures taken.",
    ),
    "escalated_line": Text(
        "该逾期也记在上级岗位名下：{owner}（D9）。上级可查{how}；本系统尚不发送通知，没有送达上级的记录。",
        "The breach stands with the superior too: {owner} (D9), who can look it up{how}. This system sends no notices "
        "yet, and there is no record of any delivery.",
    ),
    "no_superior": Text(
        "总行没有上级：该逾期只在总行可查（D9）；本系统尚不发送通知。",
        "Head office has no superior: the breach can be looked up at head office itself (D9). This system sends no "
        "notices yet.",
    ),
    "look_up": Text("（{command}）", " ({command})"),
    "scored_by": Text(
        "考评的依据是第十八条；该条把预警工作列入分行的考评，没有规定如何计分。按每项义务计分，"
        "以及如何认定隐瞒不报、延时缓报，为默认值（D10）。",
        "It is scored by article 18, which makes warning work part of the branches' assessment and does not say how. "
        "That each duty is scored, and how concealment and delay are recognised, is our default (D10).",
    ),
    "issued": Text("{how}，凭记录 {event} 下发，{at} 录入。", "It was {how}: issued by record {event}, recorded {at}."),
    "h_later": Text("其后的相关记录：", "Later records about it:"),
}
