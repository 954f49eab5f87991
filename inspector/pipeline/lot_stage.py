"""The lot watch as a stage: learns from the ledger's finished rows and from people's answers, and raises holds.

Off the decision path: it reads the ledger about once a second, in the order in which items were seen, each row once.
How far it read, what it learnt and the holds that follow are written in one transaction, so that a crash repeats or
loses nothing.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inspector.domain import lot_state
from inspector.domain.errors import StoreError
from inspector.domain.hold import STATION, Hold, HoldAction, Release, why_in_words
from inspector.domain.ledger import LedgerRow
from inspector.domain.lot_group import Dimension
from inspector.domain.lot_watch import Hit, LotWatch, Seen, WatchRule
from inspector.domain.review import Answer
from inspector.domain.utc import iso_ms
from inspector.pipeline.hold_board import HoldBoard
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

BATCH = 500
PAUSE_S = 1.0
RECENT = 200
_ROW, _REVIEW = "cursor/row", "cursor/review"


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRule:
    """`actions` says what a held group's items get, by dimension; SHOWN where it says nothing."""

    watch: WatchRule
    actions: Mapping[Dimension, HoldAction]
    enabled: bool = True

    def action(self, dimension: Dimension) -> HoldAction:
        """What items get."""
        return self.actions.get(dimension, HoldAction.SHOWN)


