"""Every store of golden pictures gives back what it was given, for exactly that product, or says what is wrong."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from inspector.adapters.clocks import manual
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.errors import StoreError
from inspector.domain.frame import RgbImage
from inspector.domain.golden import Golden, digest_of, golden_of
from inspector.domain.item import Identity
from inspector.ports.golden import GoldenStore

KINDS = [kind for kind in registry.kinds("stores") if kind.endswith("_golden")]
BOX = Identity(sku="BOX-1", material="carton")


def pictures(count: int, *, seed: int = 0) -> list[RgbImage]:
    rng = np.random.default_rng(seed)
    return [rng.integers(0, 256, (20 + n, 30, 3), dtype=np.uint8) for n in range(count)]


@pytest.fixture(params=KINDS)
def restart(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], GoldenStore]:
    def make() -> GoldenStore:
        clock = manual.build(manual.Config())
        made: GoldenStore = registry.build("stores", AdapterSection(kind=request.param), data_dir=tmp_path, clock=clock)
        return made

    return make


def shown(store: GoldenStore, identity: Identity = BOX, camera: str = "top") -> Golden:
    found = store.find(identity, camera)
    assert found is not None
    return found


def test_pictures_come_back_to_the_bit_and_read_only(restart: Callable[[], GoldenStore]) -> None:
    given = pictures(3)
    restart().put(golden_of("BOX-1", "top", given))
    found = shown(restart())
    assert (found.reference, found.camera, len(found.images)) == ("BOX-1", "top", 3)
    for before, after in zip(given, found.images, strict=True):
        assert np.array_equal(before, after)
        assert not after.flags.writeable
    assert found.digest == restart().digest(BOX, "top") == digest_of(given)


@pytest.mark.parametrize(
    ("identity", "camera"),
    [
        (Identity(sku="BOX-2"), "top"),
        (Identity(sku="BOX-1"), "side"),
        (Identity(material="carton"), "top"),
        (Identity(material="BOX-1"), "top"),
        (Identity(), "top"),
    ],
)
def test_nothing_is_lent_to_another_product_or_camera(
    restart: Callable[[], GoldenStore], identity: Identity, camera: str
) -> None:
    store = restart()
    store.put(golden_of("BOX-1", "top", pictures(2)))
    assert store.find(identity, camera) is None
    assert store.digest(identity, camera) is None


def test_what_another_process_puts_is_seen_at_the_next_look(restart: Callable[[], GoldenStore]) -> None:
    reader, teacher = restart(), restart()
    teacher.put(golden_of("BOX-1", "top", pictures(2)))
    assert len(shown(reader).images) == 2
    assert reader.digest(BOX, "top") == digest_of(pictures(2))
    teacher.put(golden_of("BOX-1", "top", pictures(5, seed=1)))
    assert reader.digest(BOX, "top") == digest_of(pictures(5, seed=1))
    assert len(shown(reader).images) == 5
    assert len(shown(teacher).images) == 5


def test_names_that_files_can_not_have_are_kept_apart(restart: Callable[[], GoldenStore]) -> None:
    store = restart()
    names = ("a/b", "a_b", "a b", "../a", "Ä", "x" * 300, "C-top")
    for number, name in enumerate(names):
        store.put(golden_of(name, "top", pictures(1, seed=number)))
    for number, name in enumerate(names):
        assert shown(store, Identity(sku=name)).digest == digest_of(pictures(1, seed=number))
    assert store.pairs() == tuple(sorted((name, "top") for name in names))


def test_teaching_and_looking_at_once_gives_the_old_or_the_new(restart: Callable[[], GoldenStore]) -> None:
    store, looker = restart(), restart()
    sets = [pictures(4, seed=seed) for seed in range(2)]
    digests = {digest_of(images) for images in sets}
    store.put(golden_of("BOX-1", "top", sets[0]))
    done = threading.Event()
    seen: list[str] = []

    def look() -> None:
        while not done.is_set():
            seen.append(shown(looker).digest)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for turn in range(12):
            store.put(golden_of("BOX-1", "top", sets[turn % 2]))
    finally:
        done.set()
        thread.join()
    assert seen
    assert set(seen) <= digests


def _spoil_picture(root: Path) -> None:
    next(root.rglob("00.png")).write_bytes(b"not a picture")


def _lose_picture(root: Path) -> None:
    next(root.rglob("01.png")).unlink()


def _change_picture(root: Path) -> None:
    next(root.rglob("00.png")).write_bytes(next(root.rglob("01.png")).read_bytes())


def _cut_description(root: Path) -> None:
    path = next(root.rglob("*.json"))
    path.write_text(path.read_text()[:20])


def _other_format(root: Path) -> None:
    path = next(root.rglob("*.json"))
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 9}))


@pytest.mark.parametrize(
    "spoil", [_spoil_picture, _lose_picture, _change_picture, _cut_description, _other_format], ids=lambda f: f.__name__
)
def test_damaged_pictures_are_an_error_that_says_what_to_do(
    restart: Callable[[], GoldenStore], tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    restart().put(golden_of("BOX-1", "top", pictures(2)))
    spoil(tmp_path)
    store = restart()
    with pytest.raises(StoreError, match="teach again"):
        store.find(BOX, "top")
    (problem,) = store.problems()
    assert "teach again" in problem
    store.put(golden_of("BOX-1", "top", pictures(2)))
    assert store.problems() == ()
    assert len(shown(store).images) == 2


def test_a_folder_that_can_not_be_written_leaves_the_former_pictures(
    restart: Callable[[], GoldenStore], tmp_path: Path
) -> None:
    store = restart()
    store.put(golden_of("BOX-1", "top", pictures(2)))
    root = next(tmp_path.rglob("*.json")).parent
    fresh = golden_of("BOX-1", "top", pictures(3, seed=7))
    stem = next(tmp_path.rglob("*.json")).stem
    (root / f"{stem}.{fresh.digest[:12]}").write_text("a file where the folder must be")
    with pytest.raises(StoreError, match="can not be written"):
        store.put(fresh)
    assert len(shown(store).images) == 2
    assert len(shown(restart()).images) == 2
