"""A lesson is active whole or not at all, whatever ends the station on the way; what was active can be had back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inspector.adapters import _taught_files
from inspector.adapters._taught_files import TaughtFiles
from inspector.adapters.scorers import mean_colour
from inspector.app.judges import make_golden
from inspector.app.lessons.past import judged_by_then
from inspector.app.lessons.shelf import LessonShelf, write_draft
from inspector.config import durable_file
from inspector.config.load import parse_config
from inspector.domain.detection import Detections
from inspector.domain.findings import findings_json
from inspector.domain.frame import RgbImage, freeze
from inspector.domain.golden import golden_of
from inspector.domain.item import Identity
from inspector.domain.lesson import Draft, Taught
from inspector.domain.policy import Evidence
from inspector.ports.evidence import StoredItem
from tests.support.line_values import frame, verdict
from tests.support.scripted_station import station_content

SKU, CAMERA, WHEN = "A-1", "top", "2030-01-01T00:00:00.000Z"


class PowerCut(BaseException):
    """Nothing else is done."""


def images(level: int) -> list[RgbImage]:
    return [freeze(np.full((24, 32, 3), level + 5 * step, np.uint8)) for step in range(6)]


def teach_in(folder: Path, level: int, sku: str = SKU) -> tuple[str, str]:
    """Teach as `inspector teach` does; the fingerprint."""
    mean_colour.build(mean_colour.Config(), models_dir=folder, data_dir=folder).teach(sku, CAMERA, images(level))
    make_golden(folder).put(golden_of(sku, CAMERA, images(level)))
    return TaughtFiles(folder).digests(sku, CAMERA)[:2]


def draft_in(shelf: LessonShelf, level: int) -> Draft:
    """A learnt draft."""
    folder = shelf.folder(SKU, CAMERA) / "draft"
    golden, memory = teach_in(folder, level)
    draft = Draft(
        draft_id=f"draft-{level}",
        golden=golden,
        memory=memory,
        given=("a", "b", "c", "d", "e", "f"),
        learnt=("a", "b", "c", "d", "e", "f"),
        left_out=(),
        odd=(),
        isolated=0,
        judged=6,
        low=0.0,
        high=0.46,
        by="Ana",
        time=WHEN,
        seconds=1.0,
    )
    write_draft(folder, draft)
    return draft


def activate(shelf: LessonShelf) -> Taught:
    return shelf.activate(SKU, CAMERA, by="Ana", time=WHEN)


def usable(folder: Path) -> tuple[str, str]:
    """What a scorer and a golden store find, read to the last pixel; their fingerprint."""
    scorer = mean_colour.build(mean_colour.Config(), models_dir=folder, data_dir=folder)
    store = make_golden(folder)
    assert (scorer.problems(), store.problems()) == ((), ())
    assert len(scorer.references()) == len(store.pairs())
    return TaughtFiles(folder).digests(SKU, CAMERA)[:2]


def test_activation_and_the_way_back_to_what_the_command_line_taught(tmp_path: Path) -> None:
    other = teach_in(tmp_path, 90, sku="B-2")
    first = teach_in(tmp_path, 10)
    shelf = LessonShelf(tmp_path)
    draft = draft_in(shelf, 60)
    assert usable(tmp_path) == first
    lesson = activate(shelf)
    assert usable(tmp_path) == lesson.fingerprint == (draft.golden, draft.memory)
    assert (shelf.draft(SKU, CAMERA), shelf.active(SKU, CAMERA)) == (None, lesson)
    previous = shelf.previous(SKU, CAMERA)
    assert previous is not None
    assert (previous.number, previous.fingerprint, previous.pictures) == (0, first, 6)
    back = shelf.roll_back(SKU, CAMERA, 0, by="Berta", time=WHEN)
    assert usable(tmp_path) == back.fingerprint == first
    assert (shelf.active(SKU, CAMERA).by, shelf.previous(SKU, CAMERA)) == ("Berta", None)
    assert TaughtFiles(tmp_path).digests("B-2", CAMERA)[:2] == other


def test_a_product_that_was_never_taught_is_untaught_again(tmp_path: Path) -> None:
    shelf = LessonShelf(tmp_path)
    draft_in(shelf, 60)
    activate(shelf)
    shelf.roll_back(SKU, CAMERA, 0, by="Ana", time=WHEN)
    assert usable(tmp_path) == ("", "")
    assert make_golden(tmp_path).pairs() == ()
    with pytest.raises(KeyError):
        shelf.roll_back(SKU, CAMERA, 7, by="Ana", time=WHEN)


def cut_at(monkeypatch: pytest.MonkeyPatch, number: int, error: Callable[[], BaseException]) -> list[int]:
    """The n-th file that is written is not; the list grows by one with each."""
    written: list[int] = []
    whole = durable_file.write_flushed

    def write(path: Path, content: bytes, **options: Any) -> None:
        written.append(len(written))
        if len(written) == number:
            raise error()
        whole(path, content, **options)

    for module in (_taught_files, durable_file):
        monkeypatch.setattr(module, "write_flushed", write)
    return written


@pytest.mark.parametrize("number", range(1, 11))
def test_after_a_power_cut_at_any_moment_it_is_the_old_lesson_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    first = teach_in(tmp_path, 10)
    shelf = LessonShelf(tmp_path)
    draft = draft_in(shelf, 60)
    with monkeypatch.context() as patched:
        written = cut_at(patched, number, PowerCut)
        try:
            activate(shelf)
        except PowerCut:
            assert len(written) == number
        else:
            assert len(written) < number
    started = LessonShelf(tmp_path)
    started.settle()
    assert usable(tmp_path) in {first, (draft.golden, draft.memory)}
    if usable(tmp_path) == first:
        assert started.draft(SKU, CAMERA) == draft, "it can be activated again"
        activate(started)
    assert usable(tmp_path) == (draft.golden, draft.memory)
    assert started.draft(SKU, CAMERA) is None
    assert started.settle() == []


@pytest.mark.parametrize("number", range(1, 8))
def test_a_full_disk_leaves_what_was_active_and_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    first = teach_in(tmp_path, 10)
    shelf = LessonShelf(tmp_path)
    draft = draft_in(shelf, 60)
    with monkeypatch.context() as patched:
        cut_at(patched, number, lambda: OSError(28, "No space left on device"))
        with pytest.raises(OSError, match="No space left"):
            activate(shelf)
    assert usable(tmp_path) == first
    assert shelf.draft(SKU, CAMERA) == draft
    assert LessonShelf(tmp_path).settle() == [], "it is not done later by itself"
    assert {one.fingerprint for one in shelf.kept(SKU, CAMERA)} <= {first}, "nobody goes back to what never was active"
    assert activate(shelf).fingerprint == (draft.golden, draft.memory)


def dead_from(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """From the n-th rename of a file on none succeeds."""
    renamed: list[Path] = []
    whole = Path.replace

    def rename(path: Path, target: Path) -> Path:
        renamed.append(path)
        if len(renamed) >= number:
            raise OSError(30, "Read-only file system")
        return whole(path, target)

    monkeypatch.setattr(Path, "replace", rename)


BETWEEN = 5  # the golden pictures' rename: the memory's is done, and can not be taken back


@pytest.mark.parametrize(("number", "restarted"), [(BETWEEN - 1, True), (BETWEEN, True), (BETWEEN, False)])
def test_a_disk_that_fails_between_the_two_files_is_led_back_once_it_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, restarted: bool
) -> None:
    first = teach_in(tmp_path, 10)
    shelf = LessonShelf(tmp_path)
    draft = draft_in(shelf, 60)
    with monkeypatch.context() as patched:
        dead_from(patched, number)
        with pytest.raises(OSError, match="Read-only"):
            activate(shelf)
    left = TaughtFiles(tmp_path).digests(SKU, CAMERA)[:2]
    assert left == ((first[0], draft.memory) if number == BETWEEN else first)
    if restarted:
        shelf = LessonShelf(tmp_path)
        shelf.settle()
        assert usable(tmp_path) == first
        assert {one.fingerprint for one in shelf.kept(SKU, CAMERA)} <= {first}
    lesson = activate(shelf)
    assert usable(tmp_path) == lesson.fingerprint == (draft.golden, draft.memory)
    assert {one.fingerprint for one in shelf.kept(SKU, CAMERA)} == {first, lesson.fingerprint}


def test_what_was_taught_since_is_not_undone_by_what_was_left_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach_in(tmp_path, 10)
    shelf = LessonShelf(tmp_path)
    draft_in(shelf, 60)
    with monkeypatch.context() as patched:
        cut_at(patched, 8, lambda: OSError(28, "No space left on device"))
        lesson = activate(shelf)
    since = teach_in(tmp_path, 120)
    newer = draft_in(shelf, 90)
    started = LessonShelf(tmp_path)
    assert started.settle() == []
    assert usable(tmp_path) == since
    assert started.previous(SKU, CAMERA) == lesson
    assert started.draft(SKU, CAMERA) == newer


def test_a_draft_that_was_learnt_since_is_not_taken_for_the_one_that_is_active(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = LessonShelf(tmp_path)
    draft_in(shelf, 60)
    with monkeypatch.context() as patched:
        cut_at(patched, 6, lambda: OSError(28, "No space left on device"))
        lesson = activate(shelf)
    newer = draft_in(shelf, 90)
    assert activate(shelf).fingerprint == usable(tmp_path) == (newer.golden, newer.memory)
    assert shelf.previous(SKU, CAMERA) == lesson


def test_a_disk_that_fills_up_once_the_lesson_is_in_place_takes_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach_in(tmp_path, 10)
    shelf = LessonShelf(tmp_path)
    draft = draft_in(shelf, 60)
    with monkeypatch.context() as patched:
        written = cut_at(patched, 8, lambda: OSError(28, "No space left on device"))
        activate(shelf)
        assert len(written) == 8
    assert usable(tmp_path) == (draft.golden, draft.memory) == shelf.active(SKU, CAMERA).fingerprint
    assert LessonShelf(tmp_path).settle() == [f"{SKU}, camera {CAMERA}"]
    assert shelf.active(SKU, CAMERA).by == "Ana"


def test_a_draft_that_was_not_learnt_to_the_end_is_none(tmp_path: Path) -> None:
    shelf = LessonShelf(tmp_path)
    draft_in(shelf, 60)
    (shelf.folder(SKU, CAMERA) / "draft" / "draft.json").write_text('{"draft_id": "x"')
    half = shelf.folder(SKU, CAMERA) / "draft.new"
    half.mkdir()
    shelf.settle()
    assert shelf.draft(SKU, CAMERA) is None
    assert not half.exists()
    with pytest.raises(KeyError):
        activate(shelf)


def test_an_item_that_was_judged_while_a_lesson_became_active_is_replayed_by_what_it_had(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = teach_in(data, 10)
    shelf = LessonShelf(data)
    draft_in(shelf, 60)
    lesson = activate(shelf)
    scorer = mean_colour.build(mean_colour.Config(), models_dir=data, data_dir=data)
    score = scorer.score(frame(CAMERA), (0.0, 0.0, 32.0, 24.0), Identity(sku=SKU))
    view = Detections(camera=CAMERA, model="m", found=(), golden=first[0])
    report = findings_json(Evidence(detections=(view,), anomalies=(score,)), verdict())
    config = parse_config(station_content(paths={"data_dir": str(data)}), subject="test")

    def judged_by(report: dict[str, Any]) -> tuple[str, str] | None:
        stored = StoredItem(report={"item": {"sku": SKU}} | report, frames=())
        with judged_by_then(config, stored) as folder:
            return None if folder is None else usable(folder)

    assert judged_by(report) == (first[0], lesson.memory)
    del report["anomalies"][0]["memory"]
    assert judged_by(report) == first, "a record of an older version tells the golden pictures alone"
