"""What counts as the station's own in its data directory."""

import os
from pathlib import Path

import pytest

from inspector.app.writable import require_readable
from inspector.config.sections import AdapterSection
from inspector.domain.errors import StartupError


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of folders that may not be looked into: also for root, whom nothing is closed to."""
    names: set[str] = set()
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name in names:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return names


def test_a_closed_folder_of_the_station_is_named(tmp_path: Path, closed: set[str]) -> None:
    (tmp_path / "golden").mkdir()
    closed.add("golden")
    with pytest.raises(StartupError, match="golden: Permission denied"):
        require_readable(tmp_path)


@pytest.mark.parametrize("name", ["lost+found", ".Trash-0"])
def test_what_belongs_to_the_disk_is_not_the_station_s(tmp_path: Path, closed: set[str], name: str) -> None:
    (tmp_path / name).mkdir()
    closed.add(name)
    assert require_readable(tmp_path) == tmp_path


def test_a_folder_that_a_store_names_is_the_station_s_whatever_its_name(tmp_path: Path, closed: set[str]) -> None:
    stores = [
        AdapterSection(kind="no-such-kind"),
        AdapterSection(kind="sqlite_ledger"),
        AdapterSection.model_validate({"kind": "folder_evidence", "folder": ".kept/pictures"}),
    ]
    for name in (".kept", ".Trash-0"):
        (tmp_path / name).mkdir()
        closed.add(name)
    with pytest.raises(StartupError) as caught:
        require_readable(tmp_path, stores)
    (problem,) = caught.value.problems
    assert problem == f"{tmp_path}/.kept: Permission denied; the station's user must be able to read it"
