"""Quotas, full disks and what a crash leaves."""

import errno
import os
import shutil
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_evidence
from inspector.adapters.stores._shelf_index import scan
from inspector.adapters.stores.folder_evidence import Config, FolderEvidence
from inspector.domain.errors import StartupError, StoreError, StoreFull
from inspector.domain.verdict import Disposition
from tests.support.line_values import frame, report


def store(folder: Path, clock: manual.ManualClock | None = None, **options: object) -> FolderEvidence:
    chosen = Config.model_validate({"min_free_bytes": 0, "pass_share": 1.0, **options})
    return folder_evidence.build(chosen, data_dir=folder, clock=clock or manual.build(manual.Config()))


WIDE = frame(width=640, height=480)


def the_folder(folder: Path) -> Path:
    (found,) = (folder / "evidence").glob("*/record-0001.*")
    return found


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


def test_what_a_crash_left_half_written_goes_with_the_first_new_record(tmp_path: Path) -> None:
    store(tmp_path).keep(report(), (frame(),))
    half = tmp_path / "evidence" / "2030-01-01" / "record-0002.DIVERT.77.half"
    half.mkdir()
    (half / "top.png").write_bytes(b"x")
    reader = store(tmp_path)
    assert reader.usage().records == 1
    assert half.exists()  # to another process it may be a record that is being written
    reader.keep(report("record-0003"), (frame(),))
    assert not half.exists()


def test_a_folder_of_an_earlier_format_is_read(tmp_path: Path) -> None:
    store(tmp_path).keep(report(), (frame(),))
    folder = the_folder(tmp_path)
    size = sum(file.stat().st_size for file in folder.iterdir())
    assert folder.name == f"record-0001.DIVERT.{size}"
    folder.rename(folder.with_name("record-0001.DIVERT"))
    (folder.parent.parent / "notes").mkdir()
    again = store(tmp_path)
    assert again.usage().bytes == size
    assert again.load("record-0001") is not None


def size_of_one(folder: Path) -> int:
    kept = store(folder / "one")
    kept.keep(report("record-p001", Disposition.PASS), (WIDE,))
    return kept.usage().bytes


def test_passes_go_before_diverts_and_old_before_new_when_room_is_needed(tmp_path: Path) -> None:
    kept = store(tmp_path, max_bytes=round(size_of_one(tmp_path) * 3.2))
    given = ("d001", "p001", "p002", "p003", "n001", "d002", "r001", "d003")
    expected = (
        {"d001"},
        {"d001", "p001"},
        {"d001", "p001", "p002"},
        {"d001", "p002", "p003"},
        {"d001", "p003", "n001"},
        {"d001", "n001", "d002"},
        {"d001", "d002", "r001"},
        {"d001", "d002", "d003"},
    )
    kinds = {"d": Disposition.DIVERT, "p": Disposition.PASS, "n": Disposition.NO_DECISION, "r": Disposition.REVIEW}
    for name, left in zip(given, expected, strict=True):
        kept.keep(report(f"record-{name}", kinds[name[0]]), (WIDE,))
        assert set(kept.recent(9)) == {f"record-{one}" for one in left}
    assert kept.usage() == store(tmp_path).usage()


def test_the_quota_is_never_exceeded_and_nothing_goes_for_something_less_valuable(tmp_path: Path) -> None:
    quota = round(size_of_one(tmp_path) * 2.2)
    kept = store(tmp_path, max_bytes=quota)
    for number in range(2):
        kept.keep(report(f"record-d00{number}", Disposition.DIVERT), (WIDE,))
    with pytest.raises(StoreFull, match="nothing less valuable than this PASS"):
        kept.keep(report("record-p001", Disposition.PASS), (WIDE,))
    assert "quota" in kept.usage().degraded
    assert sorted(kept.recent(9)) == ["record-d000", "record-d001"]
    kept.keep(report("record-d002", Disposition.DIVERT), (WIDE,))
    assert list(kept.recent(9)) == ["record-d002", "record-d001"]
    assert kept.usage().degraded == ""
    on_disk = sum(file.stat().st_size for file in (tmp_path / "evidence").rglob("*.*") if file.is_file())
    assert on_disk == kept.usage().bytes <= quota


def test_with_too_little_free_disk_new_records_take_the_place_of_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(tmp_path, min_free_bytes=1_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**12))
    for number in range(3):
        kept.keep(report(f"record-000{number}", Disposition.DIVERT), (WIDE,))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=999_000_000))
    kept.keep(report("record-0003", Disposition.DIVERT), (WIDE,))
    assert "only 999 MB free" in kept.usage().degraded
    assert 2 <= kept.usage().records <= 3
    assert "record-0000" not in kept.recent(9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**12))
    kept.keep(report("record-0004", Disposition.DIVERT), (WIDE,))
    assert kept.usage().degraded == ""


def test_old_records_go_in_small_steps_with_their_empty_days(tmp_path: Path) -> None:
    clock = manual.build(manual.Config())
    today = clock.utc()
    kept = store(tmp_path, clock, max_age_days=2)
    old = (today - timedelta(days=3)).strftime("%Y-%m-%d")
    for number in range(20):
        kept.keep(report(f"record-o0{number:02d}", day=old), (frame(),))
    assert kept.usage().records < 20  # each new one removes what is too old
    kept.keep(report("record-new1", day=today.strftime("%Y-%m-%d")), (frame(),))
    kept.keep(report("record-new2", day=today.strftime("%Y-%m-%d")), (frame(),))
    assert list(kept.recent(99)) == ["record-new2", "record-new1"]
    assert [day.name for day in (tmp_path / "evidence").iterdir()] == [today.strftime("%Y-%m-%d")]


