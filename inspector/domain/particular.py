"""What is written for a product itself goes before what is written for its material, and that before the default."""

from collections.abc import Mapping
from typing import TypeVar

from inspector.domain.item import Identity

T = TypeVar("T")


def most_particular(identity: Identity, *, by_sku: Mapping[str, T], by_material: Mapping[str, T], default: T) -> T:
    """What counts for this product.

    >>> most_particular(Identity(sku="A", material="box"), by_sku={"B": 1}, by_material={"box": 2}, default=3)
    2
    """
    if identity.sku is not None and identity.sku in by_sku:
        return by_sku[identity.sku]
    if identity.material is not None and identity.material in by_material:
        return by_material[identity.material]
    return default
