"""What came back and waits to be looked at again, as `GET /escapes` gives it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspector.app.item_report import boxes_of, cameras_of, report_of
from inspector.domain.complaint import Escape, Sighting
from inspector.domain.errors import StoreError
from inspector.domain.relabelling import to_look_at
from inspector.ports.escapes import EscapeBook
from inspector.ports.evidence import EvidenceStore
from inspector.wire.escapes import CameBack, CameBackItem, CameBackPage


class CameBackList:
    """Any thread. The complaints are read again only when their `file` was changed: there may be thousands.

    Nobody waits for another one's reading, which may last until the file's lock is let go: whoever finds the file
    changed reads it. What is kept says of which state of the file it is: a slow one costs a reading, and no truth.
    """

    def __init__(self, book: EscapeBook, file: Path, evidence: EvidenceStore) -> None:
        self._book, self._file, self._evidence = book, file, evidence
        self._kept: tuple[tuple[int, int], Sequence[Escape]] | None = None

    def page(self, limit: int) -> dict[str, Any]:
        """`CameBackPage` as plain JSON. Raises `StoreError` where the complaints can not be read."""
        waiting = self._now()
        some = [self._complaint(one) for one in waiting[:limit]]
        return CameBackPage(total=len(waiting), complaints=some).model_dump(mode="json")

    def _now(self) -> Sequence[Escape]:
        try:
            now = self._file.stat()
        except FileNotFoundError:
            return ()  # nobody ever imported a complaint
        except OSError as error:
            raise StoreError(f"complaints {self._file}: {error}") from error
        kept, seen = self._kept, (now.st_mtime_ns, now.st_size)
        if kept is not None and kept[0] == seen:
            return kept[1]
        answered = {one.relabel.complaint_id for one in self._book.relabels()}
        waiting = to_look_at(self._book.escapes(), answered)
        self._kept = seen, waiting
        return waiting

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
