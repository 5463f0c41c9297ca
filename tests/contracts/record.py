"""Write what a person reads for each broken message: ``python -m tests.contracts.record``; review the difference."""

from __future__ import annotations

import json

from tests.contracts.broken import BROKEN
from tests.contracts.test_broken import CORPUS, spoken

if __name__ == "__main__":
    CORPUS.parent.mkdir(exist_ok=True)
    CORPUS.write_text("".join(json.dumps(spoken(each), ensure_ascii=False) + "\n" for each in BROKEN), "utf-8")
