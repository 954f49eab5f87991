"""Teaches the demonstration's products from good items of the same line, once; later starts find the references."""

import json
from collections.abc import Callable
from pathlib import Path

from inspector.app import registry
from inspector.app.demo.plan import VIEWS
from inspector.app.judges import make_golden
from inspector.app.teaching import GOLDEN_PICTURES
from inspector.config.bundle import load_bundle
from inspector.config.camera_file import save_camera
from inspector.config.durable_file import write_durably
from inspector.config.station import StationConfig
from inspector.domain.errors import StartupError
from inspector.domain.golden import golden_of
from inspector.ports.scorer import Scorer
from inspector.scene.board import board_pictures
from inspector.scene.good_items import good_crops
from inspector.scene.line import catalogue
from inspector.vision.charuco import Board, calibrated
from inspector.vision.thumbnails import most_different, thumbnails

IMAGES_PER_VIEW = 20
BOARD_PICTURES = 10


def calibrate_demo(data_dir: Path, *, seed: int, size: tuple[int, int]) -> None:
    """Calibrate the cameras from rendered pictures of a board on this line's belt, as a person would."""
    for view in VIEWS:
        model, _ = calibrated(board_pictures(view, size, Board(), BOARD_PICTURES, seed=seed), Board())
        save_camera(data_dir, view, model)


def teach_demo(
    config: StationConfig,
    *,
    seed: int,
    size: tuple[int, int],
    models_dir: Path,
    say: Callable[[str], None],
    kits: bool = False,
) -> None:
    """Make sure that every product of the catalogue has references of every view, on this line's belt and light.

    `kits`: cartons are taught with all their parts on the lid.
    """
    data_dir = config.paths.data_dir
    stamp_file = data_dir / "taught.json"
    bundle = load_bundle(models_dir / str(config.scorer.options.get("bundle", "line-features")))
    stamp: dict[str, object] = {
        "features": bundle.id,
        "seed": seed,
        "images": IMAGES_PER_VIEW,
        "golden": GOLDEN_PICTURES,
        "skus": len(catalogue()),
        "size": list(size),
    }
    if kits:
        stamp["kits"] = True
    if _read_stamp(stamp_file) == stamp:
        return
    _replace_stamp(stamp_file, None)
    scorer: Scorer = registry.build("scorers", config.scorer, models_dir=models_dir, data_dir=data_dir)
    golden = make_golden(data_dir)
    products = catalogue()
    for number, product in enumerate(products, start=1):
        say(f"teaching product {number} of {len(products)}: {product.sku}")
        for view in VIEWS:
            crops = good_crops(product.sku, view, IMAGES_PER_VIEW, seed=seed, size=size, kits=kits)
            scorer.teach(product.sku, view, crops)
            chosen = most_different(thumbnails(crops), GOLDEN_PICTURES)
            golden.put(golden_of(product.sku, view, [crops[index] for index in chosen]))
    _replace_stamp(stamp_file, stamp)


def _read_stamp(file: Path) -> object:
    """What was taught; None where nothing was, or nobody knows whether it was to the end."""
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None


def _replace_stamp(file: Path, stamp: dict[str, object] | None) -> None:
    """None while a lesson changes what the former stamp speaks of. Raises `StartupError`."""
    try:
        if stamp is None:
            file.unlink(missing_ok=True)
        else:
            write_durably(file, json.dumps(stamp).encode())
    except OSError as error:
        raise StartupError("the demo's lessons", [f"{file}: {error.strerror}"]) from error
