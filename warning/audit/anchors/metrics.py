"""What a process that signs anchors shows to Prometheus: a file for node_exporter's textfile collector.

A process that has died leaves its last file behind: the instant of the newest anchor in it grows old, and that alarms.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics, generate_latest

from warning.wording.phrases.metrics import ANCHOR_METRICS
from warning.wording.text import Lang

MODE: Final = 0o644
"""The collector is another user."""


class AnchorMetrics:
    """Of one process; nobody and no borrower is named."""

    def __init__(self, every: float, lang: Lang = "en") -> None:
        """Nothing is signed yet; ``every``: seconds between two anchors."""
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has types but here
        self._registry, self._lang = CollectorRegistry(), lang
        self.at = self._gauge("warning_anchor_timestamp_seconds")
        self.number = self._gauge("warning_anchor_number")
        self.rows = self._gauge("warning_anchor_rows")
        self.late = self._gauge("warning_anchor_late_places")
        self.every = self._gauge("warning_anchor_interval_seconds")
        self.mismatch = self._gauge("warning_anchor_mismatch")
        self.failures = Counter(
            "warning_anchor_failures", ANCHOR_METRICS["warning_anchor_failures"].say(lang), registry=self._registry
        )
        self.every.set(every)

    def text(self) -> bytes:
        """All of it, in Prometheus's text format."""
        return generate_latest(self._registry)

    def write(self, path: Path) -> None:
        """Into a file that is complete when it gets its name.

        Raises:
            OSError: it cannot be written.
        """
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_bytes(self.text())
            beside.chmod(MODE)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def _gauge(self, name: str) -> Gauge:
        return Gauge(name, ANCHOR_METRICS[name].say(self._lang), registry=self._registry)
