"""A barcode scanner that types: told from a person by prefix and suffix or by speed; what its codes do in the queue."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspector_gui.viewmodels.open_items import queue_item
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.scan_words import Scan, fitting
from inspector_gui.viewmodels.scanning import (
    ETX,
    FRAME_GAP_S,
    LONGEST,
    STX,
    Outcome,
    ScanAssembler,
    Took,
)
from inspector_gui.widgets.scanner_filter import ScannerFilter
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector.domain.review import Answer, OverruleReason
from tests.support.gui_queue import plain_item
from tests.support.gui_stage import Stage

StageMaker = Callable[..., Stage]
FAST_S, SLOW_S = 0.005, 0.2
CODES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=40)


def feed(assembler: ScanAssembler, keys: str, gap_s: float = FAST_S) -> list[Outcome]:
    """So many keys, one after the other; time that changes anything between two of them fails the test."""
    outcomes = []
    for char in keys:
        assert assembler.expire(gap_s) == Outcome(took=Took.PASS)
        outcomes.append(assembler.take(char))
    return outcomes


@given(CODES)
def test_a_framed_code_is_read_whole_at_any_speed_below_the_limit(code: str) -> None:
    outcomes = feed(ScanAssembler(), STX + code + ETX, gap_s=FRAME_GAP_S * 0.9)
    assert [one.took for one in outcomes[:-1]] == [Took.HELD] * (len(code) + 1)
    assert (outcomes[-1].took, outcomes[-1].code) == (Took.CODE, code)
    assert not any(one.release for one in outcomes)


@given(CODES, st.sampled_from(["\r", "\n", "\t", ETX]))
def test_a_fast_one_without_a_prefix_is_read_whole(code: str, end: str) -> None:
    last = feed(ScanAssembler(), code + end)[-1]
    assert (last.took, last.code) == (Took.CODE, code)


@given(st.text("123abc", min_size=1, max_size=20))
def test_a_person_s_keys_are_given_back_each(typed: str) -> None:
    assembler = ScanAssembler()
    released = held = 0
    for char in typed:
        late = assembler.expire(SLOW_S)
        outcome = assembler.take(char)
        released += held if late.release or outcome.release else 0
        held = 1 if outcome.took is Took.HELD else 0
    assert assembler.expire(SLOW_S).release
    assert (released + held, assembler.holding) == (len(typed), False)


def test_two_fast_fingers_and_enter_are_no_barcode() -> None:
    outcomes = feed(ScanAssembler(), "12\r")
    assert [one.took for one in outcomes] == [Took.HELD, Took.HELD, Took.PASS]
    assert outcomes[-1].release


def test_a_frame_that_stops_is_broken_and_what_follows_is_a_person_s() -> None:
    assembler = ScanAssembler()
    feed(assembler, STX + "LPN1")
    assert assembler.expire(FRAME_GAP_S * 0.9).took is Took.PASS
    assert assembler.expire(FRAME_GAP_S * 1.1).took is Took.BROKEN
    assert not assembler.holding
    assert assembler.take("").took is Took.PASS


@pytest.mark.parametrize("keys", [STX + ETX, STX + "x" * (LONGEST + 1)])
def test_a_frame_that_is_empty_or_endless_is_broken(keys: str) -> None:
    assembler = ScanAssembler()
    assert feed(assembler, keys)[-1].took is Took.BROKEN
    assert not assembler.holding


def test_a_second_prefix_begins_anew() -> None:
    last = feed(ScanAssembler(), STX + "half" + STX + "whole" + ETX)[-1]
    assert last.code == "whole"


def test_another_prefix_and_another_suffix_can_be_chosen() -> None:
    assembler = ScanAssembler(prefix="~", suffix="#")
    for keys, code in (("~12\r", "12"), ("~12#", "12"), ("1234#", "1234")):
        last = feed(assembler, keys)[-1]
        assert (last.took, last.code) == (Took.CODE, code)


def test_a_code_with_blanks_is_one_code_and_a_blank_alone_is_a_person_s() -> None:
    assert feed(ScanAssembler(), "AB 12\r")[-1].code == "AB 12"
    assert feed(ScanAssembler(), " ")[-1].took is Took.PASS


ITEMS = [
    queue_item(plain_item(n).model_copy(update={"lpn": f"LPN-{n}", "sku": sku}))
    for n, sku in enumerate(("CT-1", "CT-2", "CT-1", "4711"))
]


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("LPN-2", [2]),
        ("lpn-2", [2]),
        ("]C1LPN-2", [2]),
        ("CT-1", [0, 2]),
        ("4711", [1]),  # a track number goes before a product of the same digits
        ("4999", []),
        ("", []),
        ("]", []),
    ],
)
def test_a_code_fits_a_plate_else_a_track_else_a_product(code: str, places: Sequence[int]) -> None:
    assert fitting(ITEMS, code) == tuple(ITEMS[place] for place in places)


@pytest.fixture
def stage(make_stage: StageMaker, qapp: QApplication) -> Iterator[Stage]:
    """The queue's page with a scanner; eight items wait."""
    made = make_stage(size=(1024, 600))
    made.isolate(range(40, 59))
    scanner = ScannerFilter(made.window)
    scanner.scanned.connect(made.window.scanned)
    scanner.broken.connect(made.model.queue.scan_broke)
    qapp.installEventFilter(scanner)
    yield made
    scanner.stop()


