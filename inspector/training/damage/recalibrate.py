"""Calibrates a defect network's bundle again, behind the finder that it works with.

    python -m inspector.training.damage.recalibrate --models models --items 450

After a change of the finder, or of the rendered line. Only the [calibration] tables of model.toml change. Needs no
torch.
"""

import argparse
import sys
from pathlib import Path

from inspector.config.bundle import load_bundle
from inspector.training.damage.chain import ITEMS, chain_tables
from inspector.training.damage.manifest import Facts, write_manifest


def main(arguments: list[str]) -> int:
    """Judge, fit, rewrite; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.damage.recalibrate", description=__doc__)
    parser.add_argument("--models", type=Path, required=True, help="folder with the finder and the defect network")
    parser.add_argument("--bundle", default="item-defects", help="the defect network")
    parser.add_argument("--items", type=int, default=ITEMS)
    given = parser.parse_args(arguments)
    bundle = load_bundle(given.models / given.bundle)
    tables = chain_tables(given.models, given.bundle, items=given.items, say=lambda line: print(line, flush=True))
    write_manifest(bundle.folder, Facts.of(bundle), tables=tables)
    print(f"calibrated {bundle.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
