"""Camera calibration from pictures of a ChArUco board, with OpenCV.

The board's markers: Garrido-Jurado et al., Pattern Recognition 47, 2014; the lens: Z. Zhang, IEEE PAMI 22, 2000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.camera_model import CameraModel
from inspector.domain.frame import RgbImage
from inspector.vision.colour import Rgb, gains, lit

F32 = npt.NDArray[np.float32]
FEWEST_CORNERS: Final = 8
FEWEST_PICTURES: Final = 4
LARGEST_RMS_PX: Final = 1.5
_DICTIONARY: Final = cv2.aruco.DICT_5X5_250


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A printed board of `columns` x `rows` squares; `thickness_mm` is how high its print lies above the belt.

    `white_rgb` is the colour of its white squares under neutral light, in sRGB: the board is the grey card too.
    """

    columns: int = 7
    rows: int = 5
    square_mm: float = 40.0
    marker_mm: float = 30.0
    thickness_mm: float = 0.0
    white_rgb: tuple[float, float, float] = (240.0, 240.0, 240.0)

    def __post_init__(self) -> None:
        """Refuse what could not be printed or found, naming every problem."""
        problems = []
        if not (3 <= self.columns <= 20 and 3 <= self.rows <= 20):
            problems.append("a board has 3 to 20 squares each way")
        if not 0 < self.marker_mm < self.square_mm:
            problems.append("a marker is smaller than its square")
        if self.thickness_mm < 0:
            problems.append("the thickness is not negative")
        if problems:
            raise ValueError("; ".join(problems))

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the print."""
        return self.columns * self.square_mm, self.rows * self.square_mm

    def picture(self, px_mm: float) -> npt.NDArray[np.uint8]:
        """(h, w) uint8, to print at `px_mm` pixels per millimetre, without a margin."""
        width, height = self.size_mm
        return np.asarray(self._made().generateImage((round(width * px_mm), round(height * px_mm))), np.uint8)

    def found_in(self, image: RgbImage) -> tuple[F32, F32] | None:
        """Its inner corners in a picture (H, W, 3): (N, 3) millimetres on the board, (N, 2) pixels; None: too few."""
        grey = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
        corners, ids, _, _ = cv2.aruco.CharucoDetector(self._made()).detectBoard(grey)
        if ids is None or len(ids) < FEWEST_CORNERS:
            return None
        objects, pixels = self._made().matchImagePoints(np.asarray(corners), np.asarray(ids))  # type: ignore[call-overload]
        on_board, in_picture = np.float32(objects).reshape(-1, 3), np.float32(pixels).reshape(-1, 2)
        if len(np.unique(on_board[:, 0])) < 2 or len(np.unique(on_board[:, 1])) < 2:
            return None  # all on one line: no plane follows
        return on_board, in_picture

    def _made(self) -> "cv2.aruco.CharucoBoard":
        dictionary = cv2.aruco.getPredefinedDictionary(_DICTIONARY)
        return cv2.aruco.CharucoBoard((self.columns, self.rows), self.square_mm, self.marker_mm, dictionary)


def calibrated(pictures: Sequence[RgbImage], board: Board) -> tuple[CameraModel, tuple[int, ...]]:
    """The camera that took `pictures` (H, W, 3) uint8 RGB, and the numbers (from 0) of those that were of no use.

    In the first the board lies flat on the belt. Raises ValueError with whatever keeps them from being enough.
    """
    sizes = {image.shape[:2] for image in pictures}
    found = [board.found_in(image) for image in pictures]
    problems = ["the first picture shows no board, or too little of it"] if found[:1] in ([], [None]) else []
    if len(sizes) > 1:
        problems.append(f"pictures of several sizes: {sorted(sizes)}")
    seen = [one for one in found if one is not None]
    if len(seen) < FEWEST_PICTURES:
        problems.append(f"{len(seen)} pictures with a board, {FEWEST_PICTURES} are needed, most of them tilted")
    if problems:
        raise ValueError("; ".join(problems))
    height, width = next(iter(sizes))
    objects, pixels = [one[0] for one in seen], [one[1] for one in seen]
    rms, lens, bend, turns, moves = cv2.calibrateCamera(
        objects, pixels, (width, height), None, None, flags=cv2.CALIB_FIX_K3 | cv2.CALIB_ZERO_TANGENT_DIST
    )
    if not np.isfinite(rms) or rms > LARGEST_RMS_PX:
        raise ValueError(f"the corners lie {rms:.2f} px off, {LARGEST_RMS_PX} are allowed: blurred or bent board?")
    rotation, translation = _belt_frame(np.asarray(turns[0], np.float64), np.asarray(moves[0], np.float64), board)
    k1, k2, p1, p2, k3 = (float(value) for value in np.ravel(bend)[:5])
    rows = [tuple(float(value) for value in row) for row in rotation]
    model = CameraModel(
        width=width,
        height=height,
        focal_px=(float(lens[0, 0]), float(lens[1, 1])),
        centre_px=(float(lens[0, 2]), float(lens[1, 2])),
        distortion=(k1, k2, p1, p2, k3),
        rotation=(rows[0], rows[1], rows[2]),  # type: ignore[arg-type]
        translation_mm=(float(translation[0]), float(translation[1]), float(translation[2])),
        rms_px=float(rms),
        belt_rgb=belt_colour(pictures[0], seen[0][1], board),
    )
    return model, tuple(number for number, one in enumerate(found) if one is None)


def _belt_frame(
    turn: npt.NDArray[np.float64], move: npt.NDArray[np.float64], board: Board
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """From the board's frame (y down, z into the belt) to the belt's (z up, 0 at the belt), origin in its middle."""
    board_to_camera, _ = cv2.Rodrigues(turn)
    width, height = board.size_mm
    belt_to_board = np.diag((1.0, -1.0, -1.0))
    origin = np.array((width / 2, height / 2, board.thickness_mm))
    rotation = board_to_camera @ belt_to_board
    return np.asarray(rotation, np.float64), np.asarray(board_to_camera @ origin + np.ravel(move), np.float64)


def belt_colour(image: RgbImage, corners: F32, board: Board) -> Rgb:
    """The belt around a board that lies on it, as it would look under neutral light, by the white of the board.

    `corners` (N, 2) are the board's inner corners in pixels.
    """
    inside, near, far = (_hull(image, corners, grow) for grow in (1.0, 1.7, 2.4))
    belt = np.median(image[far & ~near], axis=0) if (far & ~near).any() else np.zeros(3)
    squares = image[inside]
    bright = squares[squares.sum(axis=1) >= np.percentile(squares.sum(axis=1), 70)]
    white = np.median(bright, axis=0)
    light = gains(seen=_three(white), known=board.white_rgb)
    return lit(_three(belt), light)


def _hull(image: RgbImage, corners: F32, grow: float) -> npt.NDArray[np.bool_]:
    middle = corners.mean(axis=0)
    hull = cv2.convexHull(((corners - middle) * grow + middle).astype(np.float32))
    drawn = np.zeros(image.shape[:2], np.uint8)
    cv2.fillConvexPoly(drawn, np.round(hull).astype(np.int32), 1)
    return drawn > 0


def _three(values: npt.NDArray[np.float64]) -> Rgb:
    red, green, blue = values.tolist()
    return float(red), float(green), float(blue)
