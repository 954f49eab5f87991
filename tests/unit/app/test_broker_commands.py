"""What `watch` and `plc` are told that could not work is one message and exit 2, before anything connects."""

import pytest
from typer.testing import CliRunner

from inspector.app.cli.main import app


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["watch", "--host", ""], "is empty"),
        (["watch", "--host", "broker..example"], "is no name of a machine"),
        (["plc", "simulate", "--host", "broker..example"], "is no name of a machine"),
        (["plc", "simulate", "--station", "demo/l1"], "is not of the form site/line/station"),
        (["plc", "simulate", "--station", "a b/l1/st01"], "--station: site: only A-Z"),
        (["plc", "simulate", "--belt-mm-s", "inf"], "--belt-mm-s"),
        (["plc", "simulate", "--pitch-mm", "inf"], "--pitch-mm"),
        (["plc", "conform", "--station", "demo//st01"], "is not of the form site/line/station"),
        (["plc", "conform", "--only", "R0", "--only", "qos"], "--only: no such rule: R0; there are status"),
    ],
)
def test_what_could_not_work_is_said_at_once(words: list[str], said: str) -> None:
    done = CliRunner().invoke(app, [*words, "--port", "9"], terminal_width=200)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)
    assert said in " ".join(done.stderr.split())
