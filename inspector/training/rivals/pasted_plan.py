"""How long, and on how many pictures a step, the network of pasted defects learns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedPlan:
    """`sources` pictures a step, each shown whole, with a patch and with a scar; `rate` is the highest."""

    steps: int = 100
    sources: int = 8
    rate: float = 1e-3
    seed: int = 0
