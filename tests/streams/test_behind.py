"""For how long a partition has been behind."""

from __future__ import annotations

from warning.streams.behind import MOST, Behind


def test_what_is_read_to_its_end_is_not_behind() -> None:
    assert Behind().look(5.0, 7, 7) == 0


def test_a_record_is_behind_from_when_it_was_first_seen_until_it_is_read() -> None:
    behind = Behind()
    assert behind.look(10.0, 0, 3) == 0
    assert behind.look(12.0, 0, 3) == 2
    assert behind.look(13.0, 2, 9) == 3
    assert behind.look(14.0, 3, 9) == 1, "those up to 9 were first seen a second ago"
    assert behind.look(15.0, 9, 9) == 0


def test_who_keeps_up_with_an_endless_stream_is_never_far_behind() -> None:
    behind = Behind()
    found = [behind.look(float(second), 100 * second, 100 * (second + 1)) for second in range(1_000)]
    assert max(found) == 0


def test_who_reads_nothing_is_further_behind_each_second_and_remembers_little() -> None:
    behind = Behind()
    found = [behind.look(float(second), 0, second + 1) for second in range(5 * MOST)]
    assert found == [float(second) for second in range(5 * MOST)]
    assert len(behind._ends) <= MOST
