"""The catalogue of what a worker shows to Prometheus: every name and label there is, and what sets it.

Counters and histograms are this process's own, and count what is committed. The gauges of ``LEDGER`` are read from the
ledger, so every worker of it shows the same: take their maximum over workers, not their sum. Labels name topics,
partitions, levels and tiers of the organisation, never a person or a borrower.
"""

from __future__ import annotations

from math import nan
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from warning.wording.phrases.metrics import METRICS
from warning.wording.text import Lang

OUTCOMES: Final = ("applied", "duplicate", "stale", "held", "quarantined", "refused")
"""``outcome`` of ``warning_records_total``; the first five add up to what was read."""
REASONS: Final = ("gone", "made_anew", "cut", "short")
"""``reason`` of ``warning_partition_stopped``: ``streams.placing.Stuck``."""
TIERS: Final = ("head_office", "branch", "sub_branch")
"""``tier`` of ``warning_duties_overdue``: that of the organisation that owes."""
LEVELS: Final = ("yellow", "orange", "red")
"""``level`` of ``warning_warnings_live``."""
ERRORS: Final = ("kafka", "database", "fence")
"""``kind`` of ``warning_errors_total``; ``fence``: another process reads a partition of ours."""
LEDGER: Final = (
    "warning_clock_timestamp_seconds",
    "warning_due_aggregates",
    "warning_inbox_pending",
    "warning_outbox_pending",
    "warning_outbox_oldest_seconds",
    "warning_held",
    "warning_quarantined",
    "warning_duties_overdue",
    "warning_warnings_live",
)
"""Gauges that are read from the ledger; ``warning_ledger_read_timestamp_seconds`` says when."""
CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
RECORDS: Final = (1, 10, 50, 100, 250, 500, 1_000, 2_000, 4_000, 8_000)
SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """One worker's metrics, in a registry of their own."""

    def __init__(self, version: str, core: str, lang: Lang = "en") -> None:
        """Nothing has happened; ``version`` of the program and ``core`` of what decides; help in a language."""
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has types but here
        self._registry, self._lang = CollectorRegistry(), lang
        ProcessCollector(registry=self._registry)  # memory, processor time, open files: process_*
        build = Info("warning_build", self._help("warning_build"), registry=self._registry)
        build.info({"version": version, "core": core})

        self.records = self._counter("warning_records", "topic", "outcome")
        self.waited = self._counter("warning_waited", "topic", "outcome")
        self.batch_records = self._histogram("warning_batch_records", RECORDS)
        self.batch_seconds = self._histogram("warning_batch_seconds", SECONDS)
        self.wakes = self._counter("warning_wakes")
        self.sent = self._counter("warning_sent", "topic")
        self.errors = self._counter("warning_errors", "kind")
        self.restarts = self._counter("warning_restarts")

        self.lag = self._gauge("warning_partition_lag_records", "topic", "partition")
        self.behind = self._gauge("warning_partition_behind_seconds", "topic", "partition")
        self.stopped = self._gauge("warning_partition_stopped", "topic", "partition", "reason")
        self.assigned = self._gauge("warning_partitions_assigned")
        self.progress = self._gauge("warning_progress_timestamp_seconds")

        self.clock = self._gauge("warning_clock_timestamp_seconds")
        self.due = self._gauge("warning_due_aggregates")
        self.inbox = self._gauge("warning_inbox_pending")
        self.outbox = self._gauge("warning_outbox_pending")
        self.outbox_oldest = self._gauge("warning_outbox_oldest_seconds")
        self.held = self._gauge("warning_held")
        self.quarantined = self._gauge("warning_quarantined")
        self.overdue = self._gauge("warning_duties_overdue", "tier")
        self.live = self._gauge("warning_warnings_live", "level")
        self.ledger_read = self._gauge("warning_ledger_read_timestamp_seconds")
        self._begin()

    def _begin(self) -> None:
        """What counts is there from 0 on, so that a rise is seen; what nobody has read yet is NaN: no alarm."""
        for kind in ERRORS:
            self.errors.labels(kind)
        read = (self.clock, self.due, self.inbox, self.outbox, self.outbox_oldest, self.held, self.quarantined)
        for gauge in (*read, self.ledger_read):
            gauge.set(nan)

    def text(self) -> bytes:
        """All of it, in Prometheus's text format (``CONTENT_TYPE``)."""
        return generate_latest(self._registry)

    def _help(self, name: str) -> str:
        return METRICS[name].say(self._lang)

    def _counter(self, name: str, *labels: str) -> Counter:
        return Counter(name, self._help(name), labels, registry=self._registry)

    def _gauge(self, name: str, *labels: str) -> Gauge:
        return Gauge(name, self._help(name), labels, registry=self._registry)

    def _histogram(self, name: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, self._help(name), buckets=buckets, registry=self._registry)
