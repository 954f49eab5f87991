"""The demonstration's folders do not pile up in the user's cache, and nothing else is ever removed there."""

import os
from pathlib import Path

from inspector.app.demo.kept_seeds import KEPT, MARK, forget_old_seeds
from inspector.app.run_folder import run_folder


def made(folder: Path, run_at_s: int) -> Path:
    with run_folder(folder, "demo"):
        (folder / "evidence").mkdir()
        (folder / "evidence" / "1.jpg").write_bytes(b"picture")
    os.utime(folder / MARK, (run_at_s, run_at_s))
    return folder


def test_the_last_few_seeds_stay_and_what_is_in_use_or_not_ours(tmp_path: Path) -> None:
    seeds = [made(tmp_path / f"seed-{n}", run_at_s=1000 + n) for n in range(KEPT + 2)]
    now = made(tmp_path / "now", run_at_s=1)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "mine.jpg").write_bytes(b"mine")
    with run_folder(seeds[0], "demo"):
        os.utime(seeds[0] / MARK, (1, 1))
        forget_old_seeds(now)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"now", "photos", "seed-0", *(f"seed-{n}" for n in range(3, KEPT + 2))}
    forget_old_seeds(now)
    assert {path.name for path in tmp_path.iterdir()} == left - {"seed-0"}, "it is not in use any more"
