"""Why brokers cannot be reached: a port that hangs up speaks something else only if it goes on to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from warning.streams.places import Broker
from warning.streams.reaching import Unreachable, reach, reason

Listening = Callable[[int], Broker]


@pytest.fixture
def hanging_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    """Who takes connections and hangs up, so often, and then listens no more, as a broker that is being stopped."""
    monkeypatch.setattr("warning.streams.reaching.PAUSE_S", 0.0)
    threads: list[tuple[threading.Thread, socket.socket]] = []

    def listening(times: int) -> Broker:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(10)  # who is not asked so often does not wait for ever

        def serve() -> None:
            for left in reversed(range(times)):
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    listener.close()
                    return
                if not left:
                    listener.close()  # before who was let in can notice
                with connection:
                    connection.recv(1)

        threads.append((threading.Thread(target=serve), listener))
        threads[-1][0].start()
        return Broker(servers=f"127.0.0.1:{listener.getsockname()[1]}")

    yield listening
    for thread, _ in threads:
        thread.join()


def test_a_broker_that_is_being_stopped_is_not_one_of_another_protocol(hanging_up: Listening) -> None:
    with pytest.raises(Unreachable) as told:
        reach(hanging_up(1))
    assert (told.value.why, told.value.error) == ("away", "ConnectionRefusedError")
    assert reason(hanging_up(2), OSError()) == "ConnectionRefusedError"


def test_a_port_that_goes_on_hanging_up_is(hanging_up: Listening) -> None:
    with pytest.raises(Unreachable) as told:
        reach(hanging_up(3))
    assert told.value.why == "hung_up"
