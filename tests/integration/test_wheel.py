"""The wheel, installed into an empty environment and run outside the checkout, finds its models and its window."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and nothing else of ours."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    venv.create(folder, with_pip=True)
    interpreter = folder / "bin" / "python"
    pip = [str(interpreter), "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return interpreter


def run(python: Path, cwd: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The libraries come from the test's own environment; as a plain path, so that its editable install of us is not
    followed.
    """
    libraries = sysconfig.get_path("purelib")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "INSPECTOR"))}
    environment = kept | {"PYTHONPATH": libraries, "XDG_DATA_HOME": str(cwd)}
    return subprocess.run(
        [str(python), *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=110
    )


def test_the_wheel_holds_only_our_two_packages(wheel: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_wheel_contents", "--toplevel", "inspector,inspector_gui", str(wheel)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_it_is_the_installed_program_that_runs(python: Path, tmp_path: Path) -> None:
    where = run(python, tmp_path, "-c", "import inspector, inspector_gui; print(inspector.__file__)")
    assert where.returncode == 0, where.stderr
    assert str(ROOT) not in where.stdout
    assert str(python.parents[1]) in where.stdout


def test_the_installed_program_finds_its_models(python: Path, tmp_path: Path) -> None:
    listed = run(python, tmp_path, "-m", "inspector", "models", "verify", "--json")
    assert listed.returncode == 0, listed.stderr + listed.stdout
    assert '"line-detector"' in listed.stdout
    assert '"line-features"' in listed.stdout


def test_the_installed_program_judges_a_picture(python: Path, tmp_path: Path) -> None:
    drawn = run(
        python,
        tmp_path,
        "-c",
        "from inspector.scene.line import LineSpec; from inspector.scene.render import Renderer\n"
        "from inspector.app.picture_files import write_image; from pathlib import Path\n"
        "write_image(Path('a.png'), Renderer(LineSpec(), view='top').item(1).image)",
    )
    assert drawn.returncode == 0, drawn.stderr
    judged = run(python, tmp_path, "-m", "inspector", "inspect", "a.png", "--json", "--save", "out")
    assert judged.returncode in {0, 1}, judged.stderr
    assert '"disposition"' in judged.stdout
    assert list((tmp_path / "out").glob("*.jpg"))
