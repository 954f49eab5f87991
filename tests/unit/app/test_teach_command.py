"""`inspector teach`: what is wrong is told at once, and a product is called what it is called."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.cli.output import console, notices, print_table
from inspector.domain.errors import ConfigError


def pictures(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        image = np.random.default_rng(number).integers(0, 256, (40, 60, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), image)
    return folder


def teach(folder: Path, data: Path, sku: str) -> Result:
    return CliRunner().invoke(app, ["teach", "--sku", sku, "--whole", "--data-dir", str(data), str(folder)])


def test_unusable_files_and_too_few_others_are_told_together(tmp_path: Path) -> None:
    good = pictures(tmp_path / "good", 3)
    (good / "torn.png").write_bytes(b"no picture")
    found = teach(good, tmp_path / "data", "BOX-1")
    assert found.exit_code == 2
    assert "torn.png: is not a picture that can be decoded" in found.output
    assert "3 images are left; at least 5 are needed" in found.output


@pytest.mark.parametrize("sku", ["[/A]", "[red]", ":a:"])
def test_a_name_that_looks_like_markup_is_a_name(tmp_path: Path, sku: str) -> None:
    refused = teach(pictures(tmp_path / "good", 3), tmp_path / "data", sku).exception
    assert isinstance(refused, ConfigError)
    assert f"{sku!r} can not be taught" in str(refused)


def test_what_is_printed_is_what_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    for to in (console, notices):
        to.print("sku:a: [red]box[/red]")
    assert tuple(capsys.readouterr()) == ("sku:a: [red]box[/red]\n",) * 2


def test_a_table_shows_names_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("shift [1]", ("who", "[n]"), [("[red]Ana", 3), (":a:", 4)])
    said = capsys.readouterr().out
    assert all(name in said for name in ("shift [1]", "[n]", "[red]Ana", ":a:"))
