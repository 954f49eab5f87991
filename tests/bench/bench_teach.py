"""How long teaching one product takes: `inspector teach` as a person runs it, on a few cores of this machine.

    python tests/bench/bench_teach.py [--images 20] [--cores 2] [--rounds 5] [--sku CT-1004]

Pictures of a rendered line, 640 x 512, as PNG files; each round is a process of its own with an empty data folder.
`seconds` is what the command says of itself: reading the pictures, finding the product in each, learning, and the
estimate of false diverts. `command_seconds` is all of it, Python's start and the loading of the models included, and
`cpu_seconds` what its threads worked in that time, together. Printed beside are the machine and how many programs
wanted to run (`busy`): with more of them than cores the seconds are worth little. Exit status 1 when the median of
`seconds` is over `--bar`.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.app.picture_files import write_image
from inspector.scene.good_items import FIRST_INDEX
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer

SEED = 9701


def main() -> int:
    """Draw, teach, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=20)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sku", default="CT-1004")
    parser.add_argument("--bar", type=float, default=5.0)
    given = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[: given.cores]
    os.sched_setaffinity(0, cores)
    with tempfile.TemporaryDirectory() as folder:
        lesson = draw(Path(folder) / "good", given.sku, given.images)
        rounds = [taught(lesson, Path(folder) / f"data-{number}", given.sku) for number in range(given.rounds)]
    answer = {
        "machine": machine(),
        "cores": len(cores),
        "busy": round(os.getloadavg()[0], 1),
        "images": given.images,
        "rounds": given.rounds,
        **{name: summed([one[name] for one in rounds]) for name in rounds[0]},
    }
    sys.stdout.write(json.dumps(answer, indent=1) + "\n")
    return int(answer["seconds"]["median"] > given.bar)


def draw(folder: Path, sku: str, count: int) -> Path:
    """The pictures of good items, whole frames."""
    folder.mkdir()
    renderer = Renderer(LineSpec(seed=SEED, damage_rate=0.0, skus=(sku,)), view="top")
    for index in range(FIRST_INDEX, FIRST_INDEX + count):
        write_image(folder / f"{index}.png", renderer.item(index).image)
    return folder


def taught(lesson: Path, data_dir: Path, sku: str) -> dict[str, float]:
    """One round."""
    started, worked = time.perf_counter(), _children_cpu_s()
    command = [sys.executable, "-m", "inspector", "teach", "--sku", sku, "--data-dir", str(data_dir), "--json"]
    done = subprocess.run([*command, str(lesson)], capture_output=True, text=True, check=True)
    whole = time.perf_counter() - started
    said = json.loads(done.stdout)
    return {
        "seconds": said["seconds"],
        "learning_seconds": said["learning_seconds"],
        "command_seconds": whole,
        "cpu_seconds": _children_cpu_s() - worked,
    }


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def summed(values: list[float]) -> dict[str, Any]:
    """Median, least and most."""
    return {"median": round(median(values), 2), "least": round(min(values), 2), "most": round(max(values), 2)}


def machine() -> str:
    """The processor's own name."""
    names = [
        line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return names[0] if names else "unknown"


if __name__ == "__main__":
    sys.exit(main())
