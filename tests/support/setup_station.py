"""A station without a belt, and somebody at its bus who changes recipes and bundles."""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.config.station import StationConfig
from inspector.domain.station import Command, Response
from tests.support.scripted_station import station_content

NEVER = {"name": "default", "values": {"threshold": 1.0}}


@dataclass(frozen=True)
class Asker:
    """Somebody at the bus; `session` is what proves who it is."""

    daemon: Daemon
    session: str = ""

    def __call__(self, name: str, /, **arguments: object) -> Response:
        given = {**arguments, "session": self.session} if self.session else arguments
        return self.daemon.station.reception.answer(Command(name=name, request_id="q", arguments=given))

    def data(self, name: str, /, **arguments: object) -> dict[str, Any]:
        answer = self(name, **arguments)
        assert answer.ok, answer.detail
        plain: dict[str, Any] = json.loads(json.dumps(answer.data))
        return plain

    def activated(self, version: int, proposal: dict[str, Any]) -> dict[str, Any]:
        """As the page does it: preview, then activate."""
        told = self.data("recipes.preview", version=version, **proposal)
        return self.data("recipes.activate", version=version, preview=told["preview"], **proposal)


def config_of(folder: Path, **changes: Any) -> StationConfig:
    written = station_content(
        paths={"data_dir": str(folder)} | changes.pop("paths", {}),
        bus={"kind": "memory", "hub": str(folder)},
        http={"enabled": False},
        **changes,
    )
    return parse_config(written, subject="test")


@contextmanager
def station(folder: Path, **changes: Any) -> Iterator[Asker]:
    """A station without a belt."""
    running = Daemon(config_of(folder, **changes))
    running.start()
    try:
        yield Asker(running)
    finally:
        running.stop()


def full_disk(path: Path, _content: bytes) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
