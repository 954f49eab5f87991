"""A circuit breaker: what failed several times in a row is left alone for a while (Nygard, Release It!, 2007)."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerRule:
    """After `failures` in a row nothing is tried for `rest_s` seconds; then one attempt decides anew."""

    failures: int
    rest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """`failed` in a row so far; `opened` is when the last of them made it open (UTC), None while it is closed."""

    failed: int = 0
    opened: datetime | None = None

    def refuses_s(self, rule: BreakerRule, now: datetime) -> float:
        """Seconds for which nothing is to be tried; 0 to try. A clock that was set back does not prolong it."""
        if self.opened is None or now < self.opened:
            return 0.0
        return max(0.0, (self.opened + timedelta(seconds=rule.rest_s) - now).total_seconds())

    def after(self, rule: BreakerRule, now: datetime, *, worked: bool) -> "Breaker":
        """What it is after an attempt."""
        if worked:
            return Breaker()
        failed = self.failed + 1
        return Breaker(failed=failed, opened=now if failed >= rule.failures else None)
