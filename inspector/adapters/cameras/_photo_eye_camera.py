"""Makes a camera that runs freely one that yields a frame per item, counted by the virtual photo-eye."""

from dataclasses import replace
from time import monotonic

from inspector.adapters.cameras._options import TriggerOptions
from inspector.domain.frame import Frame
from inspector.domain.item import Trigger
from inspector.ports.camera import Camera
from inspector.vision.photo_eye import PhotoEye, PhotoEyeSettings


class PhotoEyeCamera:
    """See Camera. `counter` is the number of the item; two items centred at once leave the first without a frame."""

    def __init__(self, camera: Camera, settings: PhotoEyeSettings, *, first_counter: int) -> None:
        self._camera = camera
        self._settings = settings
        self._first_counter = first_counter
        self._eye = PhotoEye(settings)
        self._sequence = 0

    @property
    def name(self) -> str:
        """See Camera."""
        return self._camera.name

    def open(self) -> None:
        """See Camera. The belt is learnt anew and the count starts again."""
        self._camera.open()
        self._eye = PhotoEye(self._settings)

    def trigger(self, trigger: Trigger) -> None:
        """See Camera: the picture triggers, not the item."""

    def read(self, timeout_s: float) -> Frame | None:
        """See Camera."""
        give_up = monotonic() + timeout_s
        while True:
            frame = self._camera.read(max(0.0, give_up - monotonic()))
            if frame is None:
                return None
            if self._eye.update(frame.image):
                event = replace(
                    frame, sequence=self._sequence, counter=self._first_counter + self._eye.count - 1, key=None
                )
                self._sequence += 1
                return event
            if monotonic() >= give_up:
                return None

    def close(self) -> None:
        """See Camera."""
        self._camera.close()


def watched(camera: Camera, options: TriggerOptions) -> Camera:
    """The camera itself, or behind the photo-eye that its options ask for."""
    if options.photo_eye is None:
        return camera
    return PhotoEyeCamera(camera, options.photo_eye.settings(), first_counter=options.first_counter)
