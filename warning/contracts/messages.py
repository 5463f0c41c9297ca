"""What people read about a message that cannot be taken: one catalogue, the reason first, then what to do.

Templates are filled with ``path``, ``field``, ``value`` and what each code brings. Chinese is the default.
"""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, dict[str, str]]] = {
    # the message as a whole
    "empty": {
        "zh": "报文为空。请检查发送方是否漏写内容。",
        "en": "The message is empty. Check what the sender wrote.",
    },
    "too_large": {
        "zh": "报文 {size} 字节，超过上限 {largest} 字节。请拆分或把附件另行存放。",
        "en": "The message has {size} bytes, more than {largest}. Split it, or keep attachments elsewhere.",
    },
    "too_deep": {
        "zh": "嵌套超过 {deepest} 层。请按契约的结构发送。",
        "en": "Nested deeper than {deepest} levels. Send the structure of the contract.",
    },
    "bom": {
        "zh": "报文以字节顺序标记（BOM）开头。请以不带 BOM 的 UTF-8 发送。",
        "en": "The message begins with a byte order mark. Send UTF-8 without BOM.",
    },
    "not_utf8": {
        "zh": "第 {at} 字节起不是 UTF-8。请把来源编码（如 GBK）转换为 UTF-8 后重发。",
        "en": "Not UTF-8 from byte {at} on. Convert the source's encoding (such as GBK) to UTF-8 and send again.",
    },
    "not_json": {
        "zh": "第 {at} 个字符处不符合 JSON 语法：“{value}”。请修正后重发。",
        "en": "Not JSON at character {at}: '{value}'. Mend it and send again.",
    },
    "cut_short": {
        "zh": "报文到第 {at} 个字符（“{value}”）就结束了，后面的内容缺失。请补全后重发；一条报文写成一整行。",
        "en": "The message ends too early, at character {at} ('{value}'). Complete it and send again, in one line.",
    },
    "trailing": {
        "zh": "第 {at} 个字符起，报文之后还有内容：“{value}”。每行只写一个报文。",
        "en": "Something follows the message at character {at}: '{value}'. Write one message a line.",
    },
    "not_object": {
        "zh": "最外层应为一个对象（花括号），实为“{value}”。请逐条发送。",
        "en": "The outermost should be one object in braces, not '{value}'. Send messages one by one.",
    },
    "duplicate_key": {
        "zh": "字段 {path} 出现了不止一次，无法确定以哪个为准。请只保留一个。",
        "en": "Field {path} stands more than once, and it cannot be known which counts. Keep one.",
    },
    "nul": {
        "zh": "{path} 含有空字符（\\u0000），无法存储。请去掉。",
        "en": "{path} holds a NUL character (\\u0000), which cannot be stored. Remove it.",
    },
    "surrogate": {
        "zh": "{path} 含有不成对的代理字符，不是合法文字。请检查来源的字符转换。",
        "en": "{path} holds a lone surrogate, which is no text. Check how the source converts characters.",
    },
    "not_a_number": {
        "zh": "{path} 的值 {value} 不是数。请填写实际的值，没有则不写该字段。",
        "en": "{path} is {value}, which is no number. Write the actual value, or leave the field out.",
    },
    "number_too_long": {
        "zh": "{path} 的数过长：{value}。请核对。",
        "en": "The number in {path} is far too long: {value}. Check it.",
    },
    # fields
    "missing": {
        "zh": "缺少必填字段 {path}。请补上后重发。",
        "en": "Required field {path} is missing. Add it and send again.",
    },
    "unknown_field": {
        "zh": "契约中没有字段 {path}。请核对拼写；若发送方用的是更新的契约版本，请在 dataschema 注明（如 …/1.1）。",
        "en": "The contract has no field {path}. Check its spelling; "
        "if the sender holds a newer contract, say so in dataschema (such as …/1.1).",
    },
    "unknown_type": {
        "zh": "没有“{value}”这种事件类型。最接近的是：{near}。",
        "en": "There is no event type '{value}'. Nearest: {near}.",
    },
    "wrong_topic": {
        "zh": "{value} 应发到主题 {topic}。请改发。",
        "en": "{value} belongs on topic {topic}. Send it there.",
    },
    "schema_major": {
        "zh": "dataschema“{value}”的主版本与类型名不符（类型名为 v1）。请按 v1 契约发送。",
        "en": "The major version in dataschema '{value}' is not that of the type's name (v1). Send the v1 contract.",
    },
    "specversion": {
        "zh": 'specversion 应为 "1.0"，实为“{value}”。',
        "en": "specversion should be \"1.0\", not '{value}'.",
    },
    "not_text": {
        "zh": "{path} 应为文字（加引号），实为 {value}。",
        "en": "{path} should be text in quotes, not {value}.",
    },
    "not_integer": {
        "zh": "{path} 应为不带引号、不带小数的整数，实为 {value}。",
        "en": "{path} should be an integer without quotes or decimals, not {value}.",
    },
    "not_boolean": {
        "zh": "{path} 应为 true 或 false，实为 {value}。",
        "en": "{path} should be true or false, not {value}.",
    },
    "not_list": {
        "zh": "{path} 应为列表（方括号），实为 {value}。",
        "en": "{path} should be a list in brackets, not {value}.",
    },
    "not_an_object": {
        "zh": "{path} 应为对象（花括号），实为 {value}。",
        "en": "{path} should be an object in braces, not {value}.",
    },
    "not_in_list": {
        "zh": "{path} 的值“{value}”不在允许之列：{allowed}。",
        "en": "{path} is '{value}', which is none of: {allowed}.",
    },
    "out_of_range": {
        "zh": "{path} 的值 {value} 超出界限 {limit}。",
        "en": "{path} is {value}, beyond the limit {limit}.",
    },
    "blank": {
        "zh": "{path} 为空。请填写。",
        "en": "{path} is blank. Fill it in.",
    },
    "too_long": {
        "zh": "{path} 超过 {limit} 个字符：“{value}”。请缩短。",
        "en": "{path} is longer than {limit} characters: '{value}'. Shorten it.",
    },
    "person_form": {
        "zh": "{path} 含有工号不用的字符（例如形似英文字母的其他文字），会使一人看似两人。"
        "请只用数字、英文字母、汉字和常用标点。",
        "en": "{path} holds characters that no staff number has (such as letters of other scripts that look Latin), by "
        "which one person could pass for two. Use digits, Latin letters, Chinese characters and plain punctuation.",
    },
    "bad_id": {
        "zh": "{path} 的值“{value}”不是合格的编号：1 至 64 个半角字母、数字或 _ . : / -，以字母或数字开头。",
        "en": "{path} is '{value}', which is no identifier: 1 to 64 ASCII letters, digits or _ . : / -, "
        "a letter or digit first.",
    },
    "month": {
        "zh": "{path} 的值“{value}”不是月份，应如 2026-11。",
        "en": "{path} is '{value}', which is no month; write it as 2026-11.",
    },
    "uscc": {
        "zh": "{path} 的值“{value}”不是 18 位统一社会信用代码（大写，不含 I、O、S、V、Z）。",
        "en": "{path} is '{value}', which is no 18-character Unified Social Credit Code "
        "(capitals, without I, O, S, V, Z).",
    },
    # money, dates, instants
    "money_not_text": {
        "zh": '{path} 的金额 {value} 应写成带引号的文字，如 "1000000.00"：数字在传输中会丢失精度。',
        "en": 'The amount {value} in {path} should be text in quotes, such as "1000000.00": numbers lose precision.',
    },
    "money_form": {
        "zh": '{path} 的金额“{value}”写法不对。应为半角数字、恰好两位小数，如 "1000000.00"；'
        "不用千分位、科学计数、正号、前导零，零不带负号。",
        "en": "The amount '{value}' in {path} is not written as an amount. Write ASCII digits with exactly two places, "
        'such as "1000000.00": no separators, exponent, plus, leading zeros, or minus zero.',
    },
    "not_cny": {
        "zh": "{path} 的币种为“{value}”，本系统只受理人民币（CNY）。请折算后发送。",
        "en": "The currency in {path} is '{value}'; only CNY is taken. Convert the amount before sending.",
    },
    "date_not_text": {
        "zh": '{path} 的日期 {value} 应写成带引号的文字，如 "2026-11-01" 或 "20261101"。',
        "en": 'The date {value} in {path} should be text in quotes, such as "2026-11-01" or "20261101".',
    },
    "date_form": {
        "zh": "{path} 的日期“{value}”写法不对，应为 2026-11-01 或 20261101；没有日期写 99991231。",
        "en": "The date '{value}' in {path} should be written as 2026-11-01 or 20261101; 99991231 for none.",
    },
    "date_unknown": {
        "zh": "{path} 的日期“{value}”在日历上不存在。请核对。",
        "en": "There is no date '{value}' ({path}) in the calendar. Check it.",
    },
    "date_range": {
        "zh": "{path} 的日期“{value}”不在 1900 年至 2199 年之间；没有日期写 99991231。请核对。",
        "en": "The date '{value}' in {path} is not in the years 1900 to 2199; 99991231 for none. Check it.",
    },
    "instant_not_text": {
        "zh": '{path} 的时间 {value} 应写成带引号的文字，如 "2026-11-01T09:00:00+08:00"。',
        "en": 'The instant {value} in {path} should be text in quotes, such as "2026-11-01T09:00:00+08:00".',
    },
    "instant_form": {
        "zh": "{path} 的时间“{value}”写法不对，应如 2026-11-01T09:00:00+08:00，秒的小数至多六位。",
        "en": "The instant '{value}' in {path} should be written as 2026-11-01T09:00:00+08:00, "
        "with at most six decimals of a second.",
    },
    "instant_zone": {
        "zh": "{path} 的时间“{value}”没有时区，无法确定是哪一刻。请加上 +08:00。",
        "en": "The instant '{value}' in {path} has no zone, so it cannot be known which it is. Add +08:00.",
    },
    "instant_unknown": {
        "zh": "{path} 的时间“{value}”不存在。请核对日期与时刻。",
        "en": "There is no instant '{value}' ({path}). Check its date and time of day.",
    },
    "instant_range": {
        "zh": "{path} 的时间“{value}”不在 1992 年至 2199 年之间。请核对来源的时钟。",
        "en": "The instant '{value}' in {path} is not between 1992 and 2199. Check the source's clock.",
    },
    "recorded_in_future": {
        "zh": "{path} 的时间“{value}”比现在晚 5 分钟以上：尚未到来的时刻不能已经入账，期限也不因此届满（T1、T2）。"
        "请核对来源的时钟；届时可重新受理（quarantine retry）。",
        "en": "The instant '{value}' in {path} is more than 5 minutes from now: what has not come is not on record "
        "yet, and nothing falls due by it (T1, T2). Check the source's clock; once it has come, "
        "quarantine retry takes it.",
    },
    "time_in_future": {
        "zh": "{path} 的时间“{value}”晚于收到时间 5 分钟以上（W4）。请核对来源的时钟。",
        "en": "The instant '{value}' in {path} is more than 5 minutes after the recording (W4). "
        "Check the source's clock.",
    },
    "date_in_future": {
        "zh": "{path} 的日期“{value}”晚于收到记录之日，尚未发生。请核对。",
        "en": "The date '{value}' in {path} is later than the day of the recording; it has not come. Check it.",
    },
    # what fields say of each other
    "negative": {
        "zh": "{path} 的金额 {value} 小于零。请按记账后的余额发送。",
        "en": "The amount {value} in {path} is below nil. Send the position after posting.",
    },
    "matures_before": {
        "zh": "到期日期 {value} 早于发放日期。请核对。",
        "en": "The maturity date {value} is before the disbursement. Check both.",
    },
    "open_ended": {
        "zh": "{path} 不能为 99991231（无日期）。请填写实际日期。",
        "en": "{path} cannot be 99991231 (none). Write the actual date.",
    },
    "since_missing": {
        "zh": "有欠款但没有起欠日期 {path}。请补上，天数由它起算。",
        "en": "There are arrears but no date since when ({path}). Add it: the days count from it.",
    },
    "corrects_later": {
        "zh": "{path} 的值 {value} 应小于本次记账序号：只能更正先前的记账。",
        "en": "{path} is {value} and should be below this posting_seq: only an earlier posting can be corrected.",
    },
    "same_loan": {
        "zh": "上笔借据号与本借据号相同（{value}）。请填写被替换的借据。",
        "en": "The previous loan is this loan itself ({value}). Name the loan that is replaced.",
    },
    "own_guarantor": {
        "zh": "担保人与借款人是同一客户（{value}）。请核对。",
        "en": "The guarantor is the borrower ({value}). Check both.",
    },
    "not_observed": {
        "zh": "信号 {value} 不属于 11.1.6，应由 {carrier} 事件报送。",
        "en": "Signal {value} is not of 11.1.6; it is carried by {carrier}.",
    },
    "concealment_needs": {
        "zh": "瞒报认定须写明 {path}：哪一事实（fact_id）、何机构知情（concealed_by）、自何时（concealed_since）。",
        "en": "A concealment needs {path}: which fact (fact_id), who knew it (concealed_by), "
        "since when (concealed_since).",
    },
    "empty_list": {
        "zh": "{path} 是空的。请至少列出一项。",
        "en": "{path} is empty. List at least one.",
    },
    "unexplained": {
        "zh": "{path} 无法读取：{value}。请把原报文交给系统维护人员。",
        "en": "{path} cannot be read: {value}. Give the message to whoever maintains this system.",
    },
}
"""By code, the template in each language."""
