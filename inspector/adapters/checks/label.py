"""Asks an item's label named questions (expiry, lot, serial, net weight, a station's own) and answers each with text,
confidence and place. What must be there and is not, or is hardly legible, is for a person; print that contradicts a
code on the same item is a wrong label.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from pydantic import Field, model_validator

from inspector.adapters.checks._coded_label import coded_readings
from inspector.adapters.checks._codes_once import CodesReadOnce
from inspector.adapters.checks._item_views import ItemView, item_views
from inspector.adapters.checks._label_options import OwnQuestion, Region, SkuQuestions
from inspector.adapters.checks._label_views import LabelRead, SeenAnswer, read_label, window_of
from inspector.adapters.checks._text_once import TextReadOnce
from inspector.config.adapter import AdapterConfig
from inspector.domain.check import CheckOutcome, CheckResult, Finding, Reading
from inspector.domain.date_words import DateOrder
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.domain.item import Identity, Trigger
from inspector.domain.known_questions import asked, every
from inspector.domain.label_question import Question, keyword_of
from inspector.domain.label_value import Calendar
from inspector.domain.print_and_code import COMPARED, Contradiction, contradictions
from inspector.ports.catalogue import Catalogue
from inspector.ports.clock import Clock
from inspector.ports.code_reader import CodeReader, Window
from inspector.ports.text_reader import TextReader


class Config(AdapterConfig):
    """Options of the label check."""

    ask: tuple[str, ...] = Field(
        default=("expiry", "lot", "serial"),
        title="Questions",
        description="Names of what is asked: expiry, lot, serial, net_weight, and those of `questions`.",
    )
    required: tuple[str, ...] = Field(
        default=(),
        title="Required",
        description="Questions without whose answer a person looks; the catalogue's column `label` goes before.",
    )
    questions: tuple[OwnQuestion, ...] = Field(
        default=(),
        title="Own questions",
        description="Tables with `alias`, `keywords`, `pattern` and, for answers that need no keyword, `unmarked`.",
    )
    skus: dict[str, SkuQuestions] = Field(
        default={}, title="SKUs", description="Table per SKU: `ask` and `required` where they differ."
    )
    cameras: tuple[str, ...] = Field(
        default=(), title="Cameras", description="Views that are read, in this order; none means all."
    )
    regions: dict[str, Region] = Field(
        default={},
        title="Label's place",
        description="Camera to left, top, right, bottom of the label as shares of the item's box: only that is read.",
    )
    budget_ms: float | None = Field(
        default=None,
        gt=0,
        title="Time",
        description="After so long no further line is begun; without it every line is read that may answer.",
    )
    reserve_ms: float = Field(
        default=250,
        ge=0,
        title="Reserve",
        description="No line is begun when the item's deadline is nearer: what comes after needs the time. "
        "After the decision a label has 3.5 s instead.",
    )
    min_score: float = Field(
        default=0.8, ge=0, le=1, title="Least score", description="Of an answer; below it a person looks."
    )
    compare: bool = Field(
        default=True,
        title="Compare",
        description="A lot or serial that is not the controller's gets a person's look.",
    )
    compare_codes: bool = Field(
        default=True,
        title="Compare with codes",
        description="A printed lot, serial or last day that a code on the item tells otherwise is a wrong label.",
    )
    date_order: DateOrder | None = Field(
        default=None, title="Date order", description="How 05/06/27 is meant; without it such a date is ambiguous."
    )
    margin_px: int = Field(default=12, ge=0, title="Margin", description="Pixels kept around the item's box.")
    threads: int = Field(
        default=2,
        ge=1,
        le=64,
        title="Threads",
        description="Processor threads for reading print; one after the decision.",
    )

    @model_validator(mode="after")
    def _known(self) -> Self:
        asked(self.names(), self.own())
        return self

    def names(self) -> tuple[str, ...]:
        """Every question that some product is asked."""
        rules = self.skus.values()
        own = [name for rule in rules for name in (*(rule.ask or ()), *(rule.required or ()))]
        return (*self.required, *self.ask, *own)

    def own(self) -> tuple[Question, ...]:
        """The station's own questions."""
        return tuple(one.to_domain() for one in self.questions)


