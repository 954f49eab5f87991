"""What is written to a GenICam device, and how its pictures are counted, on a stand-in with trigger nodes.

The simulated device of tests/integration/test_camera_genicam.py has none, so the order and the reading back are shown
here; the stand-in has the few attributes of harvesters that are used, and its errors are the real ones.
"""

from types import SimpleNamespace
from typing import Any, Self

import numpy as np
import pytest
from genicam.genapi import InvalidArgumentException
from genicam.gentl import NotAvailableException, TimeoutException

from inspector.adapters.cameras._harvest import HarvestCapture, choose, set_up, trigger_nodes
from inspector.domain.errors import CameraLost

EXPOSURE_US = 2000.0


class Node:
    """Remembers in which order nodes were written; `holds` is what it makes of a value."""

    def __init__(self, log: list[str], name: str, value: Any, holds: Any = None, allowed: Any = None) -> None:
        self._log, self._name, self._value = log, name, value
        self._holds, self._allowed = holds, allowed
        self.executed = 0

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        if self._allowed is not None and value not in self._allowed:
            raise InvalidArgumentException(f"{value} is not one of {self._allowed}")
        self._log.append(self._name)
        self._value = value if self._holds is None else self._holds

    def execute(self) -> None:
        self.executed += 1


def device() -> tuple[Any, list[str]]:
    log: list[str] = []
    nodes = {
        "TriggerSelector": Node(log, "TriggerSelector", "AcquisitionStart"),
        "TriggerMode": Node(log, "TriggerMode", "Off", allowed=("On", "Off")),
        "TriggerSource": Node(log, "TriggerSource", "Software", allowed=("Software", "Line1", "Line2")),
        "TriggerActivation": Node(log, "TriggerActivation", "FallingEdge"),
        "TriggerSoftware": Node(log, "TriggerSoftware", None),
        "ExposureTime": Node(log, "ExposureTime", 9000.0, holds=1999.7),
        "Gain": Node(log, "Gain", 0.0, holds=3.0),
    }
    return SimpleNamespace(**nodes), log


def test_a_hardware_trigger_is_set_from_the_selector_on() -> None:
    node_map, log = device()
    set_up(node_map, trigger_nodes("hardware", "Line2"), {})
    assert log == ["TriggerSelector", "TriggerMode", "TriggerSource", "TriggerActivation"]
    assert node_map.TriggerSelector.value == "FrameStart"
    assert node_map.TriggerMode.value == "On"
    assert node_map.TriggerSource.value == "Line2"
    assert node_map.TriggerActivation.value == "RisingEdge"


def test_a_software_trigger_comes_from_software() -> None:
    node_map, _ = device()
    set_up(node_map, trigger_nodes("software", "Line1"), {})
    assert (node_map.TriggerMode.value, node_map.TriggerSource.value) == ("On", "Software")


def test_running_freely_switches_a_trigger_off_that_somebody_left_on() -> None:
    node_map, _ = device()
    node_map.TriggerMode.value = "On"
    set_up(node_map, trigger_nodes("free_run", "Line1"), {})
    assert node_map.TriggerMode.value == "Off"


def test_a_value_that_the_device_rounds_holds() -> None:
    node_map, _ = device()
    set_up(node_map, {}, {"ExposureTime": EXPOSURE_US})


def test_all_that_did_not_hold_is_listed() -> None:
    node_map, _ = device()
    with pytest.raises(CameraLost) as caught:
        set_up(node_map, trigger_nodes("hardware", "Line9"), {"Gain": 6.0, "Gamma": 1.0})
    told = str(caught.value)
    assert "Gain = 6.0: the device holds 3.0" in told
    assert "Gamma: the device has no such node" in told
    assert "TriggerSource = 'Line9'" in told
    assert "TriggerMode" not in told


