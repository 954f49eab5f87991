"""Groups of items that may share a cause: the same product, lot, vendor, upstream station, or hour."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.item import Identity

MAX_NAME = 64


class Dimension(StrEnum):
    """What the items of a group have in common."""

    SKU = "sku"
    LOT = "lot"
    VENDOR = "vendor"
    UPSTREAM = "upstream"
    HOUR = "hour"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Group:
    """Items with the same `name` in one dimension; an hour's name is the UTC hour, `2026-11-27T22Z`."""

    dimension: Dimension
    name: str

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > MAX_NAME:
            raise ValueError(f"a group's name must be 1 to {MAX_NAME} characters")

    def __str__(self) -> str:
        return f"{self.dimension} {self.name}"


def groups_of(identity: Identity, seen_utc: str) -> tuple[Group, ...]:
    """The groups that an item belongs to, as far as they are known; `seen_utc` is ISO 8601.

    A code that was read may be of any length, and is no reason to know nothing of its item: long names are shortened.

    >>> [str(group) for group in groups_of(Identity(sku="A", lot="7"), "2026-11-27T22:05:00.000Z")]
    ['sku A', 'lot A:7', 'hour 2026-11-27T22Z']
    """
    lot = None if identity.lot is None else f"{identity.sku or ''}:{identity.lot}"
    named = (
        (Dimension.SKU, identity.sku),
        (Dimension.LOT, lot),  # lot numbers are a product's own: two products may share one
        (Dimension.VENDOR, identity.vendor),
        (Dimension.UPSTREAM, identity.upstream),
        (Dimension.HOUR, f"{seen_utc[:13]}Z" if len(seen_utc) >= 13 else None),
    )
    known = ((dimension, name) for dimension, name in named if name and name.strip())
    return tuple(Group(dimension=dimension, name=_shortened(name)) for dimension, name in known)


def _shortened(name: str) -> str:
    """A name that is too long keeps its ends, for people; the digest between them tells it from all others.

    >>> _shortened("A:7"), _shortened("A" * 64 + ":7")
    ('A:7', 'AAAAAAAAAAAAAAAAAAAAAAAA~dcacfd833d55b8~AAAAAAAAAAAAAAAAAAAAAA:7')
    """
    if len(name) <= MAX_NAME:
        return name
    return f"{name[:24]}~{hashlib.sha256(name.encode()).hexdigest()[:14]}~{name[-24:]}"
