"""Teaches one product as one camera sees it: what is refused, what is left out, what is kept, and what it promises.

The scorer learns all accepted pictures; those that differ most are kept as golden pictures, which the detector
compares every later item with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector.app.judges import Judges
from inspector.app.single import frame_of
from inspector.domain.association import belonging_to, subject
from inspector.domain.beta import share_interval
from inspector.domain.detection import Xyxy
from inspector.domain.errors import ConfigError
from inspector.domain.frame import RgbImage
from inspector.domain.golden import Golden, digest_of, golden_of
from inspector.domain.item import Identity
from inspector.domain.lesson import LEAST_PICTURES, MOST_PICTURES, Refusal, Unfit
from inspector.domain.policy import Evidence, decide
from inspector.domain.verdict import Disposition
from inspector.ports.detector import Detector
from inspector.ports.scorer import TeachReport
from inspector.vision.crop import clipped
from inspector.vision.thumbnails import most_different, thumbnails

LEAST_IMAGES = LEAST_PICTURES
MOST_IMAGES = MOST_PICTURES
MOST_ODD = 0.2  # of the images; with more unlike the rest there is no telling which are the product
TOO_FAR_APART = 0.4  # mean silhouette of two heaps, see `inspector.adapters.scorers._kinds`
GOLDEN_PICTURES = 12
GOLDEN_MARGIN = 0.03  # around the item, as the defect network sees it
ANY_PRODUCT = "default"  # the reference that every product without one of its own is compared with
FOLDS = 4  # of the estimate: each image is judged beside golden pictures of the other folds

Progress = Callable[[str], None]


class LessonError(ConfigError):
    """A lesson that is refused: sentences for the command line, and the same in parts for whoever has other words."""

    def __init__(self, sku: str, problems: Sequence[str], refusals: Sequence[Refusal]) -> None:
        super().__init__(f"{sku!r} can not be taught", problems)
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """One picture of a good item: `region` (xyxy, pixels) is the item, None where the whole picture is."""

    name: str
    image: RgbImage
    region: Xyxy | None

    @property
    def pixels(self) -> RgbImage:
        """The item's own pixels, (H, W, 3) uint8 RGB."""
        return self._cut(0.0)

    @property
    def golden(self) -> RgbImage:
        """The item with a little around it."""
        return self._cut(GOLDEN_MARGIN)

    def _cut(self, margin: float) -> RgbImage:
        height, width = self.image.shape[:2]
        region = self.region if self.region is not None else (0.0, 0.0, float(width), float(height))
        x, y = margin * (region[2] - region[0]), margin * (region[3] - region[1])
        left, top, right, bottom = clipped((region[0] - x, region[1] - y, region[2] + x, region[3] + y), width, height)
        return self.image[top:bottom, left:right]


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseDiverts:
    """`isolated` of `judged` taught images would have been isolated, each judged beside the others."""

    isolated: int
    judged: int

    @property
    def interval(self) -> tuple[float, float]:
        """Exact 95 % interval of the rate."""
        return share_interval(self.isolated, self.judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learnt; `left_out` are names of pictures unlike the rest, `odd` of those kept in spite of it."""

    report: TeachReport
    golden: Golden
    taught: tuple[Picture, ...]
    left_out: tuple[str, ...]
    odd: tuple[str, ...]
    false_diverts: FalseDiverts


def teach(
    judges: Judges,
    sku: str,
    camera: str,
    pictures: Sequence[Picture],
    *,
    keep_all: bool = False,
    say: Progress = lambda _line: None,
) -> Lesson:
    """Learn, or refuse with one `ConfigError` that says everything wrong; what was known before stays then.

    Pictures unlike the rest are left out unless `keep_all`. Raises `InferenceError` or `StoreError` besides.
    """
    _require_lesson(sku, pictures, keep_all=keep_all)
    taught = tuple(pictures)
    left_out: tuple[str, ...] = ()
    say(f"learning {len(taught)} images")
    report = _learnt(judges, sku, camera, taught, keep_all=keep_all)
    if not report.kept:
        _require_one_kind(sku, taught, report, _products(judges, sku, report.resembles))
        left_out = tuple(taught[index].name for index in report.odd_ones)
        taught = tuple(one for index, one in enumerate(taught) if index not in report.odd_ones)
        if len(taught) < LEAST_IMAGES:
            problems = [f"{name}: looks different" for name in left_out]
            raise LessonError(sku, problems, [Refusal(code=Unfit.ODD, pictures=left_out)])
        say(f"learning again without {len(left_out)} that look different")
        report = _learnt(judges, sku, camera, taught, keep_all=True)
    golden = _golden(sku, camera, taught, GOLDEN_PICTURES)
    judges.golden.put(golden)
    judges.detector.prepare(golden)
    for check in judges.checks:
        check.prepare(golden)
    say("judging each image beside the others")
    return Lesson(
        report=report,
        golden=golden,
        taught=taught,
        left_out=left_out,
        odd=tuple(taught[index].name for index in report.odd_ones),
        false_diverts=false_diverts(judges, sku, camera, taught),
    )


def false_diverts(judges: Judges, sku: str, camera: str, taught: Sequence[Picture]) -> FalseDiverts:
    """How many of the taught images the station would isolate if it had golden pictures of the others only.

    An estimate for good items like these; the scorer has no part in it. Pictures without a region are not judged: the
    line would cut its own.
    """
    recipe = judges.recipes.for_item(Identity(sku=sku))
    isolated = judged = 0
    for fold in range(min(FOLDS, len(taught))):
        others = [one for number, one in enumerate(taught) if number % FOLDS != fold]
        golden = _golden(sku, camera, others, GOLDEN_PICTURES)
        for picture in taught[fold::FOLDS]:
            if picture.region is None:
                continue
            view = judges.detector.detect(frame_of(picture.image, camera=camera), golden)
            height, width = picture.image.shape[:2]
            target = subject(view.items, width, height, min_score=0.0)
            if target is None:
                continue
            judged += 1
            verdict = decide(Evidence(detections=(belonging_to(target, view),)), recipe)
            isolated += verdict.disposition is not Disposition.PASS
    return FalseDiverts(isolated=isolated, judged=judged)


def found_in(detector: Detector, image: RgbImage, *, min_score: float) -> Xyxy | None:
    """The product's box in a picture, None where the detector sees none."""
    view = detector.find_items(frame_of(image, camera="camera"))
    target = subject(view.items, image.shape[1], image.shape[0], min_score=min_score)
    return None if target is None else target.xyxy


def _learnt(judges: Judges, sku: str, camera: str, taught: Sequence[Picture], *, keep_all: bool) -> TeachReport:
    def accept(report: TeachReport) -> bool:
        products = _products(judges, sku, report.resembles)
        return keep_all or not (report.odd_ones or report.apart > TOO_FAR_APART or products)

    return judges.scorer.teach(sku, camera, [one.pixels for one in taught], accept)


def _golden(sku: str, camera: str, taught: Sequence[Picture], most: int) -> Golden:
    crops = [one.golden for one in taught]
    chosen = most_different(thumbnails(crops), most)
    return golden_of(sku, camera, [crops[index] for index in chosen])


def _require_lesson(sku: str, pictures: Sequence[Picture], *, keep_all: bool) -> None:
    problems, refusals = [], []
    if not LEAST_IMAGES <= len(pictures) <= MOST_IMAGES:
        problems.append(f"{len(pictures)} images are given; {LEAST_IMAGES} to {MOST_IMAGES} are needed")
        code = Unfit.TOO_FEW if len(pictures) < LEAST_IMAGES else Unfit.TOO_MANY
        refusals.append(Refusal(code=code, detail=str(len(pictures))))
    first: dict[str, str] = {}
    for one in pictures:
        digest = digest_of([one.image])
        if digest in first and not keep_all:
            problems.append(f"{one.name}: is the same picture as {first[digest]}")
            refusals.append(Refusal(code=Unfit.TWICE, pictures=(first[digest], one.name)))
        first.setdefault(digest, one.name)
    if problems:
        raise LessonError(sku, problems, refusals)


def _products(judges: Judges, sku: str, resembled: Sequence[str]) -> tuple[str, ...]:
    """Of the references that a lesson resembles those that are other products: a material looks like its products."""
    groups = {ANY_PRODUCT, *(entry.material for entry in judges.catalogue.entries())}
    return () if sku in groups else tuple(name for name in resembled if name not in groups)


def _require_one_kind(sku: str, taught: Sequence[Picture], report: TeachReport, products: Sequence[str]) -> None:
    """A few strangers are left out; where there is no telling who the strangers are, a person must look."""
    problems = [f"the images look like {name}, which this camera was taught already" for name in products]
    refusals = [Refusal(code=Unfit.OTHER_PRODUCT, detail=name) for name in products]
    if len(report.odd_ones) > MOST_ODD * len(taught):
        odd = tuple(taught[index].name for index in report.odd_ones)
        problems.append(f"{len(odd)} of {len(taught)} images look different from the rest: {', '.join(odd)}")
        refusals.append(Refusal(code=Unfit.ODD, pictures=odd))
    if report.apart > TOO_FAR_APART and not report.odd_ones:
        smaller = tuple(taught[index].name for index in report.second_kind)
        problems.append(f"the images are of two kinds; the smaller one: {', '.join(smaller)}")
        refusals.append(Refusal(code=Unfit.TWO_KINDS, pictures=smaller))
    if problems:
        problems.append("remove what is not this product, or keep all of them (--keep-all)")
        raise LessonError(sku, problems, refusals)
