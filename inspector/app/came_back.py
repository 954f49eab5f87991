"""What came back and waits to be looked at again, as `GET /escapes` gives it."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspector.app.item_report import boxes_of, cameras_of, report_of
from inspector.domain.complaint import Escape, Sighting
from inspector.domain.relabelling import to_look_at
from inspector.ports.escapes import EscapeBook
from inspector.ports.evidence import EvidenceStore
from inspector.wire.escapes import CameBack, CameBackItem, CameBackPage


class CameBackList:
    """Any thread. The complaints are read again only when their `file` was changed: there may be thousands."""

    def __init__(self, book: EscapeBook, file: Path, evidence: EvidenceStore) -> None:
        self._book, self._file, self._evidence = book, file, evidence
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._waiting: Sequence[Escape] = ()

    def page(self, limit: int) -> dict[str, Any]:
        """`CameBackPage` as plain JSON. Raises `StoreError` where the complaints can not be read."""
        waiting = self._now()
        some = [self._complaint(one) for one in waiting[:limit]]
        return CameBackPage(total=len(waiting), complaints=some).model_dump(mode="json")

    def _now(self) -> Sequence[Escape]:
        with self._lock:
            try:
                now = self._file.stat()
            except OSError:
                return ()  # nobody ever imported a complaint
            seen = now.st_mtime_ns, now.st_size
            if seen != self._seen:
                answered = {one.relabel.complaint_id for one in self._book.relabels()}
                self._waiting = to_look_at(self._book.escapes(), answered)
                self._seen = seen
            return self._waiting

    def _complaint(self, one: Escape) -> CameBack:
        return CameBack(
            complaint_id=one.complaint.complaint_id,
            text=one.complaint.text,
            reported=one.complaint.reported_utc,
            finding=one.finding,
            note=one.match.note,
            count=max(one.match.count, len(one.match.candidates)),
            items=[self._item(item) for item in one.match.candidates],
        )

    def _item(self, item: Sighting) -> CameBackItem:
        report = report_of(self._evidence, item.record_id)
        return CameBackItem(
            rid=item.record_id,
            track=item.track,
            sku=item.sku,
            lot=item.lot,
            lpn=item.lpn,
            time=item.seen_utc,
            disp=item.disposition,
            score=item.score,
            let_by=item.let_by,
            boxes=boxes_of(report),
            cameras=cameras_of(report),
        )
