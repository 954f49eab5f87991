"""`inspector calibrate` and `inspector plan` as a person uses them: files in, files out, and one clear refusal."""

import errno
import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.calibration import calibrate_scores
from inspector.app.cli.main import app
from inspector.app.score_rows import read_scores
from inspector.config.calibration import load_calibration
from inspector.domain.errors import ConfigError
from inspector.domain.item import Identity


def items(n: int, *, seed: int = 0, damaged_share: float = 0.3, sku: str = "CT", informative: bool = True) -> list[Any]:
    """Rows as `evaluate items --json` prints them; the scorer tells damage, or nothing."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        damaged = bool(rng.random() < damaged_share)
        seen = rng.random() < (0.6 if damaged else 0.1)
        detector = float(rng.beta(4, 3) if damaged else rng.beta(2, 4)) if seen else 0.0
        u = rng.random() ** (4 if damaged and informative else 1)
        rows.append(
            {
                "item": f"{sku}-{seed}-{number}",
                "damaged": damaged,
                "sku": sku,
                "material": "card",
                "score": detector,
                "disposition": "PASS",
                "detector": detector,
                "p_value": (1 + int(100 * u)) / 101,
            }
        )
    return rows


def report(path: Path, rows: list[Any], **more: Any) -> Path:
    figures = {"recall": 0.6, "recall_ci": [0.5, 0.7], "false_divert": 0.04, "false_divert_ci": [0.02, 0.06]}
    path.write_text(json.dumps(figures | {"items": rows} | more))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refusal(*arguments: object) -> str:
    """The message of a command that must fail with wrong input."""
    done = run(*arguments)
    if isinstance(done.exception, ConfigError):
        return str(done.exception)  # `main` prints it and exits with 2
    assert done.exit_code == 2, done.output
    return done.output


def test_a_limit_per_product_with_enough_items_and_the_rest_falls_back(tmp_path: Path) -> None:
    rows = items(400) + items(40, seed=1, sku="RARE")
    out = tmp_path / "cal.json"
    done = run("calibrate", "--scores", report(tmp_path / "r.json", rows), "--alpha", "0.01", "--out", out, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert set(said["limits"]) == {"default", "material:card", "sku:CT"}
    intact = sorted(row["score"] for row in rows if row["sku"] == "CT" and not row["damaged"])
    limit = said["limits"]["sku:CT"]
    assert limit["n"] == len(intact)
    assert limit["threshold"] == intact[len(intact) - int((len(intact) + 1) * 0.01)]
    assert limit["realised_ci"][0] < 0.01 < limit["realised_ci"][1]
    caught = sum(row["score"] > limit["threshold"] for row in rows if row["sku"] == "CT" and row["damaged"])
    assert limit["caught"] == caught
    short = next(note for note in said["notes"] if note.startswith("sku:RARE"))
    count = sum(not row["damaged"] for row in rows if row["sku"] == "RARE")
    assert f"{count} intact items, 99 are needed: {99 - count} more; the limit of material:card counts" in short
    table = load_calibration(out).content.to_domain().limits
    assert table.for_item(Identity(sku="CT")).group == "sku:CT"
    assert table.for_item(Identity(sku="RARE", material="card")).group == "material:card"
    assert table.for_item(Identity(sku="RARE")).group == "default"


def test_it_refuses_in_one_line_to_promise_what_so_few_items_can_not(tmp_path: Path) -> None:
    scores, out = report(tmp_path / "r.json", items(60, damaged_share=0)), tmp_path / "cal.json"
    said = refusal("calibrate", "--scores", scores, "--alpha", "0.01", "--out", out)
    assert "alpha 0.01: default: 60 intact items, 99 are needed: 39 more" in said
    assert not out.exists()
    assert run("calibrate", "--scores", scores, "--alpha", "0.05", "--out", out).exit_code == 0


def test_a_full_disk_leaves_the_former_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The station's next start reads it."""
    scores, out = report(tmp_path / "r.json", items(60, damaged_share=0)), tmp_path / "cal.json"
    line = ("calibrate", "--scores", scores, "--out", out)
    assert run(*line, "--alpha", "0.05").exit_code == 0
    former = out.read_bytes()

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert "cal.json: can not be written: No space left" in refusal(*line, "--alpha", "0.1")
    assert out.read_bytes() == former
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cal.json", "r.json"]
    assert run(*line, "--alpha", "0.1").exit_code == 0
    assert out.read_bytes() != former


def test_the_file_may_be_a_pipe(tmp_path: Path) -> None:
    scores, pipe = report(tmp_path / "r.json", items(60, damaged_share=0)), tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert run("calibrate", "--scores", scores, "--alpha", "0.05", "--out", pipe).exit_code == 0
    assert json.loads(os.read(reader, 1 << 16))["alpha"] == 0.05
    os.close(reader)


