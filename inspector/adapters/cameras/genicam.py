"""GenICam cameras (GigE Vision, USB3 Vision, CoaXPress …) through a vendor's GenTL producer and harvesters."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

from pydantic import Field

from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._photo_eye_camera import watched
from inspector.adapters.cameras._process import ProcessCamera, Rules
from inspector.adapters.cameras._worker import Driver
from inspector.domain.errors import StartupError
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock

# Only the driver's process loads it; here it is only asked for, so that a start says at once what is missing.
if importlib.util.find_spec("harvesters") is None:
    raise ModuleNotFoundError("the package harvesters is missing", name="harvesters")

OPENER = "inspector.adapters.cameras._harvest:open_genicam"


class Config(TriggerOptions):
    """Options of a GenICam camera."""

    producers: tuple[Path, ...] = Field(
        default=(), title="Producers", description="The vendor's .cti files; none: all that GENICAM_GENTL64_PATH names."
    )
    device: str = Field(
        default="", title="Device", description="Its id, serial number or name; empty: the only one there is."
    )
    trigger_source: str = Field(
        default="Line1", title="Trigger source", description="hardware: the input that the photo-eye is wired to."
    )
    settings: dict[str, bool | int | float | str] = Field(
        default_factory=dict,
        title="Settings",
        description="Nodes and values, as ExposureTime = 2000.0; each is read back, and must hold.",
    )
    slots: int = Field(default=4, ge=2, le=64, title="Slots", description="Pictures that may wait to be read.")
    open_s: float = Field(default=15, gt=0, title="Open time-out", description="Seconds until the camera is open.")
    read_s: float = Field(
        default=3, gt=0, title="Read time-out", description="Seconds that the driver may be silent, or owe a picture."
    )
    answer_ms: float = Field(
        default=500,
        gt=0,
        title="Answer time-out",
        description="software: the longest time from a trigger to its picture. A later one may be the item's before: "
        "the camera is started anew. Choose it below the time between two items.",
    )


def build(config: Config, *, name: str, clock: Clock) -> Camera:
    """Construct the camera. Raises `StartupError` when there is no producer, or a library that genicam needs is not."""
    _require_libpython()
    producers = [str(path) for path in config.producers] or installed_producers()
    missing = [f"{path}: no such file" for path in producers if not Path(path).is_file()]
    if missing or not producers:
        raise StartupError("producers", missing or ["none given, and GENICAM_GENTL64_PATH names none"])
    driver = Driver(
        opener=OPENER,
        options={
            "producers": producers,
            "device": config.device,
            "trigger": config.trigger,
            "source": config.trigger_source,
            "settings": config.settings,
            "every_s": config.read_s,
        },
        slots=config.slots,
    )
    rules = Rules(
        by="device" if config.trigger == "software" else config.trigger,
        first_counter=config.first_counter,
        open_s=config.open_s,
        silence_s=config.read_s,
        answer_s=config.answer_ms / 1000,
    )
    return watched(ProcessCamera(name, clock, driver, rules), config)


def _require_libpython() -> None:
    """genicam's wheels are linked against it; Debian's Python is built without, and packs it apart."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    library = f"libpython{version}.so.1.0"
    try:
        ctypes.CDLL(library)
    except OSError as error:
        raise StartupError("genicam", [f"needs the library {library}: apt-get install libpython{version}"]) from error


def installed_producers() -> list[str]:
    """The .cti files in the folders that vendors' installers name."""
    folders = filter(None, os.environ.get("GENICAM_GENTL64_PATH", "").split(os.pathsep))
    return sorted(str(path) for folder in folders for path in Path(folder).glob("*.cti"))
