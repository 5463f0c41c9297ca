"""The ids of topics are asked for beside the reading, and no answer is gone by that is old."""

from __future__ import annotations

import asyncio
from uuid import UUID

from warning.streams.survey import CHECK_S, CHECKED_S, Lately

FORMER, NOW = {"repayment": UUID(int=1)}, {"repayment": UUID(int=2)}


class Brokers:
    """What they say, and how often they were asked."""

    def __init__(self) -> None:
        self.ids, self.asked, self.at = FORMER, 0, 0.0

    async def ask(self) -> dict[str, UUID]:
        """The ids as they are when the question comes."""
        self.asked += 1
        return self.ids

    def lately(self) -> Lately:
        """Asks these, by their clock."""
        return Lately(self.ask, lambda: self.at)


def test_the_first_answer_is_waited_for_and_the_next_are_asked_for_beside_all_else() -> None:
    async def asked() -> None:
        brokers = Brokers()
        lately = brokers.lately()
        assert (await lately.news(), brokers.asked) == (FORMER, 1)
        assert (await lately.news(), brokers.asked) == (None, 1)
        brokers.at += 2 * CHECK_S
        assert await lately.news() is None, "it is asked, and not waited for"
        await asyncio.sleep(0)
        assert brokers.asked == 2
        assert (await lately.news(), brokers.asked) == (FORMER, 2)
        await lately.close()

    asyncio.run(asked())


def test_an_answer_that_has_long_lain_there_is_not_gone_by() -> None:
    async def asked() -> None:
        brokers = Brokers()
        lately = brokers.lately()
        await lately.news()
        brokers.at += 2 * CHECK_S
        assert await lately.news() is None
        await asyncio.sleep(0)  # answered while nothing comes; then the topic is made anew
        brokers.ids, brokers.at = NOW, brokers.at + 2 * CHECKED_S
        assert await lately.news() == NOW
        await lately.close()

    asyncio.run(asked())
