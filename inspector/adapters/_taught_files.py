"""What was taught, as files: a pair's memory and its golden pictures, copied by links and put in place as one.

A pair is one product as one camera sees it. In `references/` it has a .json that names an .npz, in `golden/` a .json
that names a folder of PNG files; the .json files are what counts, everything they name carries a hash in its name.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from inspector.adapters._file_stem import file_stem
from inspector.config.durable_file import write_flushed

KINDS = ("references", "golden")


class TaughtFiles:
    """The files below one folder, a data folder or one like it. All raise `OSError`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def digests(self, sku: str, camera: str) -> tuple[str, str, int]:
        """Of the golden pictures and of the memory, and how many pictures were learnt; empty and 0 where there is none.

        A file that can not be read as one counts as none: whoever uses it says so.
        """
        memory, golden = (self._described(kind, file_stem(sku, camera)) for kind in KINDS)
        return str(golden.get("digest", "")), str(memory.get("sha256", "")), int(memory.get("images", 0))

    def mirror(self, into: Path) -> None:
        """All pairs, by links: what is taught in `into` then leaves this folder alone."""
        for kind in KINDS:
            (into / kind).mkdir(parents=True, exist_ok=True)
            for path in self._paths(kind, "*"):
                _link(path, into / kind / path.name)

    def copy_pair(self, sku: str, camera: str, into: Path) -> None:
        """One pair, by links, durable; a pair of which there is nothing is nothing there too."""
        stem = file_stem(sku, camera)
        for kind in KINDS:
            (into / kind).mkdir(parents=True, exist_ok=True)
            for path in self.named(kind, stem):
                _link(path, into / kind / path.name)
            flush(into / kind)
        flush(into)

    def put_pair(self, sku: str, camera: str, source: "TaughtFiles", kinds: Sequence[str] = KINDS) -> None:
        """Make the pair here what it is in `source`, or leave it as it is.

        Whatever needs room on the disk, also to take it back, is there before the first file changes; from then on
        there are only renames. Where even these fail it may be a mixture of both: `digests` says.
        """
        stem = file_stem(sku, camera)
        for kind in kinds:
            (self.root / kind).mkdir(parents=True, exist_ok=True)
            for path in source.named(kind, stem):
                if path.suffix != ".json":
                    _link(path, self.root / kind / path.name)
        paths = [self.root / kind / f"{stem}.json" for kind in kinds]
        before = [(path, _bytes(path), _beside(path, "before")) for path in paths]
        after = [(path, _bytes(source.root / path.relative_to(self.root)), _beside(path, "after")) for path in paths]
        try:
            for _, content, beside in (*after, *before):
                if content is not None:
                    write_flushed(beside, content)
            for kind in kinds:
                flush(self.root / kind)
            _replace(after, before)
        finally:
            for _, _, beside in (*after, *before):
                beside.unlink(missing_ok=True)
        self._tidy(stem)

    def _tidy(self, stem: str) -> None:
        """What no .json of the pair names any more goes; best effort, the next lesson goes on with it."""
        for kind in KINDS:
            named = {path.name for path in self.named(kind, stem)}
            for path in self._paths(kind, f"{stem}.*"):
                if path.name not in named and path.suffix != ".json":
                    if path.is_dir():
                        shutil.rmtree(path, ignore_errors=True)
                    else:
                        path.unlink(missing_ok=True)

    def named(self, kind: str, stem: str) -> list[Path]:
        """What the .json of a pair names, and it itself; `stem` is the pair's."""
        described = self._described(kind, stem)
        name = described.get("numbers" if kind == "references" else "folder")
        if not isinstance(name, str):
            return []
        return [self.root / kind / name, self.root / kind / f"{stem}.json"]

    def _described(self, kind: str, stem: str) -> dict[str, Any]:
        content = _bytes(self.root / kind / f"{stem}.json")
        try:
            found = {} if content is None else json.loads(content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _paths(self, kind: str, pattern: str) -> Iterable[Path]:
        folder = self.root / kind
        return [path for path in sorted(folder.glob(pattern)) if not path.name.endswith(".tmp")]


def flush(folder: Path) -> None:
    """Make names in a folder durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _beside(path: Path, when: str) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}.{when}.tmp")


_Prepared = tuple[Path, bytes | None, Path]  # a file, what it is to hold (None: it is to be gone), and where that lies


def _replace(after: Iterable[_Prepared], before: Iterable[_Prepared]) -> None:
    """Raises `OSError`, having taken back what it could."""
    try:
        for one in after:
            _rename(one)
    except OSError:
        for one in before:
            with suppress(OSError):
                _rename(one)
        raise


def _rename(prepared: _Prepared) -> None:
    path, content, beside = prepared
    if content is None:
        path.unlink(missing_ok=True)
    else:
        beside.replace(path)
    flush(path.parent)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _link(source: Path, target: Path) -> None:
    """A file, or a folder of files, whole or not at all; one that is there is the same, for its name holds a hash."""
    if target.exists():
        return
    if source.is_dir():
        half = Path(tempfile.mkdtemp(prefix=f"{target.name}.", suffix=".tmp", dir=target.parent))
        try:
            for file in source.iterdir():
                _link_file(file, half / file.name)
            flush(half)
            half.chmod(0o755)
            half.rename(target)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    else:
        _link_file(source, target)


def _link_file(source: Path, target: Path) -> None:
    """A second name of the file; a copy where the file system knows no second names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        with target.open("rb") as copied:
            os.fsync(copied.fileno())
