"""Where the damage network's products come from, split by product: what is held out is fixed here."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.catalogue import catalogue, invention
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.scene.line import LineSpec
from inspector.scene.render import ItemView, RenderedFrame, Renderer
from inspector.scene.render import View as Side
from inspector.training.belts import cartons as carton_meshes
from inspector.training.belts.cutout import Cutout, from_board
from inspector.training.belts.products import drawn_print, drawn_product
from inspector.training.damage.shots import (
    ONE_STATION,
    PICTURE_PX,
    Product,
    View,
    of_carton,
    of_surface,
    on_belts,
    printed,
    view,
)
from inspector.training.defects import Surface
from inspector.training.held_out import unlike

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Draw = Callable[[Generator], Product | None]

HELD_OUT_SKUS = ("CT-1004", "CT-1006", "BT-2003", "PB-3002", "BK-4002")
HELD_OUT_VIDEOS = ("IMG_4821", "IMG_4825")
# The set's own train and val are other photos of the same cartons: what is held out is whole SKUs.
HELD_OUT_GROCERIES = (
    "Alpro-Blueberry-Soyghurt",
    "Arla-Medium-Fat-Milk",
    "Arla-Sour-Cream",
    "Bravo-Apple-Juice",
    "God-Morgon-Orange-Juice",
    "Oatly-Natural-Oatghurt",
    "Valio-Vanilla-Yoghurt",
    "Yoggi-Strawberry-Yoghurt",
)
BOARD_MATERIALS = ("cardboard", "glass", "plastic", "metal")
TEXTURE_PX = 160
GROCERY_STEP = 3  # of those to learn from
INVENTED = 0.8  # of the rendered products to learn from: the catalogue has too few to learn what damage looks like
VIEWS: tuple[Side, ...] = ("top", "side")
RENDERED_PX = (640, 512)  # as the demo and the tests of the whole chain render it


def drawn(textures: list[U8]) -> Draw:
    """Products that nobody has seen before: each has its own proportions and print."""
    return lambda rng: on_belts(drawn_product(rng, textures), "drawn", rng)


def cartons(textures: list[U8]) -> Draw:
    """Cartons in three dimensions, of any print, from any side."""

    def draw(rng: Generator) -> Product:
        box = carton_meshes.carton([_printed(drawn_print(rng, textures), rng) for _ in range(3)], rng)
        return of_carton(box, carton_meshes.camera(rng), rng)

    return draw


def _printed(face: F32, rng: Generator) -> F32:
    """A face that may bear what looks like damage."""
    whole = np.ones(face.shape[:2], np.bool_)
    surface = Surface(image=np.clip(face, 0, 255).astype(np.uint8), mask=whole)
    return printed(surface, rng).astype(np.float32)


def boards(cutouts: Sequence[Cutout]) -> Draw:
    """Real packaging cut out of pictures on a white board."""
    return lambda rng: on_belts(cutouts[int(rng.integers(len(cutouts)))], "board", rng)


def photos(surfaces: Sequence[tuple[Surface, str]], source: str) -> Draw:
    """Real photos of intact products with the mask of a surface."""

    def draw(rng: Generator) -> Product:
        surface, group = surfaces[int(rng.integers(len(surfaces)))]
        return of_surface(surface, source, group, rng)

    return draw


def bottles(folder: Path, *, held_out: bool) -> Draw:
    """Real bottles on their conveyor: query and partner are two bottles of one video."""
    videos: dict[str, list[tuple[Path, list[tuple[float, ...]]]]] = {}
    for path in sorted((folder / "images").glob("*.jpg")):
        if path.name.startswith(HELD_OUT_VIDEOS) != held_out:
            continue
        lines = (folder / "labels" / f"{path.stem}.txt").read_text(encoding="utf-8").splitlines()
        boxes = [tuple(map(float, line.split()[1:5])) for line in lines if line.split()[:1] == ["0"]]
        whole = [box for box in boxes if box[0] - box[2] / 2 > 0.01 and box[0] + box[2] / 2 < 0.99]
        if whole:
            videos.setdefault("_".join(path.stem.split("_")[:2]), []).append((path, whole))
    names = sorted(videos)

    def draw(rng: Generator) -> Product:
        name = names[int(rng.integers(len(names)))]

        def shoot(rng: Generator) -> View:
            path, boxes = videos[name][int(rng.integers(len(videos[name])))]
            return _boxed(path, boxes[int(rng.integers(len(boxes)))])

        return Product(source="bottles", group=name, shoot=shoot, outlined=False, steady=rng.random() < ONE_STATION)

    return draw


def _boxed(path: Path, box: tuple[float, ...]) -> View:
    """A bottle with some surroundings; its mask is a rounded part of its box."""
    image = cv2.cvtColor(np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR)), cv2.COLOR_BGR2RGB)
    height, width = image.shape[:2]
    x, y, w, h = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    left, top = max(0, round(x - 0.65 * w)), max(0, round(y - 0.6 * h))
    right, bottom = min(width, round(x + 0.65 * w)), min(height, round(y + 0.6 * h))
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (round(x - w / 2), round(y - 0.36 * h)), (round(x + w / 2), round(y + h / 2)), 1, -1)
    cv2.rectangle(mask, (round(x - w / 5), round(y - h / 2)), (round(x + w / 5), round(y)), 1, -1)
    here = np.s_[top:bottom, left:right]
    return view(np.ascontiguousarray(image[here]), mask[here] > 0)


def rendered(seeds: Sequence[int], *, held_out: bool) -> Draw:
    """Items of the rendered line, with its own damage or intact; both views. Training sees mostly invented products."""
    skus = [one.sku for one in catalogue() if (one.sku in HELD_OUT_SKUS) == held_out]

    def draw(rng: Generator) -> Product:
        sku, side = skus[int(rng.integers(len(skus)))], VIEWS[int(rng.integers(2))]
        if not held_out and rng.random() < INVENTED:
            sku = invention(sku, int(rng.integers(2**31)))
        seed, steady = seeds[int(rng.integers(len(seeds)))], rng.random() < ONE_STATION
        intact, hurt = (
            Renderer(LineSpec(seed=seed, damage_rate=rate, skus=(sku,)), view=side, size=RENDERED_PX)
            for rate in (0.0, 1.0)
        )

        def shoot(rng: Generator) -> View | None:
            index = int(rng.integers(0, 4000))
            frame = intact.item(index)
            item = _middle(frame, index)
            return None if item is None else view(np.asarray(frame.image), item.mask)

        def damaged(rng: Generator) -> View | None:
            index = int(rng.integers(0, 4000))
            frame = hurt.item(index)
            item = _middle(frame, index)
            if item is None or not item.defects:
                return None
            return _rendered_view(np.asarray(frame.image), np.asarray(intact.item(index).image), item)

        return Product(source="rendered", group=sku, shoot=shoot, damaged=damaged, steady=steady)

    return draw


def _middle(frame: RenderedFrame, index: int) -> ItemView | None:
    return next((item for item in frame.items if item.item.index == index and item.complete), None)


def _rendered_view(image: U8, twin: U8, item: ItemView) -> View:
    classes = np.zeros(image.shape[:2], np.uint8)
    for defect in item.defects:
        classes[defect.mask] = 1 + DEFECT_CLASSES.index(defect.cls)
    kinds = "+".join(defect.cls for defect in item.defects)
    severity = "major" if any(defect.severity == "major" for defect in item.defects) else "minor"
    return View(image=image, mask=item.mask, classes=classes, twin=twin, kinds=kinds, severity=severity)


def board_photos(folder: Path, *, held_out: bool) -> list[Path]:
    """Photos under `folder`/train to learn from, without those that are in `folder`/val too, or those under val."""
    learn, check = (
        [path for material in BOARD_MATERIALS for path in sorted((folder / part / material).glob("*.jpg"))]
        for part in ("train", "val")
    )
    return check if held_out else unlike(learn, check)


def cut_boards(photos: Sequence[Path]) -> list[Cutout]:
    """Cut-outs of every picture that allows one; the group is the picture."""
    found = (from_board(path, path.stem) for path in photos)
    return [cutout for cutout in found if cutout is not None]


def grocery_photos(folder: Path, *, held_out: bool) -> list[Path]:
    """Photos under `folder`/train of the SKUs to learn from, or under `folder`/val of those that are held out."""
    every = sorted((folder / ("val" if held_out else "train")).rglob("*.jpg"))
    return [path for path in every if (path.parent.name in HELD_OUT_GROCERIES) == held_out]


def groceries(photos: Sequence[Path]) -> list[tuple[Surface, str]]:
    """Cartons held into the camera: the picture's middle is taken for the product's surface."""
    found = []
    for path in photos:
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None:
            continue
        scale = PICTURE_PX * 1.4 / max(picture.shape[:2])
        small = cv2.cvtColor(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB
        )
        height, width = small.shape[:2]
        mask = np.zeros((height, width), np.bool_)
        mask[round(0.22 * height) : round(0.85 * height), round(0.28 * width) : round(0.72 * width)] = True
        found.append((Surface(image=np.asarray(small, np.uint8), mask=mask), path.parent.name))
    return found


def textures(pictures: Sequence[Path], rng: Generator) -> list[U8]:
    """Square patches of photos, to print on drawn products."""
    patches = []
    for path in pictures:
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None:
            continue
        height, width = picture.shape[:2]
        side = int(min(height, width) * 0.6)
        top, left = int(rng.integers(0, height - side + 1)), int(rng.integers(0, width - side + 1))
        patch = cv2.resize(picture[top : top + side, left : left + side], (TEXTURE_PX, TEXTURE_PX))
        patches.append(np.asarray(cv2.cvtColor(patch, cv2.COLOR_BGR2RGB), np.uint8))
    return patches


def mixed(draws: Sequence[tuple[float, Draw]], rng: Generator) -> Iterator[Product]:
    """Products without end, each source by its share."""
    shares = np.array([share for share, _ in draws])
    while True:
        product = draws[int(rng.choice(len(draws), p=shares / shares.sum()))][1](rng)
        if product is not None:
            yield product


__all__ = [
    "PICTURE_PX",
    "boards",
    "bottles",
    "cartons",
    "cut_boards",
    "drawn",
    "mixed",
    "photos",
    "rendered",
    "textures",
]
