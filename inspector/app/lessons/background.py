"""Runs the worker: one at a time, heard in a thread of its own, ended when it is no longer wanted."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from inspector.config.child_environment import child_environment

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "inspector.app.lessons.worker")
END_S = 5.0


class Background:
    """`heard` is called in the job's thread with each line, and with {"ended": …} as the last one."""

    def __init__(self, job: Mapping[str, Any], heard: Callable[["Background", dict[str, Any]], None]) -> None:
        """Raises `OSError` where no process can be started."""
        self._heard = heard
        self._cancelled = False
        self._process = subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=child_environment()
        )
        self._thread = threading.Thread(target=self._run, args=(json.dumps(job),), name="lesson", daemon=True)
        self._thread.start()

    @property
    def cancelled(self) -> bool:
        """Whether it was ended on purpose."""
        return self._cancelled

    def cancel(self) -> None:
        """End it; waits for its thread, unless that is who asks."""
        self._cancelled = True
        self._process.kill()
        if threading.current_thread() is not self._thread:
            self._thread.join(END_S)

    def _run(self, job: str) -> None:
        process = self._process
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
        with process.stdin, process.stdout:
            try:
                process.stdin.write(job + "\n")
                process.stdin.flush()
                for line in process.stdout:
                    self._hear(line)
            except (OSError, ValueError) as error:
                log.warning("a lesson's process is gone: %s", error)
        status = process.wait()
        self._heard(self, {"ended": status})

    def _hear(self, line: str) -> None:
        try:
            told = json.loads(line)
        except ValueError:
            log.warning("a lesson's process said: %s", line[:200])
            return
        if isinstance(told, dict):
            self._heard(self, told)
