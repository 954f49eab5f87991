"""What a conveyor looks like: where its eyes, its commit point and its lanes are."""

from dataclasses import dataclass, field

from inspector.domain.item import MAX_TRACK


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneConfig:
    """One lane. `at_mm` is the way from the photo-eye to its divert, `length_mm` is the room behind it.

    `drain_per_s` is how many items a second are taken out of the lane; None empties it at once (it never fills).
    """

    lane: int
    at_mm: float
    length_mm: float = 3000.0
    drain_per_s: float | None = None


THROUGH = LaneConfig(lane=1, at_mm=2400.0)
ISOLATION = LaneConfig(lane=2, at_mm=1600.0)
REVIEW = LaneConfig(lane=3, at_mm=2000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeltConfig:
    """A conveyor. Distances are in mm from the photo-eye at the inspection point, along the belt.

    Items follow each other at `pitch_mm`, each shifted by up to `jitter` (share of the pitch) drawn from `seed`. The
    PLC routes an item for good at `commit_mm`; a second eye at `verify_mm` must see it within `tolerance_mm`. An item
    without an accepted decision takes `default_lane`; one whose lane is full goes round again
    (`recirculation_lane`). A lane is full when its eye was covered for `full_after_ms`. `encoder_start` is the
    free-running counter's value at the start, `first_track` the first item's number.
    """

    counts_per_mm: float = 2.0
    speed_mm_s: float = 500.0
    pitch_mm: float = 600.0
    jitter: float = 0.1
    item_mm: float = 300.0
    seed: int = 7
    commit_mm: float = 1000.0
    verify_mm: float = 1200.0
    tolerance_mm: float = 60.0
    lanes: tuple[LaneConfig, ...] = field(default=(THROUGH, ISOLATION, REVIEW))
    through_lane: int = 1
    default_lane: int = 3
    recirculation_lane: int = 0
    full_after_ms: float = 1000.0
    encoder_start: int = 0
    first_track: int = 1

    def __post_init__(self) -> None:
        """Refuse a conveyor that could not be built, naming every problem."""
        problems = self._geometry() + self._lanes()
        if not 0 <= self.encoder_start < 2**32:
            problems.append("encoder_start is a 32-bit count")
        if not 1 <= self.first_track <= MAX_TRACK:
            problems.append(f"first_track is 1 to {MAX_TRACK}")
        if problems:
            raise ValueError("; ".join(problems))

    def _geometry(self) -> list[str]:
        problems = []
        if self.counts_per_mm <= 0 or self.speed_mm_s < 0:
            problems.append("counts_per_mm is above 0, speed_mm_s at least 0")
        if not 0.0 <= self.jitter < 0.5:
            problems.append("jitter is at least 0 and below 0.5")
        if self.item_mm <= 0 or self.pitch_mm * (1 - 2 * self.jitter) < self.item_mm:
            problems.append("items overlap: pitch_mm less twice its jitter must be at least item_mm, above 0")
        if not 0 < self.commit_mm < self.verify_mm - self.tolerance_mm:
            problems.append("commit_mm lies behind the photo-eye and before the window of verify_mm")
        if not 0 < self.tolerance_mm < self.item_mm:
            problems.append("tolerance_mm is above 0 and below item_mm")
        return problems

    def _lanes(self) -> list[str]:
        numbers = [lane.lane for lane in self.lanes]
        problems = []
        if len(set(numbers)) != len(numbers) or any(not 0 <= number <= 65535 for number in numbers):
            problems.append("lanes have different numbers from 0 to 65535")
        if self.recirculation_lane in numbers or not 0 <= self.recirculation_lane <= 65535:
            problems.append("recirculation_lane is the way round, not one of the lanes")
        problems += [
            f"{name} {number} is not one of the lanes"
            for name, number in (("through_lane", self.through_lane), ("default_lane", self.default_lane))
            if number not in numbers
        ]
        way = {lane.lane: lane.at_mm for lane in self.lanes}
        if self.through_lane in way and way[self.through_lane] < max(way.values()):
            problems.append("through_lane is the end of the belt: no other lane lies behind it")
        for lane in self.lanes:
            if lane.at_mm <= self.verify_mm + self.tolerance_mm:
                problems.append(f"lane {lane.lane}: at_mm lies behind the window of verify_mm")
            if lane.length_mm < self.item_mm:
                problems.append(f"lane {lane.lane}: too short for one item")
            if lane.drain_per_s is not None and lane.drain_per_s < 0:
                problems.append(f"lane {lane.lane}: drain_per_s is at least 0")
        return problems

    def counts(self, mm: float) -> int:
        """A distance in belt counts."""
        return round(mm * self.counts_per_mm)

    @property
    def counts_per_s(self) -> float:
        """The configured speed in counts per second."""
        return self.speed_mm_s * self.counts_per_mm
