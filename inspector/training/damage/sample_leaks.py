"""Refuses to train on what the held-out samples show too."""

from collections.abc import Mapping

from inspector.training.damage.samples import Index
from inspector.training.evaluate.leaks import Member, refuse_leaks

# Each of these is another product that nobody else has, whatever its group is called.
MADE_UP = frozenset({"drawn", "carton"})
REMEDY = "make the samples again from sets that hold these out; nothing was trained"


def refuse_shared(learn: Index, check: Index) -> None:
    """Raises one `ConfigError` that lists every product (SKU, video, photo) and picture in both."""
    members = [*_members(learn, "train"), *_members(check, "val")]
    refuse_leaks(members, learn.folder.parent, remedy=REMEDY)


def _members(index: Index, split: str) -> list[Member]:
    return [
        Member(path=index.folder / f"{row['name']}_q.jpg", split=split, group=product_of(row)) for row in index.rows
    ]


def product_of(row: Mapping[str, str]) -> str | None:
    """The product, video or photo that a sample is of, which others may share; None for one that was made up for it."""
    return None if MADE_UP & {row["source"], row["group"]} else f"{row['source']} {row['group']}"
