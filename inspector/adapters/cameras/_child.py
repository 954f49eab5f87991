"""The process in which a camera driver lives: started by `_process`, killed when the driver hangs.

python -m inspector.adapters.cameras._child COMMANDS REPORTS MEMORY   (numbers of open file descriptors)

Messages are JSON. In: the job, then {"do": "release" | "trigger" | "stop"}. Out: {"is": "open" | "frame" | "idle" |
"corrupt" | "end" | "lost"}. Every round of the driver makes one message, so silence means that the driver hangs.
"""

import importlib
import json
import os
import sys
import threading
from collections import deque
from multiprocessing.connection import Connection
from typing import Any

import cv2
import numpy as np

from inspector.adapters.cameras._capture import Capture, Picture
from inspector.adapters.cameras._ring import Ring
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.ports.camera import EndOfStream


class Child:
    """One capture, its ring, and the line to the parent."""

    def __init__(self, commands: "Connection[Any, Any]", reports: "Connection[Any, Any]", memory: int) -> None:
        self._commands = commands
        self._reports = reports
        self._memory = memory
        self._ring: Ring | None = None
        self._free: deque[int] = deque()
        self._room = threading.Condition()
        self._stop = threading.Event()
        self._dropped = 0

    def run(self) -> None:
        """Open the device and deliver until told to stop, or the device is lost."""
        job = json.loads(self._commands.recv_bytes())
        self._free.extend(range(job["slots"]))
        module, _, function = job["opener"].partition(":")
        try:
            capture: Capture = getattr(importlib.import_module(module), function)(**job["options"])
        except CameraLost as error:
            self._say("lost", detail=str(error))
            return
        threading.Thread(target=self._obey, args=(capture,), daemon=True).start()
        self._say("open")
        try:
            self._deliver(capture, job["slots"])
        finally:
            capture.close()

    def _deliver(self, capture: Capture, slots: int) -> None:
        while not self._stop.is_set():
            try:
                picture = capture.next()
            except FrameCorrupt as error:
                self._say("corrupt", detail=str(error))
            except EndOfStream as error:
                self._say("end", detail=str(error))
                self._stop.wait()
            except CameraLost as error:
                self._say("lost", detail=str(error))
                return
            else:
                if picture is None:
                    self._say("idle")
                elif not self._hand_over(picture, slots, patient=not capture.live):
                    return

    def _hand_over(self, picture: Picture, slots: int, *, patient: bool) -> bool:
        """Copy a picture into a free slot and tell; without one it is dropped and counted. False ends the work."""
        height, width = picture.pixels.shape[:2]
        if self._ring is None:
            self._ring = Ring(self._memory, slots, height=height, width=width, grow=True)
        if self._ring.size != (height, width):
            now, before = f"{width}x{height}", "x".join(map(str, reversed(self._ring.size)))
            self._say("lost", detail=f"the picture's size changed from {before} to {now}")
            return False
        slot = self._free_slot(patient=patient)
        if slot is None:
            self._dropped += 1
            self._say("idle")
            return True
        to_rgb(picture, self._ring.view(slot))
        self._say(
            "frame",
            slot=slot,
            height=height,
            width=width,
            taken_ns=picture.taken_ns,
            counter=picture.counter,
            dropped=self._dropped,
        )
        return True

    def _free_slot(self, *, patient: bool) -> int | None:
        with self._room:
            if patient:
                self._room.wait_for(lambda: self._free or self._stop.is_set())
            return self._free.popleft() if self._free else None

    def _obey(self, capture: Capture) -> None:
        """Runs in a thread of its own: commands are obeyed while the driver blocks, and a dead parent is noticed."""
        try:
            while True:
                command = json.loads(self._commands.recv_bytes())
                if command["do"] == "release":
                    with self._room:
                        self._free.append(command["slot"])
                        self._room.notify_all()
                elif command["do"] == "trigger":
                    capture.trigger()
                else:
                    break
        except EOFError:
            os._exit(0)  # the parent is gone, and the driver may never return
        self._stop.set()
        with self._room:
            self._room.notify_all()

    def _say(self, what: str, **more: object) -> None:
        self._reports.send_bytes(json.dumps({"is": what, **more}).encode())


def to_rgb(picture: Picture, out: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
    """Write a picture into `out`, (H, W, 3) uint8 RGB."""
    if picture.pixels.ndim == 2:
        cv2.cvtColor(picture.pixels, cv2.COLOR_GRAY2RGB, dst=out)
    elif picture.order == "bgr":
        cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2RGB, dst=out)
    else:
        np.copyto(out, picture.pixels)


def main(arguments: list[str]) -> int:
    """Work on the descriptors that the parent left open."""
    commands, reports, memory = (int(argument) for argument in arguments)
    child = Child(Connection(commands, writable=False), Connection(reports, readable=False), memory)
    try:
        child.run()
    except BrokenPipeError:
        return 1  # nobody listens any more
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
