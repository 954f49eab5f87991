"""The wheel, installed into an empty environment and run outside the checkout, finds its models and its window."""

import os
import subprocess
import sys
import sysconfig
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


def install(wheel: Path, destination: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What is done on a device, below `destination`; the libraries are left out, so that no network is needed."""
    own = {"DESTDIR": str(destination), "PYTHON": sys.executable, "PIP_NO_DEPS": "1"}
    return subprocess.run(
        [str(ROOT / "deploy" / "install.sh"), str(wheel)],
        env=os.environ | own | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


@pytest.fixture(scope="module")
def device(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a device on which the wheel was installed by `deploy/install.sh`."""
    root = tmp_path_factory.mktemp("device")
    installed = install(wheel, root)
    assert installed.returncode == 0, installed.stderr
    return root


@pytest.fixture(scope="module")
def python(device: Path) -> Path:
    """The device's interpreter: its environment holds the wheel and nothing else of ours."""
    return device / "opt" / "edge-inspector" / "bin" / "python"


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


def test_a_second_install_renews_the_program_and_leaves_what_is_configured(
    wheel: Path, device: Path, python: Path
) -> None:
    config, token = device / "etc/edge-inspector/station.toml", device / "etc/edge-inspector/http.token"
    assert token.stat().st_mode & 0o077 == 0
    config.write_text("# ours\n", encoding="utf-8")
    secret = token.read_text(encoding="utf-8")
    (module,) = python.parents[1].glob("lib/python*/site-packages/inspector/app/daemon.py")
    module.write_text("raise SystemExit", encoding="utf-8")
    again = install(wheel, device)
    assert again.returncode == 0, again.stderr
    assert (config.read_text(encoding="utf-8"), token.read_text(encoding="utf-8")) == ("# ours\n", secret)
    assert module.read_bytes() == (ROOT / "inspector/app/daemon.py").read_bytes()
    for shipped, place in (
        ("systemd/edge-inspector.service", "etc/systemd/system/edge-inspector.service"),
        ("udev/99-edge-inspector.rules", "etc/udev/rules.d/99-edge-inspector.rules"),
        ("OPERATIONS.md", "usr/share/doc/edge-inspector/OPERATIONS.md"),
    ):
        assert (device / place).read_bytes() == (ROOT / "deploy" / shipped).read_bytes()


def test_what_can_not_be_installed_is_one_line_and_leaves_nothing_and_what_can_goes_where_the_unit_looks_for_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "no.whl").write_bytes(b"")
    root = tmp_path / "root"
    precious = root / "usr" / "local" / "precious"
    precious.parent.mkdir(parents=True)
    precious.write_text("theirs", encoding="utf-8")
    for wheel, code, said in ((tmp_path / "none.whl", 2, "no such file"), (tmp_path / "no.whl", 3, "could not")):
        refused = install(wheel, root, PREFIX="/usr/local")
        assert refused.returncode == code
        assert said in refused.stderr
        assert not (root / "etc").exists()
    assert precious.read_text(encoding="utf-8") == "theirs"
    assert (root / "opt" / "edge-inspector" / "pyvenv.cfg").exists()


def test_a_folder_that_is_no_environment_of_ours_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"")
    precious = tmp_path / "root" / "opt" / "edge-inspector" / "precious"
    precious.parent.mkdir(parents=True)
    precious.write_text("theirs", encoding="utf-8")
    refused = install(tmp_path / "a.whl", tmp_path / "root")
    assert precious.read_text(encoding="utf-8") == "theirs"
    assert refused.returncode == 3
    assert "opt/edge-inspector holds something that is no virtual environment" in refused.stderr
