"""Every error that the house raises on purpose.

`ConfigError` and `StartupError` carry a list: one start shows everything that is wrong, not the first thing.
"""

from collections.abc import Sequence


class InspectorError(Exception):
    """Root of all errors raised on purpose."""


class _ProblemList(InspectorError):
    """An error that lists every problem found, one per line."""

    def __init__(self, subject: str, problems: Sequence[str]) -> None:
        self.subject = subject
        self.problems = tuple(problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"{subject}:\n{lines}" if lines else subject)


class ConfigError(_ProblemList):
    """The user must change a file: names the file, the keys, and what would be valid."""


class StartupError(_ProblemList):
    """A device, model, port or folder can not be used; the daemon does not start."""


class CameraError(InspectorError):
    """Something is wrong with a camera."""


class CameraLost(CameraError):
    """The camera can not be opened, or stopped answering."""


class FrameCorrupt(CameraError):
    """One frame is unusable; the camera goes on."""


class InferenceError(InspectorError):
    """A model could not judge this image."""


class ModelMismatch(InferenceError):
    """The file's hash or its tensors differ from what its bundle declares."""


class UnknownReference(InferenceError):
    """No memory was taught for this SKU, its material, or as a default."""


class BusError(InspectorError):
    """A message could not be handed to the broker."""


class BadMessage(BusError):
    """Bytes from the bus that are not a valid message; carries every problem."""


class ExportError(InspectorError):
    """The other system can not be reached."""


class ExplainerError(InspectorError):
    """A language model gave no answer; the text says why, and holds no secret."""


class StoreError(InspectorError):
    """The ledger or the evidence store can not write or read."""


class StoreFull(StoreError):
    """No room: disk or quota."""
