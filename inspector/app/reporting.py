"""An evaluation's report on disk, and where its figures come from."""

import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from inspector.app.machine_clock import make_clock
from inspector.app.versions import versions
from inspector.app.writable import require_writable
from inspector.config.durable_file import write_durably
from inspector.domain.errors import StartupError
from inspector.training.evaluate.origin import Origin, digest_of

SUFFIXES = frozenset({".html", ".htm"})


def report_file(target: Path, name: str) -> Path:
    """The file itself where `target` ends in .html, else `name`.html in that folder.

    Raises `StartupError` where it can not be written, before anybody has waited for figures.
    """
    file = target if target.suffix.lower() in SUFFIXES else target / f"{name}.html"
    if file.is_dir():
        raise StartupError("report", [f"{file} is a folder"])
    require_writable(file.parent)
    return file


def write_report(file: Path, html: str) -> None:
    """Make its folder, write it beside, put it in place: it is whole or not there. Raises `StartupError`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, html.encode())
    except OSError as error:
        raise StartupError("report", [f"{file}: can not be written: {error.strerror}"]) from error


def origin_of(data: Path, files: Iterable[Path], *, models: Mapping[str, str], bootstrap: int) -> Origin:
    """This very run: its command line, its models and its data. Raises `StartupError` where a file is gone."""
    try:
        digest = digest_of(files, data if data.is_dir() else data.parent)
    except OSError as error:
        raise StartupError("data", [f"{error.filename}: {error.strerror}"]) from error
    return Origin(
        command=shlex.join(["inspector", *sys.argv[1:]]),
        models=models,
        versions=versions(),
        made_at=make_clock().utc().isoformat(timespec="seconds"),
        data=str(data),
        bootstrap=bootstrap,
        **digest,
    )
