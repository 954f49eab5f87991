"""The codes of a view are read once, whoever asks, and every check answers as if it had read them itself."""

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest

from inspector.adapters.checks import _codes_once, barcode, expiry
from inspector.adapters.checks._codes import read_codes
from inspector.adapters.checks._codes_once import KEPT, CodesReadOnce
from inspector.adapters.clocks import manual
from inspector.adapters.stores import rendered_catalogue
from inspector.app.defaults import config_or_default
from inspector.app.judges import make_judges
from inspector.config.sections import AdapterSection, CheckSection
from inspector.domain.check import CheckOutcome
from inspector.domain.code import Code
from inspector.domain.frame import RgbImage
from inspector.ports.code_reader import CodeReader, Window
from inspector.scene.line import LineSpec
from tests.support.checked_items import blank, rendered

CODED = LineSpec(seed=3, damage_rate=0.0, skus=("CT-1003",), product_code="gs1_datamatrix")
WINDOW = (0, 0, 100, 80)


class Counted:
    """Reads as the station does and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Window, int]] = []

    def __call__(self, camera: str, image: RgbImage, window: Window, tries: int) -> tuple[Code, ...]:
        self.asked.append((camera, window, tries))
        return read_codes(camera, image, window, tries)


def checks(codes: CodeReader | None = None) -> tuple[barcode.BarcodeCheck, expiry.ExpiryCheck]:
    clock = manual.build(manual.Config())
    catalogue = rendered_catalogue.build(rendered_catalogue.Config(), data_dir=Path(), clock=clock)
    return (
        barcode.build(barcode.Config(), name="codes", catalogue=catalogue, codes=codes),
        expiry.build(expiry.Config(), name="expiry", catalogue=catalogue, codes=codes, now=clock.utc),
    )


def test_two_checks_of_an_item_read_each_view_once() -> None:
    counted = Counted()
    looked = rendered(CODED, 2, views=("top", "side"))[1]
    shared = [check.check(*looked) for check in checks(CodesReadOnce(counted))]
    assert [camera for camera, _, _ in counted.asked] == ["top", "side"]
    assert shared == [check.check(*looked) for check in checks()]
    assert [result.outcome for result in shared] == [CheckOutcome.OK, CheckOutcome.OK]


def test_the_station_gives_its_checks_one_reader(tmp_path: Path) -> None:
    config = config_or_default(None, tmp_path).model_copy(
        update={
            "detector": AdapterSection(kind="scripted"),
            "scorer": AdapterSection(kind="none"),
            "checks": tuple(CheckSection(name=kind, kind=kind) for kind in ("barcode", "expiry")),
        }
    )
    codes, dates = make_judges(config).checks
    assert isinstance(codes, barcode.BarcodeCheck)
    assert isinstance(dates, expiry.ExpiryCheck)
    assert codes._codes is dates._codes


def test_another_picture_window_or_way_of_reading_is_read_anew() -> None:
    counted = Counted()
    once, one, other = CodesReadOnce(counted), blank(), blank()
    for _ in range(2):
        once.read("top", one, WINDOW, tries=0)
        once.read("top", other, WINDOW, tries=0)
        once.read("top", one, (0, 0, 50, 80), tries=0)
        once.read("top", one, WINDOW, tries=1)
    assert len(counted.asked) == 4


def test_a_picture_is_not_taken_for_one_that_had_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_codes_once, "id", lambda _: 1, raising=False)
    counted = Counted()
    once, one, other = CodesReadOnce(counted), blank(), blank()
    for image in (one, other, one):
        once.read("top", image, WINDOW, tries=0)
    assert len(counted.asked) == 3


def test_no_picture_is_kept_alive_and_the_oldest_readings_go() -> None:
    counted = Counted()
    once, image = CodesReadOnce(counted), blank()
    alive = weakref.ref(image)
    once.read("top", image, WINDOW, tries=0)
    del image
    gc.collect()
    assert alive() is None
    held = [np.full((4, 4, 3), 128, np.uint8) for _ in range(KEPT + 1)]
    for picture in (*held, held[-1], held[0]):
        once.read("top", picture, (0, 0, 4, 4), tries=0)
    assert len(counted.asked) == 1 + len(held) + 1
