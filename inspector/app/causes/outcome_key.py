"""What rendered outcomes depend on, as a short name: outcomes of other code, models or libraries are not these."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import inspector
from inspector.app.versions import versions
from inspector.config.locations import default_models_dir

# Code that has no word in what the chain says of an item; what is new counts until somebody writes it down here.
_NO_WORD: Final = (
    "adapters/bus",
    "adapters/explainers",
    "adapters/exports",
    "app/cli",
    "app/lessons",
    "domain/cause",  # the search itself: the simulation is there to tell what a change of it does
    "app/causes/planted",
    "plc",
    "training",
    "wire",
)
_READERS: Final = ("zxing-cpp",)


@cache
def outcome_key() -> str:
    """Twelve hexadecimal digits, of the program's code, the models beside it, and the libraries that it judges with."""
    digest = hashlib.sha256()
    for root, pattern in ((Path(inspector.__file__).parent, "**/*.py"), (default_models_dir(), "*/model.toml")):
        for file in sorted(root.glob(pattern)):
            name = file.relative_to(root).as_posix()
            if not name.startswith(_NO_WORD):
                digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    for name, number in sorted((versions() | _of_readers()).items()):
        digest.update(f"{name} {number}\0".encode())
    return digest.hexdigest()[:12]


def _of_readers() -> dict[str, str]:
    found = {}
    for name in _READERS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
