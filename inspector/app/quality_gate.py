"""Which picture faults forbid judging a frame: the limits of the config, and the memory of frozen pictures."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace

from inspector.config.sections import QualitySection
from inspector.domain.errors import StartupError
from inspector.domain.frame import Frame
from inspector.domain.image_fault import ImageFault
from inspector.vision.quality import FrozenWatch, QualityLimits, faults


class QualityGate:
    """`look` for a running camera, `look_once` for single pictures. Thread-safe."""

    def __init__(self, section: QualitySection) -> None:
        known = {f.name for f in fields(QualityLimits)}
        unknown = sorted(set(section.limits) - known)
        if unknown:
            raise StartupError(
                "limits", [f"{name}: no such limit; known: {', '.join(sorted(known))}" for name in unknown]
            )
        changed = {name: type(getattr(QualityLimits(), name))(value) for name, value in section.limits.items()}
        self.limits = replace(QualityLimits(), **changed)
        self._enabled = section.enabled
        self._watches: defaultdict[str, FrozenWatch] = defaultdict(FrozenWatch)
        self._lock = threading.Lock()

    def look(self, frame: Frame) -> Sequence[ImageFault]:
        """The frame's faults, repeated pictures included."""
        if not self._enabled:
            return ()
        with self._lock:  # several workers judge items of one camera
            frozen = (ImageFault.FROZEN,) if self._watches[frame.camera].update(frame.image) else ()
        return (*faults(frame.image, self.limits), *frozen)

    def look_once(self, frame: Frame) -> Sequence[ImageFault]:
        """The frame's faults by itself."""
        return faults(frame.image, self.limits) if self._enabled else ()
