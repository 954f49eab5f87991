"""Tells the warehouse's system what waits in the ledger: at least once, in order per item, and never in a hurry.

In a thread of its own, of which nothing of the line knows: it reads the ledger, and while the other side is away the
ledger keeps what it is to be told. A notice leaves the ledger when the other side has it; one that was sent just before
a crash is sent again, under the same key.
"""

import logging
import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from inspector.domain.errors import StoreError
from inspector.domain.notice import Notice, NoticeAnswer, NoticeBacklog, NoticeOutcome
from inspector.domain.utc import iso_ms
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.ports.clock import Clock
from inspector.ports.export import Export
from inspector.ports.outgoing import OutgoingBook

log = logging.getLogger(__name__)

PAUSE_S = 1.0
ALARM = "wms-lagging"
MAX_DETAIL = 200
SEVERAL_REFUSED = 5  # in a row: that is hardly these items' fault
SLOWEST_REFUSED_S = 10.0  # one that would be taken may stand behind them


@dataclass(frozen=True, slots=True, kw_only=True)
class WmsRule:
    """Waits double from `first_retry_s` to `longest_retry_s`; the other side may ask for up to `longest_ask_s`.

    The alarm is raised when the oldest has waited `alarm_after_s`, when `alarm_waiting` wait, or when some were given
    up. `most_age_h` is how long one waits at most.
    """

    first_retry_s: float = 1.0
    longest_retry_s: float = 300.0
    longest_ask_s: float = 3600.0
    alarm_after_s: float = 900.0
    alarm_waiting: int = 1000
    most_age_h: float = 168.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """Nothing is tried before `until_ns` (monotonic); the next wait is `next_s`."""

    until_ns: int
    next_s: float


