"""What the demonstration shows, and the config of its daemon."""

import os
from dataclasses import dataclass
from pathlib import Path

from inspector.config.locations import default_models_dir
from inspector.scene.camera import View
from inspector.scene.line import LineSpec, ProductCode

COUNTS_PER_MM = 2.0
TRAVEL_MM = 3600.0
COMMIT_SHARE = 0.625
# Broker, station and conveyor share this machine with whatever else it does: a decision at the guard's last moment must
# still be written to the disk and cross the broker. A station with a machine of its own needs less.
GUARD_MS = 200
VIEWS: tuple[View, ...] = ("top", "side")
CHECKED_BELT_MM_S = 200.0
CHECKS = """
[[checks]]
name = "codes"
kind = "barcode"

[[checks]]
name = "expiry"
kind = "expiry"
required = false    # a code that no camera sees passes here; leave this out, and a person looks at such an item

[[checks]]
name = "looks"
kind = "wrong_item"

[[checks]]
name = "colour"
kind = "colour"

[[checks]]
name = "size"
kind = "size"
cameras = ["top"]

[[checks]]
name = "count"
kind = "count"
"""
PARTS = """
[[checks]]
name = "parts"
kind = "parts"
cameras = ["top"]
"""
LABEL = """
[[checks]]
name = "label"
kind = "label"
ask = ["lot", "expiry"]
cameras = ["top"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlan:
    """A line of rendered products. `items` None runs until stopped. The camera's n-th picture is the n-th item."""

    items: int | None
    seed: int = 20_261
    damage_rate: float = 0.2
    mixup_rate: float = 0.0
    expired_rate: float = 0.0
    misprint_rate: float = 0.0
    missing_part_rate: float = 0.0
    belt_mm_s: float = 1500.0
    pitch_mm: float = 600.0
    travel_mm: float = TRAVEL_MM
    data_dir: Path
    broker_port: int
    http_port: int
    site: str = "demo"
    line: str = "l1"
    station: str = "st01"

    def line_spec(self) -> LineSpec:
        """The products on the belt; the daemon's cameras have the same numbers in their config."""
        return LineSpec(
            seed=self.seed,
            damage_rate=self.damage_rate,
            pitch_mm=self.pitch_mm,
            belt_mm_s=self.speed_mm_s,
            mixup_rate=self.mixup_rate,
            expired_rate=self.expired_rate,
            misprint_rate=self.misprint_rate,
            kits=self.kits,
            missing_part_rate=self.missing_part_rate,
            product_code=self.product_code,
        )

    @property
    def isolated_share(self) -> float:
        """Of the items, above which something is wrong with the line and not with its goods."""
        wrong = self.mixup_rate + self.expired_rate + self.misprint_rate + self.missing_part_rate
        return min(0.95, 0.3 + self.damage_rate + wrong)

    @property
    def kits(self) -> bool:
        """Whether cartons carry loose parts: taught and shown so only where one may be missing."""
        return self.missing_part_rate > 0

    @property
    def product_code(self) -> ProductCode:
        """Retail codes; a line with expired or misprinted goods carries codes that tell lot and date."""
        return "gs1_datamatrix" if self.expired_rate > 0 or self.misprint_rate > 0 else "ean13"

    @property
    def speed_mm_s(self) -> float:
        """Of the belt: large pictures take longer to render than a fast belt gives."""
        return min(self.belt_mm_s, CHECKED_BELT_MM_S) if self.checked else self.belt_mm_s

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures: bar codes need more pixels than damage."""
        return (1280, 1024) if self.checked else (640, 512)

    @property
    def lessons(self) -> str:
        """A name for what is taught: products and light are drawn from the seed, at this size."""
        return f"{self.seed}-{self.size[0]}x{self.size[1]}" + ("-kits" if self.kits else "")

    @property
    def checked(self) -> bool:
        """Whether anything but damage can be wrong with an item."""
        return any(rate > 0 for rate in (self.mixup_rate, self.expired_rate, self.misprint_rate)) or self.kits

    @property
    def checks(self) -> str:
        """Their sections; print is read only where it may be wrong: that takes longer than all else."""
        return (
            (CHECKS if self.checked else "") + (PARTS if self.kits else "") + (LABEL if self.misprint_rate > 0 else "")
        )


def default_data_dir(plan: DemoPlan) -> Path:
    """`$XDG_CACHE_HOME/edge-inspector/demo/…`, else `~/.cache/…`; what each seed was taught is kept."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "edge-inspector" / "demo" / plan.lessons


def demo_config(plan: DemoPlan) -> str:
    """The text of the daemon's `station.toml`."""
    cameras = "\n".join(
        f"""
[[cameras]]
name = "{view}"
kind = "synthetic"
view = "{view}"
trigger = "software"
seed = {plan.seed}
damage_rate = {plan.damage_rate}
mixup_rate = {plan.mixup_rate}
expired_rate = {plan.expired_rate}
misprint_rate = {plan.misprint_rate}
kits = {str(plan.kits).lower()}
missing_part_rate = {plan.missing_part_rate}
product_code = "{plan.product_code}"
belt_mm_s = {plan.speed_mm_s}
pitch_mm = {plan.pitch_mm}
width = {plan.size[0]}
height = {plan.size[1]}"""
        for view in VIEWS
    )
    return f"""# Written by `inspector demo`; a copy of it is a good start for a station of your own.
schema_version = 1

[station]
site = "{plan.site}"
line = "{plan.line}"
name = "{plan.station}"
profile = "development"

[paths]
data_dir = "{plan.data_dir}"
models_dir = "{default_models_dir()}"

[bus]
kind = "mqtt"
host = "127.0.0.1"
port = {plan.broker_port}
protocol = "auto"
{cameras}

[detector]
kind = "two_stage"
bundle = "line-detector"
defects_bundle = "item-defects"

[scorer]
kind = "patch_memory"
bundle = "line-features"

# The products of the rendered line. A station of your own imports its products: inspector catalogue import
[catalogue]
kind = "rendered_catalogue"
{plan.checks}
# The scorer has no vote here: with the two-stage detector it added nothing on rendered lines (AUROC 0.85 with it, 0.88
# without, seed 4711). On a line of your own let it earn one: docs/explanation/calibration.md. With these costs a person
# looks from P(damage) = 0.3 on, which isolates about one sound item in ten, and the item is diverted from 0.5 on.
[recipes.default]
novelty_weight = 0
false_divert = 6
review = 3

# Damaged goods are rare on a real line and the point of this one.
[alarms]
isolated_share = {plan.isolated_share:.2f}

[decision]
nominal_counts_per_s = {plan.speed_mm_s * COUNTS_PER_MM}
frame_wait_ms = {3000 if plan.checked else 500}
guard_ms = {GUARD_MS}

[http]
port = {plan.http_port}

[logs]
level = "INFO"
format = "json"
"""
