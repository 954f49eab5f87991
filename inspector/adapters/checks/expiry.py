"""Compares the expiry date of an item with today: from its GS1 code, or from the printed text where that is read.

A code goes before print: it has a check digit or error correction, and costs a hundredth of the time. Print beside a
code is read only where that is asked for (`beside_code`): a day that it tells otherwise is for a person.
"""

import datetime
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from inspector.adapters.checks._codes import MOST_TRIES
from inspector.adapters.checks._codes_once import CodesReadOnce
from inspector.adapters.checks._found_date import FoundDate, on_code, on_lines
from inspector.adapters.checks._item_views import ItemView, item_views
from inspector.adapters.checks._text_once import TextReadOnce
from inspector.config.adapter import AdapterConfig
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.date_words import DateOrder
from inspector.domain.detection import Detections
from inspector.domain.expiry import Ambiguous, ShelfLife, judge
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.domain.print_and_code import same_day
from inspector.ports.catalogue import Catalogue
from inspector.ports.code_reader import CodeReader
from inspector.ports.text_reader import TextReader

Now = Callable[[], datetime.datetime]


class SkuRule(AdapterConfig):
    """What differs for one SKU."""

    min_days: int | None = Field(default=None, ge=0, title="Days needed", description="Overrides `min_days`.")
    required: bool | None = Field(default=None, title="Required", description="Overrides `required`.")


class Config(AdapterConfig):
    """Options of the expiry check."""

    min_days: int = Field(
        default=0,
        ge=0,
        title="Days needed",
        description="Days from today to the last day that an item needs; the catalogue's `min_days_left` goes before.",
    )
    required: bool | None = Field(
        default=None,
        title="Required",
        description="An item on which no date can be read gets a person's look; left out: where its product is known "
        "to need days, by `skus` or the catalogue.",
    )
    skus: dict[str, SkuRule] = Field(
        default={}, title="SKUs", description="Table per SKU: `min_days` and `required` where they differ."
    )
    printed: Literal["off", "rapidocr"] = Field(
        default="off",
        title="Printed text",
        description="`rapidocr` reads print where no code tells a date (extra `text`; tenths of a second per view).",
    )
    beside_code: bool = Field(
        default=False,
        title="Print beside codes",
        description="Print is read also where a code tells a date; a person looks where the two differ. Without it "
        "a printed day that is earlier than the coded one is not seen by this check.",
    )
    cameras: tuple[str, ...] = Field(
        default=(), title="Cameras", description="Views in which print is read, in this order; none means all."
    )
    date_order: Literal["day_first", "month_first", "year_first"] | None = Field(
        default=None, title="Date order", description="How 05/06/27 is meant; without it such a date is ambiguous."
    )
    ambiguous: Ambiguous = Field(
        default="strictest",
        title="Ambiguous",
        description="Of a date with two readings the earlier one counts, which is told (`strictest`), or a person "
        "looks (`review`).",
    )
    unmarked: bool = Field(
        default=False, title="Unmarked dates", description="A date without words such as EXP or MHD counts too."
    )
    min_score: float = Field(
        default=0.8, ge=0, le=1, title="Least score", description="Of a line of print; below it a person looks."
    )
    margin_px: int = Field(default=12, ge=0, title="Margin", description="Pixels kept around the item's box.")
    timezone: str = Field(default="UTC", title="Time zone", description="Where the day begins, as in Europe/Berlin.")
    threads: int = Field(default=2, ge=1, le=64, title="Threads", description="Processor threads for reading print.")

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        _zone(name)
        return name

    @model_validator(mode="after")
    def _read_at_all(self) -> Self:
        if self.beside_code and self.printed == "off":
            raise ValueError("beside_code reads print: set printed too")
        return self


