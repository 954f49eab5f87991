"""The tour: shown once to each user, points at what is there, veils no alarm, and is left with one key."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from inspector_gui.app import parse
from inspector_gui.i18n.tour import SENTENCES, TITLES
from inspector_gui.link.profile import Profile
from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.tour import STOPS, Stop, TourModel
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support import gui_order_scenes
from tests.support.gui_fit import settled
from tests.support.gui_order_scenes import tour_alarm, tour_to, tour_welcome
from tests.support.gui_program import Programs
from tests.support.gui_stage import Stage, key
from tests.support.gui_touch import buttons_in, click, too_small
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

StageMaker = Callable[..., Stage]
PATIENCE_MS = 30_000


def stop_of(tour: TourModel) -> Stop | None:
    """Where it is."""
    return tour.view.stop


def on_screen(widget: QWidget, stage: Stage) -> QRect:
    """Where it is in the window."""
    return QRect(widget.mapTo(stage.window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080)])
def test_each_stop_is_on_its_page_points_at_something_and_its_note_hides_neither_it_nor_an_alarm(
    make_stage: StageMaker, size: tuple[int, int]
) -> None:
    stage = make_stage(size=size, language="es")
    tour_alarm(stage)
    stage.model.tour.start()
    window, overlay = stage.window, stage.window.tour
    pointed = 0
    for stop in STOPS:
        settled(stage)
        assert (stop_of(stage.model.tour), window.page) == (stop, stop.page)
        note = on_screen(overlay.note, stage)
        assert window.rect().contains(note), stop
        assert not note.intersects(on_screen(window.alarms, stage)), stop
        place = overlay._pointed()
        if place is not None:
            assert place.isVisible(), stop
            shared = note.intersected(on_screen(place, stage))
            area = place.width() * place.height()
            assert shared.width() * shared.height() < 0.4 * area, f"{stop}: the note lies on what it speaks of"
            pointed += 1
        assert too_small(buttons_in(overlay.note)) == []
        click(overlay.note.next)
    assert (stop_of(stage.model.tour), overlay.isVisible(), pointed) == (None, False, len(STOPS) - 2)


def test_it_is_stepped_and_left_by_keys_and_no_page_acts_meanwhile(make_stage: StageMaker) -> None:
    stage = make_stage()
    tour_welcome(stage)
    key(stage, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Left)
    assert stop_of(stage.model.tour) is Stop.LINE
    key(stage, Qt.Key.Key_Space)
    assert (stop_of(stage.model.tour), stage.model.items.held) == (Stop.AGE, False), "space holds no film strip now"
    key(stage, Qt.Key.Key_Escape)
    assert (stop_of(stage.model.tour), stage.window.tour.isVisible()) == (None, False)
    key(stage, Qt.Key.Key_Space)
    assert stage.model.items.held
    QTest.keyClicks(stage.window, "?")
    assert stop_of(stage.model.tour) is Stop.WELCOME
    key(stage, Qt.Key.Key_F2)
    assert (stop_of(stage.model.tour), stage.window.page) == (None, Page.QUEUE), "whoever turns the page wants to work"
    click(stage.window.bar.station)
    click(stage.window.panel.tour)
    assert stage.window.tour.isVisible()
    key(stage, Qt.Key.Key_F10)
    assert (stop_of(stage.model.tour), stage.window.panel.isVisible()) == (None, True)


def test_the_language_and_the_size_change_under_it(make_stage: StageMaker) -> None:
    stage = make_stage(size=(1024, 600))
    tour_to(stage, Stop.STRIP)
    stage.language.use("es")
    settled(stage)
    assert stage.window.tour.note.title.text() == "Los 12 últimos artículos"
    stage.window.resize(1600, 900)
    settled(stage)
    assert stage.window.tour.size() == stage.window.size()
    assert on_screen(stage.window.tour.note, stage).bottom() < on_screen(stage.window.live.strip, stage).top()


def test_every_stop_has_words() -> None:
    assert set(TITLES) == set(SENTENCES) == set(Stop)


def test_it_begins_by_itself_when_there_is_something_to_see_once(make_stage: StageMaker) -> None:
    remembered: list[bool] = []
    tour = TourModel(seen=False, remember=lambda: remembered.append(True))
    assert stop_of(tour) is None
    tour.offer()
    assert (stop_of(tour), remembered) == (Stop.WELCOME, []), "not before it was seen or skipped"
    tour.skip()
    tour.offer()
    assert (stop_of(tour), remembered) == (None, [True])
    stage = make_stage()
    gui_order_scenes.orders(stage)
    assert stop_of(stage.model.tour) is None, "whoever was shown it is not shown it again"


def test_the_profile_remembers_and_one_that_can_not_be_read_or_written_costs_a_tour(tmp_path: Path) -> None:
    file = tmp_path / "new" / "profile.json"
    assert not Profile(file).tour_seen
    Profile(file).remember_tour()
    assert (Profile(file).tour_seen, json.loads(file.read_text())) == (True, {"tour_seen": True})
    assert [one.name for one in file.parent.iterdir()] == ["profile.json"]
    for broken in (b"\xff\xfe", b"[]", b"{"):
        file.write_bytes(broken)
        assert not Profile(file).tour_seen
    blocked = Profile(file / "profile.json")
    blocked.remember_tour()
    assert not blocked.tour_seen


def test_the_command_line_says_where_it_is_remembered_and_can_leave_it_out(tmp_path: Path) -> None:
    base = ["--station", "s/l/n"]
    assert parse([*base, "--no-tour"]).profile is None
    assert parse([*base, "--profile", str(tmp_path / "p.json")]).profile == tmp_path / "p.json"
    profile = parse(base).profile
    assert profile is not None
    assert profile.name == "profile.json"


def test_at_the_first_start_it_leads_over_every_page_of_a_real_line_and_is_not_shown_again(
    mosquitto: Mosquitto, programs: Programs, qtbot: QtBot, tmp_path: Path
) -> None:
    profile = tmp_path / "profile.json"
    program = programs.start(mosquitto, profile=profile)
    window, tour = program.window, program.model.tour
    assert stop_of(tour) is None, "there is nothing to be seen yet"
    seen: list[Page] = []
    with line(tmp_path / "station", mosquitto, 0):
        qtbot.waitUntil(lambda: stop_of(tour) is Stop.WELCOME, timeout=PATIENCE_MS)
        for stop in STOPS:
            assert (stop_of(tour), window.tour.isVisible()) == (stop, True)
            seen.append(window.page)
            click(window.tour.note.next)
        assert (stop_of(tour), set(seen), Profile(profile).tour_seen) == (None, set(Page), True)
        again = programs.start(mosquitto, profile=profile)
        qtbot.waitUntil(lambda: again.model.line.view.condition is Condition.RUNNING, timeout=PATIENCE_MS)
        heard = again.model.diagnostics.view.links.heard
        qtbot.waitUntil(lambda: again.model.diagnostics.view.links.heard > heard + 5, timeout=PATIENCE_MS)
        assert stop_of(again.model.tour) is None
