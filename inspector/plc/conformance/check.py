"""One scene of the kit, and the rules it tells about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inspector.plc.conformance.bench import Bench
from inspector.plc.conformance.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One scene that is played to the edge, and the rules it tells about (id to title).

    `run` returns a finding per rule; rules it leaves out could not be tested. It may raise `NoAnswer`.
    """

    rules: Mapping[str, str]
    run: Callable[[Bench], Mapping[str, Finding]]
