"""Qt without a screen; a Qt warning, a leaked thread, a window or a running timer left behind fails the test."""

import threading
from collections.abc import Callable, Iterator

import pytest
from inspector_gui.binding import binding_fault
from PySide6.QtCore import QEvent, QtMsgType
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot

from tests.support.gui_program import Programs
from tests.support.gui_shop import PictureShop
from tests.support.gui_stage import Stage
from tests.support.gui_surroundings import font_fault, pin_surroundings
from tests.support.gui_timers import forget_timers, running_timers, timers_are_known

pin_surroundings()  # before Qt's application is made

# The offscreen platform says so about every window with a least size.
HARMLESS = "This plugin does not support propagateSizeHints()"
StageMaker = Callable[..., Stage]


@pytest.fixture(scope="session", autouse=True)
def _sound_binding() -> None:
    fault = binding_fault()
    assert fault is None, fault


@pytest.fixture(scope="session", autouse=True)
def _pinned_font(qapp: QApplication) -> None:
    fault = font_fault()
    assert fault is None, fault


@pytest.fixture(scope="session", autouse=True)
def _timers_known() -> Iterator[None]:
    with timers_are_known():
        yield


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, qtlog: _QtMessageCapture) -> Iterator[None]:
    qapp.setStyle("Fusion")
    threads = set(threading.enumerate())
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    new = [thread for thread in threading.enumerate() if thread not in threads]
    for thread in new:
        thread.join(5)  # one that is ending is not left behind
    left = [thread.name for thread in new if thread.is_alive()]
    assert not left, f"threads left running: {left}"
    windows = [type(widget).__name__ for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert not windows, f"windows left open: {windows}"
    timers = running_timers()
    forget_timers()
    assert not timers, f"timers left running: {timers}"
    said = [record.message for record in qtlog.records if record.type != QtMsgType.QtInfoMsg]
    assert not [text for text in said if text != HARMLESS], said


@pytest.fixture
def programs(qapp: QApplication) -> Iterator[Programs]:
    """Starts operators' programs; all are closed after the test."""
    made = Programs(qapp)
    yield made
    made.close()


@pytest.fixture
def shop() -> Iterator[PictureShop]:
    """A station's HTTP end, with the pictures that the test puts there."""
    made = PictureShop()
    yield made
    made.close()


@pytest.fixture
def make_stage(qapp: QApplication, qtbot: QtBot) -> Iterator[StageMaker]:
    """Makes windows on the canned line, without any link; all are closed after the test."""
    made: list[Stage] = []

    def make(*, theme: str = "light", language: str = "en", size: tuple[int, int] = (1280, 720)) -> Stage:
        made.append(Stage(qapp, theme=theme, language=language, size=size))
        return made[-1]

    yield make
    for stage in made:
        stage.close()
