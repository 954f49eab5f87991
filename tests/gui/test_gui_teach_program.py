"""A product is taught with the whole program beside a real daemon on a rendered line, over a real broker."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector_gui.app import Program
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.teach_view import Done, Hitch, Place
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.domain.item import Identity
from inspector.domain.lesson import Unfit
from tests.support.gui_program import Programs
from tests.support.gui_touch import click
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

SKU = "CT-1001"
ITEMS = 8
OPTIONS: dict[str, Any] = {
    "scorer": {"kind": "mean_colour"},
    "catalogue": {"kind": "rendered_catalogue"},
    "cameras": [
        {"name": "top", "kind": "synthetic", "width": 320, "height": 256, "trigger": "software", "skus": [SKU]}
    ],
}
PLC: dict[str, Any] = {"identity": lambda _index: Identity(sku=SKU)}
PATIENCE_MS = 90_000


def key(program: Program, which: Qt.Key) -> None:
    QTest.keyClick(program.window, which)


def test_by_fingers_and_keys_from_the_product_to_the_lesson_in_use_and_back(
    mosquitto: Mosquitto, programs: Programs, qtbot: QtBot, tmp_path: Path
) -> None:
    other, program = programs.start(mosquitto, operator="Berta"), programs.start(mosquitto)
    page, model = program.window.teach, program.model.teach

    def until(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def act(letter: str) -> None:
        """Press the button of this key, as soon as it can be pressed."""

        def ready() -> bool:
            return any(one.isVisible() and one.isEnabled() and one.text().startswith(letter) for one in page.acts)

        until(ready)
        click(next(one for one in page.acts if one.isVisible() and one.text().startswith(letter)))

    with line(tmp_path, mosquitto, ITEMS, plc=PLC, **OPTIONS) as running:
        running.finish()
        click(program.window.rail.buttons[Page.TEACH])
        until(lambda: page.product.names[0].text() == SKU and page.product.cameras[0].isVisible())
        model.name("NO-SUCH-THING")
        act("↵")
        until(lambda: model.view.hitch is Hitch.REFUSED)
        assert [one.code for one in model.view.refusals] == [Unfit.UNKNOWN_PRODUCT]
        assert page.notice.accessibleName().startswith("NO-SUCH-THING is not in the catalogue")

        click(page.product.names[0])
        act("↵")
        until(lambda: len(model.view.items) == ITEMS)
        until(lambda: all(not program.model.teach_pictures.thumb(one.record_id).isNull() for one in model.view.items))
        assert page.acts[2].text() == f"↵   Learn {ITEMS}"
        click(page.grid.tiles[0])
        key(program, Qt.Key.Key_Right)
        key(program, Qt.Key.Key_Space)
        assert page.grid.count.text() == f"{ITEMS - 2} of {ITEMS} ticked"

        click(other.window.rail.buttons[Page.TEACH])
        second = other.model.teach
        until(lambda: bool(second.view.state.cameras) and second.view.heard)
        second.name(SKU)
        second.see_by("top")
        until(lambda: second.view.free)
        second.begin()
        until(lambda: second.view.hitch is Hitch.REFUSED)
        assert other.window.teach.notice.accessibleName() == f"Ana teaches {SKU} · top in another window."

        act("↵")
        until(lambda: model.view.state.draft is not None and model.view.state.work is None)
        draft = model.view.state.draft
        assert draft is not None
        assert len(draft.given) == ITEMS - 2
        until(lambda: not program.model.teach_pictures.sheet.isNull())
        assert f"of {len(draft.learnt)} good ones would have been isolated" in page.words.accessibleName()
        act("↵")
        act("R")
        until(lambda: model.view.state.trial is not None)
        act("↵")
        assert model.view.place is Place.USE
        assert running.daemon.parts.judges.scorer.references() == ()
        key(program, Qt.Key.Key_Return)
        until(lambda: model.view.done is Done.ACTIVATED)
        assert running.daemon.parts.judges.scorer.references() == ((SKU, "top"),)
        act("Z")
        until(lambda: model.view.done is Done.ROLLED_BACK)
        assert running.daemon.parts.judges.scorer.references() == ()

        key(program, Qt.Key.Key_Escape)
        key(program, Qt.Key.Key_2)
        ticked = model.view.ticked
        second.begin(take_over=True)
        until(lambda: model.view.hitch is Hitch.TAKEN)
        assert page.notice.accessibleName() == "Berta has taken over: this window does not teach any more."
        until(lambda: second.view.mine)
        mosquitto.kill()
        until(lambda: not second.view.heard)
        assert other.window.teach.notice.accessibleName().startswith("OLD")
        assert second.view.place is Place.PICTURES
        assert model.view.ticked == ticked
