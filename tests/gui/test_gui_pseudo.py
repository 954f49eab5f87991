"""Every scene with every text a third longer, as other languages are: nothing may be cut off on the smallest panel."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from tests.support.gui_fit import cut_off, settled
from tests.support.gui_pictures import SCENES
from tests.support.gui_stage import Stage

LONGER = 0.3
StageMaker = Callable[..., Stage]


class Pseudo(QTranslator):
    """Accents on the vowels, and 30 % more letters at the end; blanks between them, so that it wraps as words do."""

    def translate(self, _context, source_text, _disambiguation=None, _n=-1):  # type: ignore[no-untyped-def]
        """See Qt."""
        return pseudo(source_text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """It has a text for everything."""
        return False


def pseudo(text: str) -> str:
    """The text, longer. Formats of dates and times stay."""
    if not text or text.startswith(("MMM", "d MMM")):
        return text
    filling = "ñümlaut "
    wanted = max(1, round(len(text) * LONGER))
    return text.translate(str.maketrans("aeiou", "áéíóú")) + (filling * wanted)[:wanted].rstrip()


@pytest.fixture
def pseudo_locale(qapp: QApplication) -> Iterator[None]:
    translator = Pseudo()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("pseudo_locale")
@pytest.mark.parametrize("scene", SCENES)
def test_a_third_more_is_not_cut_off(make_stage: StageMaker, scene: str) -> None:
    stage = make_stage(size=(1024, 600))
    SCENES[scene](stage)
    settled(stage)
    assert any("ñ" in label for label in stage.texts)
    assert cut_off(stage) == []


def test_it_is_a_third_longer() -> None:
    assert pseudo("Acknowledge") == "Acknówlédgéñüm"
    assert len(pseudo("x" * 100)) in range(125, 131)
