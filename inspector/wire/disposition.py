"""The arguments of `cmd/disposition`."""

from typing import Any

from pydantic import JsonValue

from inspector.domain.dispositioning import Step


def step_arguments(step: Step) -> dict[str, JsonValue]:
    """What `cmd/disposition` carries in `args`; what is absent is left out."""
    written: dict[str, Any] = {
        "step_id": step.step_id,
        "record_id": step.record_id,
        "fate": step.fate.value,
        "operator": step.operator,
        "why": step.why,
        "grade": step.grade,
        "value": step.value,
    }
    return {name: value for name, value in written.items() if value is not None}
