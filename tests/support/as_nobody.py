"""File permissions mean nothing to root: give that up for a moment."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VERSION_3 = 0x20080522  # capset(2)
_DAC = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, linux/capability.h


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def as_nobody(folder: Path, *, mode: int) -> Iterator[None]:
    """`folder` has this mode, and it counts for this thread and those that it starts, for root as for everybody.

    Another user would not do: the checkout may lie where only root may look, as in /root.
    """
    folder.chmod(mode)
    header, before = _Header(_VERSION_3, 0), (_Sets * 2)()
    _call("capget", header, before)
    bound = (_Sets * 2)(*(_Sets(one.effective, one.permitted, one.inheritable) for one in before))
    bound[0].effective &= ~_DAC
    _call("capset", header, bound)
    try:
        yield
    finally:
        _call("capset", header, before)
        folder.chmod(0o755)


def _call(name: str, header: _Header, sets: ctypes.Array[_Sets]) -> None:
    if getattr(ctypes.CDLL(None, use_errno=True), name)(ctypes.byref(header), sets):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), name)
