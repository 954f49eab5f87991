"""What the prose promises is what the machine demands."""

import re
import tomllib
from pathlib import Path

from inspector.domain.alarm import ALARMS

ROOT = Path(__file__).resolve().parents[2]


def test_the_python_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    demanded = project["project"]["requires-python"].removeprefix(">=")
    major, minor = demanded.split(".")
    assert f"Python {demanded} or newer" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {demanded} or newer" in (ROOT / "deploy" / "OPERATIONS.md").read_text(encoding="utf-8")
    assert f"sys.version_info < ({major}, {minor})" in (ROOT / "scripts" / "setup").read_text(encoding="utf-8")
    assert project["tool"]["mypy"]["python_version"] == demanded


def test_the_two_commands_exist_and_ci_runs_the_second() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("scripts/demo", "scripts/check"):
        assert name in readme
        assert (ROOT / name).stat().st_mode & 0o111
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in ci.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec scripts/check"]


def test_only_an_item_a_question_what_is_learnt_and_a_stage_are_guarded_broadly() -> None:
    """Everywhere else an exception is translated at a border or ends the process. What the scorer learns of good items
    is best effort: it may not end a station that decides well without.
    """
    broad = re.compile(r"except (Exception|BaseException)\b")
    found = {
        path.relative_to(ROOT / "inspector" / "pipeline").name
        for path in (ROOT / "inspector" / "pipeline").glob("*.py")
        if broad.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"commands.py", "following.py", "inspection.py", "stage.py"}


def test_every_alarm_that_is_raised_has_its_row_for_operators() -> None:
    raised = {
        name
        for path in (ROOT / "inspector").rglob("*.py")
        for name in re.findall(r"(?:alarms\.set|ShareAlarm)\(\s*\"([a-z-]+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(raised) > 10
    rows = re.findall(r"^\| `([a-z-]+)` P\d \|", (ROOT / "deploy" / "OPERATIONS.md").read_text(encoding="utf-8"), re.M)
    assert raised <= set(rows)
    assert set(rows) <= set(ALARMS)


def test_every_advice_to_install_an_extra_names_this_package_and_an_extra_that_it_has() -> None:
    """`pip install 'inspector[train]'` would fetch a stranger's package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pages = [*ROOT.glob("*.md"), *(p for top in ("docs", "deploy", "gui") for p in (ROOT / top).rglob("*.md"))]
    sources = [path for top in ("inspector", "gui") for path in (ROOT / top).rglob("*.py")]
    advice = {
        (path.relative_to(ROOT).as_posix(), name, extra)
        for path in (*pages, *sources)
        for name, extra in re.findall(
            r"pip install (?:-e )?['\"]([\w.-]*)\[([^\]]+)\]", path.read_text(encoding="utf-8")
        )
    }
    assert {path for path, _, _ in advice} >= {"docs/how-to/train.md", "inspector/app/cli/training.py", "gui/README.md"}
    named = {project["name"], "."}
    extras = {*project["optional-dependencies"], "{extra}"}
    assert [one for one in sorted(advice) if one[1] not in named or one[2] not in extras] == []


def test_the_steps_of_an_installation_name_the_program_by_its_path_and_the_user_who_keeps_what_it_writes() -> None:
    """`install.sh` puts it on nobody's PATH, and what root teaches the service could not change."""
    installing, rest = (
        (ROOT / "deploy" / "OPERATIONS.md").read_text(encoding="utf-8").split("Below, `inspector` stands")
    )
    assert re.findall(r"(?<![/-])\binspector [a-z]+", installing) == []
    assert len(re.findall(r"/opt/edge-inspector/bin/inspector [a-z]+", installing)) == 5
    as_anybody = r"(?<!sudo -u edge-inspector )/opt/edge-inspector/bin/inspector (teach|config|doctor|accounts)"
    assert re.findall(as_anybody, installing) == []
    assert "inspector replay" in rest


def test_links_in_the_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_picture_of_the_program_is_of_a_real_run() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]*\]\((\S+)\)", readme)
    assert pictures == ["docs/pictures/demo.png"], "what tests.support.demo_picture made, no canned line"
    assert (ROOT / pictures[0]).read_bytes().startswith(b"\x89PNG")
