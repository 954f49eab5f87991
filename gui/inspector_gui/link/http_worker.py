"""A thread that fetches from the daemon: its life, the daemon's address, and the one connection it keeps open."""

import os
import sys
import threading
from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from inspector_gui.link.http import HttpPictures

T = TypeVar("T")

NICENESS = 5  # of ours: where cores are short, whoever presses a button goes first, and pictures still come


class HttpWorker(ABC, Generic[T]):
    """`start` and `stop` once each; `use` from any thread. What is to be done is guarded by `changed`."""

    def __init__(self, name: str, *, token: str | None) -> None:
        self.changed = threading.Condition()
        self._token = token
        self._base: str | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @abstractmethod
    def due(self) -> T | None:
        """Take what is to be done now, with `changed` held; None where there is nothing yet."""

    @abstractmethod
    def patience_s(self) -> float | None:
        """How long to wait, with `changed` held, until something may be due; None until somebody says so."""

    @abstractmethod
    def work(self, task: T, http: HttpPictures) -> None:
        """Do it, in the worker, without `changed`."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until the thread has."""
        with self.changed:
            self._stopping = True
            self.changed.notify()
        self._thread.join()

    def use(self, base: str | None) -> None:
        """Fetch from this address from now on; None: from nowhere."""
        with self.changed:
            self._base = base
            self.changed.notify()

    def _run(self) -> None:
        _give_way()
        http: HttpPictures | None = None
        while (found := self._next()) is not None:
            base, task = found
            if http is None or http.base != base:
                if http is not None:
                    http.close()
                http = HttpPictures(base, token=self._token)
            self.work(task, http)
        if http is not None:
            http.close()

    def _next(self) -> tuple[str, T] | None:
        """Wait for what is due; None at the end."""
        with self.changed:
            while not self._stopping:
                if self._base is None:
                    self.changed.wait()
                    continue
                task = self.due()
                if task is not None:
                    return self._base, task
                self.changed.wait(self.patience_s())
        return None


def _give_way() -> None:
    """Linux gives each thread a priority of its own; elsewhere this would be the whole program's."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)  # 0: the calling thread