def scan(stage: Stage, code: str, *, prefix: bool = True) -> None:
    """As a scanner types it: all at once."""
    if prefix:
        press(stage, STX)
    for char in code:
        press(stage, char)
    press(stage, ETX if prefix else "\r")


def press(stage: Stage, char: str) -> None:
    """One key with exactly this character."""
    key = Qt.Key(ord(char.upper())) if char.isalnum() else Qt.Key.Key_unknown
    key = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}.get(char, key)
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(stage.window, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, char))


def test_a_scanned_track_jumps_to_its_item_from_any_page_and_no_digit_answers(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_F1)
    wanted = stage.station.items[4]
    scan(stage, str(wanted.track))
    assert stage.window.page is Page.QUEUE
    item = stage.model.queue.view.item
    assert item is not None
    assert item.rid == wanted.rid
    assert stage.station.sent == []
    assert f"Barcode {wanted.track}: this item" in stage.window.queue.status[0].text()


def stand_still(folder: Path) -> None:
    """What holds Qt's thread up in truth: its book of answers waits for a lock, here longer than a scanner's gap."""
    book = folder / "locked.sqlite"
    with (
        closing(sqlite3.connect(book, isolation_level=None)) as other,
        closing(sqlite3.connect(book, timeout=0.1)) as own,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            own.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize("typed", [1, 2, 3])
@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_thread_that_stood_still_within_a_barcode_makes_no_answer_of_its_digits(
    stage: Stage, typed: int, turns: int, tmp_path: Path
) -> None:
    code = "1251"  # DAMAGED, and NOT DAMAGED for the fifth reason
    for char in code[:typed]:
        press(stage, char)
    stand_still(tmp_path)
    for _ in range(turns):  # Qt's timers may come to their turn before the keys that waited meanwhile
        QCoreApplication.processEvents()
    for char in code[typed:] + "\r":
        press(stage, char)
    stage.wait(0.5)
    assert stage.station.sent == []
    assert stage.model.queue.view.scan is not None
    assert stage.model.queue.view.scan.code == code


def test_an_unknown_barcode_says_so_and_moves_nothing(stage: Stage) -> None:
    before = stage.model.queue.view.item
    scan(stage, "0123131")
    assert stage.model.queue.view.item == before
    assert stage.window.queue.status[0].text() == "Unknown barcode 0123131: no such item waits"
    assert stage.station.sent == []
    stage.model.queue.step(1)
    assert "barcode" not in stage.window.queue.status[0].text().lower()


def test_a_product_that_waits_several_times_is_said(stage: Stage) -> None:
    products = [item.sku for item in stage.station.items]
    sku = next(sku for sku in products if sku is not None and products.count(sku) > 1)
    scan(stage, sku, prefix=False)
    assert stage.model.queue.view.scan is not None
    assert (stage.model.queue.view.scan.scan, stage.model.queue.view.scan.count) == (Scan.SEVERAL, products.count(sku))


def test_printed_commands_answer(stage: Stage) -> None:
    for command in ("CMD:CONFIRM", "CMD:OVERRULE:PRINT", "CMD:CANNOT_TELL", "CMD:UNDO"):
        stage.wait(0.5)
        scan(stage, command)
        stage.book_all()
    assert [sent.answer for sent in stage.station.sent] == [
        Answer.CONFIRMED,
        Answer.OVERRULED,
        Answer.CANNOT_TELL,
        Answer.WITHDRAWN,
    ]
    assert stage.station.sent[1].reason is OverruleReason.PRINT


@pytest.mark.parametrize("command", ["CMD:DANCE", "CMD:OVERRULE:", "CMD:OVERRULE:WIND", "CMD:KIND:dragon", "CMD:"])
def test_a_command_that_is_none_says_so(stage: Stage, command: str) -> None:
    scan(stage, command)
    assert stage.window.queue.status[0].text() == f"Barcode {command} is no command of this window"
    assert stage.station.sent == []


def test_a_person_s_key_still_acts_a_moment_later(stage: Stage, qtbot: QtBot) -> None:
    press(stage, "1")
    assert stage.station.sent == []
    qtbot.waitUntil(lambda: len(stage.station.sent) == 1, timeout=5000)
    assert stage.station.sent[0].answer is Answer.CONFIRMED


def test_a_scan_that_breaks_off_says_so(stage: Stage, qtbot: QtBot) -> None:
    press(stage, STX)
    press(stage, "4")
    qtbot.waitUntil(lambda: "not read to its end" in stage.window.queue.status[0].text(), timeout=5000)
    assert stage.station.sent == []


def test_a_scanner_that_ends_its_codes_with_nothing_answers_nothing(stage: Stage, qtbot: QtBot) -> None:
    before = stage.model.queue.view.item
    for char in "2151413":  # as keys these would be answers: NOT DAMAGED, and why
        press(stage, char)
    qtbot.waitUntil(lambda: "not read to its end" in stage.window.queue.status[0].text(), timeout=5000)
    assert (stage.station.sent, stage.model.queue.view.item) == ([], before)


def test_a_scanner_that_ends_its_codes_with_tab_is_read_and_moves_no_focus(stage: Stage) -> None:
    wanted, focused = stage.station.items[4], stage.window.focusWidget()
    for char in f"{wanted.track}\t":
        press(stage, char)
    item = stage.model.queue.view.item
    assert item is not None
    assert (item.rid, stage.station.sent, stage.window.focusWidget()) == (wanted.rid, [], focused)


def test_a_fast_hand_in_a_field_loses_no_letter(stage: Stage, qtbot: QtBot) -> None:
    stage.window.turn_to(Page.HOLDS)
    field = QLineEdit(stage.window.holds)
    field.show()
    field.setFocus()
    for char in "crushed":
        press(stage, char)
    qtbot.waitUntil(lambda: field.text() == "crushed", timeout=5000)


def test_the_window_system_s_keys_go_the_same_way(stage: Stage, qtbot: QtBot) -> None:
    handle = stage.window.windowHandle()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow, timeout=5000)
    wanted = stage.station.items[4]
    for digit in str(wanted.track):
        QTest.keyClick(handle, Qt.Key(ord(digit)))
    QTest.keyClick(handle, Qt.Key.Key_Return)
    item = stage.model.queue.view.item
    assert item is not None
    assert (item.rid, stage.station.sent) == (wanted.rid, [])
    stage.wait(0.5)
    QTest.keyClick(handle, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(stage.station.sent) == 1, timeout=5000)
