"""A recorded month: its events, what was decided of them, and the test that decides them again."""
