"""Kind `rendered_catalogue`: the products of the rendered line, for the demonstration and for tests. Kept in memory."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import Field

from inspector.config.adapter import AdapterConfig
from inspector.domain.catalogue import CatalogueEntry, gtin14
from inspector.domain.errors import StoreError
from inspector.ports.clock import Clock
from inspector.scene.catalogue import catalogue
from inspector.scene.sku import Product

_TOLERANCE_MM: Final = {"bottle": 20.0, "polybag": 12.0}  # round and soft things; boxes keep the check's own
MATT: Final = ("carton", "book")


class Config(AdapterConfig):
    """Options of the rendered line's catalogue."""

    empty: bool = Field(default=False, title="Empty", description="Begin without any product.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "RenderedCatalogue":  # noqa: ARG001 - the family's signature
    """Construct the store."""
    return RenderedCatalogue(() if config.empty else [entry_of(product) for product in catalogue()])


def entry_of(product: Product) -> CatalogueEntry:
    """A rendered product as a catalogue knows it; bottles hide their colour behind labels, and film shines."""
    return CatalogueEntry(
        sku=product.sku,
        name=f"{product.brand} {product.name}",
        material=product.material,
        gtins=(gtin14(product.gtin),),
        size_mm=product.size_mm,
        size_tolerance_mm=_TOLERANCE_MM.get(product.kind),
        colours=(product.palette[0],) if product.kind in MATT else (),
        min_days_left=0 if product.dated else None,
        units=1,
    )


class RenderedCatalogue:
    """Thread-safe. What is put is gone with the process."""

    def __init__(self, entries: Sequence[CatalogueEntry]) -> None:
        self._lock = threading.Lock()
        self._entries: dict[str, CatalogueEntry] = {}
        self._by_gtin: dict[str, CatalogueEntry] = {}
        self.put(entries, keep_others=False)

    def find(self, sku: str | None) -> CatalogueEntry | None:
        """See Catalogue."""
        return None if sku is None else self._entries.get(sku)

    def with_gtin(self, gtin: str) -> CatalogueEntry | None:
        """See Catalogue."""
        return self._by_gtin.get(gtin)

    def entries(self) -> tuple[CatalogueEntry, ...]:
        """See Catalogue."""
        return tuple(self._entries.values())

    def put(self, entries: Sequence[CatalogueEntry], *, keep_others: bool) -> None:
        """See Catalogue."""
        with self._lock:
            merged = dict(self._entries) if keep_others else {}
            merged |= {entry.sku: entry for entry in entries}
            owners: dict[str, CatalogueEntry] = {}
            for entry in merged.values():
                for gtin in entry.gtins:
                    owner = owners.setdefault(gtin, entry)
                    if owner is not entry:
                        raise StoreError(f"GTIN {gtin} of {entry.sku!r} is {owner.sku!r}'s already")
            self._entries, self._by_gtin = dict(sorted(merged.items())), owners

    def problems(self) -> tuple[str, ...]:
        """See Catalogue: what lies in memory can be used."""
        return ()
