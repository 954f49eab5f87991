"""The setup's page of the whole program beside a real daemon on a rendered line, over a real broker."""

from pathlib import Path

from inspector_gui.app import Program
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.setup import Deed, Fate, Tab
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.domain.item import Identity
from tests.support.gui_program import Programs
from tests.support.gui_touch import click
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

PATIENCE_MS = 60_000


def became(program: Program, deed: Deed, fate: Fate = Fate.DONE) -> bool:
    view = program.model.setup.view
    return (view.deed, view.fate) == (deed, fate)


def version(program: Program) -> int:
    setup = program.model.setup.view.setup
    return -1 if setup is None else setup.recipe_versions[0].number


def test_a_threshold_goes_from_preview_to_activation_and_back_beside_a_real_line(
    mosquitto: Mosquitto, programs: Programs, qtbot: QtBot, tmp_path: Path
) -> None:
    program = programs.start(mosquitto)
    model, page = program.model.setup, program.window.setup
    with line(tmp_path, mosquitto, 4, plc={"identity": lambda index: Identity(sku=f"SKU-{index}")}) as running:
        running.finish()
        button = program.window.rail.buttons[Page.SETUP]
        qtbot.waitUntil(button.isVisible, timeout=PATIENCE_MS)  # nobody has an account here: everybody may change it
        click(button)
        qtbot.waitUntil(page.recipes.preview.isEnabled, timeout=PATIENCE_MS)
        page.recipes.fields.slider.setFocus()
        QTest.keyClick(page.recipes.fields.slider, Qt.Key.Key_End)
        click(page.recipes.preview)
        qtbot.waitUntil(lambda: became(program, Deed.PREVIEW), timeout=PATIENCE_MS)
        assert model.view.preview is not None
        assert (model.view.preview.items, model.view.preview.then.threshold) == (4, 1.0)
        assert page.recipes.effect.promise.accessibleName() == (
            "Nothing is promised about good items: a person set the threshold. "
            "To promise at most 1 % takes a calibration from at least 99 good items."
        )
        click(page.recipes.activate)
        qtbot.waitUntil(lambda: version(program) == 1 and page.recipes.roll_back.isEnabled(), timeout=PATIENCE_MS)
        recipes = running.daemon.parts.judges.inspection._recipes
        assert (recipes.default.threshold, recipes.default.version) == (1.0, 1)
        click(page.recipes.roll_back)
        qtbot.waitUntil(lambda: version(program) == 2, timeout=PATIENCE_MS)
        recipes = running.daemon.parts.judges.inspection._recipes
        assert (recipes.default.threshold, recipes.default.version) == (None, 2)
        newest = [one.entry for one in running.daemon.parts.ledger.audit.entries(9)]
        assert [(one.who, one.action) for one in newest] == [("Ana", "recipes.rollback"), ("Ana", "recipes.activate")]
        click(page.tabs[Tab.CAMERAS])
        qtbot.waitUntil(lambda: bool(page.cameras.panels) and model.view.cameras[0].seen, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: program.model.setup_pictures.of_camera("top") is not None, timeout=PATIENCE_MS)
        assert page.cameras.panels[0].bar.share == 1.0
        qtbot.waitUntil(page.recipes.preview.isEnabled, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not model.view.heard, timeout=PATIENCE_MS)
    model.look(prevalence=0.001)
    assert not became(program, Deed.PREVIEW, Fate.WAITING), "nothing is ordered of a station that is gone"
