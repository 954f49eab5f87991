"""`run`, `demo`, `broker` and `watch`: everything that goes on until stopped."""

import threading
from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.broker_options import CaFile, CertFile, Host, KeyFile, Port, broker_tls
from inspector.app.cli.output import fail, notices
from inspector.app.cli.station_options import StationFile
from inspector.app.cli.summary_output import JsonFile, LineCommand, finish, require_summary_file


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run", epilog="Example: `inspector run --config station.toml`")(run)
    app.command(
        "demo",
        cls=LineCommand,
        epilog="Examples: `inspector demo` · `inspector demo --headless --items 200 --json out.json`",
    )(demo)
    app.command(
        "rehearse",
        cls=LineCommand,
        epilog="Example: `inspector rehearse --camera top=recorded/top --camera side=recorded/side --items 50`",
    )(rehearse)
    app.command("broker", epilog="Example: `inspector broker --port 1883`")(broker)
    app.command("watch", epilog="Examples: `inspector watch` · `inspector watch 'fc/v1/+/+/st07/item/#' --json`")(watch)


def run(
    *,
    config: StationFile,
    log_format: Annotated[str | None, typer.Option("--log-format", help="json or text; default: the file's.")] = None,
) -> None:
    """Run the headless daemon until SIGTERM or SIGINT.

    Exit 0 when stopped, 2 for a wrong config, 3 when it can not start, 4 when a stage crashed.
    """
    from inspector.app.config_problems import startable
    from inspector.app.daemon import run_daemon

    written = startable(config)
    if log_format is not None:
        if log_format not in {"json", "text"}:
            raise fail(f"--log-format: {log_format!r} is neither json nor text", 2)
        written = written.model_copy(update={"logs": written.logs.model_copy(update={"format": log_format})})
    raise typer.Exit(run_daemon(written, file=config))


def demo(
    *,
    headless: Annotated[bool, typer.Option("--headless", help="Without a window.")] = False,
    items: Annotated[int | None, typer.Option("--items", min=1, help="Stop after so many; default: never.")] = None,
    json: JsonFile = None,
    seed: Annotated[int, typer.Option("--seed", help="Another line of products.")] = 20_261,
    damage_rate: Annotated[float, typer.Option("--damage-rate", min=0, max=1, help="Share of damaged items.")] = 0.2,
    mixup_rate: Annotated[
        float,
        typer.Option(
            "--mixup-rate", min=0, max=1, help="Share of wrong, mislabelled, wrong-coloured, -sized and -counted items."
        ),
    ] = 0.0,
    expired_rate: Annotated[
        float, typer.Option("--expired-rate", min=0, max=1, help="Share of expired items among dated ones.")
    ] = 0.0,
    misprint_rate: Annotated[
        float,
        typer.Option(
            "--misprint-rate", min=0, max=1, help="Share of labels whose print contradicts their code; reads all print."
        ),
    ] = 0.0,
    missing_part_rate: Annotated[
        float,
        typer.Option(
            "--missing-part-rate",
            min=0,
            max=1,
            help="Share of kits that lack a part; above 0 cartons are kits, with loose parts on their lids.",
        ),
    ] = 0.0,
    belt_mm_s: Annotated[float, typer.Option("--belt-mm-s", min=100, max=3000, help="Speed of the belt.")] = 1500.0,
    teach: Annotated[
        bool, typer.Option("--teach/--no-teach", help="Teach the anomaly scorer the products first (a minute, once).")
    ] = True,
    data_dir: Annotated[
        Path | None,
        typer.Option("--data-dir", help="Folder of the demo alone, new or empty at first; default: one per --seed."),
    ] = None,
) -> None:
    """Run a whole line on this machine: broker, conveyor simulator, daemon, window, and rendered products.

    Exit 1 when an item was lost, answered twice or late. Of what is wrong, items without a decision in time count as
    missed. Ctrl-C or SIGTERM ends the run with its summary.
    """
    from inspector.app.demo.run import DemoOptions, run_demo

    require_summary_file(json, data_dir)
    options = DemoOptions(
        headless=headless,
        items=items,
        seed=seed,
        damage_rate=damage_rate,
        mixup_rate=mixup_rate,
        expired_rate=expired_rate,
        misprint_rate=misprint_rate,
        missing_part_rate=missing_part_rate,
        belt_mm_s=belt_mm_s,
        teach=teach,
        data_dir=data_dir,
    )
    summary = run_demo(options, say=lambda text: notices.print(text, markup=False))
    finish(summary, json)


