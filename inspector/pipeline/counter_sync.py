"""How one camera's count relates to the count of the items, and when that relation can not be trusted.

A camera that misses a pulse, or sees one too many, is one off from then on. A pair of picture and item that the belt's
position proves tells the difference of the two counts; it must stay what it was.
"""

from enum import StrEnum


class Pairing(StrEnum):
    """What one proven pair says. IN_STEP and REJOINED can be judged; SLIPPED and JOINING can not."""

    IN_STEP = "IN_STEP"
    REJOINED = "REJOINED"
    SLIPPED = "SLIPPED"
    JOINING = "JOINING"

    @property
    def trusted(self) -> bool:
        """The picture may be judged."""
        return self in {Pairing.IN_STEP, Pairing.REJOINED}


class CounterSync:
    """Not thread-safe. It begins with equal counts assumed, which the first pair confirms or corrects without fuss."""

    def __init__(self) -> None:
        self.offset = 0  # the item's count less the camera's
        self._proven = False
        self._lost = False
        self._candidate: int | None = None

    @property
    def lost(self) -> bool:
        """The relation is unknown now."""
        return self._lost

    def pair(self, difference: int) -> Pairing:
        """The item's count less the camera's, of a pair that the belt's position proves.

        After a slip two pairs in a row must tell the same difference; the second is the first to be judged.
        """
        if not self._lost and difference == self.offset:
            self._proven = True
            return Pairing.IN_STEP
        if self._lost and difference == self._candidate:
            self.offset, self._lost, self._candidate, self._proven = difference, False, None, True
            return Pairing.REJOINED
        slipped = self._proven and not self._lost
        self._lost, self._candidate = True, difference
        return Pairing.SLIPPED if slipped else Pairing.JOINING

    def lose(self) -> bool:
        """The camera's count can not go on (it ran backwards); True when it was trusted until now."""
        was_trusted = self._proven and not self._lost
        self._lost, self._candidate = True, None
        return was_trusted

    def assume(self) -> None:
        """The controller restarted: the relation may hold or not, and neither is an accident."""
        self._proven = self._lost = False
        self._candidate = None
