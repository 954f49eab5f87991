"""Whether a judged picture is one that its product was taught with: figures over it would flatter."""

from collections.abc import Sequence

from inspector.app.judges import Judges
from inspector.app.single import Judged
from inspector.app.teaching import Picture
from inspector.domain.catalogue import as_taught
from inspector.domain.frame import Frame
from inspector.domain.golden import digest_of
from inspector.domain.item import Identity


def taught_with(judges: Judges, judged: Judged, identity: Identity) -> tuple[str, ...]:
    """The cameras of those views that are golden pictures of the product, pixel for pixel.

    A taught picture that was not kept as a golden one is not recognised. Raises `StoreError`.
    """
    taught = as_taught(identity, judges.catalogue.find(identity.sku))
    return tuple(frame.camera for frame in judged.frames if _is_golden(judges, judged, frame, taught))


def _is_golden(judges: Judges, judged: Judged, frame: Frame, identity: Identity) -> bool:
    golden = judges.golden.find(identity, frame.camera)
    if golden is None:
        return False
    view = next((one for one in judged.evidence.detections if one.camera == frame.camera), None)
    regions = [None, *(item.xyxy for item in view.items)] if view is not None else [None]
    crops: Sequence[Picture] = [Picture(name="", image=frame.image, region=region) for region in regions]
    known = {digest_of([image]) for image in golden.images}
    return any(digest_of([crop.golden]) in known for crop in crops)
