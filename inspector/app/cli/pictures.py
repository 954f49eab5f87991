"""`inspect` and `teach`: pictures from files."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from inspector.app.cli.camera_meant import camera_meant
from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json, print_table
from inspector.domain.errors import FrameCorrupt
from inspector.domain.item import Identity
from inspector.domain.verdict import Disposition

if TYPE_CHECKING:
    from inspector.app.teaching import Picture
    from inspector.ports.detector import Detector

ConfigOption = Annotated[
    Path | None, typer.Option("--config", "-c", help="A station's file; default: the shipped models.", metavar="FILE")
]
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where references are kept; default: your data folder.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "inspect", epilog="Examples: `inspector inspect photos/ --save out/` · `inspector inspect a.jpg --json`"
    )(inspect_pictures)
    app.command("teach", epilog="Example: `inspector teach --sku CT-1001 good/*.png --camera top`")(teach)


def inspect_pictures(
    paths: Annotated[list[Path], typer.Argument(help="Images, videos, or folders of them.", metavar="PATHS…")],
    *,
    json: JsonFlag = False,
    save: Annotated[
        Path | None, typer.Option("--save", help="Folder for the pictures with boxes and heat map.", metavar="DIR")
    ] = None,
    config: ConfigOption = None,
    data_dir: DataDir = None,
    sku: Annotated[str | None, typer.Option("--sku", help="SKU of the items: its references and its recipe.")] = None,
    camera: Annotated[
        str | None, typer.Option("--camera", help="Camera whose references are compared with; default: the only one.")
    ] = None,
    every_s: Annotated[float, typer.Option("--every", min=0.04, help="Videos: seconds between judged frames.")] = 1.0,
) -> None:
    """Judge pictures: one verdict per image or video, and pictures to look at.

    With a station of several cameras, --camera says of which the pictures are.
    Exit 0 when every picture was judged, 1 when one could not be, 2 for wrong input.
    """
    from rich.progress import track

    from inspector.app.defaults import config_or_default
    from inspector.app.inspect_files import inspect_file, picture_stems
    from inspector.app.judges import make_judges
    from inspector.app.picture_files import find_pictures

    files = find_pictures(paths)
    written = config_or_default(config, data_dir)
    view = camera_meant(written, camera, given=config is not None)
    judges = make_judges(written)
    identity = Identity(sku=sku)
    stems = {} if save is None else picture_stems(files, save)
    results = [
        inspect_file(judges, file, identity=identity, camera=view, every_s=every_s, save=stems.get(file.path))
        for file in track(files, description="inspecting", console=notices, transient=True, disable=len(files) < 2)
    ]
    if json:
        print_json([result.to_json() | {"sku": sku} for result in results])
    else:
        rows = [(r.path.name, r.disposition.value, f"{r.score:.3f}", ", ".join(r.reasons[:2])) for r in results]
        print_table("verdicts", ("file", "verdict", "damage", "because"), rows)
        if save is not None:
            console.print(f"pictures with boxes and heat map: {save}")
    unjudged = sum(result.disposition is Disposition.NO_DECISION for result in results)
    if unjudged:
        raise fail(f"{unjudged} of {len(results)} could not be judged", 1)


def teach(
    images: Annotated[list[Path], typer.Argument(help="Images of good items, or folders of them.", metavar="IMAGES…")],
    *,
    sku: Annotated[str, typer.Option("--sku", help="SKU or material to learn, or 'default'.")],
    camera: Annotated[
        str | None, typer.Option("--camera", help="Camera that the images are of; default: the only one.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Learn whole images instead of the product found in each.")
    ] = False,
    keep_all: Annotated[
        bool, typer.Option("--keep-all", help="Learn images that look different from the rest, or alike, too.")
    ] = False,
    preview: Annotated[Path | None, typer.Option("--preview", help="Write a picture of what was learnt.")] = None,
    config: ConfigOption = None,
    data_dir: DataDir = None,
    json: JsonFlag = False,
) -> None:
    """Teach the station a product from 5 to 100 images of good items; takes seconds, needs no torch.

    One lesson is for one camera: with a station of several, --camera says of which the images are.
    Exit 0 when taught, 2 for wrong input. Images unlike the rest are left out and named; look at them before you rely
    on the result.
    """
    from inspector.app.defaults import config_or_default
    from inspector.app.judges import make_judges
    from inspector.app.picture_files import require_picture_name, write_image
    from inspector.app.teach_preview import contact_sheet
    from inspector.app.teaching import teach as learn

    if preview is not None:
        require_picture_name(preview)
    written = config_or_default(config, data_dir)
    view = camera_meant(written, camera, given=config is not None)
    judges = make_judges(written)
    started = time.perf_counter()
    pictures = _pictures(judges.detector, images, whole=whole, min_score=written.decision.item_min_score)
    with notices.status(Text(f"teaching {sku}")) as status:
        lesson = learn(judges, sku, view, pictures, keep_all=keep_all, say=status.update)
    seconds = time.perf_counter() - started
    if preview is not None:
        odd = [index for index, one in enumerate(pictures) if one.name in (*lesson.left_out, *lesson.odd)]
        write_image(preview, contact_sheet([one.pixels for one in pictures], odd_ones=odd))
    report, estimate = lesson.report, lesson.false_diverts
    answer: dict[str, Any] = {
        "reference": report.reference,
        "camera": view,
        "images": report.images,
        "patches": report.patches,
        "golden": len(lesson.golden.images),
        "seconds": seconds,
        "learning_seconds": report.seconds,
        "left_out": list(lesson.left_out),
        "odd_ones": list(lesson.odd),
        "least_alpha": 1 / (report.images + 1),
        "false_diverts": {"isolated": estimate.isolated, "judged": estimate.judged, "ci": list(estimate.interval)},
    }
    if json:
        print_json(answer)
        return
    console.print(
        f"{sku} ({view}): learnt {report.images} images in {seconds:.2f} s, {report.patches} patches; "
        f"{len(lesson.golden.images)} golden pictures"
    )
    console.print(f"can promise a false-alarm rate of {1 / (report.images + 1):.1%} or more with so many images")
    if estimate.judged:
        low, high = estimate.interval
        console.print(
            f"judged beside the others, {estimate.isolated} of {estimate.judged} would have been isolated: "
            f"false diverts of {low:.1%} to {high:.1%} (95 %)"
        )
    for name in lesson.left_out:
        notices.print(f"left out, looks different from the rest: {name}")
    for name in lesson.odd:
        notices.print(f"looks different from the rest: {name}")


def _pictures(detector: "Detector", images: list[Path], *, whole: bool, min_score: float) -> "list[Picture]":
    """The images with the item found in each. Exits with one message that names every unusable one."""
    from rich.progress import track

    from inspector.app.picture_files import find_pictures, read_image
    from inspector.app.teaching import LEAST_IMAGES, Picture, found_in

    pictures, problems = [], []
    files = find_pictures(images)
    for file in track(files, description="looking", console=notices, transient=True, disable=len(files) < 2):
        try:
            image = read_image(file.path)
        except FrameCorrupt as error:
            problems.append(str(error))
            continue
        region = None if whole else found_in(detector, image, min_score=min_score)
        if region is None and not whole:
            problems.append(f"{file.path}: no product was found in it; use --whole to learn whole images")
            continue
        pictures.append(Picture(name=str(file.path), image=image, region=region))
    if problems:
        if len(pictures) < LEAST_IMAGES:
            problems.append(f"{len(pictures)} images are left; at least {LEAST_IMAGES} are needed")
        raise fail("nothing was taught:\n" + "\n".join(f"  - {p}" for p in problems), 2)
    return pictures
