"""Kind `sqlite_catalogue`: the catalogue as one SQLite file, imported by a command, read by the running daemon.

The daemon keeps all entries in memory. `PRAGMA data_version` tells, in some microseconds, that another process has
committed; what it has put is then read before the next answer, so an import needs no restart.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, ValidationError

from inspector.adapters.stores._sqlite_file import connect
from inspector.config.adapter import AdapterConfig
from inspector.config.catalogue import EntryModel
from inspector.config.problems import problems_of
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.errors import StoreError
from inspector.ports.clock import Clock

FORMAT = 1
_SCHEMA = f"""
CREATE TABLE product (sku TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE gtin (gtin TEXT PRIMARY KEY, sku TEXT NOT NULL REFERENCES product (sku) ON DELETE CASCADE) WITHOUT ROWID;
CREATE INDEX gtin_sku ON gtin (sku);
PRAGMA user_version = {FORMAT};
"""


class Config(AdapterConfig):
    """Options of the catalogue."""

    file: str = Field(default="catalogue.sqlite", title="File", description="Name of the file in the data directory.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "SqliteCatalogue":  # noqa: ARG001 - the family's signature
    """Construct the store; a file that is not there yet is an empty catalogue, and nothing is written before `put`."""
    return SqliteCatalogue(data_dir / config.file)


class SqliteCatalogue:
    """Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._reader: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._inode: int | None = None
        self._entries: Mapping[str, CatalogueEntry] = MappingProxyType({})
        self._by_gtin: Mapping[str, CatalogueEntry] = MappingProxyType({})

    def find(self, sku: str | None) -> CatalogueEntry | None:
        """See Catalogue."""
        return None if sku is None else self._fresh()[0].get(sku)

    def with_gtin(self, gtin: str) -> CatalogueEntry | None:
        """See Catalogue."""
        return self._fresh()[1].get(gtin)

    def entries(self) -> tuple[CatalogueEntry, ...]:
        """See Catalogue."""
        return tuple(self._fresh()[0].values())

    def put(self, entries: Sequence[CatalogueEntry], *, keep_others: bool) -> None:
        """See Catalogue."""
        rows = [(one.sku, EntryModel.of(one).model_dump_json(exclude_defaults=True)) for one in entries]
        with self._told(), closing(self._open(writing=True)) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                removed = [(sku,) for sku, _ in rows]
                if keep_others:
                    db.executemany("DELETE FROM product WHERE sku = ?", removed)
                else:
                    db.execute("DELETE FROM product")
                db.executemany("INSERT INTO product (sku, entry) VALUES (?, ?)", rows)
                for entry in entries:
                    for gtin in entry.gtins:
                        _claim(db, gtin, entry.sku)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def problems(self) -> tuple[str, ...]:
        """See Catalogue."""
        try:
            self._fresh()
        except StoreError as error:
            return (str(error),)
        return ()

    def _fresh(self) -> tuple[Mapping[str, CatalogueEntry], Mapping[str, CatalogueEntry]]:
        with self._lock, self._told():
            inode = self._path.stat().st_ino if self._path.exists() else None
            if inode != self._inode:
                self._forget()  # another file lies there now, or none
            if inode is None:
                return self._entries, self._by_gtin
            if self._reader is None:
                self._reader, self._inode = self._open(writing=False), inode
            try:
                (version,) = self._reader.execute("PRAGMA data_version").fetchone()
                if version != self._seen:
                    self._load(self._reader)
                    self._seen = version
            except BaseException:
                self._forget()  # the next look opens anew: the file may have been mended
                raise
            return self._entries, self._by_gtin

    def _forget(self) -> None:
        if self._reader is not None:
            with suppress(sqlite3.Error):
                self._reader.close()
        self._reader = self._seen = self._inode = None
        self._entries, self._by_gtin = MappingProxyType({}), MappingProxyType({})

    def _load(self, db: sqlite3.Connection) -> None:
        found = {}
        for sku, text in db.execute("SELECT sku, entry FROM product ORDER BY sku"):
            try:
                found[sku] = EntryModel.model_validate(json.loads(text)).to_domain()
            except ValidationError as error:
                raise StoreError(f"{self._path}: {sku}: {'; '.join(problems_of(error))}; import it again") from error
            except ValueError as error:
                raise StoreError(f"{self._path}: {sku}: damaged ({error}); import it again") from error
        self._entries = MappingProxyType(found)
        self._by_gtin = MappingProxyType({gtin: entry for entry in found.values() for gtin in entry.gtins})

    def _open(self, *, writing: bool) -> sqlite3.Connection:
        if writing:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        db = connect(self._path, "rwc" if writing else "rw")
        try:
            self._prepare(db, writing=writing)
        except BaseException:
            db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection, *, writing: bool) -> None:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version > FORMAT or (version == 0 and tables):
            raise StoreError(f"{self._path}: is no catalogue of format {FORMAT}; move it away and import one")
        if writing:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            if version == 0:
                db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        elif version == 0:
            raise StoreError(f"{self._path}: is no catalogue; remove it and import one")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's and the file system's errors as ours."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            advice = "move the file away and import the catalogue again, or look into the folder's rights"
            raise StoreError(f"catalogue {self._path}: {error}; {advice}") from error


def _claim(db: sqlite3.Connection, gtin: str, sku: str) -> None:
    try:
        db.execute("INSERT INTO gtin (gtin, sku) VALUES (?, ?)", (gtin, sku))
    except sqlite3.IntegrityError as error:
        (owner,) = db.execute("SELECT sku FROM gtin WHERE gtin = ?", (gtin,)).fetchone()
        raise StoreError(f"GTIN {gtin} of {sku!r} is {owner!r}'s already; nothing was imported") from error
