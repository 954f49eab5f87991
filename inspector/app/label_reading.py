"""Asks questions of the labels in picture files: for `inspector read`."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.adapters.checks._item_views import ItemView
from inspector.adapters.checks._label_views import SeenAnswer, read_label
from inspector.adapters.checks._text_once import TextReadOnce
from inspector.app.picture_files import PictureFile, read_image
from inspector.app.registry import options
from inspector.config.station import StationConfig
from inspector.domain.errors import ConfigError, FrameCorrupt
from inspector.domain.frame import RgbImage
from inspector.domain.known_questions import asked
from inspector.domain.label_question import Question
from inspector.domain.label_value import Calendar

_OWN = re.compile(r"(?P<alias>[a-z][a-z0-9_]{0,31})=(?P<words>[^:]*)(?::(?P<pattern>.+))?")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileAnswers:
    """What one picture answered; `problem` says why it could not be read, empty: it could. `image` is None then."""

    path: Path
    answers: tuple[SeenAnswer, ...]
    missing: tuple[str, ...]
    ms: float
    lines_unread: int = 0
    problem: str = ""
    image: RgbImage | None = None

    def to_json(self) -> dict[str, object]:
        """Plain values; places in pixels of the picture."""
        return {
            "path": str(self.path),
            "answers": [
                {
                    "question": one.answer.alias,
                    "text": one.answer.text,
                    "meaning": one.answer.meaning,
                    "confidence": round(one.answer.confidence, 4),
                    "keyword": one.answer.keyword,
                    "doubt": one.answer.doubt,
                    "xyxy": [round(value, 1) for value in one.as_reading().xyxy],
                    "polygon": [[round(x, 1), round(y, 1)] for x, y in one.answer.corners],
                }
                for one in self.answers
            ],
            "missing": list(self.missing),
            "lines_unread": self.lines_unread,
            "ms": round(self.ms, 1),
            "problem": self.problem,
        }


def questions_of(names: Sequence[str], written: Sequence[str], station: StationConfig | None) -> tuple[Question, ...]:
    """Those named; known are the built-in ones, those of the station's label checks, and those `written` on the
    command line as `alias=KEYWORD,KEYWORD:PATTERN`, which are asked without being named. Raises `ConfigError`.
    """
    own, problems = [] if station is None else label_questions(station), []
    for text in written:
        match = _OWN.fullmatch(text)
        if match is None:
            problems.append(f"--question {text!r}: write alias=KEYWORD,KEYWORD:PATTERN")
            continue
        try:
            keywords = tuple(word.strip() for word in match["words"].split(",") if word.strip())
            own.append(Question(alias=match["alias"], keywords=keywords, pattern=match["pattern"] or r"\S+"))
        except ValueError as error:
            problems.append(f"--question {text!r}: {error}")
    try:
        chosen = asked(
            [*names, *(one.alias for one in own if any(w.startswith(f"{one.alias}=") for w in written))], own
        )
    except ValueError as error:
        problems.append(f"--ask: {error}")
    if problems:
        raise ConfigError("questions", problems)
    return chosen


def label_questions(station: StationConfig) -> list[Question]:
    """The own questions of the station's label checks."""
    checks = [options("checks", section) for section in station.checks if section.kind == "label"]
    return [question for one in checks for question in one.own()]  # type: ignore[attr-defined]


def read_file(
    reader: TextReadOnce,
    file: PictureFile,
    questions: Sequence[Question],
    calendar: Calendar,
    *,
    budget_ms: float | None,
    min_score: float,
) -> FileAnswers:
    """The answers of one picture, read whole. A picture that can not be opened says so and answers nothing."""
    aliases = tuple(one.alias for one in questions)
    problem = f"{file.path}: is a video; labels are read in pictures" if file.is_video else ""
    try:
        image = None if file.is_video else read_image(file.path)
    except FrameCorrupt as error:
        image, problem = None, str(error)
    if image is None:
        return FileAnswers(path=file.path, answers=(), missing=aliases, ms=0.0, problem=problem)
    height, width = image.shape[:2]
    view = ItemView(camera="picture", image=image, xyxy=(0.0, 0.0, float(width), float(height)), score=1.0)
    started = time.perf_counter()
    until = None if budget_ms is None else started + budget_ms / 1000
    found = read_label(
        reader,
        [(view, (0, 0, width, height))],
        questions,
        calendar,
        in_time=lambda: until is None or time.perf_counter() < until,
        min_score=min_score,
        again=aliases,
    )
    answered = {one.answer.alias for one in found.answers}
    return FileAnswers(
        path=file.path,
        answers=found.answers,
        missing=tuple(alias for alias in aliases if alias not in answered),
        ms=(time.perf_counter() - started) * 1000,
        lines_unread=found.lines_unread,
        image=image,
    )