class LabelCheck:
    """Thread-safe: it keeps nothing between items but the reader's answers."""

    def __init__(
        self, config: Config, name: str, *, reader: TextReader, codes: CodeReader, clock: Clock, catalogue: Catalogue
    ) -> None:
        self._config, self._name = config, name
        self._reader, self._codes, self._clock, self._catalogue = reader, codes, clock, catalogue
        self._questions = {one.alias: one for one in every(config.own())}

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check: the text reader was loaded when it was built; what keywords look like takes a moment too."""
        if taught is None:
            for question in self._questions.values():
                keyword_of(question)

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """OK with the answers as readings; FAILED where print contradicts a code; UNSURE where an answer is missing, in
        doubt or contradicts the controller; NOT_APPLICABLE where nothing answers and nothing had to.
        """
        rule = self._config.skus.get(item.trigger.identity.sku or "", SkuQuestions())
        entry = self._catalogue.find(item.trigger.identity.sku)
        known = None if entry is None else entry.label
        required = next(names for names in (rule.required, known, self._config.required) if names is not None)
        wanted = self._config.ask if rule.ask is None else rule.ask
        questions = tuple(
            self._questions[name] for name in dict.fromkeys((*required, *wanted)) if name in self._questions
        )
        until_ns = self._until_ns(item.trigger)
        read = read_label(
            self._reader,
            tuple(self._windows(item, detections)),
            questions,
            Calendar(year_now=self._clock.utc().year, order=self._config.date_order),
            in_time=lambda: self._clock.monotonic_ns() < until_ns,
            min_score=self._config.min_score,
            again=required,
        )
        wrong = self._against_codes(read, item, detections)
        answered = {one.answer.alias for one in read.answers}
        hurried = "" if all(one.alias in answered for one in questions) else _hurried(read)
        doubtful = [one for one in wrong if not one.sure]
        result = self._result(read, required, item.trigger.identity, doubtful, hurried)
        sure = [one for one in wrong if one.sure]
        return self._mislabelled(sure, result) if sure else result

    def _against_codes(
        self, read: LabelRead, item: Item, detections: tuple[Detections, ...]
    ) -> tuple[Contradiction, ...]:
        """Where print that was read well says something else than the codes of any view."""
        legible = [one for one in read.answers if one.answer.confidence >= self._config.min_score]
        printed = [one.as_reading() for one in legible if one.answer.alias in COMPARED and one.answer.meaning]
        if not (self._config.compare_codes and printed):
            return ()
        views = tuple(item_views(item, detections))
        coded = coded_readings(self._codes, views, self._config.margin_px, year_now=self._clock.utc().year)
        return tuple(contradictions(printed, coded))

    def _mislabelled(self, wrong: Sequence[Contradiction], result: CheckResult) -> CheckResult:
        """The place is the print's; the code's is told in `readings`."""
        first = wrong[0].printed
        return replace(
            result,
            outcome=CheckOutcome.FAILED,
            finding=Finding.MISLABELLED,
            confidence=first.confidence,
            camera=first.camera,
            xyxy=first.xyxy,
            detail="; ".join((*(one.words for one in wrong), result.detail)),
            readings=_with_codes(result.readings, wrong),
        )

    def _until_ns(self, trigger: Trigger) -> float:
        """When reading ends: its own time is over, or the decision needs the rest; never for pictures off the line."""
        budget_ms = math.inf if self._config.budget_ms is None else self._config.budget_ms
        own = self._clock.monotonic_ns() + budget_ms * 1e6
        return min(own, trigger.deadline_ns - self._config.reserve_ms * 1e6) if trigger.triggered_at_ns else own

    def _windows(self, item: Item, detections: tuple[Detections, ...]) -> Iterator[tuple[ItemView, Window]]:
        views = tuple(item_views(item, detections))
        order = self._config.cameras or tuple(view.camera for view in views)
        for view in sorted((one for one in views if one.camera in order), key=lambda one: order.index(one.camera)):
            yield view, window_of(view, self._config.margin_px, self._config.regions.get(view.camera))

    def _result(
        self,
        read: LabelRead,
        required: tuple[str, ...],
        identity: Identity,
        misread: Sequence[Contradiction],
        hurried: str,
    ) -> CheckResult:
        """What is wrong comes first: it is the reason that people are told."""
        missing = [alias for alias in required if all(one.answer.alias != alias for one in read.answers)]
        doubts: list[tuple[SeenAnswer | None, str]] = [(None, f"no {alias} read") for alias in missing]
        differing = {one.printed.name: f"{one.words}: misread?" for one in misread}
        for one in read.answers:
            doubt = self._doubt(one, required, identity) or differing.get(one.answer.alias, "")
            doubts += [(one, doubt)] if doubt else []
        if not read.answers and not doubts:
            detail = hurried or "nothing answers on the label"
            return CheckResult(check=self._name, outcome=CheckOutcome.NOT_APPLICABLE, confidence=0.0, detail=detail)
        said = ", ".join(f"{one.answer.alias} {one.answer.text}" for one in read.answers)
        about = next((one for one, _ in doubts if one is not None), next(iter(read.answers), None))
        return CheckResult(
            check=self._name,
            outcome=CheckOutcome.UNSURE if doubts else CheckOutcome.OK,
            confidence=min((one.answer.confidence for one in read.answers), default=0.0),
            value=said or None,
            camera=None if about is None else about.camera,
            xyxy=None if about is None else about.as_reading().xyxy,
            detail="; ".join(part for part in (*(text for _, text in doubts), hurried, said) if part),
            readings=_with_codes(tuple(one.as_reading() for one in read.answers), misread),
        )

    def _doubt(self, seen: SeenAnswer, required: tuple[str, ...], identity: Identity) -> str:
        """Why a person should look at an answer; empty: no reason."""
        answer = seen.answer
        told = {"lot": identity.lot, "serial": identity.serial}.get(answer.alias)
        legible = answer.confidence >= self._config.min_score
        if answer.alias in required and not legible:
            return f"{answer.alias} {answer.text} hardly legible"
        if answer.alias in required and answer.doubt:
            return f"{answer.alias} {answer.text}: {answer.doubt}"
        if self._config.compare and legible and told is not None and told != answer.text:
            return f"{answer.alias} {answer.text}, the controller says {told}"
        return ""


def _with_codes(readings: tuple[Reading, ...], wrong: Sequence[Contradiction]) -> tuple[Reading, ...]:
    """Both places of a contradiction: the code's behind what is printed."""
    return (*readings, *(one.coded for one in wrong if one.coded not in readings))


def _hurried(read: LabelRead) -> str:
    """What the time was too short for: that nothing was found there says nothing of the label."""
    short_of = (
        (read.lines_unread, "lines not read"),
        (read.views_unread, "views not read"),
        (read.looks_unmade, "closer looks not made"),
    )
    return ", ".join(f"{count} {what} in time" for count, what in short_of if count)


def build(
    config: Config,
    *,
    name: str,
    clock: Clock,
    catalogue: Catalogue,
    codes: CodeReader | None = None,
    text: TextReader | None = None,
) -> LabelCheck:
    """Construct the check; `codes` and `text` are the readers that it shares with other checks.

    Raises `StartupError` where print can not be read.
    """
    reader = text or TextReadOnce()
    reader.load(threads=config.threads)
    shared = codes or CodesReadOnce()
    return LabelCheck(config, name, reader=reader, codes=shared, clock=clock, catalogue=catalogue)
