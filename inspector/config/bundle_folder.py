"""A bundle's folder is new or old as a whole: what is in the making never lies where a station would load it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def bundle_in_the_making(target: Path) -> Iterator[Path]:
    """A path of the same name to make the bundle at; what lies there at the end of the block takes `target`'s place.

    Left by an error or an interruption, `target` is as it was. The path's parent is empty else: it may serve as a
    folder of bundles meanwhile. Raises `OSError` where the folders can not be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as place:
        made = Path(place) / target.name
        yield made
        aside = Path(place) / "replaced" / target.name
        aside.parent.mkdir()
        if target.exists():
            target.rename(aside)
        try:
            made.rename(target)
        finally:
            if aside.exists() and not target.exists():
                aside.rename(target)
