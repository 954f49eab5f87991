"""What a scanned barcode means to the queue: an item that waits, or a printed command."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.review import OverruleReason
from inspector_gui.viewmodels.open_items import QueueItem

COMMAND = "CMD:"
KIND, OVERRULE = "KIND:", "OVERRULE:"


class Scan(StrEnum):
    """What a scan led to."""

    FOUND = "FOUND"
    SEVERAL = "SEVERAL"
    UNKNOWN = "UNKNOWN"
    NO_COMMAND = "NO_COMMAND"
    BROKEN = "BROKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanView:
    """The newest scan. `count`: how many items fit, or of how many none did."""

    scan: Scan
    code: str = ""
    count: int = 0


def fitting(items: Sequence[QueueItem], code: str) -> tuple[QueueItem, ...]:
    """The items of this plate, else of this track number, else of this product; letters' case does not matter.

    What is to be looked at a second time is not here any more: it is never meant.
    """
    bare = bare_code(code).casefold()
    for name in (_plate, _track, _product):
        found = tuple(item for item in items if not item.again and name(item).casefold() == bare)
        if found:
            return found
    return ()


def overrule_reason(command: str) -> OverruleReason | None:
    """The reason in `OVERRULE:PRINT`; None where there is none."""
    name = command.removeprefix(OVERRULE)
    return OverruleReason(name) if command.startswith(OVERRULE) and name in set(OverruleReason) else None


def bare_code(code: str) -> str:
    """Without what kind of code it is: scanners may be set to send that, as `]C1`."""
    return code[3:] if len(code) > 3 and code[0] == "]" else code


def _plate(item: QueueItem) -> str:
    return item.lpn


def _track(item: QueueItem) -> str:
    return str(item.view.track)


def _product(item: QueueItem) -> str:
    return item.view.sku