class LotStage:
    """`run` in a thread of its own; `release` and `raise_hold` from any."""

    def __init__(
        self, *, ledger: Ledger, board: HoldBoard, clock: Clock, rule: LotRule, new_id: Callable[[], str]
    ) -> None:
        self._ledger = ledger
        self._board = board
        self._clock = clock
        self._rule = rule
        self._new_id = new_id
        self._watch = LotWatch(rule.watch)
        self._row = self._review = 0
        self._pending: dict[str, str | None] = {}
        self._raised: list[Hold] = []
        self._restored = False
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def take_up(self) -> None:
        """Show the holds that stand and go on where an earlier process ended; a broken book is tried again later."""
        try:
            with self._lock:
                self._take_up()
        except StoreError as error:
            log.warning("holds are not known yet: %s", error)

    def step(self) -> float:
        """Read what is new. Returns seconds until the next step is due."""
        try:
            with self._lock:
                if not self._restored:
                    self._take_up()
                return self._step() if self._rule.enabled else PAUSE_S
        except StoreError as error:
            log.warning("the lot watch waits: %s", error)
            return PAUSE_S

    def run(self, alive: Callable[[], None] = lambda: None) -> None:
        """Step until `stop`; calls `alive` at each."""
        while not self._stop.is_set():
            alive()
            self._stop.wait(self.step())

    def stop(self) -> None:
        """End `run`."""
        self._stop.set()

    def release(self, release: Release) -> bool:
        """Let a group go; False if that is booked already. Raises `HoldRefused` or `StoreError`.

        That the evidence begins anew is written with the release: a restart in between would hold the group again.
        """
        with self._lock:
            if not self._restored:
                self._take_up()
            hold = self._ledger.lots.release(release, self._forgetting(release.hold_id))
            if hold is None:
                return False
            self._pending = {}
        log.info("hold released", extra={"hold": hold.hold_id, "operator": release.operator})
        self._board.show([hold])
        return True

    def raise_hold(self, make: Callable[[str, HoldAction, str], Hold], dimension: Dimension) -> Hold | None:
        """A person holds a group; None if it is held by hand already. Raises `StoreError`."""
        hold = make(self._new_id(), self._rule.action(dimension), self._now())
        new = self._ledger.lots.keep({}, [hold])
        self._board.show(new)
        return hold if new else None

    def _forgetting(self, hold_id: str) -> Mapping[str, str | None]:
        """What is to be written when this hold is let go; kept for later when that fails, which costs nothing.

        The evidence of a group that is held is not asked for until it is released.
        """
        standing = [hold for hold in self._ledger.lots.holds(-1, standing=True) if hold.hold_id == hold_id]
        if standing:
            self._write()  # a hold that waits for the disk must not be passed by the cursor
            self._watch.restart(standing[0].group, standing[0].finding)
            self._pending |= {**lot_state.changed(self._watch), **self._cursors()}
        return self._pending

    def _take_up(self) -> None:
        book = self._ledger.lots
        newest = book.holds(RECENT, standing=False)
        # What was released while the broker was away, or just before a crash, may still stand retained there.
        self._board.show([hold for hold in newest if not hold.stands])
        self._board.show(reversed(book.holds(-1, standing=True)))
        pieces = dict(book.state())
        if _ROW in pieces:
            self._row, self._review = int(pieces[_ROW]), int(pieces[_REVIEW])
            try:
                lot_state.restore(self._watch, pieces)
            except (ValueError, KeyError, TypeError) as error:
                log.warning("the lot watch begins anew, its state can not be read: %s", error)
                self._watch = LotWatch(self._rule.watch)
        else:
            self._row, self._review = book.newest(), book.newest_review()
            undecided = [row.number for row in self._ledger.unfinished() if row.decision is None]
            self._row = min([self._row, *(number - 1 for number in undecided)])
            book.keep(self._cursors(), [])
        self._restored = True

    def _step(self) -> float:
        self._write()  # what could not be written the last time
        rows = self._ledger.lots.closed(BATCH, self._row)
        for row in rows:
            seen = _seen(row)
            if seen is not None:
                self._note(self._watch.observe(seen))
            self._row = row.number
        answers = self._answers()
        if rows or answers:
            self._pending |= {**lot_state.changed(self._watch), **self._cursors()}
            self._write()
        return 0.0 if len(rows) == BATCH else PAUSE_S

    def _answers(self) -> int:
        """People's answers that can not be taken back any more, about items that were read already."""
        entries = self._ledger.reviews(2 * BATCH, self._review)
        back = {entry.review.supersedes for entry in entries}
        ripe = 0
        for entry in entries[:BATCH]:
            row = self._ledger.find(entry.review.record_id)
            if not entry.is_final(self._clock.utc()) or (row is not None and row.number > self._row):
                break
            answer = entry.review.answer
            seen = None if row is None else _seen(row)
            if seen is not None and answer is not Answer.WITHDRAWN and entry.review.review_id not in back:
                self._watch.answered(seen, answer)
            self._review = entry.number
            ripe += 1
        return ripe

    def _note(self, hits: Sequence[Hit]) -> None:
        for hit in hits:
            waits = any((hold.group, hold.finding) == (hit.group, hit.finding) for hold in self._raised)
            if not waits and not self._board.held(hit.group, hit.finding):
                self._raised.append(self._hold(hit))

    def _hold(self, hit: Hit) -> Hold:
        return Hold(
            hold_id=self._new_id(),
            group=hit.group,
            finding=hit.finding,
            action=self._rule.action(hit.group.dimension),
            raised_utc=self._now(),
            raised_by=STATION,
            why=why_in_words(hit.facts, hit.finding),
            facts=hit.facts,
        )

    def _write(self) -> None:
        if not self._pending and not self._raised:
            return
        new = self._ledger.lots.keep(self._pending, self._raised)
        self._pending, self._raised = {}, []
        for hold in new:
            log.warning("hold raised: %s: %s", hold.group, hold.why, extra={"hold": hold.hold_id})
        self._board.show(new)

    def _cursors(self) -> dict[str, str | None]:
        return {_ROW: str(self._row), _REVIEW: str(self._review)}

    def _now(self) -> str:
        return iso_ms(self._clock.utc())


def _seen(row: LedgerRow) -> Seen | None:
    """The item as the watch takes it; None for one that has no verdict, or that was never on the belt."""
    if row.verdict is None or row.trigger.simulated:
        return None
    return Seen(identity=row.trigger.identity, seen_utc=row.opened_utc, verdict=row.verdict)
