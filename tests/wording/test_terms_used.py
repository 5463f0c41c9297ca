"""One term for one thing: the words an auditor asked not to see are in no text that people read."""

from __future__ import annotations

from typing import Final

import pytest

from warning.rulebook import load_book
from warning.wording import phrases, records, rulebook, terms
from warning.wording.clauses import DEFAULTS
from warning.wording.problems import PROBLEMS
from warning.wording.reasons import ADVICE, REASONS

UNWANTED: Final = (
    *("终了", "上呈", "判断至", "级别沿革", "信号主体", "传染", "传入", "金额档次", "新档次", "未予受理", "工作日口径"),
    *("数据报送", "停走", "次级及以下"),
)
"""What is said instead: 24:00, 上报上级, 截至, 级别变动情况, 信号编号, 传导, 金额档, 不予计入, 按工作日顺延."""


def texts() -> dict[str, str]:
    """Every Chinese text, by where it is."""
    found = {f"reason {code}": text.zh for code, some in REASONS.items() for text in some}
    tables = [phrases.PHRASES, DEFAULTS, ADVICE, records.EVENT_TYPES, records.FIELDS]
    tables += [table for module in (terms, rulebook) for table in vars(module).values() if isinstance(table, dict)]
    for table in tables:
        found |= {f"text {key}": text.zh for key, text in table.items() if hasattr(text, "zh")}
    for code, ways in PROBLEMS.items():
        found |= {f"problem {code} {n}": f"{way.what.zh}；{way.right.zh}" for n, way in enumerate(ways)}
    for rule in load_book().rules:
        found |= {f"rule {rule.ref} {n}": said.zh for n, said in enumerate((rule.name, rule.measure))}
    return found


@pytest.mark.parametrize("word", UNWANTED)
def test_a_word_that_is_not_wanted_is_nowhere(word: str) -> None:
    assert len(texts()) > 500
    assert [where for where, text in texts().items() if word in text] == []


def test_entered_in_the_books_is_said_of_balances_only() -> None:
    wrong = [text for text in texts().values() if "入账" in text and "余额" not in text]
    assert wrong == []
