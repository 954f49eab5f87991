"""Put an item's defects onto its body and record exactly where they are."""

from collections.abc import Callable
from typing import Final

from numpy.random import Generator

from inspector.scene import damage_form, damage_open, damage_surface, labelling
from inspector.scene.body import label_art
from inspector.scene.catalogue import product
from inspector.scene.clutter import add_clutter
from inspector.scene.kit import fit_out
from inspector.scene.line import ItemTruth
from inspector.scene.mesh import Body
from inspector.scene.randomness import stream
from inspector.scene.sticker import licence_plate

Apply = Callable[..., None]

_BY_CLASS: Final[dict[str, Apply]] = {
    "penetration": damage_surface.penetrate,
    "deformation": damage_form.deform,
    "actuation": damage_open.open_up,
    "deconstruction": damage_open.take_apart,
    "spillage": damage_surface.spill,
    "superficial": damage_surface.scuff,
}

_LAST: Final = ("actuation", "deconstruction")


def finish(body: Body, item: ItemTruth, seed: int) -> None:
    """Label the body and damage it as the item's truth says; defect n is bit n of the marks."""
    if item.kit:
        fit_out(body, item, seed)
    rng = stream(seed, item.index, "label")
    art = label_art(product(item.looks), item, body)
    if item.material == "cardboard" and not item.kit:  # a kit has no room for another label
        labelling.ship(body, licence_plate(item, body.px_mm), rng)
    add_clutter(body, item.kind, stream(seed, item.index, "clutter"))
    labelled = [n for n, defect in enumerate(item.defects) if defect.cls == "label_defect"]
    if labelled:
        bit = labelled[0]
        labelling.spoil(body, art, rng, bit, major=item.defects[bit].severity == "major")
    else:
        labelling.stick(body, art, rng)
    # What takes an item apart comes last: it cuts up the patches that the others draw on.
    for bit, defect in sorted(enumerate(item.defects), key=lambda numbered: numbered[1].cls in _LAST):
        if defect.cls == "label_defect":
            continue
        defect_rng: Generator = stream(seed, item.index, f"defect {bit}")
        _BY_CLASS[defect.cls](body, item, defect_rng, bit, major=defect.severity == "major")
