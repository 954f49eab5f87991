"""What counts as the same picture: copies that were re-encoded, relit or resized, not other pictures of the place."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.domain.errors import ConfigError
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.training.evaluate.digests import file_digest, set_digest
from inspector.training.evaluate.fingerprint import fingerprint, lookalikes
from inspector.training.evaluate.leaks import Member, find_leaks, leak_problems, refuse_leaks

Picture = np.typing.NDArray[np.uint8]


@pytest.fixture(scope="module")
def frames() -> list[Picture]:
    renderer = Renderer(LineSpec(seed=77, damage_rate=0.3), view="top")
    return [cv2.cvtColor(np.asarray(renderer.item(number).image), cv2.COLOR_RGB2BGR) for number in range(8)]  # type: ignore[misc]


def save(path: Path, image: Picture, *options: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), image, options)
    return path


def noisy(image: Picture) -> Picture:
    noise = np.random.default_rng(1).normal(0, 6, image.shape)
    return np.asarray(np.clip(image + noise, 0, 255), np.uint8)


@pytest.mark.parametrize(
    "changed",
    [
        lambda image: image,
        lambda image: np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5), np.uint8),
        lambda image: np.asarray(np.clip(image * 1.1 + 5.0, 0, 255), np.uint8),
        lambda image: np.asarray(cv2.GaussianBlur(image, (0, 0), 1.5), np.uint8),
        noisy,
    ],
    ids=["re-encoded", "half the size", "brighter", "blurred", "noisy"],
)
def test_a_changed_copy_is_found_and_nothing_else(
    frames: list[Picture], tmp_path: Path, changed: Callable[[Picture], Picture]
) -> None:
    originals = [fingerprint(save(tmp_path / f"{n}.png", image)) for n, image in enumerate(frames)]
    copies = [
        fingerprint(save(tmp_path / f"{n}.jpg", changed(image), cv2.IMWRITE_JPEG_QUALITY, 80))
        for n, image in enumerate(frames)
    ]
    assert lookalikes(copies, originals).keys() == set(range(len(frames)))
    assert [list(found) for found in lookalikes(copies, originals).values()] == [[n] for n in range(len(frames))]


def test_flat_pictures_look_like_none(tmp_path: Path) -> None:
    flat = [fingerprint(save(tmp_path / f"{n}.png", np.full((40, 40, 3), 90 + n, np.uint8))) for n in range(2)]
    assert lookalikes(flat, flat) == {}
    assert lookalikes([], flat) == {}


def test_every_case_is_told_once_and_lookalikes_within_a_split_are_none(frames: list[Picture], tmp_path: Path) -> None:
    one, two, three = frames[:3]
    members = [
        Member(path=save(tmp_path / "train" / "a.png", one), split="train", group="v1"),
        Member(path=save(tmp_path / "train" / "b.png", noisy(one)), split="train", group="v1"),
        Member(path=save(tmp_path / "train" / "c.png", two), split="train", group="v2"),
        Member(path=save(tmp_path / "val" / "d.png", two), split="val", group="v3"),
        Member(path=save(tmp_path / "val" / "e.jpg", one), split="val", group="v1"),
        Member(path=save(tmp_path / "val" / "f.jpg", three), split="val"),
    ]
    calls: list[tuple[int, int]] = []
    assert find_leaks(members, tmp_path, progress=lambda *done: calls.append(done)) == (
        "group 'v1' is in train (2) and in val (1)",
        "the same picture: train/c.png (train), val/d.png (val)",
        "val/e.jpg (val) looks the same as train/a.png (train) and 1 more",
    )
    assert calls[-1] == (6, 6)
    with pytest.raises(ConfigError, match="take it out") as caught:
        refuse_leaks(members, tmp_path, remedy="take it out")
    assert len(caught.value.problems) == 4
    refuse_leaks(members[:3], tmp_path, remedy="take it out")


def test_items_that_lie_alike_in_a_fixture_pass_where_somebody_tells_them_apart(
    frames: list[Picture], tmp_path: Path
) -> None:
    other = np.asarray(np.clip(cv2.GaussianBlur(frames[0], (0, 0), 2.5) * 1.3 + 9.0, 0, 255), np.uint8)
    paths = save(tmp_path / "a.png", frames[0]), save(tmp_path / "b.png", other)
    (likeness,) = lookalikes(*([fingerprint(path)] for path in paths))[0].values()
    assert 0.995 <= likeness < 0.999
    for groups, leaks in ((("1", "2"), 0), (("1", None), 1), ((None, None), 1)):
        members = [Member(path=p, split=s, group=g) for p, s, g in zip(paths, ("train", "val"), groups, strict=True)]
        assert len(find_leaks(members, tmp_path)) == leaks
    copy = [
        Member(path=paths[0], split="train", group="1"),
        Member(path=save(tmp_path / "c.jpg", frames[0]), split="val", group="2"),
    ]
    assert len(find_leaks(copy, tmp_path)) == 1


def test_pictures_that_can_not_be_read_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("no picture")
    members = [Member(path=tmp_path / name, split="train") for name in ("empty.png", "none.png", "text.png")]
    with pytest.raises(ConfigError) as caught:
        find_leaks(members, tmp_path)
    assert [problem.split(": ")[0].rsplit("/")[-1] for problem in caught.value.problems] == [
        "empty.png",
        "none.png",
        "text.png",
    ]


def test_many_cases_are_cut_and_counted() -> None:
    assert leak_problems([]) == []
    said = leak_problems([f"case {n}" for n in range(30)])
    assert said[0] == "leak: case 0"
    assert said[20] == "… and 10 more"
    assert len(said) == 22


def test_the_digest_of_a_set_is_of_names_and_contents_in_any_order(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    for number, path in enumerate(paths):
        path.write_bytes(bytes([number]))
    first = set_digest(paths, tmp_path)
    assert set_digest(reversed(paths), tmp_path) == first
    assert file_digest(paths[0]) != file_digest(paths[1])
    paths[1].write_bytes(b"x")
    changed = set_digest(paths, tmp_path)
    assert changed != first
    assert set_digest([paths[0].rename(tmp_path / "c"), paths[1]], tmp_path) not in (first, changed)
