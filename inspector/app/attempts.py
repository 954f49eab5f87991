"""Every part of a station is tried before anything is reported, so that one start lists all that is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from inspector.domain.errors import InspectorError, StartupError

T = TypeVar("T")


@dataclass(slots=True)
class Attempts:
    """Tries parts one after the other and keeps what went wrong."""

    problems: list[str] = field(default_factory=list)

    def make(self, place: str, construct: Callable[[], T]) -> T | None:
        """The part, or None where it can not be had; `place` says where in the config it is described."""
        try:
            return construct()
        except StartupError as error:
            self.problems += [f"{place}: {problem}" for problem in error.problems]
        except InspectorError as error:
            self.problems.append(f"{place}: {error}")
        return None
