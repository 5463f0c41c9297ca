"""A worker takes more while it is alone."""

from warning.intake.pace import FIRST, LEAST, MORE, MOST, Pace


def test_it_grows_while_nobody_knocks_and_begins_small_after_a_knock() -> None:
    pace = Pace()
    assert (pace.batch, pace.rows) == (FIRST, FIRST)
    pace.next(knocked=False)
    assert (pace.batch, pace.rows) == (FIRST + MORE, FIRST + MORE)
    for _ in range(MOST // MORE):
        pace.next(knocked=False)
    assert pace.batch == MOST
    pace.next(knocked=True)
    assert (pace.batch, pace.rows) == (LEAST, LEAST)


def test_what_is_given_stays_as_it_is() -> None:
    pace = Pace(batch=7, rows=9)
    pace.next(knocked=True)
    pace.next(knocked=False)
    assert (pace.batch, pace.rows) == (7, 9)
