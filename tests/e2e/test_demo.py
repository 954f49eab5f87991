"""`inspector demo` as the README starts it: the whole line, to its end, and what its JSON promises."""

import json
import subprocess
import sys
from pathlib import Path

PROMISED = {
    "triggers",
    "outcomes",
    "open",
    "lost",
    "doubled",
    "late",
    "trigger_to_decision_ms",
    "decision_to_ack_ms",
    "truth",
    "seconds",
    "versions",
}


def test_a_line_runs_to_its_end_and_loses_nothing(tmp_path: Path) -> None:
    slow = ("--belt-mm-s", "600")  # 3.7 s per decision: a busy machine must not make an item late
    given = ["demo", "--headless", "--items", "3", "--no-teach", "--data-dir", str(tmp_path / "demo"), *slow, "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "inspector", *given], capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found.keys() >= PROMISED
    assert (found["triggers"], sum(found["outcomes"].values())) == (3, 3)
    assert (found["open"], found["lost"], found["doubled"], found["late"], found["defaulted"]) == (0, 0, 0, 0, 0)
    for latency in ("trigger_to_decision_ms", "decision_to_ack_ms"):
        assert 0 < found[latency]["p50"] <= found[latency]["p99"]
    truth = found["truth"]
    assert truth["damaged"] + truth["intact"] == 3
    assert (
        truth["damaged_diverted"] + truth["intact_diverted"]
        == found["outcomes"]["DIVERT"] + found["outcomes"]["REVIEW"]
    )
    assert 0 < found["first_decision_s"] < found["seconds"]
    assert {"edge-inspector", "onnxruntime"} <= found["versions"].keys()
    assert "first decision" in done.stderr
