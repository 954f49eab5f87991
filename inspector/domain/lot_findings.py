"""What an item counts as in the lot watch: one finding per isolated item, read off its verdict."""

from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition, Verdict

KINDS = sum(200 <= code < 500 for code in ReasonCode)  # how many findings there are, named checks apart

_CHECKS = {ReasonCode.CHECK_FAILED, ReasonCode.CHECK_UNSURE}


def finding_of(verdict: Verdict) -> str | None:
    """The finding that isolated the item: that of the strongest reason. None for an item that nothing was found on.

    An item that was isolated only because its group is held counts as one that nothing was found on: a hold must not
    feed itself. Raises ValueError for an outcome that is no observation (see `observed`).
    """
    if not observed(verdict):
        raise ValueError(f"{verdict.why.name} says nothing about the item")
    leading = verdict.reasons[0]
    if verdict.disposition is Disposition.PASS or leading.code is ReasonCode.GROUP_HELD:
        return None
    if leading.code in _CHECKS:
        return f"check:{leading.detail.split(':', 1)[0]}"
    if leading.code is ReasonCode.DEFECT_UNCERTAIN:
        return "defect"
    return leading.code.name.removeprefix("DEFECT_").lower()


def observed(verdict: Verdict) -> bool:
    """Whether somebody looked at the item: one that was not judged, or bypassed by hand, says nothing."""
    return verdict.disposition is not Disposition.NO_DECISION and verdict.why is not ReasonCode.BYPASS
