"""The data of `rsp/setup`, `rsp/recipes.preview` and `rsp/setup.cameras`: what an engineer sees and changes."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from inspector.domain.errors import BadMessage
from inspector.domain.verdict import Disposition
from inspector.wire.header import Finite
from inspector.wire.problems import problems_in

Count = Annotated[int, Field(ge=0)]
Share = Annotated[Finite, Field(ge=0, le=1)]
Outcome = Annotated[Disposition, Field(strict=False)]
Interval = Annotated[list[Finite], Field(min_length=3, max_length=3)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class RecipePart(_Part):
    """One recipe as it is in force."""

    name: str = Field(description="default, material:… or sku:….")
    threshold: Share | None = Field(default=None, description="A person's threshold; absent: costs or calibration say.")
    missed_damage: Finite = Field(description="Cost of passing a damaged item.")
    false_divert: Finite = Field(description="Cost of isolating a good item.")
    review: Finite = Field(description="Cost of a person looking at an item.")
    novelty_weight: Share = Field(description="The anomaly scorer's vote.")
    novelty_alpha: Share = Field(description="p-value at which novelty speaks.")
    calibrated: bool = Field(default=False, description="A calibration says what passes where no threshold is set.")


class VersionPart(_Part):
    """One version of recipes or bundles."""

    number: Count = Field(description="Rises with every version.")
    how: str = Field(description="file, activated or rolled back.")
    by: str = Field(default="", description="Who did it.")
    time: str = Field(default="", description="When, UTC.")
    former: Count | None = Field(default=None, description="The one that a roll back returns to; absent: none.")


class BundlePart(_Part):
    """A model bundle in the station's folder."""

    name: str = Field(description="Its folder.")
    version: str = Field(default="", description="As its manifest says.")
    kind: str = Field(default="", description="detector, defects or features.")
    sha256: str = Field(default="", description="Of the model, as its manifest says.")
    licence: str = Field(default="", description="Of the weights.")
    metrics: dict[str, Finite | str] = Field(default_factory=dict, description="As measured by its maker.")
    problem: str = Field(default="", description="Why it can not be used; empty: its file has the declared hash.")


class PlacePart(_Part):
    """A place that a bundle can be put into."""

    place: str = Field(description="As in the station's file: detector.bundle, ….")
    kind: str = Field(description="The kind of bundle that fits; empty where that is not known.")
    running: str = Field(description="The bundle that judges now.")
    active: str = Field(description="The bundle that judges from the next start on.")


class SetupData(_Part):
    """The answer to `cmd/setup`."""

    recipes: list[RecipePart] = Field(description="All that are in force, the default first.")
    recipe_versions: list[VersionPart] = Field(description="Newest first, at most ten; the first is in force.")
    bundles: list[BundlePart] = Field(description="Those that are there.")
    places: list[PlacePart] = Field(description="Where they may be put.")
    model_versions: list[VersionPart] = Field(description="As `recipe_versions`.")


class PromisePart(_Part):
    """How many good items a recipe stops at most. `calibration` promises it; a `person`'s threshold and `costs` do not.

    Of a person's threshold the figures are those of the calibration that it stands in for, if there is one.
    """

    by: Literal["calibration", "person", "costs"] = Field(description="What says where an item is stopped.")
    alpha: Share | None = Field(default=None, description="A good item is stopped with at most this probability.")
    n: Count = Field(default=0, description="Good items that the limit rests on.")
    needed: Count = Field(default=0, description="Fewer than these can not promise it: 1/alpha - 1.")
    group: str = Field(default="", description="Whose good items: default, material:… or sku:….")
    realised: Interval | None = Field(
        default=None, description="Low, alpha, high: where the share lies that this calibration gives, 95 %."
    )
    own_limits: Count = Field(default=0, description="Materials and products that have a limit of their own.")


class TallyPart(_Part):
    """What some recipes make of the items."""

    outcomes: dict[str, Count] = Field(description="Items by disposition.")
    stopped: Count = Field(description="DIVERT and REVIEW.")
    stopped_per_hour: Interval | None = Field(default=None, description="Low, expected, high (95 %) at `per_hour`.")
    confirmed: Count = Field(description="Of the stopped: a person says damaged.")
    overruled: Count = Field(description="Of the stopped: a person says fine.")
    real: Interval | None = Field(default=None, description="Share of damaged among the answered, 95 %; absent: none.")
    real_at_most: Share | None = Field(default=None, description="No more can be real at the stated prevalence.")
    threshold: Finite = Field(description="Score from which on the recipe stops an item.")
    words: str = Field(description="Where that comes from.")
    promise: PromisePart | None = Field(default=None, description="Of good items; absent: an older station.")


class CurvePart(_Part):
    """Columns of the same length: items stopped, and of them answered, for each threshold of the recipe."""

    thresholds: list[Share]
    stopped: list[Count]
    confirmed: list[Count]
    overruled: list[Count]


class ChangedPart(_Part):
    """An item that would have gone another way."""

    rid: str = Field(description="Record id; its pictures are stored under it.")
    sku: str = Field(default="", description="Its product, if known.")
    before: Outcome = Field(description="By the recipes in force.")
    after: Outcome = Field(description="By the proposed ones.")
    score: Share = Field(description="By the recipes in force.")
    score_then: Share = Field(description="By the proposed ones.")
    answer: str | None = Field(default=None, description="A person's, if any.")
    camera: str | None = Field(default=None, description="A camera whose picture is kept.")


class PreviewData(_Part):
    """The answer to `cmd/recipes.preview`."""

    version: Count = Field(description="The version in force, which the proposal would follow.")
    preview: str = Field(description="Names version and proposal; `recipes.activate` needs it.")
    items: Count = Field(description="The last ones that were looked at.")
    unknown: Count = Field(description="Of them: no record is kept that says enough, or other models judged; left out.")
    by_score: Count = Field(description="Of them: good items of which only the score is kept.")
    concerned: Count = Field(description="Of them: judged by the changed recipe.")
    per_hour: Finite | None = Field(
        default=None, description="Items per hour over their time; absent: too few are known."
    )
    prevalence: Share = Field(description="As it was stated.")
    now: TallyPart
    then: TallyPart
    curve: CurvePart
    changing: Count = Field(description="Items that would change.")
    changed: list[ChangedPart] = Field(description="The newest of them.")


class CameraPart(_Part):
    """How a camera's newest picture is."""

    camera: str
    seen: bool = Field(description="There is a picture.")
    age_s: Finite | None = Field(default=None, description="Of that picture.")
    sharpness: Finite = Field(default=0.0, description="Of the strongest edges, against the picture's contrast.")
    best: Finite = Field(default=0.0, description="The sharpest seen since the start, or since it was forgotten.")
    bright_share: Share = Field(default=0.0, description="Pixels that are clipped white.")
    dark_share: Share = Field(default=0.0, description="Pixels that are clipped black.")
    hints: list[str] = Field(default_factory=list, description="TOO_DARK, TOO_BRIGHT, OUT_OF_FOCUS, BLANK.")
    refused: bool = Field(default=False, description="Such a picture is not judged.")


class CamerasData(_Part):
    """The answer to `cmd/setup.cameras`."""

    cameras: list[CameraPart]


P = TypeVar("P", bound=_Part)


def part_from(kind: type[P], data: Mapping[str, JsonValue], name: str) -> P:
    """An answer's data. Raises `BadMessage` that names everything that is wrong."""
    try:
        return kind.model_validate(dict(data))
    except ValidationError as error:
        raise BadMessage(f"rsp/{name}: {problems_in(error)}") from None