def test_the_sample_of_passes_is_the_same_for_everybody(tmp_path: Path) -> None:
    kept, again = store(tmp_path / "a", pass_share=0.3), store(tmp_path / "b", pass_share=0.3)
    for number in range(40):
        item = report(f"record-{number:04d}", Disposition.PASS)
        kept.keep(item, (frame(),))
        again.keep(item, (frame(),))
    assert kept.recent(99) == again.recent(99)
    assert 0 < kept.usage().records < 40


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, StoreFull), (errno.EDQUOT, StoreFull), (errno.EACCES, StoreError)]
)
def test_a_disk_that_refuses_leaves_nothing_half_and_is_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[StoreError]
) -> None:
    kept = store(tmp_path)
    real = os.fsync
    calls = iter((None, None, OSError(code, os.strerror(code))))

    def refuse(descriptor: int) -> None:
        problem = next(calls)
        if problem is not None:
            raise problem
        real(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match=os.strerror(code)) as caught:
        kept.keep(report(), (frame(),))
    assert type(caught.value) is kind
    assert os.strerror(code) in kept.usage().degraded
    assert kept.usage().records == 0
    assert list((tmp_path / "evidence").glob("*/*")) == []
    monkeypatch.setattr(os, "fsync", real)
    kept.keep(report(), (frame(),))
    assert kept.usage().degraded == ""
    assert kept.usage().records == 1


def test_too_little_free_disk_and_nothing_to_replace_is_full(tmp_path: Path) -> None:
    kept = store(tmp_path, min_free_bytes=10**18)
    with pytest.raises(StoreFull, match="MB free"):
        kept.keep(report(), (frame(),))
    assert list((tmp_path / "evidence").iterdir()) == []


def test_what_can_not_be_written_is_one_error_and_leaves_nothing(tmp_path: Path) -> None:
    kept = store(tmp_path)
    anomaly = replace(report().evidence.anomalies[0], raw=float("nan"))
    broken = replace(report(), evidence=replace(report().evidence, anomalies=(anomaly,)))
    with pytest.raises(StoreError, match="can not be put into files"):
        kept.keep(broken, (frame(),))
    assert "can not be put into files" in kept.usage().degraded
    assert list((tmp_path / "evidence").iterdir()) == []


def test_a_record_is_stored_once(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    before = kept.usage()
    with pytest.raises(StoreError, match="stored already"):
        kept.keep(report(), (frame(level=10),))
    assert kept.usage() == before


def test_reading_does_not_wait_for_a_record_that_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    real, inside, leave = os.fsync, threading.Event(), threading.Event()

    def slow(descriptor: int) -> None:
        inside.set()
        assert leave.wait(20)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    writer = threading.Thread(target=kept.keep, args=(report("record-0002"), (frame(),)))
    writer.start()
    assert inside.wait(20)
    try:
        assert list(kept.recent(9)) == ["record-0001"]
        assert kept.picture("record-0001", "top.png") is not None
        assert kept.usage().records == 1
    finally:
        leave.set()
        writer.join()
    assert list(kept.recent(9)) == ["record-0002", "record-0001"]


def test_a_folder_that_is_a_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("")
    with pytest.raises(StartupError, match="evidence"):
        store(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("top.png", b"not a picture", "changed after it was stored"),
        ("report.json", b"{", "can not be read"),
        ("report.json", b"\xff\xfe", "can not be read"),
    ],
)
def test_a_damaged_record_says_so(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    (the_folder(tmp_path) / name).write_bytes(content)
    with pytest.raises(StoreError, match=problem):
        kept.load("record-0001")


@pytest.mark.parametrize("name", ["top.png", "report.json"])
def test_a_record_with_a_missing_file_says_so(tmp_path: Path, name: str) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    (the_folder(tmp_path) / name).unlink()
    with pytest.raises(StoreError, match="can not be read"):
        kept.load("record-0001")


def test_a_record_that_a_person_removed_is_none(tmp_path: Path) -> None:
    kept = store(tmp_path, max_bytes=1_000_000)
    kept.keep(report(), (frame(),))
    shutil.rmtree(the_folder(tmp_path))
    assert kept.load("record-0001") is None
    assert kept.report("record-0001") is None
    assert kept.picture("record-0001", "top.png") is None


def test_a_picture_that_was_changed_by_one_pixel_is_found_out(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    file = the_folder(tmp_path) / "top.png"
    picture = cv2.imread(str(file))
    assert picture is not None
    picture[5, 5, 0] ^= 1
    cv2.imwrite(str(file), picture)
    with pytest.raises(StoreError, match=r"top\.png was changed"):
        kept.load("record-0001")


def test_tens_of_thousands_of_records_are_known_in_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is opened and none is measured: 50 000 records must not keep a start waiting."""
    day = tmp_path / "evidence" / "2030-01-01"
    day.mkdir(parents=True)
    for number in range(2000):
        (day / f"record-{number:06d}.PASS.1000").mkdir()
    monkeypatch.setattr(Path, "stat", _refuse_stat)
    found = list(scan(tmp_path / "evidence"))
    assert len(found) == 2000
    assert found[-1].record_id == "record-001999"
    assert sum(entry.bytes for entry in found) == 2_000_000


def _refuse_stat(path: Path) -> None:
    raise AssertionError(f"{path} was looked at")


def test_heat_comes_back_to_the_bit(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.keep(report(), (frame(),))
    (score,) = report().evidence.anomalies
    heat = np.load(the_folder(tmp_path) / "top.heat.npy")
    assert heat.dtype == np.float32
    assert np.array_equal(heat, score.heat)
    stored: Any = kept.report("record-0001")
    assert stored["anomalies"][0]["heat"] == score.heat_digest
    assert replace(score, heat=np.nextafter(score.heat, np.float32(2))).heat_digest != score.heat_digest