def test_an_informative_scorer_gets_a_weight_and_a_random_one_none(tmp_path: Path) -> None:
    for informative in (True, False):
        scores = report(tmp_path / "r.json", items(1200, informative=informative))
        out = tmp_path / "cal.json"
        options = ("--fuse", "--prevalence", "0.001", "--alpha", "0.05", "--out", out, "--json")
        done = run("calibrate", "--scores", scores, *options)
        assert done.exit_code == 0, done.output
        said = json.loads(done.stdout)
        file = load_calibration(out).content
        assert file.fusions.default is not None
        assert file.fusions.default.novelty == 0.0, "a product that nobody reviewed starts at 0"
        assert (file.fusions.sku["CT"].novelty > 0.5) is informative
        assert (said["scorer"]["sku:CT"]["weight"] > 0) is informative
        assert set(said["scorer"]) == {"material:card", "sku:CT"}
        half = said["limits"]["default"]["n"] + said["limits"]["default"]["damaged"]
        assert 500 < half < 700, "the limit rests on the items that the fusion never saw"
        shown = run("calibrate", "--scores", scores, *options[:-1])
        assert ("no vote" in shown.stdout) is not informative


def test_a_sku_votes_by_its_material_s_evidence_and_a_new_product_by_none(tmp_path: Path) -> None:
    """Three SKUs of a material, each too small to earn a vote alone; an uninformative one of another material."""
    rows = [row for number in range(3) for row in items(200, seed=number, sku=f"C{number}", damaged_share=0.5)]
    rows += [row | {"material": "glass"} for row in items(400, seed=8, sku="G", informative=False)]
    rows += items(60, seed=9, sku="NEW")
    out = tmp_path / "cal.json"
    options = ("--fuse", "--prevalence", "0.01", "--alpha", "0.1", "--fit-share", "0.7", "--out", out, "--json")
    done = run("calibrate", "--scores", report(tmp_path / "r.json", rows), *options)
    said = json.loads(done.stdout)["scorer"]
    assert said["material:card"]["log_e"] > np.log(100)
    small = [said[f"sku:C{number}"] for number in range(3)]
    assert min(one["log_e"] for one in small) < np.log(100)
    assert all(one["weight"] > 0 for one in small)
    assert said["material:glass"]["weight"] == said["sku:G"]["weight"] == 0.0
    fusions = load_calibration(out).content.to_domain().fusions
    for identity, votes in (
        (Identity(sku="NEW", material="card"), True),
        (Identity(sku="G", material="glass"), False),
        (Identity(sku="UNHEARD", material="wood"), False),
    ):
        fusion = fusions.for_item(identity)
        assert fusion is not None
        assert (fusion.novelty > 0) is votes


def test_items_without_a_product_are_one_product(tmp_path: Path) -> None:
    rows = [row | {"sku": None, "material": None} for row in items(1200)]
    out = tmp_path / "cal.json"
    options = ("--fuse", "--prevalence", "0.001", "--alpha", "0.05", "--out", out)
    assert run("calibrate", "--scores", report(tmp_path / "r.json", rows), *options).exit_code == 0
    fusion = load_calibration(out).content.fusions.default
    assert fusion is not None
    assert fusion.novelty > 0.5


def test_limits_of_fused_scores_are_those_that_the_policy_will_make(tmp_path: Path) -> None:
    scores, out = report(tmp_path / "r.json", items(1200)), tmp_path / "cal.json"
    options = ("--fuse", "--prevalence", "0.01", "--alpha", "0.02", "--out", out)
    assert run("calibrate", "--scores", scores, *options).exit_code == 0
    learnt = load_calibration(out).content.to_domain()
    fusion, limit = learnt.fusions.for_item(Identity(sku="CT")), learnt.limits.for_item(Identity(sku="CT"))
    assert fusion is not None
    possible = {fusion(row["detector"], row["p_value"]) for row in items(1200) if not row["damaged"]}
    assert limit.threshold in possible
    fresh = [fusion(row["detector"], row["p_value"]) for row in items(4000, seed=9, damaged_share=0)]
    low, high = limit.realised(0.999)
    assert low - 0.01 <= np.mean([limit.exceeded(score) for score in fresh]) <= high + 0.01


