"""The pictures that were wished for: each wish goes out once, what came is kept while its item is of interest."""

from collections.abc import Callable, Set

from inspector_gui.link.pictures import Layer, Picture, Source, Wish

Key = tuple[str, str, Layer]
_HAD = frozenset({Source.ITEM, Source.LIVE})


class WishedPictures:
    """Qt's thread only. `wish` goes to the pictures' link."""

    def __init__(self, wish: Callable[[Wish], None]) -> None:
        self._wish = wish
        self._pictures: dict[Key, Picture] = {}
        self._wished: set[Key] = set()

    @property
    def kept(self) -> Set[Key]:
        """Of which pictures something came, and has not been forgotten."""
        return self._pictures.keys()

    def find(self, rid: str, camera: str, layer: Layer) -> Picture | None:
        """What came, a failure too; None as long as nothing has."""
        return self._pictures.get((rid, camera, layer))

    def put(self, picture: Picture) -> None:
        """A wish came true, or can not."""
        self._pictures[picture.wish.key] = picture

    def want(self, wish: Wish) -> None:
        """Wish for it, unless that was done."""
        if wish.key not in self._wished:
            self._wished.add(wish.key)
            self._wish(wish)

    def keep_only(self, rids: Set[str]) -> None:
        """Nothing of other items is of interest any more."""
        self._pictures = {key: picture for key, picture in self._pictures.items() if key[0] in rids}
        self._wished = {key for key in self._wished if key[0] in rids}

    def forget_failures(self) -> None:
        """What could not be had, or has not come yet, may be wished for again."""
        self._pictures = {key: had for key, had in self._pictures.items() if had.source in _HAD}
        self._wished &= self._pictures.keys()

    def wish_anew(self, layer: Layer) -> None:
        """Pictures of this layer may be wished for again; those that came stay until then."""
        self._wished = {key for key in self._wished if key[2] is not layer}
