"""Every part of a station is tried before anything is reported, so that one start lists all that is wrong."""

from collections.abc import Callable, Iterable
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
            self._note(f"{place}: {problem}" for problem in error.problems)
        except InspectorError as error:
            self._note([f"{place}: {error}"])
        return None

    def _note(self, problems: Iterable[str]) -> None:
        """Once each: a bundle that two parts need is wrong once."""
        self.problems += [problem for problem in problems if problem not in self.problems]
