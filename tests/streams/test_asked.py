"""Who is asked in a thread of its own, and answers late, never, or with an error."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import Never

import pytest

from warning.streams import asked
from warning.streams.asked import Asked


def test_silence_is_told_once_for_each_question_and_the_answer_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "SILENT_S", 0.02)
    silences: list[int] = []

    async def live() -> None:
        told, go = asyncio.Event(), Event()

        def silent() -> None:
            silences.append(1)
            told.set()

        one = Asked("any", silent)
        waiting = asyncio.create_task(one(go.wait))
        await told.wait()
        await asyncio.sleep(0.05)
        go.set()
        assert await waiting
        await one.close()

    asyncio.run(live())
    assert silences == [1]


def test_the_end_holds_nobody_up() -> None:
    """Whoever waits for the thread that is asked waits within the loop."""

    async def live() -> None:
        one, go = Asked("any"), Event()
        waiting = asyncio.create_task(one(go.wait))
        await asyncio.sleep(0.01)
        closing = asyncio.create_task(one.close())
        await asyncio.sleep(0.05)
        assert not closing.done()
        go.set()
        await closing
        assert await waiting

    asyncio.run(live())


def test_what_fails_is_raised() -> None:
    def fail() -> Never:
        raise LookupError("why")

    async def live() -> None:
        one = Asked("any")
        with pytest.raises(LookupError, match="why"):
            await one(fail)
        await one.close()

    asyncio.run(live())
