"""What came back as it is listed: nobody waits for another one's reading; what can not be read is not empty."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence
from inspector.adapters.stores.sqlite_escapes import SqliteEscapes
from inspector.app.came_back import CameBackList
from inspector.domain.complaint import BookedRelabel, Complaint, Escape, LetBy, Match, MatchStatus, Sighting
from inspector.domain.errors import StoreError
from inspector.domain.verdict import Disposition
from tests.support.as_nobody import as_nobody

PATIENCE_S = 60.0


class HeldUp(SqliteEscapes):
    """The first reading takes until it is let go, as one that waits for the file's lock."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, manual.build(manual.Config()))
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.readings = 0

    def relabels(self) -> Sequence[BookedRelabel]:
        self.readings += 1
        if self.readings == 1:
            self.begun.set()
            assert self.let_go.wait(PATIENCE_S)
        return super().relabels()


def escape(name: str) -> Escape:
    seen = Sighting(
        number=1,
        record_id=f"record-{name}",
        track="1/1",
        seen_utc="2030-01-01T00:00:00.000Z",
        disposition=Disposition.PASS,
        score=0.1,
        let_by=LetBy.STATION,
    )
    return Escape(
        number=0,
        complaint=Complaint(complaint_id=name, text="crushed"),
        finding="deformation",
        words=(),
        match=Match(status=MatchStatus.MATCHED, candidates=(seen,), count=1),
        imported_utc="",
    )


@pytest.fixture
def book(tmp_path: Path) -> HeldUp:
    made = HeldUp(tmp_path / "kept" / "escapes.sqlite")
    made.add([escape("R-1")])
    return made


@pytest.fixture
def listing(tmp_path: Path, book: HeldUp) -> CameBackList:
    clock = manual.build(manual.Config())
    evidence = folder_evidence.build(folder_evidence.Config(min_free_bytes=0), data_dir=tmp_path, clock=clock)
    return CameBackList(book, tmp_path / "kept" / "escapes.sqlite", evidence)


def asked(listing: CameBackList, told: list[list[str]]) -> threading.Thread:
    """A window asks, in the thread of its request."""

    def ask() -> None:
        told.append([one["complaint_id"] for one in listing.page(20)["complaints"]])

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_a_reading_that_takes_long_holds_nobody_else_up(listing: CameBackList, book: HeldUp) -> None:
    first: list[list[str]] = []
    second: list[list[str]] = []
    slow = asked(listing, first)
    try:
        assert book.begun.wait(PATIENCE_S)
        book.add([escape("R-2")])
        asked(listing, second).join(PATIENCE_S)
        assert second == [["R-1", "R-2"]], "while the first one still reads"
    finally:
        book.let_go.set()
        slow.join(PATIENCE_S)
    assert len(first) == 1
    assert listing.page(20)["total"] == 2, "what the slow one brought home is of then, and is not taken for now"
    readings = book.readings
    listing.page(20)
    assert book.readings == readings, "an unchanged file is not read again"


def test_a_folder_that_may_not_be_looked_into_is_not_told_as_nothing_waits(
    listing: CameBackList, book: HeldUp, tmp_path: Path
) -> None:
    book.let_go.set()
    assert listing.page(20)["total"] == 1
    with as_nobody(tmp_path / "kept", mode=0), pytest.raises(StoreError, match=r"complaints .*escapes\.sqlite"):
        listing.page(20)
    assert listing.page(20)["total"] == 1


def test_a_file_that_was_never_made_holds_no_complaint(listing: CameBackList, book: HeldUp, tmp_path: Path) -> None:
    (tmp_path / "kept" / "escapes.sqlite").unlink()
    assert listing.page(20) == {"total": 0, "complaints": []}
    assert book.readings == 0
