"""Captures through OpenCV: V4L2 devices, network streams, video files. Runs in the driver's process."""

from time import monotonic_ns

import cv2

from inspector.adapters.cameras._capture import Picture
from inspector.domain.errors import CameraLost
from inspector.ports.camera import EndOfStream


class OpencvCapture:
    """`live` devices that give no picture are lost; at the end of a file that is no fault."""

    def __init__(self, capture: cv2.VideoCapture, what: str, *, live: bool, latency_ms: float) -> None:
        self._capture = capture
        self._what = what
        self._live = live
        self._latency_ns = round(latency_ms * 1e6)
        self._count = 0

    @property
    def live(self) -> bool:
        """See Capture."""
        return self._live

    def next(self) -> Picture | None:
        """See Capture."""
        # The time is taken after grab has come back with the picture, and before it is decoded.
        grabbed = self._capture.grab()
        taken_ns = monotonic_ns() - self._latency_ns
        given, pixels = self._capture.retrieve() if grabbed else (False, None)
        if not given or pixels is None:
            if self._live:
                raise CameraLost(f"{self._what} gives no picture any more")
            raise EndOfStream(f"{self._what}: {self._count} frames, all given")
        self._count += 1
        return Picture(pixels=pixels, order="bgr", taken_ns=taken_ns, counter=self._count - 1)

    def trigger(self) -> None:
        """See Capture: such cameras run by themselves."""

    def close(self) -> None:
        """See Capture."""
        self._capture.release()


def open_v4l2(
    *, device: str, settings: list[tuple[str, float]], fourcc: str | None, latency_ms: float
) -> OpencvCapture:
    """A V4L2 device. `settings` are names of CAP_PROP_ constants and values, set in this order."""
    capture = cv2.VideoCapture(int(device) if device.isdecimal() else device, cv2.CAP_V4L2)
    if not capture.isOpened():
        raise CameraLost(f"{device} can not be opened: not there, in use, or no right to it")
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # an older picture than the newest is of no use
    if fourcc is not None:
        settings = [("FOURCC", float(cv2.VideoWriter.fourcc(*fourcc))), *settings]
    refused = [name.lower() for name, value in settings if not capture.set(getattr(cv2, f"CAP_PROP_{name}"), value)]
    if refused:
        capture.release()
        raise CameraLost(f"{device} refuses the settings {', '.join(refused)}")
    return OpencvCapture(capture, device, live=True, latency_ms=latency_ms)


def open_stream(*, url: str, shown: str, open_ms: int, read_ms: int, latency_ms: float) -> OpencvCapture:
    """A network stream; `shown` is its address without the password."""
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, open_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, read_ms]
    capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG, limits)
    if not capture.isOpened():
        raise CameraLost(f"{shown} can not be opened: no such stream, wrong password, or no answer in {open_ms} ms")
    return OpencvCapture(capture, shown, live=True, latency_ms=latency_ms)


def open_file(*, path: str, latency_ms: float = 0.0) -> OpencvCapture:
    """A video file, every frame of it: stands in for a device where there is none."""
    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise CameraLost(f"{path} is not a video")
    return OpencvCapture(capture, path, live=False, latency_ms=latency_ms)
