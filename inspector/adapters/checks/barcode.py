"""Reads all codes printed on an item (EAN/UPC, Code 128, ITF, QR, Data Matrix, PDF417) with zxing-cpp, and compares
them with what the controller and the catalogue say.
"""

import re
from collections.abc import Iterator

from pydantic import Field, field_validator

from inspector.adapters.checks._codes import MOST_TRIES
from inspector.adapters.checks._codes_once import CodesReadOnce
from inspector.adapters.checks._item_views import item_views
from inspector.config.adapter import AdapterConfig
from inspector.domain.check import CheckOutcome, CheckResult, Reading
from inspector.domain.code import Code
from inspector.domain.codes import facts, judge_codes
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.ports.catalogue import Catalogue
from inspector.ports.code_reader import CodeReader


class Config(AdapterConfig):
    """Options of the barcode check."""

    required: bool = Field(
        default=False, title="Required", description="An item on which no code can be read gets a person's look."
    )
    margin_px: int = Field(default=12, ge=0, title="Margin", description="Pixels kept around the item's box.")
    tries: int = Field(
        default=MOST_TRIES,
        ge=0,
        le=MOST_TRIES,
        title="Tries",
        description="How often a view on which nothing reads is sharpened, enlarged or turned, and read again.",
    )
    lpn_pattern: str = Field(
        default=r"LPN[0-9A-Z]{4,20}",
        title="Licence plates",
        description="Regular expression that a licence plate matches whole; GS1 codes with (00) are plates anyhow.",
    )

    @field_validator("lpn_pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
        return pattern


class BarcodeCheck:
    """Looks at the item's box in every view. Thread-safe: it keeps nothing between items."""

    def __init__(self, config: Config, name: str, catalogue: Catalogue, codes: CodeReader) -> None:
        self._config = config
        self._name = name
        self._catalogue = catalogue
        self._codes = codes
        self._lpn = re.compile(config.lpn_pattern)

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check: nothing is kept between items."""

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """What was read, and whether it fits: see `judge_codes`. UNSURE or NOT_APPLICABLE when there is no code."""
        readings: list[Reading] = []
        broken: list[str] = []
        for view in item_views(item, detections):
            window = view.window(self._config.margin_px)
            for code in self._codes.read(view.camera, view.image, window, tries=self._config.tries):
                try:
                    readings += [one for one in self._readings(code) if one not in readings]
                except ValueError as error:
                    broken.append(f"{code.symbology} {code.text!r}: {error}")
        if not readings and not broken:
            outcome = CheckOutcome.UNSURE if self._config.required else CheckOutcome.NOT_APPLICABLE
            return CheckResult(check=self._name, outcome=outcome, confidence=0.0, detail="no code read")
        verdict = judge_codes(
            readings,
            broken,
            item.trigger.identity,
            find=self._catalogue.find,
            with_gtin=self._catalogue.with_gtin,
        )
        about = verdict.about
        return CheckResult(
            check=self._name,
            outcome=verdict.outcome,
            confidence=1.0 if about is not None else 0.0,
            value=verdict.value,
            camera=None if about is None else about.camera,
            xyxy=None if about is None else about.xyxy,
            detail=verdict.detail,
            finding=verdict.finding,
            readings=tuple(readings),
        )

    def _readings(self, code: Code) -> Iterator[Reading]:
        """What one code says; one that says nothing we know is kept as `code`. Raises ValueError for a broken one."""
        told = facts(code.text, code.elements, code.symbology, self._lpn)
        for name, text in (told or {"code": code.text}).items():
            yield Reading(
                name=name, text=text, confidence=1.0, camera=code.camera, xyxy=code.xyxy, source=code.symbology
            )


def build(config: Config, *, name: str, catalogue: Catalogue, codes: CodeReader | None = None) -> BarcodeCheck:
    """Construct the check; `codes` is the reader that it shares with other checks."""
    return BarcodeCheck(config, name, catalogue, codes or CodesReadOnce())
