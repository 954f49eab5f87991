"""The clock of a program that runs; tests bring their own."""

from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.ports.clock import Clock


def make_clock() -> Clock:
    """The machine's own clock."""
    clock: Clock = registry.build("clocks", AdapterSection(kind="system"))
    return clock
