"""Deadlines, posts, the organisation and the calendar."""

from __future__ import annotations

from typing import Final

from warning.wording.problems.told import Problems, Told
from warning.wording.text import Text

DUTIES: Final[Problems] = {
    "term_wrong": (
        Told(
            Text("“{word}”不是期限", "'{word}' is no term"),
            Text(
                "写法如 '24 hours'、'2 days'、'3 working days'", "write it like '24 hours', '2 days', '3 working days'"
            ),
        ),
    ),
    "clock_not_split": (
        Told(
            Text("以小时计的时限是两项义务（D2）", "a clock in hours is two duties (D2)"),
            Text(
                "请写 'first_notice: 24 hours' 和 'report: 2 days'",
                "write 'first_notice: 24 hours' and 'report: 2 days'",
            ),
        ),
    ),
    "notice_not_hours": (
        Told(
            Text("首次报告的时限以小时计（D2）", "a first notice has a clock in hours (D2)"),
            Text("写法如 'first_notice: 24 hours'", "write it like 'first_notice: 24 hours'"),
        ),
    ),
    "tiers_wrong": (
        Told(
            Text("{clause} 按金额档区分", "{clause} goes by tier"),
            Text("请依次给出第 0、1、2 档", "give tier 0, 1 and 2, in this order"),
        ),
        Told(
            Text("各金额档的下限不对", "the tiers' lower bounds are wrong"),
            Text("请给出 {count} 个大于零、递增的金额", "give {count} amounts above zero, ascending"),
        ),
    ),
    "days_out_of_order": (
        Told(
            Text(
                "{later} 为到期前 {days} 天，不晚于 {earlier}",
                "{later} is {days} days before maturity, no later than {earlier}",
            ),
            Text("应小于 {below}", "a number below {below} is expected"),
        ),
    ),
    "post_elsewhere": (
        Told(
            Text("{level} 没有岗位 {post}", "there is no {post} at a {level}"),
            Text("{post} 是 {levels} 的岗位", "{post} is a post of {levels}"),
        ),
    ),
    "post_twice": (Told(Text("“{post}”出现了两次", "'{post}' is here twice"), Text("请只保留一个", "keep one")),),
    "post_missing": (Told(Text("没有写明岗位", "no post is named"), Text("请至少写明一个", "name at least one")),),
    "text_departs": (
        Told(
            Text(
                "与制度原文不符：{clause} 规定为 {said:figure}，手册为 {found:figure}",
                "departs from the policy's text: {clause} says {said:figure}, the book {found:figure}",
            ),
            Text(
                "改动须先由制度制定部门修订制度，并在手册中注明依据",
                "a change of it needs an amendment of the policy by those who issue it; note it in the book",
            ),
        ),
    ),
    "text_claimed": (
        Told(
            Text(
                "标为制度原文（figure: text），但制度原文没有这一数值",
                "marked 'figure: text', but the policy's text has no such figure",
            ),
            Text("请改标 source 或 default", "mark it 'source' or 'default'"),
        ),
    ),
    "text_disowned": (
        Told(
            Text(
                "这一数值出自制度原文（{clause}），却未标为 figure: text",
                "this figure is of the policy's text ({clause}), and is not marked 'figure: text'",
            ),
            Text("请标为 text", "mark it 'text'"),
        ),
    ),
}
ORGANISATION: Final[Problems] = {
    "org_twice": (
        Told(
            Text("机构 {org_no} 出现了两次", "organisation {org_no} is here twice"),
            Text("请只保留一个，前一个在第 {line} 行", "keep one; the first is in line {line}"),
        ),
    ),
    "org_no_wrong": (
        Told(
            Text("“{word}”不是机构号", "'{word}' is no organisation number"),
            Text("应为字母和数字", "letters and digits are expected"),
        ),
    ),
    "head_office_wrong": (
        Told(
            Text("有 {count} 个总行", "there are {count} head offices"),
            Text(
                "一家银行恰有一个 level 为 head_office 的机构",
                "a bank has exactly one organisation of level head_office",
            ),
        ),
    ),
    "parent_wrong": (
        Told(
            Text("总行 {head} 不应有上级", "head office {head} has a superior"),
            Text("请删去 parent", "leave 'parent' out"),
        ),
        Told(
            Text("{org_no} 的上级不在文件中", "the superior of {org_no} is not in the file"),
            Text("请以 org_no 写明其上级 {above}", "name the {above} above it, by its org_no"),
        ),
        Told(
            Text("{org_no} 的上级是 {parent}", "the superior of {org_no} is a {parent}"),
            Text("{level} 的上级应为 {above}", "a {level} stands under a {above}"),
        ),
    ),
}
CALENDAR: Final[Problems] = {
    "year_wrong": (
        Told(Text("年份为 {year}", "the year is {year}"), Text("文件名为 {file}", "the file's name says {file}")),
        Told(
            Text("{day} 不在 {year} 年", "{day} is not in {year}"),
            Text("请写入其所属年份的文件", "put it into its year's file"),
        ),
    ),
    "year_provisional": (
        Told(
            Text("尚未公布的年份还没有放假安排", "a year not published has no holidays yet"),
            Text(
                "请删去，或给出通知并写 'published: true'",
                "leave them out, or give the notice and set 'published: true'",
            ),
        ),
    ),
    "notice_missing": (
        Told(
            Text("已公布的年份没有写明通知", "a published year has no notice"),
            Text(
                "请写明国务院办公厅通知的文号、标题和日期",
                "give the number, title and date of the State Council's notice",
            ),
        ),
    ),
    "days_off_wrong": (
        Told(
            Text("放假日期应写首日和末日", "days off are given by the first and the last"),
            Text("请写 [首日, 末日]", "write [first, last]"),
        ),
        Told(
            Text("通知所列天数为 {told}", "the notice's number of days is {told}"),
            Text("从首日到末日共 {counted} 天", "from the first to the last there are {counted}"),
        ),
    ),
    "workday_wrong": (
        Told(
            Text("{day} 不是周末", "{day} is no weekend"),
            Text("调休上班日应为周六或周日", "a make-up working day is a Saturday or Sunday"),
        ),
    ),
    "day_both": (
        Told(
            Text("{day} 既是上班日又是放假日", "{day} is a working day and a day off"),
            Text("在 {file}:{line} 它是放假日", "it is a day off in {file}:{line}"),
        ),
    ),
    "day_twice": (
        Told(
            Text("{day} 出现了两次", "{day} is here twice"),
            Text("前一个在 {file}:{line}", "the first is {file}:{line}"),
        ),
    ),
}
