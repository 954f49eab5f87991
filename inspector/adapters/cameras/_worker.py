"""Starts, talks to, and ends the process of one camera driver."""

import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from json import dumps, loads
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from inspector.adapters.cameras._ring import Ring, shared_memory
from inspector.config.child_environment import child_environment
from inspector.domain.errors import CameraLost
from inspector.domain.frame import RgbImage

log = logging.getLogger(__name__)

GOODBYE_S = 1.0  # for a driver to give its device back before it is killed
DYING_S = 5.0  # from the end of its pipe to its status: milliseconds, on an overloaded machine more
BURIAL_S = 2.0  # for the system to end a killed process; one that sits in the kernel may take longer

Message = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """`opener` is `module:function`, called with `options` in the other process; it returns a `Capture`.

    `slots`: pictures that may wait to be read. `environment` is added to the process's own.
    """

    opener: str
    options: dict[str, Any]
    slots: int = 4
    environment: dict[str, str] = field(default_factory=dict)


class Worker:
    """One process. `tell` may be called from any thread, the rest from one. Raises `CameraLost` if it can not start."""

    def __init__(self, driver: Driver) -> None:
        self._slots = driver.slots
        self._ring: Ring | None = None
        self._speaking = threading.Lock()
        self._memory = shared_memory()
        command_out, command_in = os.pipe()
        report_out, report_in = os.pipe()
        theirs = (command_out, report_in, self._memory)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "inspector.adapters.cameras._child", *map(str, theirs)],
                pass_fds=theirs,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={
                    **child_environment(),
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                    **driver.environment,
                },
                start_new_session=True,  # Ctrl-C is for the daemon, which ends its drivers in order
            )
        except OSError as error:
            for descriptor in (command_in, report_out, *theirs):
                os.close(descriptor)
            raise CameraLost(f"its process can not be started: {error.strerror}") from error
        os.close(command_out)
        os.close(report_in)
        self._commands = Connection(command_in, readable=False)
        self._reports = Connection(report_out, writable=False)
        self.heard_s = monotonic()
        self.tell({"opener": driver.opener, "options": driver.options, "slots": driver.slots})

    def tell(self, message: Message) -> None:
        """Send a command. A process that is gone is noticed by `receive`."""
        with self._speaking, suppress(OSError):
            self._commands.send_bytes(dumps(message).encode())

    def receive(self, until_s: float) -> Message | None:
        """The next report; None at `until_s` (of `time.monotonic`). Raises `CameraLost` when the process has ended."""
        try:
            if not self._reports.poll(max(0.0, until_s - monotonic())):
                return None
            message: Message = loads(self._reports.recv_bytes())
        except (EOFError, OSError) as error:
            raise CameraLost(self._ending()) from error
        self.heard_s = monotonic()
        return message

    def _ending(self) -> str:
        try:
            return f"its process ended with status {self.process.wait(DYING_S)}"
        except subprocess.TimeoutExpired:
            return "its process closed its pipe, and has not ended"

    def picture(self, report: Message) -> RgbImage:
        """An own copy of the picture that was reported."""
        if self._ring is None:
            size = {"height": report["height"], "width": report["width"]}
            self._ring = Ring(self._memory, self._slots, **size, grow=False)
        return self._ring.copy(report["slot"])

    def end(self, *, hanging: bool) -> None:
        """End the process: politely, unless it is known to hang; else at once and for sure. Never raises."""
        if not hanging:
            self.tell({"do": "stop"})
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(GOODBYE_S)
        if self.process.poll() is None:
            self.process.kill()
            try:
                self.process.wait(BURIAL_S)
            except subprocess.TimeoutExpired:
                log.critical("camera process %d sits in the kernel and can not be killed yet", self.process.pid)
        with self._speaking:
            self._commands.close()
        self._reports.close()
        if self._ring is not None:
            self._ring.close()
            self._ring = None
        os.close(self._memory)
