"""Chinese breaks between characters, and nothing that must stay whole is cut."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from rich.cells import cell_len

from warning.cli.screen.prose import Prose, Screen, breaks, pieces
from warning.cli.screen.tables import WHOLE, shares, whole


def lines(text: str, width: int) -> list[str]:
    """A text as it is broken, without the spaces at the ends."""
    ends = [0, *breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(ends)]


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("发现时间：2026-10-04；发现机构", 16, ["发现时间：", "2026-10-04；发现", "机构"]),
        ("云岭中心支行（3001）", 16, ["云岭中心支行", "（3001）"]),
        ("时限为 24 小时以内", 10, ["时限为", "24 小时以", "内"]),
        ("一二三。四", 6, ["一二", "三。四"]),
        ("of the branch, at once", 9, ["of the", "branch,", "at once"]),
        ("D-3f561a205c8436d5", 18, ["D-3f561a205c8436d5"]),
        ("D-3f561a205c8436d5", 10, ["D-3f561a20", "5c8436d5"]),
        ("the risk-resolution team", 9, ["the risk-", "resolutio", "n team"]),
        ("the Sub-branch", 10, ["the Sub-", "branch"]),
        ("或 propose-release", 15, ["或", "propose-release"]),
        ("at ab-12cd", 6, ["at", "ab-12c", "d"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_where_they_may(text: str, width: int, broken: list[str]) -> None:
    assert lines(text, width) == broken


def test_no_line_is_too_wide_and_none_begins_with_a_closing_mark() -> None:
    text = "客户号：南湖某物流有限公司（C000024）；信号：28 速动比率下降幅度；分子：17,937,426.00 元。" * 3
    for width in range(20, 90):
        for line in lines(text, width):
            assert cell_len(line) <= width
            assert line[0] not in "，。；：）"
            assert not line.endswith("（")
    assert "".join(pieces(text)) == text


def test_a_column_is_as_wide_as_what_must_stay_whole() -> None:
    assert whole("书面预警报告 D-3f561a205c8436d5") == len("D-3f561a205c8436d5")
    assert whole("2026-10-04 24:00") == len("2026-10-04")
    assert whole("x" * 80) == WHOLE, "an endless word is cut rather than all else squeezed out"


@pytest.mark.parametrize(
    ("needs", "room", "widths"),
    [
        ([(4, 4), (10, 30)], 50, [4, 30]),
        ([(4, 4), (10, 30)], 20, [4, 16]),
        ([(4, 8), (10, 40), (10, 40)], 40, [8, 16, 16]),
        ([(13, 13), (18, 18)], 28, [10, 18]),
        ([(10, 10), (18, 18)], 20, [9, 11]),
    ],
)
def test_small_columns_get_all_they_need_and_wide_ones_share_the_rest(
    needs: list[tuple[int, int]], room: int, widths: list[int]
) -> None:
    assert shares(needs, room) == widths
    assert sum(widths) <= room


def test_a_sentence_is_broken_so_whether_it_is_printed_as_words_or_as_a_text() -> None:
    shown = io.StringIO()
    screen = Screen(file=shown, width=16)
    screen.print("发现时间：2026-10-04；发现机构")
    screen.print(Prose("发现时间：2026-10-04；发现机构"))
    assert shown.getvalue() == "发现时间：\n2026-10-04；发现\n机构\n" * 2
