"""`camera board | calibrate | show`: how the cameras look at the belt, in millimetres and neutral light."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.app.cli.camera_meant import camera_meant
from inspector.app.cli.output import JsonFlag, console, fail, print_json, print_table
from inspector.app.cli.station_options import DataDir

if TYPE_CHECKING:
    from inspector.domain.frame import RgbImage
    from inspector.vision.charuco import Board

ConfigOption = Annotated[
    Path | None, typer.Option("--config", "-c", help="The station's file; default: this user's data.", metavar="FILE")
]
Columns = Annotated[int, typer.Option("--columns", help="Squares across.")]
Rows = Annotated[int, typer.Option("--rows", help="Squares down.")]
SquareMm = Annotated[float, typer.Option("--square-mm", help="Side of a square, measured on the print.")]
MarkerMm = Annotated[float, typer.Option("--marker-mm", help="Side of a marker, measured on the print.")]

camera_app = typer.Typer(help="Calibrate cameras with a printed board.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(camera_app, name="camera")


@camera_app.command("board", epilog="Example: `inspector camera board board.png --px-mm 12`")
def board(
    out: Annotated[Path, typer.Argument(help="PNG file to write.", metavar="FILE")],
    *,
    columns: Columns = 7,
    rows: Rows = 5,
    square_mm: SquareMm = 40.0,
    marker_mm: MarkerMm = 30.0,
    px_mm: Annotated[float, typer.Option("--px-mm", min=1, max=40, help="Pixels per millimetre.")] = 12.0,
) -> None:
    """Write the ChArUco board to print. Print it at its true size, on matt white, and glue it onto something flat."""
    import numpy as np

    from inspector.app.picture_files import require_picture_name, write_image

    require_picture_name(out)
    made = _board(columns, rows, square_mm, marker_mm)
    margin = round(square_mm / 2 * px_mm)
    grey = np.pad(made.picture(px_mm), margin, constant_values=255)
    write_image(out, np.repeat(grey[..., None], 3, axis=2))
    width, height = made.size_mm
    console.print(f"{out}: {width:g} x {height:g} mm of squares at {px_mm:g} px/mm", markup=False, soft_wrap=True)


@camera_app.command("calibrate", epilog="Example: `inspector camera calibrate flat.png tilted-*.png --camera top`")
def calibrate(
    images: Annotated[
        list[Path],
        typer.Argument(
            help="Pictures of the board; in the first it lies flat on the belt, in the others it is tilted.",
            metavar="IMAGES…",
        ),
    ],
    *,
    camera: Annotated[str, typer.Option("--camera", help="Camera that took the pictures.")],
    columns: Columns = 7,
    rows: Rows = 5,
    square_mm: SquareMm = 40.0,
    marker_mm: MarkerMm = 30.0,
    thickness_mm: Annotated[float, typer.Option("--thickness-mm", help="Height of the print over the belt.")] = 0.0,
    white: Annotated[
        str, typer.Option("--white", help="Colour of the board's white under neutral light, #rrggbb.")
    ] = "#f0f0f0",
    config: ConfigOption = None,
    data_dir: DataDir = None,
    json: JsonFlag = False,
) -> None:
    """Find out how a camera looks at the belt, from pictures of the board; the checks `size` and `colour` go by it.

    Restart the station to use it. Exit 2, with nothing written, when the pictures are not enough.
    """
    from inspector.app.defaults import config_or_default
    from inspector.config.camera_file import save_camera
    from inspector.vision.charuco import calibrated

    written = config_or_default(config, data_dir)
    camera = camera_meant(written, camera, given=config is not None)
    made = _board(columns, rows, square_mm, marker_mm, thickness_mm, _colour(white))
    pictures = _pictures(images)
    try:
        model, unused = calibrated(pictures, made)
    except ValueError as error:
        raise fail(f"{camera}: not calibrated: {error}", 2) from error
    path = save_camera(written.paths.data_dir, camera, model)
    if json:
        left_out = [str(images[number]) for number in unused]
        print_json({"camera": camera, "file": str(path), "rms_px": model.rms_px, "left_out": left_out})
        return
    console.print(f"{camera}: corners within {model.rms_px:.2f} px, written to {path}", markup=False, soft_wrap=True)
    for number in unused:
        console.print(f"  {images[number]}: no board, or too little of it; left out", markup=False, soft_wrap=True)


@camera_app.command("show", epilog="Example: `inspector camera show --config station.toml`")
def show(*, config: ConfigOption = None, data_dir: DataDir = None, json: JsonFlag = False) -> None:
    """Show every calibrated camera: size, millimetres per pixel on the belt, the belt's colour."""
    from inspector.app.defaults import config_or_default
    from inspector.config.camera_file import load_cameras

    rows: list[dict[str, Any]] = []
    for name, model in load_cameras(config_or_default(config, data_dir).paths.data_dir).items():
        rows.append(
            {
                "camera": name,
                "picture": f"{model.width} x {model.height}",
                "mm_per_px": model.mm_per_px(),
                "rms_px": model.rms_px,
                "belt": None if model.belt_rgb is None else "#" + "".join(f"{round(v):02x}" for v in model.belt_rgb),
            }
        )
    if json:
        print_json(rows)
        return
    columns = ("camera", "picture", "mm_per_px", "rms_px", "belt")
    print_table(f"{len(rows)} calibrated cameras", columns, [[row[column] for column in columns] for row in rows])


def _pictures(paths: list[Path]) -> "list[RgbImage]":
    """All of them, or one error that names every file that is none."""
    from inspector.app.picture_files import read_image
    from inspector.domain.errors import ConfigError, FrameCorrupt

    found, problems = [], []
    for path in paths:
        try:
            found.append(read_image(path))
        except FrameCorrupt as error:
            problems.append(str(error))
    if problems:
        raise ConfigError("pictures", problems)
    return found


def _board(  # noqa: PLR0917 - the options of the commands, in their order
    columns: int,
    rows: int,
    square_mm: float,
    marker_mm: float,
    thickness_mm: float = 0.0,
    white_rgb: tuple[float, float, float] = (240.0, 240.0, 240.0),
) -> "Board":
    from inspector.vision.charuco import Board

    try:
        return Board(
            columns=columns,
            rows=rows,
            square_mm=square_mm,
            marker_mm=marker_mm,
            thickness_mm=thickness_mm,
            white_rgb=white_rgb,
        )
    except ValueError as error:
        raise fail(str(error), 2) from error


def _colour(text: str) -> tuple[float, float, float]:
    import re

    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise fail(f"--white {text}: a colour is written #rrggbb", 2)
    return float(int(text[1:3], 16)), float(int(text[3:5], 16)), float(int(text[5:7], 16))
