"""Keeps the pictures of each product as it should look."""

from typing import Protocol

from inspector.domain.golden import Golden
from inspector.domain.item import Identity


class GoldenStore(Protocol):
    """Thread-safe; looking goes on while another thread or process teaches."""

    def find(self, identity: Identity, camera: str) -> Golden | None:
        """The golden pictures of exactly this SKU as this camera sees it; None where none were taken.

        There is no falling back to a material: another product's pictures would make every difference a defect.
        Raises `StoreError` for pictures that were taken and can not be read.
        """
        ...

    def digest(self, identity: Identity, camera: str) -> str | None:
        """The digest of what `find` would give, without reading a picture. Raises `StoreError`."""
        ...

    def put(self, golden: Golden) -> None:
        """Make them durable in place of the pair's former ones, which stay whole until then. Raises `StoreError`."""
        ...

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All (SKU, camera) pairs, sorted."""
        ...

    def problems(self) -> tuple[str, ...]:
        """What was taken and can not be used, one sentence each; reads every picture."""
        ...
