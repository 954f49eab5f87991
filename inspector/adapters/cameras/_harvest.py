"""A GenICam camera through harvesters. Runs in the driver's process: producers hang, leak and crash."""

from collections.abc import Iterable, Mapping
from time import monotonic, monotonic_ns
from typing import Any

from genicam.genapi import GenericException as NodeError
from genicam.gentl import GenericException as ProducerError
from genicam.gentl import TimeoutException as NothingYet
from harvesters.core import Harvester

from inspector.adapters.cameras._capture import Picture
from inspector.adapters.cameras._pixel_format import to_rgb
from inspector.domain.errors import CameraLost

POLL_S = 0.2
FAILURES = (NodeError, ProducerError, OSError, ValueError)
NAMES = ("id_", "serial_number", "user_defined_name", "display_name")

Value = int | float | bool | str


class HarvestCapture:
    """See Capture. `every_s`: a camera that runs freely and gives no picture for so long is lost."""

    def __init__(self, acquirer: Any, *, every_s: float | None, close: Any) -> None:
        self._acquirer = acquirer
        self._every_s = every_s
        self._close = close
        self._counter = -1
        self._frame_id: int | None = None
        self._last_s = monotonic()

    live = True

    def next(self) -> Picture | None:
        """See Capture. Pictures that the producer lost are counted by the gap in its frame numbers."""
        try:
            buffer = self._acquirer.fetch(timeout=POLL_S)
        except NothingYet:
            buffer = None
        except ProducerError as error:
            raise CameraLost(f"the producer failed: {error}") from error
        taken_ns = monotonic_ns()
        if buffer is None:
            if self._every_s is not None and monotonic() - self._last_s > self._every_s:
                raise CameraLost(f"no picture for {self._every_s:g} s")
            return None
        self._last_s = monotonic()
        with buffer:
            self._count(_or_none(lambda: int(buffer.frame_id)))
            part = buffer.payload.components[0]
            pixels = to_rgb(part.data, part.data_format, height=part.height, width=part.width)
            # A format that needs no conversion is still the driver's memory, which it gets back here.
            return Picture(pixels=pixels.copy(), order="rgb", taken_ns=taken_ns, counter=self._counter)

    def trigger(self) -> None:
        """See Capture."""
        command = getattr(self._acquirer.remote_device.node_map, "TriggerSoftware", None)
        if command is not None:
            command.execute()

    def close(self) -> None:
        """See Capture."""
        self._close()

    def _count(self, frame_id: int | None) -> None:
        known = frame_id is not None and self._frame_id is not None
        step = frame_id - self._frame_id if known else 1  # type: ignore[operator]
        self._counter += step if step > 0 else 1
        self._frame_id = frame_id


def open_genicam(
    *, producers: list[str], device: str, trigger: str, source: str, settings: dict[str, Value], every_s: float
) -> HarvestCapture:
    """Open, set and start a device. Raises `CameraLost` that names what is there, or which setting did not hold."""
    harvester = Harvester()
    try:
        for producer in producers:
            harvester.add_file(producer, check_existence=True, check_validity=True)
        harvester.update()
        acquirer = harvester.create(choose(harvester.device_info_list, device))
    except FAILURES as error:
        harvester.reset()
        raise CameraLost(f"no GenICam device: {error}") from error
    try:
        set_up(acquirer.remote_device.node_map, trigger_nodes(trigger, source), settings)
        acquirer.start()
    except FAILURES as error:
        acquirer.destroy()
        harvester.reset()
        raise CameraLost(f"{device or 'the GenICam device'} can not be set up: {error}") from error

    def close() -> None:
        acquirer.stop()
        acquirer.destroy()
        harvester.reset()

    return HarvestCapture(acquirer, every_s=every_s if trigger == "free_run" else None, close=close)


def choose(devices: Iterable[Any], wanted: str) -> int:
    """Index of the device with this id, serial number or name; of the only one if `wanted` is empty."""
    names = [[name for name in (_or_none(lambda d=d, a=a: str(getattr(d, a))) for a in NAMES) if name] for d in devices]
    fitting = [index for index, own in enumerate(names) if not wanted or wanted in own]
    if len(fitting) == 1:
        return fitting[0]
    there = ", ".join(own[0] for own in names if own) or "none"
    if not fitting:
        raise CameraLost(f"no device {wanted or 'at all'}; there are: {there}")
    raise CameraLost(f"{len(fitting)} devices fit {wanted!r}; name one of: {there}")


def trigger_nodes(trigger: str, source: str) -> dict[str, Value]:
    """Nodes that make a frame start by `trigger`, in the order in which they have to be set."""
    if trigger == "free_run":
        return {"TriggerSelector": "FrameStart", "TriggerMode": "Off"}
    line = {"TriggerActivation": "RisingEdge"} if trigger == "hardware" else {}
    return {
        "TriggerSelector": "FrameStart",
        "TriggerMode": "On",
        "TriggerSource": source if trigger == "hardware" else "Software",
        **line,
    }


def set_up(node_map: Any, trigger: Mapping[str, Value], settings: Mapping[str, Value]) -> None:
    """Write the nodes and read them back. Raises `CameraLost` that lists every one that did not hold.

    A camera without trigger nodes runs freely: that is no fault if that is what it shall do.
    """
    freely = trigger.get("TriggerMode") == "Off"
    nodes = {**settings, **{name: value for name, value in trigger.items() if hasattr(node_map, name) or not freely}}
    refused = []
    for name, value in nodes.items():
        node = getattr(node_map, name, None)
        if node is None:
            refused.append(f"{name}: the device has no such node")
            continue
        try:
            node.value = value
            held = node.value
        except NodeError as error:
            refused.append(f"{name} = {value!r}: {error}")
            continue
        if held != value and not (isinstance(value, float) and abs(held - value) <= 0.02 * abs(value)):
            refused.append(f"{name} = {value!r}: the device holds {held!r}")
    if refused:
        raise CameraLost("settings that did not hold: " + "; ".join(refused))


def _or_none(read: Any) -> Any:
    """What the device tells, if it tells it at all."""
    try:
        return read()
    except (NodeError, ProducerError, AttributeError):
        return None
