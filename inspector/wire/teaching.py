"""The data of `rsp/teach.*`: how a lesson stands, which items there are, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError

from inspector.domain.errors import BadMessage
from inspector.domain.lesson import Candidate, Refusal, TeachState
from inspector.wire.problems import problems_in

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Items:
    items: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusals:
    refusals: tuple[Refusal, ...] = ()


_STATE = TypeAdapter(TeachState)
_ITEMS = TypeAdapter(_Items)
_REFUSALS = TypeAdapter(_Refusals)


def teach_state_from(data: Mapping[str, JsonValue]) -> TeachState:
    """How a lesson stands. Raises `BadMessage` that names everything that is wrong."""
    return _read(_STATE, "teach.look", data)


def candidates_from(data: Mapping[str, JsonValue]) -> tuple[Candidate, ...]:
    """The items that may be learnt from, newest first. Raises `BadMessage`."""
    return _read(_ITEMS, "teach.items", data).items


def refusals_from(data: Mapping[str, JsonValue]) -> tuple[Refusal, ...]:
    """What a refused command lists, nothing where it lists nothing. Raises `BadMessage`."""
    return _read(_REFUSALS, "teach", data).refusals


def _read(adapter: TypeAdapter[T], name: str, data: Mapping[str, JsonValue]) -> T:
    try:
        return adapter.validate_python(dict(data))
    except ValidationError as error:
        raise BadMessage(f"rsp/{name}: {problems_in(error)}") from None
