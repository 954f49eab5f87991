"""What golden pictures are remembered by is computed once, kept to the bit, and computed again where it is damaged."""

from pathlib import Path

import numpy as np
import pytest

from inspector.adapters._golden_keys import GoldenKeys

KEYS = np.random.default_rng(3).normal(size=(40, 8)).astype(np.float32)


class Network:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        self.asked += 1
        return KEYS


def test_the_same_bits_are_found_at_the_next_start(tmp_path: Path) -> None:
    network = Network()
    for _ in range(2):
        assert GoldenKeys(tmp_path / "keys").get("a", 8, network).tobytes() == KEYS.tobytes()
    assert network.asked == 1
    GoldenKeys(tmp_path / "keys").get("b", 8, network)
    assert network.asked == 2


def test_without_a_folder_nothing_is_kept() -> None:
    network = Network()
    keys = GoldenKeys(None)
    keys.get("a", 8, network)
    keys.get("a", 8, network)
    assert network.asked == 2


@pytest.mark.parametrize("damage", ["cut", "flipped bit", "empty", "other width", "nan", "no array"])
def test_what_is_damaged_is_computed_again_and_said(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    network, path = Network(), tmp_path / "a.npy"
    GoldenKeys(tmp_path).get("a", 8, network)
    whole = path.read_bytes()
    assert not caplog.records
    match damage:
        case "cut":
            path.write_bytes(whole[:200])
        case "flipped bit":
            path.write_bytes(whole[:-100] + bytes([whole[-100] ^ 4]) + whole[-99:])
        case "empty":
            path.write_bytes(b"")
        case "other width":
            path.unlink()
            GoldenKeys(tmp_path).get("a", 4, lambda: KEYS[:, :4])
        case "nan":
            path.unlink()
            GoldenKeys(tmp_path).get("a", 8, lambda: np.full_like(KEYS, np.nan))
        case _:
            path.write_bytes(b"not numpy")
    assert GoldenKeys(tmp_path).get("a", 8, network).tobytes() == KEYS.tobytes()
    assert network.asked == 2
    assert path.read_bytes() == whole
    assert "golden keys are damaged" in caplog.text


def test_a_folder_that_can_not_be_written_costs_time_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "keys").write_text("a file")
    network = Network()
    assert GoldenKeys(tmp_path / "keys").get("a", 8, network) is KEYS
    assert "can not be kept" in caplog.text


def test_the_oldest_go(tmp_path: Path) -> None:
    keys = GoldenKeys(tmp_path, most_files=3)
    for name in "abcde":
        keys.get(name, 8, Network())
    assert len(list(tmp_path.glob("*.npy"))) == 3
    assert (tmp_path / "e.npy").is_file()
