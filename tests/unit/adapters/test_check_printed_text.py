"""The border to the text engine: colour order, order of lines, its errors, and a package that is missing."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from inspector.adapters.checks._printed_text import load_reader
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import InferenceError, StartupError
from inspector.domain.frame import freeze

BOX = np.array([[4, 30], [40, 32], [40, 44], [4, 42]], np.float32)


class Engine:
    """Answers like the package's own class; remembers what it saw."""

    answer: Any = SimpleNamespace(
        txts=("EXP 2031-02-11", "Oats"), scores=(0.97, 0.99), boxes=np.stack([BOX, BOX - (0, 20)])
    )

    def __init__(self, params: dict[str, Any]) -> None:
        self.params = params
        self.seen: list[Any] = []

    def __call__(self, image: Any, **options: bool) -> Any:
        self.seen.append((image, options))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> type[Engine]:
    engine = type("Made", (Engine,), {})
    module = ModuleType("rapidocr")
    module.RapidOCR = engine  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rapidocr", module)
    return engine


def picture() -> Any:
    image = np.zeros((60, 80, 3), np.uint8)
    image[..., 0] = 200  # red
    return freeze(image)


def test_lines_come_from_top_to_bottom_with_their_boxes(package: type[Engine]) -> None:
    lines = load_reader(threads=1).read(picture())
    assert [(line.text, line.score) for line in lines] == [("Oats", 0.99), ("EXP 2031-02-11", 0.97)]
    assert lines[1].xyxy == (4.0, 30.0, 40.0, 44.0)


def test_the_engine_sees_blue_first_and_both_its_networks_are_warm(package: type[Engine]) -> None:
    reader = load_reader(threads=3)
    engine = reader._engine
    assert [options for _, options in engine.seen] == [{"use_det": True}, {"use_det": False}]
    assert engine.params["EngineConfig.onnxruntime.intra_op_num_threads"] == 3
    reader.read(picture())
    assert engine.seen[-1][0][0, 0].tolist() == [0, 0, 200]
    assert engine.seen[-1][1] == {"use_det": True}


def test_a_picture_without_text_has_no_lines(package: type[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    reader = load_reader(threads=1)
    for nothing in (SimpleNamespace(), SimpleNamespace(txts=None, scores=None, boxes=None)):
        monkeypatch.setattr(package, "answer", nothing)
        assert reader.read(picture()) == ()


def test_the_engine_s_own_errors_stop_at_the_border(package: type[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    reader = load_reader(threads=1)
    monkeypatch.setattr(package, "answer", LookupError("no session"))
    with pytest.raises(InferenceError, match="LookupError: no session"):
        reader.read(picture())


def test_an_engine_that_does_not_load_is_a_start_problem(
    package: type[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "answer", OSError("model file is cut off"))
    with pytest.raises(StartupError, match="model file is cut off"):
        load_reader(threads=1)


def test_a_missing_package_is_one_sentence_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    section = AdapterSection.model_validate({"kind": "expiry", "printed": "rapidocr"})
    with pytest.raises(StartupError) as caught:
        registry.build("checks", section, name="dates")
    assert caught.value.problems == ("printed text needs a package that is missing: pip install rapidocr",)