def test_several_files_and_formats_are_one_set(tmp_path: Path) -> None:
    rows = items(30)
    lines, table, shown = tmp_path / "a.jsonl", tmp_path / "b.csv", tmp_path / "c.json"
    lines.write_text("\n".join(json.dumps(row | {"label": "good", "damaged": None}) for row in rows[:10]) + "\n\n")
    cells = [f"{row['item']},intact,{row['score']!r},,{row['sku']}" for row in rows[10:20]]
    table.write_text("item,label,score,p_value,sku\n" + "\n".join(cells) + "\n")
    shown.write_text(
        json.dumps([{"path": row["item"], "score": row["score"], "disposition": "REVIEW"} for row in rows[20:]])
    )
    found = read_scores([lines, table, shown], assume_intact=True)
    assert [row.name for row in found.rows] == [row["item"] for row in rows]
    assert [row.score for row in found.rows] == [row["score"] for row in rows]
    assert not any(row.damaged for row in found.rows)
    assert found.rows[10].identity == Identity(sku="CT")
    assert found.rows[10].p_value is None
    assert found.rows[0].p_value == rows[0]["p_value"]


def test_unjudged_items_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = items(30)
    rows[3]["disposition"] = rows[4]["disposition"] = "NO_DECISION"
    rows[3]["score"] = None
    found = read_scores([report(tmp_path / "r.json", rows)])
    assert (len(found.rows), found.unjudged) == (28, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no item"),
        ("[]", "holds no item"),
        ("{not json", "is no JSON"),
        ('{"recall": 1}', "no list `items`"),
        ("[1, 2]", "must be an object"),
        ('[{"item": "x", "score": NaN, "label": "good"}]', "item 1 (x): score is nan"),
        ('[{"item": "x", "score": 1.5, "label": "good"}]', "score is 1.5, not a number within 0 … 1"),
        ('[{"item": "x", "score": "high", "label": "good"}]', "score is 'high'"),
        ('[{"item": "x", "score": true, "label": "good"}]', "score is True"),
        ('[{"item": "x", "label": "good"}]', "has no score"),
        ('[{"item": "x", "score": 0.5}]', "has no label; give one, or say --assume-intact"),
        ('[{"item": "x", "score": 0.5, "label": "dented"}]', "label 'dented' is none of damaged, bad"),
        ('[{"item": "x", "score": 0.5, "p_value": 0, "label": "ok"}]', "p_value is 0"),
        ('[{"item": "x", "score": 0, "label": 0}, {"item": "x", "score": 1, "label": 0}]', "'x' occurs more than once"),
    ],
)
def test_bad_scores_are_refused_with_place_and_reason(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "scores.json"
    file.write_text(content)
    with pytest.raises(ConfigError) as caught:
        read_scores([file])
    assert said in str(caught.value)


def test_every_bad_file_is_named_and_long_lists_are_cut(tmp_path: Path) -> None:
    binary, missing, many = tmp_path / "b.json", tmp_path / "none.json", tmp_path / "m.json"
    binary.write_bytes(b"\xff\xfe\x00")
    many.write_text(json.dumps([{"item": str(i), "score": 2, "label": "ok"} for i in range(40)]))
    with pytest.raises(ConfigError) as caught:
        read_scores([binary, missing, many])
    text = str(caught.value)
    assert "b.json: is not UTF-8 text" in text
    assert "none.json: can not be read" in text
    assert "and 22 more" in text


def test_scores_of_different_models_are_not_mixed(tmp_path: Path) -> None:
    one = report(tmp_path / "1.json", items(5), models={"m@1": "a"})
    two = report(tmp_path / "2.json", items(5, seed=2), models={"m@1": "b"})
    with pytest.raises(ConfigError, match="its models differ"):
        read_scores([one, two])
    assert read_scores([one]).models == {"m@1": "a"}


def test_wrong_options_are_said(tmp_path: Path) -> None:
    scores, out = report(tmp_path / "r.json", items(200)), tmp_path / "cal.json"
    assert "--fuse needs --prevalence" in refusal("calibrate", "--scores", scores, "--out", out, "--fuse")
    assert "no such folder" in refusal("calibrate", "--scores", scores, "--out", tmp_path / "none" / "c.json")
    bare = report(tmp_path / "bare.json", [row | {"detector": None, "p_value": None} for row in items(200)])
    text = refusal("calibrate", "--scores", bare, "--out", out, "--fuse", "--prevalence", "0.01")
    assert "200 items have no `detector`" in text
    assert "no item has a `p_value`" in text
    assert calibrate_scores.__doc__


def test_a_plan_from_a_report_with_table_json_and_picture(tmp_path: Path) -> None:
    scores, picture = report(tmp_path / "r.json", items(900)), tmp_path / "plan.svg"
    line = ("plan", "--items-per-hour", "1200", "--prevalence", "0.001", "--report", scores)
    done = run(*line, "--plot", picture, "--reviewer-minutes", "10", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    first, *limits = said["points"]
    assert (first["name"], first["recall"]) == ("as decided", {"value": 0.6, "low": 0.5, "high": 0.7})
    assert first["diverts_per_hour"]["value"] == pytest.approx(0.6 * 1.2 + 0.04 * 1198.8)
    assert first["fits_reviewers"] is False
    assert [one["name"] for one in limits] == ["0.002", "0.005", "0.01", "0.02", "0.05", "0.1"]
    assert [one["threshold"] for one in limits] == sorted((one["threshold"] for one in limits), reverse=True)
    root = ET.fromstring(picture.read_text())  # noqa: S314 - our own file
    circles = [element for element in root.iter() if element.tag.endswith("circle")]
    assert len(circles) == 3 * len(said["points"])
    assert all(0 <= float(circle.attrib["cx"]) <= 760 for circle in circles)
    shown = run(*line).stdout
    assert "9.1% of diverts are real" in shown
    assert "decided" in shown
    assert "50–70" in shown


def test_groups_are_warned_of_where_they_hold_several_items(tmp_path: Path) -> None:
    """With --group-by-serial every item is a group of its own: nothing is shared."""

    def notes(rows: list[Any]) -> list[str]:
        line = ("plan", "--items-per-hour", "1200", "--prevalence", "0.001", "--json")
        found: list[str] = json.loads(run(*line, "--report", report(tmp_path / "r.json", rows)).stdout)["notes"]
        return found

    rows = items(300)
    assert notes([row | {"group": row["item"]} for row in rows]) == []
    assert notes([row | {"group": None} for row in rows]) == []
    shared = notes([row | {"group": f"lot {number // 10}"} for number, row in enumerate(rows)])
    assert shared == ["300 items come in 30 groups; intervals below 'as decided' take them as independent"]


def test_a_report_without_items_still_plans(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    more = {"good": 300, "recall_at_1pct_fpr": 0.5, "recall_at_1pct_fpr_ci": [0.4, 0.6], "recall_at_5pct_fpr": None}
    old.write_text(json.dumps({"recall": 0.6, "recall_ci": None, "false_divert": 0.04} | more))
    done = run("plan", "--items-per-hour", "100", "--prevalence", "0.01", "--report", old, "--json")
    said = json.loads(done.stdout)
    assert [one["name"] for one in said["points"]] == ["as decided", "0.01"]
    assert said["points"][0]["recall"] == {"value": 0.6, "low": 0.0, "high": 1.0}
    assert said["points"][1]["false_divert"]["high"] == pytest.approx(0.0289, abs=0.001)
    assert "no per-item scores" in said["notes"][0]


def test_a_plan_by_hand(tmp_path: Path) -> None:
    line = ("plan", "--items-per-hour", "1000", "--prevalence", "0.001", "--json")
    done = run(*line, "--recall", "1", "--false-divert-rate", "0.01", "--damaged-items", "40")
    (one,) = json.loads(done.stdout)["points"]
    assert one["ppv"]["value"] == pytest.approx(0.0910, abs=1e-4)
    assert one["recall"]["low"] == pytest.approx(0.912, abs=0.001)
    assert one["false_divert"]["low"] == one["false_divert"]["high"] == 0.01
    assert len(json.loads(run(*line, "--recall", "0.9").stdout)["points"]) == 4
    picture = tmp_path / "p.svg"
    assert run(*line, "--recall", "0.9", "--plot", picture).exit_code == 0
    assert "reviewer minutes" in picture.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--prevalence", "0", "--recall", "1"), "--prevalence 0: must lie within 0 … 1"),
        (("--prevalence", "0.1"), "either --report or --recall"),
        (("--prevalence", "0.1", "--recall", "1.2"), "1.2: a recall or rate"),
        (("--prevalence", "0.1", "--recall", "1", "--plot", "x.png"), "only .svg"),
        (("--prevalence", "0.1", "--recall", "1", "--plot", "none/x.svg"), "can not be written"),
        (("--prevalence", "0.1", "--report", "none.json"), "none.json"),
        (("--prevalence", "0.1", "--report", "none.json", "--false-divert-rate", "0.1"), "goes with --recall"),
        (("--prevalence", "0.1", "--recall", "1", "--recall", "0.9"), "2 recalls for 4"),
    ],
)
def test_a_plan_that_can_not_be_made_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refusal("plan", "--items-per-hour", "1000", *arguments)


def test_a_report_that_is_none_is_refused(tmp_path: Path) -> None:
    def said(content: str) -> str:
        file = tmp_path / "r.json"
        file.write_text(content)
        return refusal("plan", "--items-per-hour", "10", "--prevalence", "0.1", "--report", file)

    assert "is no JSON" in said("{")
    assert "is no report" in said('{"items": []}')
    assert "recall is None" in said('{"recall": null, "false_divert": 0.1}')
    only_good = json.dumps({"recall": 0, "false_divert": 0, "items": items(9, damaged_share=0)})
    assert "0 damaged and 9 intact items were judged; both needed" in said(only_good)
