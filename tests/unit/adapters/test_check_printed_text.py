"""The border to the text engine: colour order, order of lines, its errors, and a package that is missing."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest

from inspector.adapters.checks._printed_text import load_reader
from inspector.adapters.clocks import manual
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import InferenceError, StartupError
from inspector.domain.frame import freeze
from inspector.domain.text_line import TextLine, around, width_of

BOX = np.array([[4, 30], [40, 32], [40, 44], [4, 42]], np.float32)
WHOLE = (0, 0, 80, 60)


class Engine:
    """Answers each step like the package's own class; remembers what it saw."""

    answers: ClassVar[dict[str, Any]] = {
        "use_det": SimpleNamespace(boxes=np.stack([BOX, BOX - (0, 20)])),
        "use_cls": SimpleNamespace(cls_res=[("0", 0.99)]),
        "use_rec": SimpleNamespace(txts=(" Oats： ",), scores=(0.97,)),
    }

    def __init__(self, params: dict[str, Any]) -> None:
        self.params = params
        self.seen: list[tuple[str, Any]] = []

    def __call__(self, image: Any, **steps: bool) -> Any:
        (step,) = [name for name, wanted in steps.items() if wanted]
        self.seen.append((step, image))
        answer = self.answers[step]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> type[Engine]:
    engine = type("Made", (Engine,), {"answers": dict(Engine.answers)})
    module = ModuleType("rapidocr")
    module.RapidOCR = engine  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rapidocr", module)
    return engine


def picture() -> Any:
    image = np.zeros((60, 80, 3), np.uint8)
    image[..., 0] = 200  # red
    return freeze(image)


def test_places_come_from_top_to_bottom_in_pixels_of_the_whole_picture(package: type[Engine]) -> None:
    reader = load_reader(threads=1)
    assert [around(place) for place in reader.find(picture(), WHOLE)] == [(4, 10, 40, 24), (4, 30, 40, 44)]
    assert [around(place) for place in reader.find(picture(), (10, 5, 80, 60))] == [(14, 15, 50, 29), (14, 35, 50, 49)]
    assert reader.find(picture(), (10, 5, 10, 60)) == ()


def test_lines_on_their_heads_are_turned_together(package: type[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(package.answers, "use_cls", SimpleNamespace(cls_res=[("180", 0.9)]))
    places = load_reader(threads=1).find(picture(), WHOLE)
    assert [place[0] for place in places] == [(40, 24), (40, 44)]


@pytest.mark.parametrize("votes", ["0", "180"])
def test_where_the_votes_do_not_say_upright_what_reads_better_is(
    package: type[Engine], monkeypatch: pytest.MonkeyPatch, votes: str
) -> None:
    class BrightFirst(Engine):
        """Reads well what begins bright."""

        def __call__(self, image: Any, **steps: bool) -> Any:
            if steps["use_rec"]:
                bright = image[:, :5].mean() > image[:, -5:].mean()
                return SimpleNamespace(txts=("Oats",), scores=(0.95 if bright else 0.6,))
            return super().__call__(image, **steps)

    monkeypatch.setitem(Engine.answers, "use_cls", SimpleNamespace(cls_res=[(votes, 0.6 if votes == "0" else 0.95)]))
    monkeypatch.setattr(sys.modules["rapidocr"], "RapidOCR", BrightFirst)
    falling = np.array(picture())
    falling[..., 0] = np.linspace(200, 20, 80)
    for image, first in ((falling, (4, 10)), (falling[:, ::-1], (40, 24))):
        places = load_reader(threads=1).find(freeze(image), WHOLE)
        assert places[0][0] == first


def test_upright_print_is_read_along_its_length(package: type[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    upright = SimpleNamespace(boxes=np.array([[[10, 5], [20, 5], [20, 55], [10, 55]]], np.float32))
    monkeypatch.setitem(package.answers, "use_det", upright)
    reader = load_reader(threads=1)
    (place,) = reader.find(picture(), WHOLE)
    assert width_of(place) == 50
    assert reader.recognise(picture(), place) == TextLine(text="Oats:", score=0.97, corners=place)
    step, seen = reader._engine.seen[-1]
    assert (step, seen.shape) == ("use_rec", (48, 268, 3))  # a little more than the line at both ends


def test_the_engine_sees_blue_first_and_all_its_networks_are_warm(package: type[Engine]) -> None:
    reader = load_reader(threads=3)
    engine = reader._engine
    assert [step for step, _ in engine.seen] == ["use_det", "use_cls", "use_rec"]
    assert engine.params["EngineConfig.onnxruntime.intra_op_num_threads"] == 3
    reader.find(picture(), WHOLE)
    assert {tuple(image[0, 0].tolist()) for _, image in engine.seen[3:]} == {(0, 0, 200)}


def test_a_picture_without_text_has_no_lines(package: type[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    reader = load_reader(threads=1)
    (place, _) = reader.find(picture(), WHOLE)
    for nothing in (SimpleNamespace(), SimpleNamespace(txts=None, scores=None, boxes=None)):
        monkeypatch.setitem(package.answers, "use_det", nothing)
        monkeypatch.setitem(package.answers, "use_rec", nothing)
        assert reader.find(picture(), WHOLE) == ()
        assert reader.recognise(picture(), place) is None
    for hardly in (SimpleNamespace(txts=("Oats",), scores=(0.3,)), SimpleNamespace(txts=(" ",), scores=(0.9,))):
        monkeypatch.setitem(package.answers, "use_rec", hardly)
        assert reader.recognise(picture(), place) is None


def test_the_engine_s_own_errors_stop_at_the_border(package: type[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    reader = load_reader(threads=1)
    monkeypatch.setitem(package.answers, "use_det", LookupError("no session"))
    with pytest.raises(InferenceError, match="LookupError: no session"):
        reader.find(picture(), WHOLE)


def test_an_engine_that_does_not_load_is_a_start_problem(
    package: type[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(package.answers, "use_rec", OSError("model file is cut off"))
    with pytest.raises(StartupError, match="model file is cut off"):
        load_reader(threads=1)


def test_a_missing_package_is_one_sentence_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    advice = "printed text needs a package that is missing: pip install 'edge-inspector[text]'"
    clock = manual.build(manual.Config())
    for written in ({"kind": "expiry", "printed": "rapidocr"}, {"kind": "label"}):
        section = AdapterSection.model_validate(written)
        with pytest.raises(StartupError) as caught:
            registry.build_offering("checks", section, name="dates", clock=clock, catalogue=None)
        assert caught.value.problems == (advice,)
