"""`inspector catalogue`: nothing half-imported, and a catalogue that does not fit its station is told."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.demo.plan import DemoPlan, demo_config
from inspector.domain.errors import ConfigError

GOOD = "sku,name,checks,references\nA,Box,codes,\nB,Bag,,A\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["catalogue", *arguments])


def station(folder: Path, checks: str = '[[checks]]\nname = "codes"\nkind = "barcode"\n') -> str:
    """The demo's station with a catalogue of its own."""
    plan = DemoPlan(items=1, data_dir=folder / "data", broker_port=1, http_port=0)
    file = folder / "station.toml"
    file.write_text(demo_config(plan).replace("rendered_catalogue", "sqlite_catalogue") + checks)
    return str(file)


def csv(folder: Path, text: str) -> str:
    file = folder / "products.csv"
    file.write_text(text)
    return str(file)


def test_import_show_and_check(tmp_path: Path) -> None:
    config = station(tmp_path)
    done = run("import", csv(tmp_path, GOOD), "--config", config, "--json")
    assert json.loads(done.output) == {"imported": 2, "products": 2}
    assert [row["sku"] for row in json.loads(run("show", "--config", config, "--json").output)] == ["A", "B"]
    assert json.loads(run("show", "B", "--config", config, "--json").output)["references"] == "A"
    assert "Bag" in run("show", "--config", config).output
    assert "Bag" in run("show", "B", "--config", config).output
    checked = run("check", "--config", config, "--json")
    assert checked.exit_code == 0
    answer = json.loads(checked.output)
    assert answer["wrong"] == []
    assert answer["untaught"] == ["A: not taught for top, side", "B: not taught for top, side"]


def test_a_wrong_file_changes_nothing(tmp_path: Path) -> None:
    config = station(tmp_path)
    run("import", csv(tmp_path, GOOD), "--config", config)
    before = run("show", "--config", config, "--json").output
    for command in ("import", "check"):
        failed = run(command, csv(tmp_path, "sku,units\nC,1\nD,none\n"), "--config", config)
        assert isinstance(failed.exception, ConfigError)  # main() prints it and exits 2
        assert "line 3: units" in str(failed.exception)
    stolen = "sku,gtins\nA,4006381333931\nE,4006381333931\n"
    assert isinstance(run("import", csv(tmp_path, stolen), "--config", config).exception, ConfigError)
    assert run("show", "--config", config, "--json").output == before


def test_others_are_kept_when_asked(tmp_path: Path) -> None:
    config = station(tmp_path)
    run("import", csv(tmp_path, GOOD), "--config", config)
    done = run("import", csv(tmp_path, "sku\nC\n"), "--config", config, "--keep-others", "--json")
    assert json.loads(done.output) == {"imported": 1, "products": 3}
    assert (
        "products imported: 1; in the catalogue now: 1" in run("import", csv(tmp_path, "sku\nC\n"), "-c", config).output
    )


def test_checks_and_references_that_do_not_exist_are_wrong(tmp_path: Path) -> None:
    config = station(tmp_path, checks="")
    found = run(
        "check", csv(tmp_path, "sku,checks,references,label\nA,codes;size,,lot;colour\nB,none,Z,\n"), "--config", config
    )
    assert found.exit_code == 1
    assert "A: the station has no check 'codes', 'size'; it has: none" in found.output
    assert "A: no label check asks for 'colour'; known: expiry, lot" in found.output
    assert "B: references 'Z' is not in the catalogue" in found.output


@pytest.mark.parametrize("arguments", [["show", "Z"]])
def test_a_sku_that_is_not_in_the_catalogue_is_exit_2(tmp_path: Path, arguments: list[str]) -> None:
    found = run(*arguments, "--config", station(tmp_path))
    assert found.exit_code == 2
    assert "Z: is not in the catalogue" in found.output


def test_the_rendered_lines_catalogue_is_shown_but_takes_no_import(tmp_path: Path) -> None:
    config = Path(station(tmp_path))
    config.write_text(config.read_text().replace("sqlite_catalogue", "rendered_catalogue"))
    assert len(json.loads(run("show", "--config", str(config), "--json").output)) == 17
    refused = run("import", csv(tmp_path, GOOD), "--config", str(config))
    assert refused.exit_code == 2
    assert "keeps nothing" in refused.output


def test_a_file_that_is_no_catalogue_is_exit_2(tmp_path: Path) -> None:
    config = station(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalogue.sqlite").write_text("no database" * 100)
    for arguments in (["show"], ["check"], ["import", csv(tmp_path, GOOD)]):
        found = run(*arguments, "--config", config)
        assert found.exit_code == 2, arguments
        assert "catalogue.sqlite" in found.output
