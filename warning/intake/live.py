"""How records are taken on a live ledger: its lanes' clock is the wall's (``heart``), not the records'."""

from __future__ import annotations

from warning.intake.driver import Driver, L


class LiveDriver(Driver[L]):
    """A record moves nobody's time but its own aggregate's."""

    def ready(self, received: int) -> bool:
        """Take what waits for our lanes; False: the transaction is full."""
        if not self._drain():
            return False
        self.clock = max(self.clock, received)
        return True

    def _reached(self) -> int:
        """Lanes are activated one by one."""
        return self.ledger.activated_to()

    def _passed_unread(self, key: str, due: int) -> bool:  # noqa: ARG002 - the clock here is only the records'
        """A live ledger knows by its outages and sources what it was late for."""
        return False
