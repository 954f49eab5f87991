"""Where figures come from: the command, the models and the data, so that anybody can measure them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.training.evaluate.digests import set_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`models`: name to SHA-256; `versions`: of the program and its libraries; `made_at`: when, for people.

    `data_sha256` is over the names and contents of the `files` that were measured, taught and compared with.
    """

    command: str
    models: Mapping[str, str]
    versions: Mapping[str, str]
    made_at: str
    data: str
    data_sha256: str
    files: int
    bootstrap: int

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "command": self.command,
            "models": dict(self.models),
            "versions": dict(self.versions),
            "made_at": self.made_at,
            "data": self.data,
            "data_sha256": self.data_sha256,
            "files": self.files,
            "bootstrap": self.bootstrap,
        }


def digest_of(paths: Iterable[Path], root: Path) -> dict[str, Any]:
    """`data_sha256` and `files`. Raises OSError."""
    every = {path for path in paths if path.is_file()}
    return {"data_sha256": set_digest(every, root), "files": len(every)}
