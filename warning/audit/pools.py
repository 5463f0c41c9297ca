"""Processes that help with what looks back over a whole ledger, and end with whoever has begun them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Any


@contextmanager
def helpers(number: int, begin: Callable[..., None], given: tuple[Any, ...]) -> Iterator[ProcessPoolExecutor]:
    """So many new processes, each set up by ``begin(*given)``; whatever ends this early ends them too."""
    others = set(active_children())
    with ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=begin, initargs=given) as pool:
        try:
            yield pool
        except BaseException:
            for one in set(active_children()) - others:  # what they are at would be waited for
                one.terminate()
            pool.shutdown(cancel_futures=True)  # waits for the thread of the pool, which else ends with a trace
            raise
