"""Something that writes an explanation of a case: a language model, near or far. Never on the way of a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`pictures` are JPEG files; `schema` is the JSON Schema of the answer that is wished for."""

    system: str
    text: str
    pictures: Sequence[bytes] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)


class Explainer(Protocol):
    """Used by one thread at a time."""

    @property
    def model(self) -> str:
        """Who answers, for people."""
        ...

    def explain(self, question: Question) -> str:
        """The answer as it came, in whatever form. Bounded in time and size. Raises `ExplainerError`."""
        ...
