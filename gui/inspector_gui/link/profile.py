"""What this computer remembers of the user of its windows: so far, that the tour was shown."""

import contextlib
import json
import os
from pathlib import Path


class Profile:
    """A small file. One that can not be read or written costs no more than a tour that is shown again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def tour_seen(self) -> bool:
        """The tour was shown here, to whoever owns the file."""
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(told, dict) and told.get("tour_seen") is True

    def remember_tour(self) -> None:
        """Write it whole, or leave what was there."""
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps({"tour_seen": True}) + "\n", encoding="utf-8")
            beside.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
