"""The example in the how-to is a camera kind that works."""

import importlib.util
import re
import sys
from pathlib import Path

import numpy as np

from inspector.adapters.clocks import manual
from inspector.domain.item import ItemKey, Trigger

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-camera.md"


def test_the_example_of_the_how_to_is_a_camera(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "stripes.py"
    file.write_text(code)
    spec = importlib.util.spec_from_file_location("stripes", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["stripes"] = module
    try:
        spec.loader.exec_module(module)
        config = module.Config.model_validate(module.EXAMPLE)
        camera = module.build(config, name="cam", clock=manual.build(manual.Config()))
        camera.open()
        key = ItemKey(1, 8)
        camera.trigger(Trigger(key=key, encoder=0, until_encoder=9, deadline_ns=1, triggered_at_ns=0, counter=7))
        frame = camera.read(1.0)
        assert frame.key == key
        assert frame.image.shape == (48, 64, 3)
        assert np.array_equal(frame.image[0, :2, 0], [47, 0])
        camera.close()
    finally:
        del sys.modules["stripes"]
