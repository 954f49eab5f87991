"""Golden pictures on disk: a line that knows them by what it keeps of them never decodes one."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_golden
from inspector.adapters.stores.folder_golden import FolderGolden
from inspector.domain.errors import StoreError
from inspector.domain.golden import Golden, golden_of
from inspector.domain.item import Identity

BOX = Identity(sku="BOX-1")


def store(folder: Path) -> FolderGolden:
    return folder_golden.build(folder_golden.Config(), data_dir=folder, clock=manual.build(manual.Config()))


def taught(folder: Path) -> Golden:
    rng = np.random.default_rng(1)
    golden = golden_of("BOX-1", "top", [rng.integers(0, 256, (30, 40, 3)).astype(np.uint8) for _ in range(3)])
    store(folder).put(golden)
    return golden


def test_a_start_and_an_item_decode_nothing_and_whoever_wants_pixels_gets_them_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = taught(tmp_path)
    decoded: list[int] = []
    real = cv2.imdecode

    def counted(*arguments: Any) -> Any:
        decoded.append(1)
        return real(*arguments)

    monkeypatch.setattr(cv2, "imdecode", counted)
    again = store(tmp_path)
    assert again.problems() == ()
    found = again.find(BOX, "top")
    assert found is not None
    assert (found.digest, found.count) == (golden.digest, 3)
    assert decoded == []
    for _ in range(2):
        assert [image.tobytes() for image in found.images] == [image.tobytes() for image in golden.images]
    assert len(decoded) == 3


def test_pairs_of_an_older_version_have_no_sums_and_are_looked_at_whole(tmp_path: Path) -> None:
    golden = taught(tmp_path)
    (described,) = (tmp_path / "golden").glob("*.json")
    content = json.loads(described.read_text())
    folder = tmp_path / "golden" / content["folder"]
    assert len(content.pop("files")) == 3
    described.write_text(json.dumps(content))
    found = store(tmp_path).find(BOX, "top")
    assert found is not None
    assert found.digest == golden.digest
    (folder / "01.png").write_bytes((folder / "02.png").read_bytes())
    with pytest.raises(StoreError, match="changed after they were taken"):
        store(tmp_path).find(BOX, "top")
    assert store(tmp_path).problems() != ()