class Info:
    """A device in the producer's list; it does not know all its names, as many do not."""

    def __init__(self, id_: str, serial: str) -> None:
        self.id_, self.serial_number, self.display_name = id_, serial, f"Acme {id_}"

    @property
    def user_defined_name(self) -> str:
        raise NotAvailableException("not supported by the device")


DEVICES = (Info("a1", "100"), Info("b2", "200"))


@pytest.mark.parametrize(("wanted", "index"), [("a1", 0), ("b2", 1), ("200", 1), ("Acme a1", 0)])
def test_a_device_is_found_by_any_of_its_names(wanted: str, index: int) -> None:
    assert choose(DEVICES, wanted) == index


def test_the_only_device_needs_no_name() -> None:
    assert choose(DEVICES[:1], "") == 0


@pytest.mark.parametrize(
    ("devices", "wanted", "problem"),
    [((), "", "no device at all; there are: none"), (DEVICES, "", "2 devices fit"), (DEVICES, "c", "no device c")],
)
def test_a_device_that_is_not_clear_is_told(devices: tuple[Info, ...], wanted: str, problem: str) -> None:
    with pytest.raises(CameraLost, match=problem):
        choose(devices, wanted)


class Buffer:
    def __init__(self, frame_id: int | None) -> None:
        self._frame_id = frame_id
        data = np.full(12, 50, np.uint8)
        self.payload = SimpleNamespace(components=[SimpleNamespace(data=data, data_format="Mono8", height=3, width=4)])
        self.given_back = False

    @property
    def frame_id(self) -> int:
        if self._frame_id is None:
            raise NotAvailableException("no frame ids")
        return self._frame_id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.payload.components[0].data[:] = 0  # the producer writes the next picture into it
        self.given_back = True


class Acquirer:
    def __init__(self, *buffers: Buffer | None) -> None:
        self._buffers = list(buffers)
        self.remote_device = SimpleNamespace(node_map=device()[0])

    def fetch(self, *, timeout: float) -> Buffer:
        buffer = self._buffers.pop(0) if self._buffers else None
        if buffer is None:
            raise TimeoutException("nothing yet")
        return buffer


def counters(*frame_ids: int | None) -> list[int]:
    capture = HarvestCapture(Acquirer(*(Buffer(i) for i in frame_ids)), every_s=None, close=lambda: None)
    pictures = [capture.next() for _ in frame_ids]
    return [picture.counter for picture in pictures if picture is not None]


@pytest.mark.parametrize(
    ("frame_ids", "expected"),
    [
        ((1, 2, 3), [0, 1, 2]),
        ((0, 1, 4, 5), [0, 1, 4, 5]),  # two pictures were lost on the way: the count says so
        ((None, None, None), [0, 1, 2]),
        ((7, 7, 3), [0, 1, 2]),  # a device whose numbers mean nothing
    ],
)
def test_lost_pictures_show_in_the_count(frame_ids: tuple[int | None, ...], expected: list[int]) -> None:
    assert counters(*frame_ids) == expected


def test_the_picture_outlives_the_drivers_buffer() -> None:
    buffer = Buffer(1)
    picture = HarvestCapture(Acquirer(buffer), every_s=None, close=lambda: None).next()
    assert picture is not None
    assert buffer.given_back
    assert (picture.pixels == 50).all()


def test_silence_is_well_when_it_waits_for_a_trigger_and_a_loss_when_it_runs_freely() -> None:
    waiting = HarvestCapture(Acquirer(), every_s=None, close=lambda: None)
    assert waiting.next() is None
    freely = HarvestCapture(Acquirer(), every_s=0.0, close=lambda: None)
    with pytest.raises(CameraLost, match="no picture for 0 s"):
        freely.next()


def test_a_trigger_is_one_command() -> None:
    acquirer = Acquirer()
    capture = HarvestCapture(acquirer, every_s=None, close=lambda: None)
    capture.trigger()
    capture.trigger()
    assert acquirer.remote_device.node_map.TriggerSoftware.executed == 2
