"""Whether a catalogue fits its station: checks and questions that exist, pictures that were taught."""

from collections.abc import Iterator, Sequence

from inspector.app.label_reading import label_questions
from inspector.config.station import StationConfig
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.known_questions import every
from inspector.ports.golden import GoldenStore


def misfits(entries: Sequence[CatalogueEntry], config: StationConfig) -> Iterator[str]:
    """What no picture can mend: checks or questions that the station does not have, references that nobody sells."""
    questions = {one.alias for one in every(label_questions(config))}
    checks, skus = {check.name for check in config.checks}, {entry.sku for entry in entries}
    for entry in entries:
        unknown = [name for name in entry.checks or () if name not in checks]
        if unknown:
            known = ", ".join(sorted(checks)) or "none"
            yield f"{entry.sku}: the station has no check {', '.join(map(repr, unknown))}; it has: {known}"
        strange = [name for name in entry.label or () if name not in questions]
        if strange:
            known = ", ".join(sorted(questions))
            yield f"{entry.sku}: no label check asks for {', '.join(map(repr, strange))}; known: {known}"
        if entry.references is not None and entry.references not in skus:
            yield f"{entry.sku}: references {entry.references!r} is not in the catalogue"


def untaught(entries: Sequence[CatalogueEntry], config: StationConfig, golden: GoldenStore) -> Iterator[str]:
    """Products without pictures of how they should look, by camera: checks that compare have nothing to say."""
    taught = set(golden.pairs())
    for entry in entries:
        missing = [camera.name for camera in config.cameras if (entry.taught_as, camera.name) not in taught]
        if missing:
            yield f"{entry.sku}: not taught for {', '.join(missing)}"