def rehearse(
    *,
    camera: Annotated[list[str], typer.Option("--camera", help="Name of a camera and its folder.", metavar="NAME=DIR")],
    pattern: Annotated[str | None, typer.Option("--pattern", help="Glob below each folder, as in '**/*.jpg'.")] = None,
    item: Annotated[
        str | None, typer.Option("--item", help="Regular expression with a group (?P<item>…) that tells items apart.")
    ] = None,
    damaged: Annotated[
        str | None, typer.Option("--damaged", help="Regular expression on the path of damaged items' pictures.")
    ] = None,
    items: Annotated[int | None, typer.Option("--items", min=1, help="Stop after so many; default: all.")] = None,
    belt_mm_s: Annotated[float, typer.Option("--belt-mm-s", min=100, max=3000, help="Speed of the belt.")] = 1500.0,
    teach: Annotated[
        int,
        typer.Option(
            "--teach", min=0, max=100, help="Teach so many intact items first, as one product; they are not counted."
        ),
    ] = 0,
    data_dir: Annotated[
        Path, typer.Option("--data-dir", help="Folder for ledger, pictures and log; new or empty at first.")
    ] = Path("out"),
    json: JsonFile = None,
) -> None:
    """Replay recorded pictures as a belt, through a real broker, the daemon and the conveyor simulator.

    Exit 1 when an item was lost, answered twice or late. Damaged items without a decision in time count as missed.
    Ctrl-C or SIGTERM ends the run with its summary.
    """
    from inspector.app.rehearsal import Rehearsal, run_rehearsal

    pairs = [text.partition("=") for text in camera]
    if not all(name and sign and folder for name, sign, folder in pairs):
        raise fail("--camera: must be of the form NAME=FOLDER", 2)
    if len({name for name, _, _ in pairs}) < len(pairs):
        raise fail("--camera: each camera has one folder; a name is given twice", 2)
    require_summary_file(json, data_dir)
    summary = run_rehearsal(
        Rehearsal(
            cameras={name: Path(folder) for name, _, folder in pairs},
            pattern=pattern,
            item=item,
            damaged=damaged,
            items=items,
            belt_mm_s=belt_mm_s,
            data_dir=data_dir.resolve(),
            teach=teach,
        ),
        say=lambda text: notices.print(text, markup=False),
    )
    finish(summary, json)


def broker(
    *,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; loopback only.")] = "127.0.0.1",
    port: Port = 1883,
) -> None:
    """Run the embedded MQTT 3.1.1 broker for trials, until stopped. Production lines need mosquitto."""
    from inspector.app.broker import EmbeddedBroker

    running = EmbeddedBroker(host, port)
    running.start()
    notices.print(f"broker listens on {host}:{port}; Ctrl-C stops it")
    try:
        threading.Event().wait()
    finally:
        running.stop()


def watch(
    topics: Annotated[str, typer.Argument(help="Topic filter.")] = "fc/v1/#",
    *,
    host: Host = "127.0.0.1",
    port: Port = 1883,
    ca_file: CaFile = None,
    cert_file: CertFile = None,
    key_file: KeyFile = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
    heartbeats: Annotated[bool, typer.Option("--heartbeats", help="Show heartbeats too.")] = False,
    count: Annotated[int | None, typer.Option("--count", min=1, help="Stop after so many messages.")] = None,
) -> None:
    """Show what is on the bus, one readable line per message."""
    from inspector.app.printer import Printer
    from inspector.app.watch import Watcher, is_filter

    if not is_filter(topics):
        raise fail(f"{topics!r} is no topic filter: + stands for one level, # at the end for all below", 2)
    tls = broker_tls(ca_file, cert_file, key_file)
    printer = Printer(count)
    watcher = Watcher(
        host=host, port=port, tls=tls, topics=topics, as_json=json, heartbeats=heartbeats, say=printer.line
    )
    try:
        while not printer.enough.wait(0.5):
            if watcher.problem:
                raise fail(f"{host}:{port}: the broker refuses: {watcher.problem[0]}", 3)
    finally:
        watcher.close()
    if printer.problem:
        raise fail(printer.problem, 3)