class ExpiryCheck:
    """Thread-safe: it keeps nothing between items but the text reader, which waits for its turn."""

    def __init__(
        self,
        config: Config,
        name: str,
        *,
        now: Now,
        reader: TextReader | None,
        catalogue: Catalogue | None = None,
        codes: CodeReader | None = None,
    ) -> None:
        self._config, self._name, self._now, self._reader = config, name, now, reader
        self._catalogue = catalogue
        self._codes = codes or CodesReadOnce()
        self._zone = _zone(config.timezone)

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check: the text reader was loaded when it was built."""

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """OK or FAILED by the days left; UNSURE for a date in doubt; NOT_APPLICABLE where no date can be read."""
        today = self._now().astimezone(self._zone).date()
        rule = self._config.skus.get(item.trigger.identity.sku or "", SkuRule())
        views = tuple(item_views(item, detections))
        coded = self._on_codes(views, today.year)
        read = [] if coded and not self._config.beside_code else self._in_print(views, today.year)
        printed = [one for one in read if not any(_agree(one, other) for other in coded)]
        found = [*coded, *printed]
        needed = self._needed(item.trigger.identity.sku, rule)
        if not found:
            return self._unread(rule, dated=needed is not None)
        differ = bool(coded and printed)  # of the two the label tells, and nobody knows which is right
        contradict = any(not _agree(one, other) for one, other in combinations(found, 2))
        life = ShelfLife(
            min_days=self._config.min_days if needed is None else needed,
            ambiguous="review" if contradict else self._config.ambiguous,
        )
        result = self._result(found, life, today)
        return replace(result, detail=f"{result.detail}; the code says otherwise") if differ else result

    def _unread(self, rule: SkuRule, *, dated: bool) -> CheckResult:
        """What needs days and shows none is for a person, unless the config says that such items may pass."""
        required = next((one for one in (rule.required, self._config.required) if one is not None), dated)
        outcome = CheckOutcome.UNSURE if required else CheckOutcome.NOT_APPLICABLE
        return CheckResult(check=self._name, outcome=outcome, confidence=0.0, detail="no date read")

    def _needed(self, sku: str | None, rule: SkuRule) -> int | None:
        """The days that this very product needs: by the SKU's rule in the config, else the catalogue's."""
        entry = None if self._catalogue is None else self._catalogue.find(sku)
        known = None if entry is None else entry.min_days_left
        return known if rule.min_days is None else rule.min_days

    def _on_codes(self, views: tuple[ItemView, ...], year: int) -> list[FoundDate]:
        return [
            found
            for view in views
            for code in self._codes.read(view.camera, view.image, view.window(self._config.margin_px), tries=MOST_TRIES)
            if (found := on_code(code, year_now=year)) is not None
        ]

    def _in_print(self, views: tuple[ItemView, ...], year: int) -> list[FoundDate]:
        """The first view on which a date can be read answers: every other one would cost as much again."""
        if self._reader is None:
            return []
        wanted = self._config.cameras or tuple(view.camera for view in views)
        order = DateOrder(self._config.date_order) if self._config.date_order else None
        for view in sorted((v for v in views if v.camera in wanted), key=lambda v: wanted.index(v.camera)):
            lines = self._reader.read(view.image, view.window(self._config.margin_px))
            found = on_lines(lines, view, year_now=year, order=order, unmarked=self._config.unmarked)
            if found:
                return found
        return []

    def _result(self, found: list[FoundDate], life: ShelfLife, today: datetime.date) -> CheckResult:
        """All places must agree and be legible, or a person looks."""
        impossible = [one for one in found if not one.dates]
        verdict = judge([] if impossible else [day for one in found for day in one.dates], today=today, rule=life)
        first = min(impossible or found, key=lambda one: one.score)
        outcome, detail = verdict.outcome, f"{verdict.detail}; {first.source}"
        if first.score < self._config.min_score:
            outcome, detail = CheckOutcome.UNSURE, f"{detail}, hardly readable"
        return CheckResult(
            check=self._name,
            outcome=outcome,
            confidence=first.score,
            value=None if verdict.date is None else verdict.date.isoformat(),
            camera=first.camera,
            xyxy=first.xyxy,
            detail=detail,
            finding=Finding.EXPIRED if outcome is CheckOutcome.FAILED else None,
        )


def _agree(printed: FoundDate, coded: FoundDate) -> bool:
    """Whether a printed date may mean the coded day; what no calendar has agrees with nothing."""
    return any(same_day(one, other) for one in printed.dates for other in coded.dates)


def _zone(name: str) -> datetime.tzinfo:
    """Raises ValueError for a name that this machine does not know."""
    if name == "UTC":
        return datetime.UTC  # needs no data on the machine
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"unknown time zone {name!r}") from error


def _system_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)  # noqa: TID251 - wall time for a calendar day, where no clock was given


def build(
    config: Config,
    *,
    name: str,
    now: Now = _system_now,
    catalogue: Catalogue | None = None,
    codes: CodeReader | None = None,
    text: TextReader | None = None,
) -> ExpiryCheck:
    """Construct the check; `now` is a clock's `utc`, `codes` and `text` the readers that it shares with other checks.

    Raises `StartupError` where print can not be read.
    """
    reader = None if config.printed == "off" else text or TextReadOnce()
    if reader is not None:
        reader.load(threads=config.threads)
    return ExpiryCheck(config, name, now=now, reader=reader, catalogue=catalogue, codes=codes)