class WmsSender:
    """`run` in a thread of its own; `stop` and `failures` from any.

    `encode` gives (key, body). `doubted` says why the wall clock is not believed: nothing is given up for its age then.
    """

    def __init__(
        self,
        *,
        book: OutgoingBook,
        export: Export,
        encode: Callable[[Notice], tuple[str, bytes]],
        clock: Clock,
        rule: WmsRule,
        alarms: AlarmBoard,
        doubted: Callable[[], str] = lambda: "",
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._book, self._export, self._encode = book, export, encode
        self._clock, self._rule, self._alarms = clock, rule, alarms
        self._doubted, self._dice = doubted, dice
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._failures: Counter[str] = Counter()
        self._closed: _Wait | None = None
        self._streams: dict[str, _Wait] = {}
        self._refused = 0  # since something was taken
        self._trouble = ""
        self._given_up: int | None = None  # when something was delivered last; None: not asked yet
        self._taken: int | None = None  # the other side has it, and the ledger does not know yet
        self._said: tuple[bool, int, str] = (False, 0, "")

    def step(self) -> float:
        """Tell what can be told now, one notice at most. Returns seconds until the next step is due."""
        try:
            self._give_up_old()
            pause_s = self._next()
            self._say(self._book.backlog())
        except StoreError as error:
            log.warning("the warehouse's system is not told: %s", error)
            return PAUSE_S
        return pause_s

    def run(self) -> None:
        """Step until `stop`."""
        while not self._stop.is_set():
            self._stop.wait(self.step())

    def stop(self) -> None:
        """End `run`; what is under way is broken off, and tried again by the next process."""
        self._stop.set()
        self._export.stop()

    def failures(self) -> Mapping[str, int]:
        """Attempts that failed, by the word that says why."""
        with self._lock:
            return dict(self._failures)

    def crashed(self, why: str) -> None:
        """Nobody is told any more; the line goes on."""
        self._alarms.set(ALARM, active=True, detail=f"the sender ended: {why}; restart the station"[:MAX_DETAIL])

    def _next(self) -> float:
        self._mark_taken()
        now = self._clock.monotonic_ns()
        if self._closed is not None and now < self._closed.until_ns:
            return min(PAUSE_S, (self._closed.until_ns - now) / 1e9)
        found = self._found(now)
        if not found:
            return PAUSE_S
        (notice,) = found
        key, body = self._encode(notice)
        answer = self._export.deliver(key, body)
        if self._stop.is_set() and answer.outcome is not NoticeOutcome.TAKEN:
            return PAUSE_S  # broken off by us: that says nothing of the other side
        self._settle(notice, answer)
        return 0.0 if self._closed is None else PAUSE_S

    def _found(self, now_ns: int) -> Sequence[Notice]:
        """What was not refused yet goes before what was: however much is refused, the rest passes."""
        waits = [stream for stream, wait in self._streams.items() if now_ns < wait.until_ns]
        if len(waits) < len(self._streams):
            return self._book.waiting(1, without=list(self._streams)) or self._book.waiting(1, without=waits)
        return self._book.waiting(1, without=waits)

    def _settle(self, notice: Notice, answer: NoticeAnswer) -> None:
        if answer.outcome is NoticeOutcome.TAKEN:
            self._closed, self._refused, self._trouble, self._given_up = None, 0, "", None
            self._streams.pop(notice.stream, None)
            self._taken = notice.number
            self._mark_taken()
            return
        with self._lock:
            self._failures[answer.why] += 1
        if answer.outcome is NoticeOutcome.REFUSED:
            self._refused += 1
            self._closed = None if self._refused < SEVERAL_REFUSED else self._later(self._closed, SLOWEST_REFUSED_S)
            asked_s = answer.retry_after_s
            self._streams[notice.stream] = self._later(self._streams.get(notice.stream), asked_s=asked_s)
            self._trouble = f"{notice.kind} {notice.name} is refused: {answer.detail}"
            self._forget_streams()
        else:
            self._closed = self._later(self._closed, asked_s=answer.retry_after_s)
            self._trouble = answer.detail
        log.warning("the warehouse's system is not told yet: %s", self._trouble, extra={"why": answer.why})

    def _mark_taken(self) -> None:
        """While the ledger can not be told, the other side is not told again and again."""
        if self._taken is not None:
            self._book.done(self._taken)
            self._taken = None

    def _later(self, before: _Wait | None, longest_s: float = inf, *, asked_s: float | None = None) -> _Wait:
        """Between half of the wait and all of it, so that stations spread; never sooner than was asked for."""
        rule = self._rule
        now_s = min(rule.first_retry_s if before is None else before.next_s, longest_s)
        wait_s = now_s * (0.5 + 0.5 * self._dice())
        least_s = min(asked_s or 0.0, rule.longest_ask_s)
        until_ns = self._clock.monotonic_ns() + round(max(wait_s, least_s) * 1e9)
        return _Wait(until_ns=until_ns, next_s=min(now_s * 2, rule.longest_retry_s))

    def _forget_streams(self) -> None:
        """Those whose notices were given up meanwhile."""
        gone_ns = self._clock.monotonic_ns() - round(2e9 * max(self._rule.longest_retry_s, self._rule.longest_ask_s))
        self._streams = {stream: wait for stream, wait in self._streams.items() if wait.until_ns > gone_ns}

    def _give_up_old(self) -> None:
        if self._doubted():
            return
        before = iso_ms(self._clock.utc() - timedelta(hours=self._rule.most_age_h))
        gone = self._book.give_up(before_utc=before)
        if gone:
            log.error("%d notices for the warehouse's system are given up: they waited too long", gone)

    def _say(self, backlog: NoticeBacklog) -> None:
        if self._given_up is None:
            self._given_up = backlog.given_up
        lost = backlog.given_up - self._given_up
        lags = self._age_s(backlog) >= self._rule.alarm_after_s or backlog.waiting >= self._rule.alarm_waiting
        active, (was, was_lost, trouble) = lags or lost > 0, self._said
        news = lost > was_lost or self._trouble not in {"", trouble}
        if active is was and not (active and news):
            return
        self._said = (active, lost, self._trouble)
        about = f"{backlog.waiting} wait since {backlog.oldest_utc}" + (f", {lost} given up" if lost else "")
        detail = f"{about}: {self._trouble}" if self._trouble else about
        self._alarms.set(ALARM, active=active, detail=detail[:MAX_DETAIL] if active else "")

    def _age_s(self, backlog: NoticeBacklog) -> float:
        if backlog.oldest_utc is None:
            return 0.0
        return max(0.0, (self._clock.utc() - datetime.fromisoformat(backlog.oldest_utc)).total_seconds())
