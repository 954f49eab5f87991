"""Keeps what is held out out of what is learnt, where a set holds a picture twice under two names."""

from collections.abc import Sequence
from pathlib import Path

from inspector.training.evaluate.fingerprint import fingerprint, lookalikes


def unlike(learn: Sequence[Path], held_out: Sequence[Path]) -> list[Path]:
    """Those pictures of `learn` that are none of `held_out` and look like none of them, in order.

    Raises `ConfigError` for a picture that can not be read.
    """
    known = [fingerprint(path) for path in held_out]
    digests = {one.digest for one in known}
    prints = [fingerprint(path) for path in learn]
    alike = lookalikes(prints, known)
    return [
        path
        for number, (path, seen) in enumerate(zip(learn, prints, strict=True))
        if number not in alike and seen.digest not in digests
    ]
