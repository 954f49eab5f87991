"""Where a station's ledger lies, for those who read it beside the running daemon."""

from pathlib import Path

from inspector.adapters.stores import sqlite_ledger
from inspector.app import registry
from inspector.config.station import StationConfig
from inspector.domain.errors import StoreError


def ledger_file(config: StationConfig, wanted: str) -> Path:
    """The file, which may not exist yet. Raises `StoreError` for a kind that keeps none to do what is `wanted`."""
    options = registry.options("stores", config.ledger)
    if not isinstance(options, sqlite_ledger.Config):
        raise StoreError(f"a ledger of kind {config.ledger.kind} keeps no file to {wanted}")
    return config.paths.data_dir / options.file
