"""Plainly invented names (某) for borrowers, and numbers for people: no real company, no real person."""

from __future__ import annotations

from typing import Final

PLACES: Final = (
    "浙江",
    "之江",
    "甬江",
    "南湖",
    "鹿城",
    "北仑",
    "柯桥",
    "滨江",
    "西溪",
    "东钱湖",
    "瓯海",
    "秀洲",
    "越城",
    "余姚江",
    "桐江",
)
TRADES: Final = (
    "纺织",
    "新材料",
    "食品",
    "鞋业",
    "机械",
    "塑料制品",
    "五金",
    "化纤",
    "电器",
    "包装",
    "物流",
    "建材",
    "医疗器械",
    "农业开发",
    "外贸",
    "汽车零部件",
    "家具",
    "船舶配件",
)
FORMS: Final = ("有限公司", "股份有限公司", "有限责任公司")


def borrower_name(customer_no: str) -> str:
    """The name of a borrower of the synthetic bank, a pure function of its number: ``C000017`` → 北仑某…有限公司.

    Numbers of another form are given back as they are. Past 810 borrowers, names carry a number (某0003).
    """
    if not (customer_no[:1] == "C" and customer_no[1:].isdigit()):
        return customer_no
    index = int(customer_no[1:])
    place = PLACES[index * 7 % len(PLACES)]
    trade = TRADES[(index // len(PLACES) + index % len(PLACES) * 5) % len(TRADES)]
    turn, rest = divmod(index, len(PLACES) * len(TRADES) * len(FORMS))
    form = FORMS[rest // (len(PLACES) * len(TRADES))]
    return f"{place}某{turn:04d}{trade}{form}" if turn else f"{place}某{trade}{form}"


def officer_no(org_no: str, post: str, number: int = 1) -> str:
    """A staff number: organisation, the post's initials, a running number. No name stands behind it."""
    initials = "".join(word[0] for word in post.split("_")).upper()
    return f"{org_no}-{initials}{number:02d}"
