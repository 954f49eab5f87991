"""How a model's card begins: what its manifest records, and nothing else. The figures follow from whoever measures."""

import textwrap

from inspector.config.bundle import Bundle


def beginning(bundle: Bundle, what: str) -> str:
    """Everything before the first heading of the figures.

    A card that is there and names this very bundle keeps its words: a person may know more than the manifest.
    """
    title = f"# {bundle.id}"
    try:
        former = (bundle.folder / "card.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        former = ""
    if former.splitlines()[:1] == [title]:
        return former.partition("\n## ")[0].rstrip() + "\n"
    return introduction(bundle, what)


def introduction(bundle: Bundle, what: str) -> str:
    """Title, purpose, what is known of the training, licence, data."""
    manifest = bundle.manifest
    sources = "; ".join(manifest.trained_on) or "not recorded"
    known = [f"| {name.replace('_', ' ')} | {_shown(value)} |" for name, value in manifest.metrics.items()]
    parts = [
        f"# {bundle.id}",
        textwrap.fill(what, 118),
        *(["\n".join(["| training | |", "|---|---|", *known])] if known else []),
        textwrap.fill(f"**Licence** of the weights: {manifest.licence}. **Data**: {sources}.", 118),
    ]
    return "\n\n".join(parts) + "\n"


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def unmeasured(bundle: Bundle, what: str, command: str) -> str:
    """The card of a bundle that was just trained."""
    return f"{introduction(bundle, what)}\nNothing is measured yet: `{command}`.\n"
