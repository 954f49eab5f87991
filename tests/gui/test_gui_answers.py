"""Answers are on the disk before they are sent, sent in order, and again until the station says that it booked them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from inspector_gui.link.answers import SETTLED_KEPT, AnswerBook, AnswerBookError, id_of
from inspector_gui.viewmodels.answers import AGAIN_AFTER_S, AnswersModel, Settled
from PySide6.QtWidgets import QApplication

from inspector.domain.review import Answer, OverruleReason, Review
from tests.support import gui_queue


def review(number: int, **changes: object) -> Review:
    base: dict[str, object] = {
        "review_id": f"review-{number}",
        "record_id": f"record-{number}",
        "answer": Answer.CONFIRMED,
        "operator": "Ana",
        "answered_utc": "2026-09-21T14:00:00.000Z",
        "label": "spillage",
    }
    return Review(**(base | changes))  # type: ignore[arg-type]


BookMaker = Callable[[], AnswerBook]


@pytest.fixture
def make_book(tmp_path: Path) -> Iterator[BookMaker]:
    """Opens the same file each time, as after a restart."""
    made: list[AnswerBook] = []

    def make() -> AnswerBook:
        made.append(AnswerBook(tmp_path / "kept" / "answers.sqlite"))
        return made[-1]

    yield make
    for book in made:
        book.close()


def test_what_was_kept_is_there_after_a_restart_in_order_and_in_full(make_book: BookMaker) -> None:
    book = make_book()
    given = (
        review(1),
        review(2, answer=Answer.OVERRULED, label=None, reason=OverruleReason.PRINT),
        review(3, record_id="record-2", answer=Answer.WITHDRAWN, label=None, supersedes="review-2", after_s=3.25),
    )
    for one in given:
        book.put(one)
    assert make_book().waiting() == given


def test_what_is_settled_waits_no_more_and_the_file_does_not_grow_for_ever(
    make_book: BookMaker, tmp_path: Path
) -> None:
    book = make_book()
    for number in range(SETTLED_KEPT + 20):
        book.put(review(number))
        book.settle(f"review-{number}", booked=number % 2 == 0, detail="late")
    assert make_book().waiting() == ()
    with closing(sqlite3.connect(tmp_path / "kept" / "answers.sqlite")) as db:
        (rows,) = db.execute("SELECT count(*) FROM answer").fetchone()
    assert rows == SETTLED_KEPT


def test_one_id_is_kept_once(make_book: BookMaker) -> None:
    book = make_book()
    book.put(review(1))
    with pytest.raises(AnswerBookError, match="UNIQUE"):
        book.put(review(1, label="deformation"))
    assert book.waiting() == (review(1),)


def test_a_file_that_is_none_a_newer_one_and_a_place_that_can_not_be_are_refused(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"no database at all" * 100)
    newer = tmp_path / "newer"
    with closing(sqlite3.connect(newer)) as db:
        db.execute("PRAGMA user_version = 9")
    (tmp_path / "file").touch()
    for path, said in ((rubbish, "not a database"), (newer, "format is 9"), (tmp_path / "file" / "x", "file")):
        with pytest.raises(AnswerBookError, match=said):
            AnswerBook(path)


@pytest.fixture
def model(qapp: QApplication) -> Iterator[tuple[AnswersModel, gui_queue.Station, list[Settled]]]:
    del qapp
    station, settled = gui_queue.Station(), list[Settled]()
    book = AnswerBook(None)
    made = AnswersModel(book, station.send)
    made.settled.connect(settled.append)
    made.tick(0.0, reachable=True)
    yield made, station, settled
    book.close()


Parts = tuple[AnswersModel, gui_queue.Station, list[Settled]]


def test_one_at_a_time_in_order(model: Parts) -> None:
    answers, station, settled = model
    for number in (1, 2, 3):
        answers.put(review(number))
    assert station.sent == [review(1)]
    answers.take(gui_queue.response(review(1)))
    answers.take(gui_queue.response(review(1)))  # twice said is once settled
    assert station.sent == [review(1), review(2)]
    answers.take(gui_queue.response(review(2), ok=False, detail="Ben answered"))
    assert station.sent == [review(1), review(2), review(3)]
    assert [(id_of(one.review), one.booked, one.detail) for one in settled] == [
        ("review-1", True, ""),
        ("review-2", False, "Ben answered"),
    ]
    assert answers.waiting == (review(3),)


def test_it_is_sent_again_until_it_is_answered(model: Parts) -> None:
    answers, station, _ = model
    answers.put(review(1))
    answers.tick(AGAIN_AFTER_S - 0.1, reachable=True)
    assert len(station.sent) == 1
    answers.tick(AGAIN_AFTER_S, reachable=True)
    assert len(station.sent) == 2


def test_a_disk_that_is_full_over_there_is_asked_again_later(model: Parts) -> None:
    answers, station, settled = model
    answers.put(review(1))
    answers.take(gui_queue.response(review(1), ok=False, detail="disk full", retry=True))
    assert (answers.waiting, settled) == ((review(1),), [])
    answers.tick(AGAIN_AFTER_S, reachable=True)
    answers.take(gui_queue.response(review(1)))
    assert (len(station.sent), answers.waiting) == (2, ())


def test_nobody_hears_nothing_is_sent_and_all_follows_when_the_station_is_back(model: Parts) -> None:
    answers, station, _ = model
    answers.tick(1.0, reachable=False)
    answers.put(review(1))
    assert station.sent == []
    answers.tick(2.0, reachable=True)
    assert station.sent == [review(1)]
    answers.tick(2.2, reachable=False)
    answers.tick(2.4, reachable=True)
    assert station.sent == [review(1), review(1)], "what was under way may be lost: at once again"


def test_a_broker_that_takes_nothing_is_tried_at_every_turn(model: Parts) -> None:
    answers, station, _ = model
    station.down = True
    answers.put(review(1))
    answers.tick(1.0, reachable=True)
    assert station.sent == []
    station.down = False
    answers.tick(1.2, reachable=True)
    assert station.sent == [review(1)]


def test_another_window_s_answer_and_another_command_s_change_nothing(model: Parts) -> None:
    answers, _, settled = model
    answers.put(review(1))
    answers.take(gui_queue.response(review(7)))
    answers.take(gui_queue.response(review(1)).model_copy(update={"name": "hold"}))
    assert (answers.waiting, settled) == ((review(1),), [])
