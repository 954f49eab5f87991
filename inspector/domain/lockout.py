"""After how many wrong PINs how long nobody is let in. Counted by a clock that nobody can set."""

from dataclasses import dataclass

NS = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRule:
    """The wrong try number `free` is followed by `first_s` in which nothing is tried; each further one by twice that.

    `most_s` is the longest. After `forget_s` without a wrong try they are counted anew; None: only the right one helps.
    With 5, 30 s and 1 h somebody who guesses a PIN of four digits has 24 tries a day.
    """

    free: int = 5
    first_s: float = 30.0
    most_s: float = 3600.0
    forget_s: float | None = None

    def delay_s(self, wrong: int) -> float:
        """How long is waited after this many wrong tries in a row.

        >>> [LockRule().delay_s(wrong) for wrong in (4, 5, 6, 7, 12, 5000)]
        [0.0, 30.0, 60.0, 120.0, 3600.0, 3600.0]
        """
        if wrong < self.free:
            return 0.0
        return float(min(self.most_s, self.first_s * 2.0 ** min(wrong - self.free, 30)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Wrong tries in a row; the last at `at_ns` of the monotonic clock of boot `boot_id`."""

    wrong: int = 0
    at_ns: int = 0
    boot_id: str = ""

    def wait_s(self, rule: LockRule, *, now_ns: int, boot_id: str) -> float:
        """How long nothing may be tried yet; 0 when it may be now.

        After a restart of the machine nobody knows how long it was off: the whole delay is still to come, counted from
        the beginning of that boot's clock. So neither a reboot nor a wall clock that is set shortens it.
        """
        delay_s = rule.delay_s(self.wrong)
        since_ns = self.at_ns if boot_id == self.boot_id else 0
        return max(0.0, delay_s - max(0, now_ns - since_ns) / NS)

    def failed(self, rule: LockRule, *, now_ns: int, boot_id: str) -> "Tries":
        """After one more wrong try."""
        quiet = rule.forget_s is not None and boot_id == self.boot_id and now_ns - self.at_ns >= rule.forget_s * NS
        return Tries(wrong=1 if quiet else self.wrong + 1, at_ns=now_ns, boot_id=boot_id)
