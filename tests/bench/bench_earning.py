"""What docs/explanation/calibration.md says of limits and of the scorer's vote, on simulated stations.

    python tests/bench/bench_earning.py limits        the true rate of a calibration set's limit, middle 95 %
    python tests/bench/bench_earning.py earned        how soon a scorer that tells damage earns its vote
    python tests/bench/bench_earning.py undeserved    how often one that adds nothing does (some minutes)

`earned` and `undeserved` take `--stations`, for each row.
"""

import argparse
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.domain.beta import beta_quantile, share_interval
from inspector.domain.conformal import above
from inspector.domain.earning import ALPHA, deserving, evidence
from tests.support.reviewed_items import ADDING_NOTHING, POWER, reviewed

SETS = ((99, 0.01), (240, 0.01), (999, 0.01), (240, 0.05), (999, 0.05))  # intact items, alpha
EARNED = (
    ("informative", 0.5, (150, 200, 300)),
    ("informative", 0.1, (400, 600)),
    ("weak", 0.5, (500, 1000, 2000)),
)
LOOKS = tuple(range(30, 241, 30))  # reviewed items at each look


def limits() -> None:
    """The Beta distribution of the true rate, without ties."""
    for n, alpha in SETS:
        more = above(n, alpha)
        low, high = (beta_quantile(q, more, n + 1 - more) for q in (0.025, 0.975))
        print(f"{n:>5} intact items, alpha {alpha:.0%}: the set's true rate is {low:.2%} to {high:.2%} in 95 % of sets")


def earned(stations: int) -> None:
    """Share of stations whose scorer has its vote after so many items."""
    for kind, prevalence, looks in EARNED:
        counts = dict.fromkeys(looks, 0)
        for seed in range(stations):
            items = reviewed(seed, max(looks), kind=kind, prevalence=prevalence)
            for n in looks:
                counts[n] += bool(deserving({"default": evidence(items[:n])}))
        of = f"{kind}, AUROC {POWER[kind] / (POWER[kind] + 1):.2f}, {prevalence:.0%} damaged"
        for n, count in counts.items():
            low, high = share_interval(count, stations)
            print(f"{of}: after {n:>4} items {count} of {stations} have it ({low:.0%} to {high:.0%})", flush=True)


def undeserved(stations: int) -> None:
    """Stations whose scorer has a vote at any look, and the largest evidence of all."""
    total = 0
    for kind, prevalence, crooked in ADDING_NOTHING:
        logs = []
        for seed in range(stations):
            items = reviewed(10_000 + seed, LOOKS[-1], kind=kind, prevalence=prevalence, crooked=crooked)
            logs.append(max(evidence(items[:n]).log_e for n in LOOKS))
        count = sum(log_e >= math.log(1 / ALPHA) for log_e in logs)
        total += count
        of = f"{kind}, {prevalence:.0%} damaged{', bent detector' if crooked else ''}"
        print(f"{of}: {count} of {stations} stations, largest evidence {math.exp(max(logs)):.2g}", flush=True)
    print(f"in all {total} of {stations * len(ADDING_NOTHING)} stations, at any of {len(LOOKS)} looks")


def main() -> None:
    """Run one and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("limits", "earned", "undeserved"))
    parser.add_argument("--stations", type=int, help="default: 40 for `earned`, 200 for `undeserved`")
    given = parser.parse_args()
    if given.what == "limits":
        limits()
    elif given.what == "earned":
        earned(given.stations or 40)
    else:
        undeserved(given.stations or 200)


if __name__ == "__main__":
    main()
