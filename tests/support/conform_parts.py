"""The rules of the handshake in parts that are played at once, each on an edge of its own: most of it is waiting."""

from collections.abc import Iterable, Mapping

from inspector.plc.conform import ConformConfig, checks
from inspector.plc.conformance.audit import AUDIT
from inspector.plc.conformance.finding import RuleResult

# Ids of the rules after whose scenes a part ends; about as long each.
ENDS = ("R1-roll-over", "R6-lane-full", "R5-frozen")


def parts() -> tuple[frozenset[str], ...]:
    """Every rule, in the order of the scenes. What is said of all traffic is looked at in each part."""
    found: list[frozenset[str]] = []
    now = set(AUDIT.rules)
    for check in checks(ConformConfig()):
        now |= check.rules.keys()
        if now & set(ENDS) - set().union(*found):
            found.append(frozenset(now))
            now = set(AUDIT.rules)
    return (*found, frozenset(now))


def joined(results: Iterable[Mapping[str, RuleResult]]) -> dict[str, RuleResult]:
    """One result per rule: a broken one before one that is kept, and that before one that could not be tested."""
    found: dict[str, RuleResult] = {}
    rank = (False, True, None)
    for result in (one for part in results for one in part.values()):
        former = found.get(result.rule, result)
        found[result.rule] = min(former, result, key=lambda one: rank.index(one.held))
    return found
