"""Items of a lot for tests: what was said about each, in short."""

from inspector.domain.item import Identity
from inspector.domain.lot_watch import Seen
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.verdict import Disposition, Verdict

TIME = "2030-01-01T10:00:00.000Z"


def said(code: ReasonCode | None = None, *, disposition: Disposition | None = None, detail: str = "") -> Verdict:
    """PASS without a code; with one, DIVERT unless told otherwise."""
    chosen = disposition or (Disposition.PASS if code is None else Disposition.DIVERT)
    reason = Reason(code=code or ReasonCode.INTACT, detail=detail)
    return Verdict(disposition=chosen, score=0.5, reasons=(reason,), recipe="default")


def seen(code: ReasonCode | None = None, *, vendor: str | None = "V-1", sku: str = "A", time: str = TIME) -> Seen:
    """An item of that vendor."""
    return Seen(identity=Identity(sku=sku, vendor=vendor), seen_utc=time, verdict=said(code))
