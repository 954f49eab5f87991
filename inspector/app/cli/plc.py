"""`plc simulate | conform`."""

from typing import Annotated

import typer

from inspector.app.cli.broker_options import CaFile, CertFile, Host, KeyFile, Port, broker_tls
from inspector.app.cli.output import JsonFlag, console, fail, notices, print_facts, print_json, print_table

plc_app = typer.Typer(
    help="Play the conveyor controller: simulate a line, or test an edge device.", no_args_is_help=True
)

StationName = Annotated[str, typer.Option("--station", help="site/line/station.", metavar="S/L/ST")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    plc_app.command("simulate", epilog="Example: `inspector plc simulate --station demo/l1/st01 --items 50`")(simulate)
    plc_app.command("conform", epilog="Example: `inspector plc conform --station demo/l1/st01`")(conform)
    app.add_typer(plc_app, name="plc")


def _address(text: str) -> tuple[str, str, str]:
    from inspector.wire.topics import Address

    parts = text.split("/")
    if len(parts) != 3 or not all(parts):
        raise fail(f"--station: {text!r} is not of the form site/line/station", 2)
    try:
        address = Address(site=parts[0], line=parts[1], station=parts[2])
    except ValueError as error:
        raise fail(f"--station: {error}", 2) from error
    return address.site, address.line, address.station


def simulate(
    *,
    host: Host = "127.0.0.1",
    port: Port = 1883,
    station: StationName = "demo/l1/st01",
    ca_file: CaFile = None,
    cert_file: CertFile = None,
    key_file: KeyFile = None,
    items: Annotated[int | None, typer.Option("--items", min=1, help="Stop after so many; default: never.")] = None,
    belt_mm_s: Annotated[float, typer.Option("--belt-mm-s", min=1, max=10_000, help="Speed of the belt.")] = 500.0,
    pitch_mm: Annotated[
        float, typer.Option("--pitch-mm", min=100, max=100_000, help="Distance between items.")
    ] = 600.0,
    faults: Annotated[
        list[str] | None, typer.Option("--fault", help="KIND@ITEM[:name=value,…], as in ack-late@3:ms=40; repeatable.")
    ] = None,
    wait_s: Annotated[
        float, typer.Option("--wait-s", min=0, max=3600, help="With --items: for a device that is ready to decide.")
    ] = 30.0,
    json: JsonFlag = False,
) -> None:
    """Run a conveyor with its controller against a real edge device.

    Exit 1 when an item got no decision in time, 3 when with --items none could be placed: no broker, no such device,
    or one that is not ready. Without --items the belt waits until stopped, and says for what.
    """
    from inspector.app.conveyor_wait import wait_for_end
    from inspector.domain.errors import StartupError
    from inspector.plc.belt_config import BeltConfig
    from inspector.plc.faults import FaultPlan, parse_fault
    from inspector.plc.simulator import PlcSimulator
    from inspector.plc.simulator_config import PlcConfig, PlcEvent

    site, line, name = _address(station)
    belt = BeltConfig(speed_mm_s=belt_mm_s, pitch_mm=pitch_mm, item_mm=min(300.0, pitch_mm * 0.5))
    try:
        plan = FaultPlan(faults=tuple(parse_fault(text) for text in faults or ()))
    except ValueError as error:
        raise fail(f"--fault: {error}", 2) from error
    broker_tls(ca_file, cert_file, key_file)
    config = PlcConfig(
        host=host,
        port=port,
        site=site,
        line=line,
        station=name,
        items=items,
        belt=belt,
        faults=plan,
        ca_file=ca_file,
        cert_file=cert_file,
        key_file=key_file,
    )

    def tell(event: PlcEvent) -> None:
        record = event.record
        about = "" if record is None else f"item {record.index} {record.disposition or ''} {record.result or ''}"
        notices.print(f"{event.kind.value:12} {about} {event.detail}".rstrip(), markup=False)

    simulator = PlcSimulator(config, tell)
    simulator.start()
    try:
        wait_for_end(
            simulator,
            patience_s=None if items is None else wait_s,
            say=lambda text: notices.print(text, markup=False),
        )
    except StartupError as error:
        raise fail(f"{host}:{port}: {error}", 3) from error
    except KeyboardInterrupt:
        notices.print("stopping")
    finally:
        simulator.stop()
    report = simulator.report()
    if json:
        print_json(report.as_dict())
    else:
        facts = {k: v for k, v in report.as_dict().items() if k != "items"}
        print_facts("the conveyor", facts)
    if report.defaulted or report.doubled or report.late:
        raise typer.Exit(1)


def conform(
    *,
    host: Host = "127.0.0.1",
    port: Port = 1883,
    station: StationName = "demo/l1/st01",
    ca_file: CaFile = None,
    cert_file: CertFile = None,
    key_file: KeyFile = None,
    deadline_ms: Annotated[
        float, typer.Option("--deadline-ms", min=200, help="From photo-eye to commit point.")
    ] = 1200.0,
    transit_ms: Annotated[float, typer.Option("--transit-ms", min=0, help="What the broker may take.")] = 50.0,
    frameless: Annotated[
        int | None, typer.Option("--frameless", help="Camera trigger count of which the cameras have no frame.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Test this rule only; repeatable.")] = None,
    wait_s: Annotated[
        float, typer.Option("--wait-s", min=0, max=3600, help="For the broker, then for the device to be ready.")
    ] = 15.0,
    json: JsonFlag = False,
) -> None:
    """Check an edge device against every rule of the handshake.

    The device must be connected, idle, and have no other conveyor controller. Exit 0 when all that could be tested
    holds, 1 when a rule does not hold or none could be tested, 3 when there is no broker or no such device.
    """
    from inspector.domain.errors import StartupError
    from inspector.plc.conform import ConformConfig, rule_titles, run_conformance

    site, line, name = _address(station)
    unknown = sorted(set(only or ()) - rule_titles().keys())
    if unknown:
        raise fail(f"--only: no such rule: {', '.join(unknown)}; there are {', '.join(rule_titles())}", 2)
    broker_tls(ca_file, cert_file, key_file)
    config = ConformConfig(
        host=host,
        port=port,
        site=site,
        line=line,
        station=name,
        deadline_ms=deadline_ms,
        transit_ms=transit_ms,
        frameless_trigger=frameless,
        only=frozenset(only or ()),
        edge_wait_s=wait_s,
        ca_file=ca_file,
        cert_file=cert_file,
        key_file=key_file,
    )
    try:
        results = run_conformance(config, lambda s: notices.print(f"{s.done}/{s.total} {s.doing}", markup=False))
    except StartupError as error:
        raise fail(str(error), 3) from error
    if json:
        print_json([{"rule": r.rule, "title": r.title, "held": r.held, "evidence": list(r.evidence)} for r in results])
    else:
        words = {True: "holds", False: "BROKEN", None: "not tested"}
        rows = [(r.rule, r.title, words[r.held], "; ".join(r.evidence)) for r in results]
        print_table("the handshake", ("rule", "what", "", "evidence"), rows)
        console.print(f"{sum(r.held is True for r in results)} of {len(results)} rules hold")
    if any(r.held is False for r in results) or not any(r.held for r in results):
        raise typer.Exit(1)
