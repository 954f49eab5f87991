"""A conveyor: items pass a photo-eye, are tracked by encoder counts, committed to a lane, verified and diverted.

Pure: time is handed in, nothing sleeps. Every event carries the encoder count at which it happened, not the one at
which somebody looked, so the model is the same however coarsely it is advanced.
"""

import heapq
import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.encoder import wrap
from inspector.domain.item import MAX_TRACK
from inspector.plc.belt_config import BeltConfig
from inspector.plc.belt_events import Arrived, BeltEvent, Committed, Fate, JamChanged, LaneChanged, Left, Stray
from inspector.plc.lane import LaneFill
from inspector.plc.motion import BeltMotion


@dataclass(slots=True, eq=False)
class _Track:
    """The controller's belief in one item."""

    number: int
    expected_at: int
    lane: int | None = None
    forgotten: bool = False


@dataclass(slots=True, eq=False)
class _Piece:
    """The thing itself. `verify_at` is the travel at which it passes the second eye; `moves` counts its changes."""

    verify_at: int
    lane: int
    moves: int = 0
    track: _Track | None = None
    misses: bool = False


class Belt:
    """The conveyor. `route(track)` is asked at the commit point which lane to take. Not thread-safe."""

    def __init__(
        self, config: BeltConfig, *, start_ns: int, route: Callable[[int], int], items: int | None = None
    ) -> None:
        self.config = config
        self.placed = 0
        self._route = route
        self._items = items
        self._speed = config.counts_per_s
        self._motion = BeltMotion(start_ns=start_ns, counts_per_s=self._speed)
        self._base = config.encoder_start
        self._next_track = config.first_track
        self._random = random.Random(config.seed)  # noqa: S311 - jitter of a model, not a secret
        self._slot = 0
        self._held = False
        self._tracks: list[_Track] = []
        self._pieces: dict[int, _Piece] = {}
        self._verified: list[_Piece] = []
        self._fed = False
        self._lanes = {
            lane.lane: LaneFill(lane, item_mm=config.item_mm, full_after_ms=config.full_after_ms)
            for lane in config.lanes
        }
        self._jam_next_ms: float | None = None
        self._jam: tuple[int, int] | None = None
        self._resume_ns: int | None = None
        self._order = 0
        self._agenda: list[tuple[int, int, Callable[[int, int], list[BeltEvent]]]] = []
        self._feed()

    # -- time

    def advance(self, now_ns: int) -> list[BeltEvent]:
        """Everything that happened until `now_ns`, in order."""
        events: list[BeltEvent] = []
        while (due := self.next_event_ns()) is not None and due <= now_ns:
            events += self._timed(due)
            if self._agenda and self._motion.reaches_at_ns(self._agenda[0][0]) == due:
                travel, _, act = heapq.heappop(self._agenda)
                events += act(travel, due)
        return events

    def next_event_ns(self) -> int | None:
        """When something happens next at today's speed; None if nothing will."""
        moments = [lane.due_ns() for lane in self._lanes.values()]
        moments += [self._jam[1] if self._jam else None, self._resume_ns]
        if self._agenda:
            moments.append(self._motion.reaches_at_ns(self._agenda[0][0]))
        return min((moment for moment in moments if moment is not None), default=None)

    def encoder(self, now_ns: int) -> int:
        """The free-running 32-bit count."""
        return wrap(self._base + int(self._motion.travelled(now_ns)))

    @property
    def counts_per_s(self) -> float:
        """The speed now, 0 while it stands."""
        return self._motion.counts_per_s

    @property
    def on_belt(self) -> int:
        """Tracks that are still followed."""
        return len(self._tracks) + sum(piece.track is not None for piece in self._verified)

    def lane_full(self, lane: int) -> bool | None:
        """Whether a lane is full; None if there is no such lane."""
        return self._lanes[lane].full if lane in self._lanes else None

    # -- what people and faults do; the caller has advanced to `now_ns`

    def set_speed(self, speed_mm_s: float, now_ns: int) -> None:
        """Run at this speed; takes effect when the belt runs again if it stands."""
        self._speed = speed_mm_s * self.config.counts_per_mm
        self._drive(now_ns)

    def hold_infeed(self, now_ns: int, *, hold: bool) -> None:
        """Put no further item on the belt, or go on."""
        if self._held and not hold:
            self._held = False
            self._slot = max(self._slot, int(self._motion.travelled(now_ns)))
            self._feed()
        elif hold:
            self._held = True

    def restart(self, now_ns: int, *, standstill_ms: float, encoder_start: int) -> None:
        """The controller restarts: it forgets its tracks, and its encoder and track numbers begin anew."""
        for track in self._tracks:
            track.forgotten = True
        self._tracks.clear()
        for piece in self._verified:
            piece.track, piece.lane = None, self.config.default_lane
        self._next_track = self.config.first_track
        self._base = encoder_start - int(self._motion.travelled(now_ns))
        self._resume_ns = now_ns + round(standstill_ms * 1e6)
        self._drive(now_ns)

    def cover_lane(self, lane: int, now_ns: int, *, duration_ms: float) -> None:
        """Cover a lane's eye for so long; it counts as full after `full_after_ms` of that."""
        self._lanes[lane].cover(now_ns, now_ns + round(duration_ms * 1e6))

    def jam_next(self, *, duration_ms: float) -> None:
        """The next item at any divert jams; the belt stands until somebody cleared it."""
        self._jam_next_ms = duration_ms

    def take_away(self, index: int) -> None:
        """Somebody takes the item off the belt before the second eye."""
        if (piece := self._pieces.pop(index, None)) is not None:
            piece.moves += 1

    def slip(self, index: int, by_mm: float, now_ns: int) -> None:
        """The item slides on the belt, forwards (+) or back, before the second eye."""
        if (piece := self._pieces.get(index)) is not None:
            here = math.ceil(self._motion.travelled(now_ns))
            piece.verify_at = max(here, piece.verify_at - self.config.counts(by_mm))
            piece.moves += 1
            self._expect_at_second_eye(piece, index)

    def miss_divert(self, index: int) -> None:
        """The divert does not catch this item; it runs through."""
        if (piece := self._pieces.get(index)) is not None:
            piece.misses = True

    def add_stray(self, now_ns: int) -> None:
        """Somebody lays an item behind the photo-eye."""
        at = int(self._motion.travelled(now_ns)) + self.config.counts(self.config.item_mm)
        piece = _Piece(verify_at=at, lane=self.config.default_lane)
        self._expect_at_second_eye(piece, None)

    # -- stations along the belt

    def _at(self, travel: int, act: Callable[[int, int], list[BeltEvent]]) -> None:
        self._order += 1
        heapq.heappush(self._agenda, (travel, self._order, act))

    def _feed(self) -> None:
        if self._held or self._fed or (self._items is not None and self.placed >= self._items):
            return
        self._fed = True
        pitch = self.config.counts(self.config.pitch_mm)
        self._slot += pitch
        shift = self.config.jitter * self._random.uniform(-1.0, 1.0)
        self._at(self._slot + round(shift * pitch), self._photo_eye)

    def _photo_eye(self, travel: int, at_ns: int) -> list[BeltEvent]:
        self._fed = False
        if self._held:
            self._slot -= self.config.counts(self.config.pitch_mm)
            return []
        cfg, index = self.config, self.placed
        self.placed += 1
        track = _Track(number=self._next_track, expected_at=travel + cfg.counts(cfg.verify_mm))
        self._next_track = self._next_track % MAX_TRACK + 1
        self._tracks.append(track)
        piece = _Piece(verify_at=track.expected_at, lane=cfg.default_lane)
        self._pieces[index] = piece
        commit = travel + cfg.counts(cfg.commit_mm)
        self._at(commit, lambda _, t: self._commit(track, t))
        self._expect_at_second_eye(piece, index)
        self._at(track.expected_at + cfg.counts(cfg.tolerance_mm) + 1, lambda _, t: self._window_over(track, t))
        self._feed()
        encoder = wrap(self._base + travel)
        commit_encoder = wrap(self._base + commit)
        return [Arrived(at_ns=at_ns, index=index, track=track.number, encoder=encoder, commit_encoder=commit_encoder)]

    def _commit(self, track: _Track, at_ns: int) -> list[BeltEvent]:
        if track.forgotten:
            return []
        lane = self._route(track.number)
        track.lane = lane if lane in self._lanes else self.config.default_lane
        return [Committed(at_ns=at_ns, track=track.number, lane=track.lane)]

    def _expect_at_second_eye(self, piece: _Piece, index: int | None) -> None:
        moves = piece.moves

        def verify(travel: int, at_ns: int) -> list[BeltEvent]:
            if piece.moves != moves:
                return []  # it slid or was taken away since
            if index is not None:
                del self._pieces[index]
            return self._second_eye(piece, travel, at_ns)

        self._at(piece.verify_at, verify)

    def _second_eye(self, piece: _Piece, travel: int, at_ns: int) -> list[BeltEvent]:
        tolerance = self.config.counts(self.config.tolerance_mm)
        near = [t for t in self._tracks if t.lane is not None and abs(travel - t.expected_at) <= tolerance]
        track = min(near, key=lambda t: abs(travel - t.expected_at), default=None)
        strays: list[BeltEvent] = []
        if track is None or track.lane is None:
            piece.lane = self.config.default_lane
            strays = [Stray(at_ns=at_ns, lane=piece.lane)]
        else:
            self._tracks.remove(track)
            piece.track, piece.lane = track, track.lane
        self._verified.append(piece)
        way = self._lanes[piece.lane].config.at_mm - self.config.verify_mm
        self._at(travel + self.config.counts(way), lambda _, t: self._divert(piece, t))
        return strays

    def _window_over(self, track: _Track, at_ns: int) -> list[BeltEvent]:
        if track not in self._tracks or track.lane is None:
            return []
        self._tracks.remove(track)
        return [Left(at_ns=at_ns, track=track.number, lane=track.lane, fate=Fate.LOST)]

    def _divert(self, piece: _Piece, at_ns: int) -> list[BeltEvent]:
        self._verified.remove(piece)
        lane, fate = piece.lane, Fate.ENTERED
        events: list[BeltEvent] = []
        if piece.misses and lane != self.config.through_lane:
            lane, fate = self.config.through_lane, Fate.MISSED
        elif self._lanes[lane].full:
            lane, fate = self.config.recirculation_lane, Fate.RECIRCULATED
        elif self._jam_next_ms is not None:
            fate = Fate.JAMMED
            self._jam = (lane, at_ns + round(self._jam_next_ms * 1e6))
            self._jam_next_ms = None
            self._drive(at_ns)
            events.append(JamChanged(at_ns=at_ns, lane=lane, jammed=True))
        if fate in {Fate.ENTERED, Fate.MISSED}:
            self._lanes[lane].enter(at_ns)
        if piece.track is not None:
            events.append(Left(at_ns=at_ns, track=piece.track.number, lane=lane, fate=fate))
        return events

    # -- drive and lanes

    def _timed(self, now_ns: int) -> list[BeltEvent]:
        events: list[BeltEvent] = []
        for number, lane in self._lanes.items():
            if (full := lane.step(now_ns)) is not None:
                events.append(LaneChanged(at_ns=now_ns, lane=number, full=full))
        if self._jam is not None and now_ns >= self._jam[1]:
            events.append(JamChanged(at_ns=now_ns, lane=self._jam[0], jammed=False))
            self._jam = None
            self._drive(now_ns)
        if self._resume_ns is not None and now_ns >= self._resume_ns:
            self._resume_ns = None
            self._drive(now_ns)
        return events

    def _drive(self, now_ns: int) -> None:
        stands = self._jam is not None or self._resume_ns is not None
        self._motion.set_speed(0.0 if stands else self._speed, now_ns)
