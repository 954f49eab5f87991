"""Finds the stored items of a product: in the ledger, newest first, each row looked at once in a session."""

from collections.abc import Collection
from dataclasses import replace

from inspector.app.lessons.collected import CollectingEvidence
from inspector.domain.errors import StoreError
from inspector.domain.ledger import LedgerRow
from inspector.domain.lesson import Candidate
from inspector.domain.review import ASKED
from inspector.domain.verdict import Disposition
from inspector.ports.ledger import Ledger

PAGE = 100  # rows: the ledger is the line's, and is not kept long
LOOK_BACK = 4000


class Candidates:
    """Not thread-safe. Raises `StoreError`."""

    def __init__(self, ledger: Ledger, evidence: CollectingEvidence, skus: Collection[str], camera: str) -> None:
        self._ledger, self._evidence, self._skus, self._camera = ledger, evidence, skus, camera
        self._seen = 0
        self._found: dict[str, Candidate] = {}

    def newest(self, limit: int) -> tuple[Candidate, ...]:
        """Those of which a picture of the camera is stored, newest first."""
        self._look(limit)
        collected = set(self._evidence.collected)
        for record in collected - self._found.keys():
            row = self._ledger.find(record)
            if row is not None:
                self._take(row)
        newest = sorted(self._found.values(), key=lambda one: one.time, reverse=True)[:limit]
        return tuple(
            replace(one, answer=self._answer(one), collected=one.record_id in collected)
            for one in newest
            if self._evidence.report(one.record_id) is not None  # it may have made room for others since
        )

    def _look(self, limit: int) -> None:
        """The rows since the last look. Pictures are written a moment after a row: the newest are seen again."""
        before: int | None = None
        looked, newest = 0, self._seen
        while looked < LOOK_BACK:
            rows = self._ledger.recent(PAGE, before)
            for row in rows:
                if row.number <= self._seen:
                    break
                newest = max(newest, row.number)
                self._take(row)
            looked += len(rows)
            if len(rows) < PAGE or rows[-1].number <= self._seen or len(self._found) >= 2 * limit:
                break
            before = rows[-1].number
        self._seen = max(self._seen, newest - PAGE)

    def _take(self, row: LedgerRow) -> None:
        decision = row.decision
        if decision is None or row.trigger.identity.sku not in self._skus or decision.record_id in self._found:
            return
        try:
            report = self._evidence.report(decision.record_id)
        except StoreError:
            return  # one damaged record is no reason to show none
        if report is None or self._camera not in _cameras(report):
            return
        self._found[decision.record_id] = Candidate(
            record_id=decision.record_id, time=row.opened_utc, disposition=decision.disposition.value
        )

    def _answer(self, one: Candidate) -> str:
        if Disposition(one.disposition) not in ASKED:
            return ""
        answer = self._ledger.standing_answer(one.record_id)
        return "" if answer is None else answer.answer.value


def _cameras(report: dict[str, object]) -> set[str]:
    frames = report.get("frames")
    return {str(one.get("camera")) for one in frames if isinstance(one, dict)} if isinstance(frames, list) else set()
