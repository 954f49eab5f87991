"""Item in, evidence and verdict out. The one place where anything that prevents a judgement becomes a reason.

Nothing here knows time limits, threads or the bus; `replay` runs the same code on stored frames.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.association import belonging_to, subject
from inspector.domain.catalogue import CatalogueEntry, as_taught, completed
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.codes import joined
from inspector.domain.detection import Detections
from inspector.domain.errors import UnknownReference
from inspector.domain.frame import Frame, Item
from inspector.domain.image_fault import ImageFault
from inspector.domain.item import Identity
from inspector.domain.policy import Evidence, decide, weighed
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.recipe import RecipeBook
from inspector.domain.verdict import Verdict
from inspector.ports.catalogue import Catalogue
from inspector.ports.check import Check
from inspector.ports.detector import Detector
from inspector.ports.golden import GoldenStore
from inspector.ports.scorer import Scorer

log = logging.getLogger(__name__)

Faults = Mapping[str, Sequence[ImageFault]]
T = TypeVar("T")


@dataclass(slots=True)
class _Findings:
    """Collects while the views are judged."""

    detections: list[Detections]
    anomalies: list[AnomalyScore]
    checks: list[CheckResult]
    obstacles: list[Reason]


class Inspection:
    """Thread-safe as far as its detector, scorer and checks are."""

    def __init__(
        self,
        *,
        detector: Detector,
        scorer: Scorer,
        golden: GoldenStore,
        catalogue: Catalogue,
        checks: Sequence[Check],
        late_checks: Sequence[Check] = (),
        recipes: RecipeBook,
        item_min_score: float,
    ) -> None:
        self._detector = detector
        self._scorer = scorer
        self._golden = golden
        self._catalogue = catalogue
        self._checks = tuple(checks)
        self._late_checks = tuple(late_checks)
        self._recipes = recipes
        self._item_min_score = item_min_score

    def examine(self, item: Item, faults: Faults) -> tuple[Evidence, Verdict]:
        """Judge one item; `faults` are the picture faults found per camera. Never raises for a failing model."""
        findings = _Findings([], [], [], [])
        findings.obstacles.extend(_missed(item))
        for camera in item.doubted:
            detail = "the picture may be another item's: the counts of camera and conveyor do not agree"
            findings.obstacles.append(Reason(code=ReasonCode.COUNTER_SLIP, camera=camera, detail=detail))
        find = partial(self._catalogue.find, item.trigger.identity.sku)
        entry = self._guarded(findings, None, find, ReasonCode.CHECK_ERROR)
        identity = completed(item.trigger.identity, entry)
        for frame in item.frames:
            looks = partial(self._view, frame, faults, as_taught(identity, entry), findings)
            self._guarded(findings, frame.camera, looks)
        self._check_all(item, identity, entry, findings)
        entry, identity = self._identified(identity, entry, findings)
        evidence = Evidence(
            detections=tuple(findings.detections),
            anomalies=tuple(findings.anomalies),
            checks=tuple(findings.checks),
            obstacles=tuple(findings.obstacles),
            identity=identity,
        )
        recipe = self._recipes.for_item(identity, None if entry is None else entry.costs)
        return weighed(evidence, recipe), decide(evidence, recipe)

    def use(self, recipes: RecipeBook) -> None:
        """Judge by these from the next verdict on; each verdict is made by one book as a whole, and says which."""
        self._recipes = recipes

    @property
    def looks_later(self) -> bool:
        """There are checks that are made after the decision."""
        return bool(self._late_checks)

    def look_later(self, item: Item, evidence: Evidence) -> tuple[CheckResult, ...]:
        """The answers of the checks that are made after the decision. Never raises: a check that fails is UNSURE."""
        identity = evidence.identity or item.trigger.identity
        item = _known_as(item, identity)
        entry = attempted(partial(self._catalogue.find, identity.sku), ReasonCode.CHECK_ERROR)
        answers = []
        for check in self._late_checks:
            if not isinstance(entry, CatalogueEntry) or entry.applies(check.name):
                answer = attempted(partial(check.check, item, evidence.detections), ReasonCode.CHECK_ERROR)
                answers.append(_in_doubt(check.name, answer) if isinstance(answer, Failed) else answer)
        return tuple(answers)

    def _identified(
        self, identity: Identity, entry: CatalogueEntry | None, findings: _Findings
    ) -> tuple[CatalogueEntry | None, Identity]:
        """With what the codes on the item told: costs and recipe go by the SKU that the controller did not know."""

        def look() -> tuple[CatalogueEntry | None, Identity]:
            read = joined(identity, findings.checks, with_gtin=self._catalogue.with_gtin)
            known = entry or self._catalogue.find(read.sku)
            return known, completed(read, known)

        if not any(result.readings for result in findings.checks):
            return entry, identity
        return self._guarded(findings, None, look, ReasonCode.CHECK_ERROR) or (entry, identity)

    def _view(self, frame: Frame, faults: Faults, identity: Identity, findings: _Findings) -> None:
        bad = faults.get(frame.camera, ())
        if bad:
            findings.obstacles.extend(Reason(code=fault.reason, camera=frame.camera) for fault in bad)
            return
        view = self._detector.detect(frame, self._golden.find(identity, frame.camera))
        height, width = frame.image.shape[:2]
        target = subject(view.items, width, height, min_score=self._item_min_score)
        if target is None:
            findings.obstacles.append(Reason(code=ReasonCode.NO_ITEM_IN_IMAGE, camera=frame.camera))
            return
        findings.detections.append(belonging_to(target, view))
        try:
            findings.anomalies.append(self._scorer.score(frame, target.xyxy, identity))
        except UnknownReference:
            log.debug("no reference", extra={"camera": frame.camera, "sku": identity.sku})

    def _check_all(self, item: Item, identity: Identity, entry: CatalogueEntry | None, findings: _Findings) -> None:
        """Those that apply, in their order. Where nobody named the product, what one reads counts for the next."""
        for check in self._checks:
            if entry is not None and not entry.applies(check.name):
                continue
            result = self._guarded(
                findings, None, partial(check.check, item, tuple(findings.detections)), ReasonCode.CHECK_ERROR
            )
            if result is None:
                continue
            findings.checks.append(result)
            if item.trigger.identity.sku is None and result.readings:
                entry, told = self._identified(identity, entry, findings)
                item = _known_as(item, told)

    def _guarded(
        self,
        findings: _Findings,
        camera: str | None,
        step: Callable[[], T],
        code: ReasonCode = ReasonCode.MODEL_ERROR,
    ) -> T | None:
        """What a step finds; where it fails, the reason is kept and None returned."""
        found = attempted(step, code, camera)
        if isinstance(found, Failed):
            findings.obstacles.append(found.reason)
            return None
        return found


def _known_as(item: Item, told: Identity) -> Item:
    """With the product that was read on it, where the controller named none. Lot and serial stay the controller's."""
    said = item.trigger.identity
    if said.sku is not None or told.sku is None:
        return item
    identity = replace(said, sku=told.sku, material=said.material or told.material)
    return replace(item, trigger=replace(item.trigger, identity=identity))


def _missed(item: Item) -> Iterator[Reason]:
    torn = dict(item.torn)
    for camera in item.missing:
        if camera in torn:
            yield Reason(code=ReasonCode.IMAGE_CORRUPT, camera=camera, detail=torn[camera])
        else:
            yield Reason(code=ReasonCode.CAMERA_MISS, camera=camera, detail="no frame in time")


@dataclass(frozen=True, slots=True)
class Failed:
    """A step that came to nothing, as the reason of a verdict."""

    reason: Reason


def _in_doubt(check: str, failed: Failed) -> CheckResult:
    return CheckResult(check=check, outcome=CheckOutcome.UNSURE, confidence=0.0, detail=failed.reason.detail)


def attempted(step: Callable[[], T], code: ReasonCode, camera: str | None = None) -> T | Failed:
    """Law 1: whatever fails while an item is judged ends in a reason."""
    try:
        return step()
    except Exception as error:  # the cause is logged and named in the verdict
        log.exception("inspection step failed", extra={"camera": camera})
        return Failed(Reason(code=code, camera=camera, detail=f"{type(error).__name__}: {error}"[:200]))
