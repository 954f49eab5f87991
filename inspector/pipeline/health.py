"""What is wrong now, and the PackML state that follows from it. Thread-safe."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import HELD, PlcHeartbeat, StationState

_ABORTING = ("camera", "model", "ledger")
_SUSPENDING = ("broker", "plc")


@dataclass(slots=True)
class _Plc:
    beat: PlcHeartbeat | None = None
    changed_at_ns: int = 0


@dataclass(slots=True)
class _Conditions:
    wrong: dict[str, str] = field(default_factory=dict)
    hold: str = ""
    phase: PackState = PackState.STARTING
    mode: PackMode = PackMode.PRODUCTION


class Health:
    """`wrong` conditions are keyed `camera:top`, `model`, `ledger`, `broker`, `plc`; each has a sentence.

    `plc_needed` False: the station makes its own triggers, and a controller that is silent is no problem.
    """

    def __init__(self, *, plc_timeout_ms: float, recipe: str, mode: PackMode, plc_needed: bool = True) -> None:
        self._plc_needed = plc_needed
        self._timeout_ns = round(plc_timeout_ms * 1e6)
        self._recipe = recipe
        self._lock = threading.Lock()
        self._now = _Conditions(mode=mode)
        self._plc = _Plc()
        self._now.wrong["broker"] = "not connected yet"
        if plc_needed:
            self._now.wrong["plc"] = "no heartbeat yet"

    def set(self, name: str, problem: str) -> None:
        """Note a problem, or with an empty sentence that it is over."""
        with self._lock:
            if problem:
                self._now.wrong[name] = problem
            else:
                self._now.wrong.pop(name, None)

    def problems(self, kind: str) -> dict[str, str]:
        """The problems whose key is `kind` or begins with `kind:`."""
        with self._lock:
            return {k: v for k, v in self._now.wrong.items() if k.split(":", 1)[0] == kind}

    def plc_beat(self, beat: PlcHeartbeat) -> bool:
        """Note a heartbeat; True when the PLC is back after a silence. A counter that does not move is no life."""
        with self._lock:
            last = self._plc.beat
            if last is not None and last.count == beat.count and last.epoch == beat.epoch:
                return False
            self._plc = _Plc(beat=beat, changed_at_ns=beat.received_at_ns)
            return self._now.wrong.pop("plc", None) is not None

    def check_plc(self, now_ns: int) -> bool:
        """Whether the PLC's heartbeat is fresh, or none is needed; notes the problem when not."""
        if not self._plc_needed:
            return True
        with self._lock:
            fresh = self._fresh(now_ns)
            if not fresh and "plc" not in self._now.wrong:
                self._now.wrong["plc"] = "heartbeat lost"
            return fresh

    def plc_fresh(self, now_ns: int) -> bool:
        """Whether the PLC's heartbeat is fresh."""
        with self._lock:
            return self._fresh(now_ns)

    def last_beat(self) -> PlcHeartbeat | None:
        """The PLC's newest heartbeat."""
        return self._plc.beat

    def plc_age_s(self, now_ns: int) -> float | None:
        """Seconds since the PLC's counter last moved."""
        with self._lock:
            return None if self._plc.beat is None else (now_ns - self._plc.changed_at_ns) / 1e9

    def set_phase(self, phase: PackState) -> None:
        """STARTING, EXECUTE (running: the state then follows from the conditions), STOPPING or STOPPED."""
        with self._lock:
            self._now.phase = phase

    def set_hold(self, reason: str) -> None:
        """An operator holds the station; an empty reason lets it go."""
        with self._lock:
            self._now.hold = reason

    def set_mode(self, mode: PackMode) -> None:
        """Change the mode."""
        with self._lock:
            self._now.mode = mode

    @property
    def mode(self) -> PackMode:
        """The mode now."""
        return self._now.mode

    def state(self) -> StationState:
        """PackML state with every reason why it is not EXECUTE."""
        with self._lock:
            reasons = tuple(f"{name}: {text}" for name, text in sorted(self._now.wrong.items()))
            if self._now.hold:
                reasons = (f"{HELD}{self._now.hold}", *reasons)
            return StationState(pack=self._pack(), mode=self._now.mode, reasons=reasons, recipe=self._recipe)

    def judges(self) -> bool:
        """Items are inspected now; otherwise each is answered NO_DECISION at once."""
        with self._lock:
            return self._now.phase is PackState.EXECUTE and not self._now.hold and "ledger" not in self._now.wrong

    def unready(self) -> Sequence[str]:
        """Why no decision would be made now; empty when one would."""
        state = self.state()
        return () if state.pack is PackState.EXECUTE else (state.pack.name, *state.reasons)

    def _fresh(self, now_ns: int) -> bool:
        return self._plc.beat is not None and now_ns - self._plc.changed_at_ns <= self._timeout_ns

    def _pack(self) -> PackState:
        if self._now.phase is not PackState.EXECUTE:
            return self._now.phase
        kinds = {name.split(":", 1)[0] for name in self._now.wrong}
        if kinds.intersection(_ABORTING):
            return PackState.ABORTED
        if self._now.hold:
            return PackState.HELD
        if kinds.intersection(_SUSPENDING):
            return PackState.SUSPENDED
        return PackState.EXECUTE
