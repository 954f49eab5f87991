"""Decisions as an edge sends them to a controller under test."""

from typing import Any

from inspector.domain.verdict import Disposition
from inspector.wire.item import ItemDecision


def edge_decision(**changes: Any) -> ItemDecision:
    """For track 1 of epoch 1, but for what is said."""
    base: dict[str, Any] = {
        "seq": 0,
        "boot": 0,
        "ts": "2026-01-01T00:00:00.000Z",
        "station": "st",
        "epoch": 1,
        "track": 1,
        "did": "first-id",
        "att": 1,
        "disp": Disposition.DIVERT,
        "lane": 2,
        "until_enc": 5000,
    }
    return ItemDecision(**base | changes)
