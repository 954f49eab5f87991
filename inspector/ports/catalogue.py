"""What is known of every product, kept where people can change it while the station runs."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.catalogue import CatalogueEntry


class Catalogue(Protocol):
    """Thread-safe. What another process puts is seen at the next look."""

    def find(self, sku: str | None) -> CatalogueEntry | None:
        """The entry of this SKU; None where there is none. Raises `StoreError` when it can not be read."""
        ...

    def with_gtin(self, gtin: str) -> CatalogueEntry | None:
        """The entry that carries this GTIN of 14 digits. Raises `StoreError` when it can not be read."""
        ...

    def entries(self) -> tuple[CatalogueEntry, ...]:
        """All, by SKU. Raises `StoreError` when it can not be read."""
        ...

    def put(self, entries: Sequence[CatalogueEntry], *, keep_others: bool) -> None:
        """Replace the whole catalogue, or with `keep_others` the entries of these SKUs: all of it or nothing.

        Raises `StoreError`, also for a GTIN that two SKUs would carry; the catalogue is then as it was.
        """
        ...

    def problems(self) -> tuple[str, ...]:
        """What is kept and can not be used, one sentence each."""
        ...
