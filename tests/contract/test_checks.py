"""Every kind of check keeps the port's promises: an answer of its own name, in the picture, never OK for nothing."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.adapters.checks._text_once import TextReadOnce
from inspector.adapters.clocks import manual
from inspector.adapters.stores import rendered_catalogue
from inspector.app.judges import make_golden
from inspector.app.registry import adapter, build_offering, kinds
from inspector.config.adapter import AdapterConfig
from inspector.config.camera_file import save_camera
from inspector.config.locations import default_models_dir
from inspector.config.sections import AdapterSection
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.errors import StartupError
from inspector.domain.golden import golden_of
from inspector.ports.check import Check
from inspector.scene.camera import true_model
from inspector.scene.good_items import good_crops
from inspector.scene.line import LineSpec
from tests.support.checked_items import Looked, blank, looked_at, rendered

SKU = "CT-1003"
BELT = (51.0, 53.0, 56.0)  # the rendered belt of this line's seed under neutral light
LINE = LineSpec(seed=3, damage_rate=0.0, skus=(SKU,), product_code="gs1_datamatrix")

# Options with which a kind has something to say about an item of that line.
OPTIONS: dict[str, dict[str, Any]] = {
    "barcode": {},
    "colour": {},
    "count": {},
    "expiry": {},
    "label": {"threads": 1},
    "parts": {},
    "size": {},
    "wrong_item": {},
}
# Options of the wrong kind or sense; each is one clear error.
REFUSED: dict[str, list[tuple[dict[str, Any], str]]] = {
    "barcode": [
        ({"margin_px": -1}, "margin_px"),
        ({"required": "perhaps"}, "required"),
        ({"lpn_pattern": "("}, "lpn_pattern"),
        ({"tries": 10}, "tries"),
    ],
    "expiry": [
        ({"min_days": -1}, "min_days"),
        ({"skus": {SKU: {"min_day": 3}}}, f"skus.{SKU}.min_day"),
        ({"skus": [SKU]}, "skus"),
        ({"printed": "tesseract"}, "printed"),
        ({"date_order": "american"}, "date_order"),
        ({"timezone": "Mars/Olympus"}, "unknown time zone 'Mars/Olympus'"),
        ({"min_score": 2}, "min_score"),
    ],
    "label": [
        ({"ask": ["colour"]}, "unknown question 'colour'"),
        ({"required": ["colour"]}, "unknown question 'colour'"),
        ({"skus": {SKU: {"ask": ["colour"]}}}, "unknown question 'colour'"),
        ({"questions": [{"alias": "ref", "pattern": "("}]}, "pattern"),
        ({"questions": [{"alias": "ref"}]}, "needs keywords"),
        ({"questions": [{"alias": "Ref No", "keywords": ["REF"]}]}, "alias"),
        ({"regions": {"top": [0, 0, 1.5, 1]}}, "regions.top"),
        ({"budget_ms": 0}, "budget_ms"),
        ({"date_order": "american"}, "date_order"),
    ],
    "colour": [({"tolerance": 0}, "tolerance"), ({"doubt": 0.5}, "doubt"), ({"least_share": 2}, "least_share")],
    "count": [({"units": 0}, "units"), ({"larger": 0.9}, "larger"), ({"reach": -1}, "reach")],
    "parts": [({"doubt_share": 0}, "doubt_share"), ({"doubt_share": 0.2, "sure_share": 0.1}, "sure_share is less")],
    "wrong_item": [({"alpha": 0}, "alpha"), ({"margin": 3}, "margin"), ({"least_pictures": 1}, "least_pictures")],
    "size": [
        ({"tolerance_mm": -1}, "tolerance_mm"),
        ({"cameras": 3}, "cameras"),
        ({"box_residual": 0}, "box_residual"),
    ],
}
KINDS = kinds("checks")
SIZE = (1024, 820)


@pytest.fixture(scope="module", autouse=True)
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the calibration of the rendered camera, as tests have it: without error."""
    folder = tmp_path_factory.mktemp("data")
    save_camera(folder, "top", true_model("top", SIZE, belt_rgb=BELT))
    golden = make_golden(folder)
    for sku in (SKU, "BK-4001"):
        golden.put(golden_of(sku, "top", good_crops(sku, "top", 6, seed=LINE.seed, size=SIZE)))
    _DATA.append(folder)
    return folder


_DATA: list[Path] = []
_TEXT = TextReadOnce()  # as a station has it: one for all checks


def make(kind: str, **options: Any) -> Check:
    section = AdapterSection.model_validate({"kind": kind, **OPTIONS[kind], **options})
    catalogue = rendered_catalogue.build(
        rendered_catalogue.Config(), data_dir=Path(), clock=manual.build(manual.Config())
    )
    check: Check = build_offering(
        "checks",
        section,
        name=f"my-{kind}",
        catalogue=catalogue,
        data_dir=_DATA[-1],
        models_dir=default_models_dir(),
        golden=make_golden(_DATA[-1]),
        clock=manual.build(manual.Config()),
        text=_TEXT,
    )
    return check


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def check(kind: str) -> Check:
    return make(kind)


