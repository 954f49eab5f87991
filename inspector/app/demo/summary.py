"""What a demonstration run came to: for people a table, for programs a JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console

from inspector.app.cli.output import print_facts
from inspector.app.demo.truth import Confusion


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds; None when nothing was measured."""

    p50: float | None
    p99: float | None

    def to_json(self) -> dict[str, float | None]:
        """Plain values."""
        return {"p50": self.p50, "p99": self.p99}

    def __str__(self) -> str:
        if self.p50 is None or self.p99 is None:
            return "–"
        return f"{self.p50:.1f} / {self.p99:.1f} ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`triggers` are the conveyor's own count; outcomes and open are the station's ledger.

    `lost`: triggers that the ledger does not know, or that never got an outcome. `doubled`: items with two different
    decisions. `late`: decisions after their deadline, as either side saw it.
    """

    triggers: int
    outcomes: Mapping[str, int]
    open: int
    lost: int
    doubled: int
    late: int
    defaulted: int
    trigger_to_decision_ms: Latency
    decision_to_ack_ms: Latency
    truth: Confusion
    seconds: float
    first_decision_s: float | None
    versions: Mapping[str, str]

    @property
    def sound(self) -> bool:
        """Nothing lost, doubled or late, and the books balance."""
        balanced = self.triggers == sum(self.outcomes.values()) + self.open
        return balanced and not (self.lost or self.doubled or self.late)

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "triggers": self.triggers,
            "outcomes": dict(self.outcomes),
            "open": self.open,
            "lost": self.lost,
            "doubled": self.doubled,
            "late": self.late,
            "defaulted": self.defaulted,
            "trigger_to_decision_ms": self.trigger_to_decision_ms.to_json(),
            "decision_to_ack_ms": self.decision_to_ack_ms.to_json(),
            "truth": self.truth.to_json(),
            "seconds": round(self.seconds, 3),
            "first_decision_s": self.first_decision_s,
            "sound": self.sound,
            "versions": dict(self.versions),
        }


def print_summary(summary: Summary, to: Console) -> None:
    """The table."""
    truth = summary.truth
    facts: dict[str, object] = {"triggers": summary.triggers}
    facts |= dict(summary.outcomes)
    facts |= {
        "open": summary.open,
        "lost": summary.lost,
        "doubled": summary.doubled,
        "late": summary.late,
        "routed by the conveyor's default": summary.defaulted,
        "trigger → decision, p50 / p99": summary.trigger_to_decision_ms,
        "decision → ack, p50 / p99": summary.decision_to_ack_ms,
        "damaged items isolated": f"{truth.damaged_diverted} of {truth.damaged}",
        "intact items isolated": f"{truth.intact_diverted} of {truth.intact}",
    }
    facts |= {f"  {name}": f"{caught} of {total}" for name, (caught, total) in sorted(truth.by_class.items())}
    facts["seconds"] = f"{summary.seconds:.1f}"
    print_facts("the line", facts, to)
    verdict = "nothing lost, doubled or late" if summary.sound else "NOT SOUND: something was lost, doubled or late"
    to.print(verdict, style="bold" if summary.sound else "bold red")
