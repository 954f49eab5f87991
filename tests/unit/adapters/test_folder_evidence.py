"""Quotas, full disks and what a crash leaves."""

import errno
from datetime import timedelta
from pathlib import Path

import cv2
import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence
from inspector.adapters.stores.folder_evidence import Config, FolderEvidence
from inspector.domain.errors import StartupError, StoreError, StoreFull
from inspector.domain.verdict import Disposition
from tests.support.line_values import frame, report


def store(folder: Path, clock: manual.ManualClock | None = None, **options: object) -> FolderEvidence:
    chosen = Config.model_validate({"min_free_bytes": 0, "pass_share": 1.0, **options})
    return folder_evidence.build(chosen, data_dir=folder, clock=clock or manual.build(manual.Config()))


def test_pictures_are_served_by_name_and_nothing_else(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    for name in ("top.png", "top.overlay.jpg", "top.heat.jpg"):
        found = kept.picture("record-0001", name)
        assert found is not None
        assert found[0] == ("image/png" if name.endswith("png") else "image/jpeg")
    for name in ("report.json", "../x.png", "side.png", ""):
        assert kept.picture("record-0001", name) is None


def test_a_reopened_folder_knows_its_records(tmp_path: Path) -> None:
    first = store(tmp_path)
    first.keep(report(), (frame(),))
    again = store(tmp_path)
    assert again.usage() == first.usage()
    assert list(again.recent(9)) == ["record-0001"]


def test_what_a_crash_left_half_written_is_gone(tmp_path: Path) -> None:
    store(tmp_path).keep(report(), (frame(),))
    half = tmp_path / "evidence" / "2030-01-01" / "record-0002.DIVERT.half"
    half.mkdir()
    (half / "top.png").write_bytes(b"x")
    assert store(tmp_path).usage().records == 1
    assert not half.exists()


def test_passes_go_before_diverts_and_old_before_new_when_room_is_needed(tmp_path: Path) -> None:
    size = store(tmp_path / "one")
    size.keep(report(), (frame(width=640, height=480),))
    each = size.usage().bytes
    kept = store(tmp_path / "two", max_bytes=max(1_000_000, round(each * 3.2)))
    wide = frame(width=640, height=480)
    kept.keep(report("record-d001", Disposition.DIVERT), (wide,))
    kept.keep(report("record-p001", Disposition.PASS), (wide,))
    kept.keep(report("record-p002", Disposition.PASS), (wide,))
    kept.keep(report("record-p003", Disposition.PASS), (wide,))
    kept.keep(report("record-p004", Disposition.PASS), (wide,))
    assert "record-d001" in kept.recent(9)
    assert "record-p001" not in kept.recent(9)
    assert "record-p004" in kept.recent(9)


def test_old_records_go(tmp_path: Path) -> None:
    clock = manual.build(manual.Config())
    today = clock.utc()
    kept = store(tmp_path, clock, max_age_days=2)
    kept.keep(report("record-old1", day=(today - timedelta(days=3)).strftime("%Y-%m-%d")), (frame(),))
    kept.keep(report("record-new1", day=today.strftime("%Y-%m-%d")), (frame(),))
    assert list(kept.recent(9)) == ["record-new1"]


def test_the_sample_of_passes_is_the_same_for_everybody(tmp_path: Path) -> None:
    kept, again = store(tmp_path / "a", pass_share=0.3), store(tmp_path / "b", pass_share=0.3)
    for number in range(40):
        item = report(f"record-{number:04d}", Disposition.PASS)
        kept.keep(item, (frame(),))
        again.keep(item, (frame(),))
    assert kept.recent(99) == again.recent(99)
    assert 0 < kept.usage().records < 40


def test_a_full_disk_keeps_nothing_half_and_recovers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store(tmp_path)
    real = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", _refuse)
    with pytest.raises(StoreFull, match="No space left"):
        kept.keep(report(), (frame(),))
    assert "No space left" in kept.usage().degraded
    assert list((tmp_path / "evidence").glob("*/*")) == []
    monkeypatch.setattr(Path, "write_bytes", real)
    kept.keep(report(), (frame(),))
    assert kept.usage().degraded == ""


def _refuse(_path: Path, _data: bytes) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_too_little_free_disk_is_full(tmp_path: Path) -> None:
    kept = store(tmp_path, min_free_bytes=10**18)
    with pytest.raises(StoreFull, match="MB free"):
        kept.keep(report(), (frame(),))


def test_a_folder_that_is_a_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("")
    with pytest.raises(StartupError, match="evidence"):
        store(tmp_path)


def test_a_damaged_record_says_so(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    folder = next((tmp_path / "evidence").glob("*/record-0001.DIVERT"))
    (folder / "top.png").write_bytes(b"not a picture")
    with pytest.raises(StoreError, match="can not be read"):
        kept.load("record-0001")


def test_the_overlay_differs_from_the_frame(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    folder = next((tmp_path / "evidence").glob("*/record-0001.DIVERT"))
    plain, drawn = cv2.imread(str(folder / "top.png")), cv2.imread(str(folder / "top.overlay.jpg"))
    assert plain is not None
    assert drawn is not None
    assert plain.shape == drawn.shape
    assert abs(plain.astype(int) - drawn.astype(int)).max() > 60
