"""`inspector`: builds the command tree and turns our errors into one clear message and an exit code.

Exit codes: 0 done; 1 done, with a bad result (something lost, a rule broken, images not judged); 2 wrong usage, config
or input; 3 could not start (device, model, port, folder); 4 a stage of the daemon crashed; 130 interrupted.
"""

import sys

import typer

from inspector.app.cli import (
    about,
    accounts,
    audit,
    bundles,
    calibration,
    camera,
    capacity,
    catalogue,
    causes,
    configuration,
    dispositions,
    doctor,
    escapes,
    evaluation,
    fading,
    investigation,
    line,
    lots,
    pictures,
    plc,
    reading,
    replay,
    reviews,
    shift,
    training,
    wms,
)
from inspector.domain.errors import ConfigError, InspectorError

EPILOG = (
    "Exit codes: 0 done · 1 done, with a bad result: something lost, a rule broken, images not judged · 2 wrong usage, "
    "config or input · 3 can not start: device, model, port, folder · 4 (`run`) a stage crashed · 130 interrupted."
    "\n\nShell completion: `inspector --install-completion`"
)

app = typer.Typer(
    name="inspector",
    help="Edge inspection station: frames in, decisions out, nothing lost.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (
    line,
    lots,
    pictures,
    reading,
    evaluation,
    calibration,
    capacity,
    configuration,
    catalogue,
    camera,
    bundles,
    fading,
    training,
    plc,
    dispositions,
    doctor,
    replay,
    reviews,
    escapes,
    shift,
    wms,
    investigation,
    causes,
    accounts,
    audit,
    about,
):
    group.register(app)


def main() -> None:
    """Entry point of the `inspector` program."""
    try:
        app(standalone_mode=True)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except InspectorError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(3)
    except KeyboardInterrupt:
        sys.exit(130)
