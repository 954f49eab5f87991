"""Every screen in both themes and languages, on the panel and on a desk, looks as its golden; a changed word does not.

After a change on purpose: `PYTHONPATH=.:gui python -m tests.support.gui_pictures`, and look at what it wrote.
"""

from collections.abc import Callable, Iterator

import pytest
from inspector_gui.viewmodels.pages import Page
from inspector_gui.widgets.verdict_band import VerdictBand
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton

from tests.support.gui_fit import settled
from tests.support.gui_goldens import GOLDENS, difference, golden_file, pixels, read_png
from tests.support.gui_pictures import DOCUMENTED, PICTURES, SCENES, Shot, golden_scenes, golden_shots, stale
from tests.support.gui_stage import Stage

StageMaker = Callable[..., Stage]
MAX_BYTES = 3_000_000


def turned(stage: Stage, shot: Shot) -> Stage:
    """The same window in another theme, language or size, as people turn it."""
    if stage.window.look.tokens.name != shot.theme:
        stage.window.next_theme()
    if stage.language.code != shot.language:
        stage.language.use(shot.language)
    if (stage.window.width(), stage.window.height()) != shot.size:
        stage.window.resize(*shot.size)
    return settled(stage)


@pytest.fixture(scope="module")
def pages() -> Iterator[dict[str, Page]]:
    """The page of every golden scene that was shown. Every page of the rail must be among them."""
    shown: dict[str, Page] = {}
    yield shown
    if set(shown) == set(golden_scenes()):
        assert set(shown.values()) == set(Page), "a page has no golden: add its scene to gui_pictures.DOCUMENTED"


@pytest.mark.parametrize("scene", golden_scenes())
def test_a_screen_looks_as_its_goldens_also_after_a_change_while_it_runs(
    make_stage: StageMaker, pages: dict[str, Page], scene: str
) -> None:
    shots = golden_shots(scene)
    stage = make_stage(theme=shots[0].theme, language=shots[0].language, size=shots[0].size)
    SCENES[scene](stage)
    pages[scene] = stage.window.page
    seen = [difference(shot.name, pixels(turned(stage, shot).window.grab().toImage())) for shot in shots]
    assert [fault for _, fault in seen if fault] == []


@pytest.mark.parametrize(("name", "scene", "theme", "language", "size"), DOCUMENTED)
def test_the_documentation_shows_what_the_goldens_show(
    name: str, scene: str, theme: str, language: str, size: tuple[int, int]
) -> None:
    shot = Shot(scene=scene, theme=theme, language=language, size=size)
    assert not stale(PICTURES / f"{name}.png", read_png(golden_file(shot.name)))


def test_no_golden_is_of_a_screen_that_is_gone_and_all_are_small() -> None:
    wanted = {golden_file(shot.name) for scene in golden_scenes() for shot in golden_shots(scene)}
    kept = set(GOLDENS.iterdir())
    assert kept == wanted
    assert sum(path.stat().st_size for path in kept) < MAX_BYTES


def test_what_is_not_as_it_was_is_seen_and_where(make_stage: StageMaker) -> None:
    stage = make_stage(size=(1024, 600))
    SCENES["running"](stage)
    name = golden_shots("running")[0].name

    def look() -> str:
        return difference(name, pixels(settled(stage).window.grab().toImage()))[1]

    assert not look()
    band = next(one for one in stage.window.findChildren(VerdictBand) if one.isVisible())
    band.hide()
    fault = look()
    assert fault.startswith(f"{name}: differs by ")
    x, y = (int(part) for part in fault.rsplit(" ", 1)[1].split(","))
    assert band.rect().contains(band.mapFrom(stage.window, QPoint(x, y)))
    band.show()
    assert not look()
    stage.window.rail.findChildren(QAbstractButton)[2].setText("Alarms\n1")
    assert look()
