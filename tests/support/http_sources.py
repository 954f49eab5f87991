"""What the HTTP service shows of a station that has nothing to show."""

from typing import Any

from inspector.app.http_service import Sources


def sources(**changes: Any) -> Sources:
    """Empty, but for what is given."""
    base: dict[str, Any] = {
        "unready": list,
        "state": dict,
        "metrics": bytes,
        "items": lambda _limit, _before: [],
        "item": lambda _rid: None,
        "picture": lambda _rid, _name: None,
        "live": lambda _camera: None,
    }
    return Sources(**base | changes)
