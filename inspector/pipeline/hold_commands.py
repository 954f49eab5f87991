"""What people may ask about holds: `hold.raise`, `hold.release` and `holds`."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from inspector.domain.errors import StoreError
from inspector.domain.hold import Hold, HoldAction, raise_of, release_of
from inspector.domain.lot_group import Dimension
from inspector.pipeline.commands import Action
from inspector.pipeline.hold_board import HoldBoard
from inspector.pipeline.lot_stage import LotStage


class HoldCommands:
    """Each command returns the answer's data or raises ValueError; what it did is durable then."""

    def __init__(self, lots: LotStage, board: HoldBoard) -> None:
        self._lots = lots
        self._board = board

    def actions(self) -> Mapping[str, Action]:
        """By the command's name."""
        return {"hold.raise": self._raise, "hold.release": self._release, "holds": self._holds}

    def _raise(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """A group that a person holds already stays held; asking again changes nothing."""
        probe = raise_of(arguments, hold_id="probe", action=HoldAction.SHOWN, now_utc="")
        hold = self._lots.raise_hold(partial(_made, arguments), probe.group.dimension)
        if hold is not None:
            return {"hold_id": hold.hold_id, "repeated": False}
        standing = next(
            (h for h in self._board.standing() if (h.group, h.finding) == (probe.group, probe.finding)), None
        )
        if standing is None:  # booked by an earlier process, and this one could not read the book when it started
            raise StoreError("such a hold stands in the ledger and is not known here yet; restart the station")
        return {"hold_id": standing.hold_id, "repeated": True}

    def _release(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        release = release_of(arguments)
        new = self._lots.release(release)
        return {"hold_id": release.hold_id, "repeated": not new, "standing": len(self._board.standing())}

    def _holds(self, _: Mapping[str, object]) -> Mapping[str, object]:
        return {"holds": [_plain(hold) for hold in self._board.standing()]}


def _made(arguments: Mapping[str, object], hold_id: str, action: HoldAction, now_utc: str) -> Hold:
    return raise_of(arguments, hold_id=hold_id, action=action, now_utc=now_utc)


def _plain(hold: Hold) -> dict[str, object]:
    return {
        "hold_id": hold.hold_id,
        "dimension": Dimension(hold.group.dimension).value,
        "name": hold.group.name,
        "finding": hold.finding,
        "action": hold.action.value,
        "raised_utc": hold.raised_utc,
        "raised_by": hold.raised_by,
        "why": hold.why,
        "facts": None if hold.facts is None else asdict(hold.facts),
    }
