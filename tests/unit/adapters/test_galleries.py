"""Golden pictures are looked at before an item asks: at the start, from disk the next time, later beside the line."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from inspector.adapters._feature_network import FeatureNetwork
from inspector.adapters._golden_keys import GoldenKeys
from inspector.adapters.checks._galleries import Galleries
from inspector.adapters.clocks import manual
from inspector.app.judges import make_golden
from inspector.config.locations import default_models_dir
from inspector.domain.errors import InferenceError, StoreError
from inspector.domain.frame import RgbImage
from inspector.domain.golden import Golden, golden_of
from inspector.domain.item import Identity
from inspector.ports.clock import Clock
from inspector.ports.golden import GoldenStore
from inspector.vision.gallery import F32, Gallery

PATIENCE_S = 60
SKUS = ("BOX-1", "BOX-2", "BOX-3")


class Network(FeatureNetwork):
    """The station's own; counts what it looks at, waits where it is told to, fails where it is told to."""

    def __init__(self) -> None:
        self.looked = 0
        self.asked, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self.broken = False
        super().__init__(default_models_dir() / "line-features", threads=1)

    def features(self, image: RgbImage) -> F32:
        self.looked += 1
        self.asked.set()
        assert self.go_on.wait(PATIENCE_S)
        if self.broken:
            raise InferenceError("told to fail")
        return super().features(image)


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def golden(tmp_path: Path) -> GoldenStore:
    store = make_golden(tmp_path)
    for number, sku in enumerate(SKUS):
        store.put(golden_of(sku, "top", pictures(number)))
    return store


def pictures(seed: int, count: int = 5) -> Sequence[RgbImage]:
    """Crops of one product: its own stripes, a little noise."""
    rng = np.random.default_rng(seed)
    stripes = rng.integers(0, 220, (1, 8, 3)).repeat(6, axis=1).repeat(48, axis=0)
    return [(stripes + rng.integers(0, 30, stripes.shape)).astype(np.uint8) for _ in range(count)]


def start(network: Network, golden: GoldenStore, data_dir: Path, clock: Clock | None = None) -> Galleries:
    clock = clock or manual.build(manual.Config())
    return Galleries(network, golden, GoldenKeys(data_dir / "golden_looks"), least_pictures=5, clock=clock)


def prepared(network: Network, golden: GoldenStore, data_dir: Path) -> Galleries:
    galleries = start(network, golden, data_dir)
    galleries.prepare()
    return galleries


def test_what_is_prepared_waits_for_no_picture(network: Network, golden: GoldenStore, tmp_path: Path) -> None:
    galleries = prepared(network, golden, tmp_path)
    before = network.looked
    for sku in SKUS:
        found = galleries.of("top", sku)
        assert found is not None
        assert found.skus == SKUS
    assert network.looked == before


def test_without_preparation_the_first_to_ask_looks(network: Network, golden: GoldenStore, tmp_path: Path) -> None:
    galleries, before = start(network, golden, tmp_path), network.looked
    first = galleries.of("top", "BOX-1")
    assert first is not None
    assert galleries.of("top", "BOX-2") is first
    assert network.looked == before + 15


def test_the_next_start_looks_at_nothing_and_compares_the_same(
    network: Network, golden: GoldenStore, tmp_path: Path
) -> None:
    item = np.random.default_rng(7).normal(size=256).astype(np.float32)
    first = prepared(network, golden, tmp_path).of("top", "BOX-1")
    before = network.looked
    second = prepared(network, golden, tmp_path).of("top", "BOX-1")
    assert network.looked == before
    assert first is not None
    assert second is not None
    assert second.similarities(item).tobytes() == first.similarities(item).tobytes()


def test_only_what_was_taught_anew_is_looked_at_again(network: Network, golden: GoldenStore, tmp_path: Path) -> None:
    prepared(network, golden, tmp_path)
    before = network.looked
    golden.put(golden_of("BOX-2", "top", pictures(9, count=6)))
    prepared(network, golden, tmp_path)
    assert network.looked == before + 6


def test_what_was_kept_for_another_network_is_not_used(network: Network, golden: GoldenStore, tmp_path: Path) -> None:
    prepared(network, golden, tmp_path)
    other = Network()
    manifest = other.bundle.manifest.model_copy(update={"sha256": "0" * 64})
    object.__setattr__(other.bundle, "manifest", manifest)
    before = other.looked
    prepared(other, golden, tmp_path)
    assert other.looked == before + 15