def good() -> Looked:
    return rendered(LINE, 2)[1]


def keeps_to_the_picture(result: CheckResult, looked: Looked) -> bool:
    if result.xyxy is None:
        return True
    (frame,) = [frame for frame in looked[0].frames if frame.camera == result.camera]
    height, width = frame.image.shape[:2]
    left, top, right, bottom = result.xyxy
    return bool(0 <= left < right <= width and 0 <= top < bottom <= height)


def test_there_is_a_contract_for_every_kind() -> None:
    assert set(OPTIONS) == set(REFUSED) == set(KINDS)


def test_every_option_is_titled_and_described_and_strangers_are_refused(kind: str) -> None:
    config: type[AdapterConfig] = adapter("checks", kind).Config
    for name, option in config.model_fields.items():
        assert option.title, name
        assert option.description, name
    with pytest.raises(StartupError, match="no_such_option"):
        make(kind, no_such_option=1)


@pytest.mark.parametrize(
    ("kind", "options", "complaint"),
    [(kind, options, complaint) for kind, cases in REFUSED.items() for options, complaint in cases],
)
def test_a_wrong_option_is_one_clear_error(kind: str, options: dict[str, Any], complaint: str) -> None:
    with pytest.raises(StartupError) as caught:
        make(kind, **options)
    (problem,) = caught.value.problems
    assert complaint in problem


def test_a_good_item_is_ok_and_the_answer_says_where_it_comes_from(kind: str, check: Check) -> None:
    result = check.check(*good())
    assert check.name == result.check == f"my-{kind}"
    assert result.outcome is CheckOutcome.OK, result
    assert 0 < result.confidence <= 1
    assert result.value
    assert result.camera == "top"
    assert result.xyxy is not None
    assert keeps_to_the_picture(result, good())


def test_a_check_that_was_prepared_answers_as_one_that_was_not(kind: str, check: Check) -> None:
    prepared = make(kind)
    for _ in range(2):
        prepared.prepare(golden_of(SKU, "top", good_crops(SKU, "top", 5, seed=LINE.seed)))
        prepared.prepare()
    assert prepared.check(*good()) == check.check(*good())


def test_no_detections_no_frames_no_item_give_no_verdict_on_the_item(check: Check) -> None:
    item, detections = good()
    for looked in (
        (item, ()),
        looked_at({}, {}, sku=SKU),
        looked_at({"top": blank()}, {}, sku=SKU),
        looked_at({}, {"top": (0.0, 0.0, 10.0, 10.0)}, sku=SKU),
        looked_at({"side": blank()}, {"top": (0.0, 0.0, 10.0, 10.0)}, sku=SKU),
    ):
        result = check.check(*looked)
        assert result.outcome in {CheckOutcome.NOT_APPLICABLE, CheckOutcome.UNSURE}, result
        assert result.xyxy is None
    assert len(detections) == 1


@pytest.mark.parametrize(
    "box",
    [
        (0.0, 0.0, 320.0, 256.0),
        (100.0, 100.0, 100.0, 100.0),
        (100.2, 100.2, 100.9, 100.9),
        (-50.0, -50.0, 20.5, 20.5),
        (310.0, 250.0, 400.0, 400.0),
        (-90.0, -90.0, -60.0, -60.0),
        (900.0, 900.0, 950.0, 950.0),
    ],
)
def test_any_box_gets_an_answer(check: Check, box: tuple[float, float, float, float]) -> None:
    looked = looked_at({"top": blank()}, {"top": box}, sku=SKU)
    result = check.check(*looked)
    assert result.outcome is not CheckOutcome.OK
    assert 0 <= result.confidence <= 1
    assert keeps_to_the_picture(result, looked)


def test_the_same_item_gets_the_same_answer_in_every_thread(check: Check) -> None:
    expected = check.check(*good())
    answers: list[CheckResult] = []
    threads = [threading.Thread(target=lambda: answers.append(check.check(*good()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [expected] * 4


def test_the_picture_is_left_as_it_was(check: Check) -> None:
    looked = good()
    before = looked[0].frames[0].image.copy()
    check.check(*looked)
    assert np.array_equal(looked[0].frames[0].image, before)


@pytest.mark.parametrize(
    ("name", "required", "not_required"), [("barcode", True, False), ("expiry", True, False), ("label", ["lot"], [])]
)
def test_what_is_required_and_can_not_be_read_is_for_a_person(
    name: str, required: object, not_required: object
) -> None:
    nothing = looked_at({"top": blank()}, {"top": (10.0, 10.0, 200.0, 200.0)}, sku=SKU)
    assert make(name, required=not_required).check(*nothing).outcome is CheckOutcome.NOT_APPLICABLE
    assert make(name, required=required).check(*nothing).outcome is CheckOutcome.UNSURE
