"""Writes a case into a folder of its own: whole, or not at all."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from inspector.app.causes.case_html import html_page
from inspector.app.causes.case_markdown import markdown
from inspector.app.causes.written_case import WrittenCase


def write_case(folder: Path, written: WrittenCase) -> None:
    """`case.json`, `case.md`, `case.html` and `pictures/`. Nothing is replaced.

    Raises `FileExistsError` for a folder that is there, `OSError` for what the disk refuses; then nothing is left.
    """
    if folder.exists() or folder.is_symlink():
        raise FileExistsError(f"{folder} is there already; a case is not written over another")
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".half", dir=folder.parent))
    try:
        if written.pictures:
            (half / "pictures").mkdir()
        for picture in written.pictures:
            _write(half / "pictures" / picture.name, picture.content)
        _write(half / "case.json", json.dumps(written.plain(), indent=1, allow_nan=False).encode())
        _write(half / "case.md", markdown(written).encode())
        _write(half / "case.html", html_page(written).encode())
        half.chmod(0o777 & ~_mask())
        half.rename(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