def test_a_damaged_file_costs_its_own_product_only(
    network: Network, golden: GoldenStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    prepared(network, golden, tmp_path)
    damaged = sorted((tmp_path / "golden_looks").glob("*.npy"))[1]
    content = bytearray(damaged.read_bytes())
    content[-40] ^= 1
    damaged.write_bytes(bytes(content))
    before = network.looked
    with caplog.at_level(logging.WARNING):
        prepared(network, golden, tmp_path)
    assert network.looked == before + 5
    assert "damaged, computing them" in caplog.text
    prepared(network, golden, tmp_path)
    assert network.looked == before + 5, "it is whole again"


def test_an_item_does_not_wait_for_what_is_taught_beside_the_line(
    network: Network, golden: GoldenStore, tmp_path: Path
) -> None:
    galleries = prepared(network, golden, tmp_path)
    known = galleries.of("top", "BOX-1")
    assert known is not None
    network.go_on.clear()
    network.asked.clear()
    golden.put(golden_of("BOX-1", "top", pictures(11)))
    golden.put(golden_of("BOX-4", "top", pictures(12)))
    assert galleries.of("top", "BOX-1") is known, "compared as before"
    assert network.asked.wait(PATIENCE_S), "meanwhile somebody looks"
    assert galleries.of("top", "BOX-4") is known
    assert "BOX-4" not in known.skus, "as before: it is not compared"
    network.go_on.set()
    assert galleries.settle(PATIENCE_S)
    new = galleries.of("top", "BOX-4")
    assert new is not None
    assert new.skus == (*SKUS, "BOX-4")
    assert galleries.of("top", "BOX-1") is new


def test_the_first_products_of_a_camera_are_looked_at_beside_the_line_too(network: Network, tmp_path: Path) -> None:
    golden = make_golden(tmp_path)
    galleries = prepared(network, golden, tmp_path)
    for number, sku in enumerate(SKUS):
        golden.put(golden_of(sku, "side", pictures(number)))
    network.go_on.clear()
    assert galleries.of("side", "BOX-1") is None
    network.go_on.set()
    assert galleries.settle(PATIENCE_S)
    assert isinstance(galleries.of("side", "BOX-1"), Gallery)


def test_a_look_that_failed_is_every_items_doubt_until_one_succeeds(
    network: Network, golden: GoldenStore, tmp_path: Path
) -> None:
    galleries = prepared(network, golden, tmp_path)
    golden.put(golden_of("BOX-1", "top", pictures(11)))
    network.broken = True
    galleries.of("top", "BOX-1")
    assert galleries.settle(PATIENCE_S)
    for _ in range(2):
        with pytest.raises(InferenceError, match="told to fail"):
            galleries.of("top", "BOX-1")
        assert galleries.settle(PATIENCE_S)
    network.broken = False
    with pytest.raises(InferenceError):
        galleries.of("top", "BOX-1")
    assert galleries.settle(PATIENCE_S)
    assert galleries.of("top", "BOX-1") is not None


def damage(tmp_path: Path, sku: str) -> None:
    for picture in (tmp_path / "golden").glob(f"{sku}*/00.png"):
        picture.write_bytes(b"no picture")


@pytest.mark.parametrize("first", [True, False], ids=["prepared", "unprepared"])
def test_pictures_that_can_not_be_read_are_left_out_and_their_own_items_doubt(
    network: Network, golden: GoldenStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, first: bool
) -> None:
    damage(tmp_path, "BOX-2")
    galleries = (prepared if first else start)(network, make_golden(tmp_path), tmp_path)
    found = galleries.of("top", "BOX-1")
    assert found is not None
    assert found.skus == ("BOX-1", "BOX-3")
    assert "left out of the comparison" in caplog.text
    for _ in range(2):
        with pytest.raises(StoreError, match="changed after they were taken"):
            galleries.of("top", "BOX-2")
        assert galleries.settle(PATIENCE_S)
    assert galleries.of("top", "BOX-1") is found
    golden.put(golden_of("BOX-2", "top", pictures(1)))
    galleries.prepare()
    mended = galleries.of("top", "BOX-2")
    assert mended is not None
    assert mended.skus == SKUS


def test_damaged_pictures_are_looked_at_once_and_then_from_time_to_time(
    network: Network, golden: GoldenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, find = manual.build(manual.Config()), golden.find
    read: list[str | None] = []

    def told(identity: Identity, camera: str) -> Golden | None:
        read.append(identity.sku)
        return find(identity, camera)

    monkeypatch.setattr(golden, "find", told)
    galleries = start(network, golden, tmp_path, clock)
    galleries.prepare()
    golden.put(golden_of("BOX-2", "top", pictures(11)))
    whole = {path: path.read_bytes() for path in (tmp_path / "golden").glob("BOX-2*/*.png")}
    damage(tmp_path, "BOX-2")
    known = galleries.of("top", "BOX-2")
    assert known is not None, "the first item sees the news, and is compared as before"
    assert galleries.settle(PATIENCE_S)

    def items(seconds: float) -> list[str | None]:
        """What is read while items come for so long, four a second."""
        read.clear()
        for _ in range(round(4 * seconds)):
            clock.advance_ms(250)
            with pytest.raises(StoreError, match="changed after they were taken"):
                galleries.of("top", "BOX-2")
            assert galleries.settle(PATIENCE_S)
            assert galleries.of("top", "BOX-1") is not None
        return read

    assert items(4.75) == []
    assert items(0.25) == ["BOX-2"], "once after five seconds"
    assert items(9.75) == []
    assert items(200) == ["BOX-2"] * 5, "after 10, 20, 40, 60 and 60 seconds"
    for path, content in whole.items():
        path.write_bytes(content)
    clock.advance_ms(60_000)
    with pytest.raises(StoreError):
        galleries.of("top", "BOX-2")
    assert galleries.settle(PATIENCE_S)
    mended = galleries.of("top", "BOX-2")
    assert mended is not None
    assert mended.skus == SKUS
    golden.put(golden_of("BOX-2", "top", pictures(12)))
    damage(tmp_path, "BOX-2")
    galleries.of("top", "BOX-2")
    assert galleries.settle(PATIENCE_S)
    golden.put(golden_of("BOX-2", "top", pictures(13)))
    with pytest.raises(StoreError):
        galleries.of("top", "BOX-2")
    assert galleries.settle(PATIENCE_S)
    assert galleries.of("top", "BOX-2") is not None, "other pictures are looked at without a wait"


def test_of_what_was_looked_at_before_no_picture_is_read(network: Network, golden: GoldenStore, tmp_path: Path) -> None:
    prepared(network, golden, tmp_path)
    for sku in SKUS:
        damage(tmp_path, sku)
    found = prepared(network, make_golden(tmp_path), tmp_path).of("top", "BOX-1")
    assert found is not None
    assert found.skus == SKUS


def test_what_was_just_taught_is_kept_for_whoever_prepares_next(
    network: Network, golden: GoldenStore, tmp_path: Path
) -> None:
    before = network.looked
    for number, sku in enumerate(SKUS):
        start(network, golden, tmp_path).keep(golden_of(sku, "top", pictures(number)))
    assert network.looked == before + 15
    assert prepared(network, golden, tmp_path).of("top", "BOX-1") is not None
    assert network.looked == before + 15


def test_pictures_that_are_replaced_meanwhile_are_not_kept_under_the_former_digest(
    network: Network, golden: GoldenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former, real = golden.digest(Identity(sku="BOX-1"), "top"), golden.digest
    golden.put(golden_of("BOX-1", "top", pictures(11)))
    galleries = start(network, golden, tmp_path)

    def late(identity: Identity, camera: str) -> str | None:
        return former if identity.sku == "BOX-1" else real(identity, camera)

    with monkeypatch.context() as patch:
        patch.setattr(golden, "digest", late)
        with pytest.raises(StoreError, match="being replaced"):
            galleries.of("top", "BOX-1")
    before = network.looked
    assert galleries.of("top", "BOX-1") is not None
    assert network.looked == before + 5, "nothing was kept under a digest that is not its own"


@pytest.mark.parametrize("camera", ["top", "side"])
def test_too_few_products_or_pictures_are_no_gallery(network: Network, tmp_path: Path, camera: str) -> None:
    golden = make_golden(tmp_path)
    golden.put(golden_of("BOX-1", "top", pictures(1)))
    golden.put(golden_of("BOX-2", "top", pictures(2, count=4)))
    assert prepared(network, golden, tmp_path).of(camera, "BOX-1") is None
