"""Frames of cameras under test."""

from inspector.domain.frame import Frame
from inspector.ports.camera import Camera

PATIENCE_S = 20.0


def next_frame(camera: Camera) -> Frame:
    """The next frame; there must be one."""
    frame = camera.read(PATIENCE_S)
    assert frame is not None
    return frame
