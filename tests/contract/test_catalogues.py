"""Every catalogue gives back what it was given, takes all of an import or none, and shows what others have put."""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.errors import StoreError
from inspector.domain.recipe import Costs
from inspector.ports.catalogue import Catalogue

KINDS = [kind for kind in registry.kinds("stores") if kind.endswith("_catalogue")]
EMPTY = {"rendered_catalogue": {"empty": True}}
FULL = CatalogueEntry(
    sku="BOX-1 / ü",
    name='Box, "large"',
    material="cardboard",
    gtins=("04006381333931", "00012345678905"),
    size_mm=(300.0, 220.5, 150.0),
    size_tolerance_mm=6.0,
    colours=((186, 146, 102), (0, 0, 255)),
    colour_tolerance=7.5,
    min_days_left=30,
    units=12,
    references="BOX-0",
    checks=("codes", "size"),
    label=("expiry", "article"),
    costs=Costs(missed_damage=50.0, false_divert=4.0, review=1.5),
)
BARE = CatalogueEntry(sku="A")
NO_CHECK = CatalogueEntry(sku="B", checks=(), label=())


@pytest.fixture(params=KINDS)
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Catalogue:
    return make(request.param, tmp_path)


def make(kind: str, folder: Path) -> Catalogue:
    section = AdapterSection.model_validate({"kind": kind, **EMPTY.get(kind, {})})
    made: Catalogue = registry.build("stores", section, data_dir=folder, clock=manual.build(manual.Config()))
    return made


def test_an_empty_catalogue_knows_nothing(catalogue: Catalogue) -> None:
    assert catalogue.entries() == ()
    assert catalogue.find("A") is None
    assert catalogue.find(None) is None
    assert catalogue.with_gtin("04006381333931") is None
    assert catalogue.problems() == ()


def test_entries_come_back_as_they_were_by_sku(catalogue: Catalogue) -> None:
    catalogue.put([FULL, NO_CHECK, BARE], keep_others=False)
    assert catalogue.entries() == (BARE, NO_CHECK, FULL)
    assert catalogue.find(FULL.sku) == FULL
    assert catalogue.find("box-1 / ü") is None
    assert catalogue.with_gtin("00012345678905") == FULL
    assert not NO_CHECK.applies("codes")
    assert BARE.applies("codes")


def test_an_import_replaces_all_or_only_what_it_names(catalogue: Catalogue) -> None:
    catalogue.put([FULL, BARE], keep_others=False)
    catalogue.put([replace(BARE, gtins=FULL.gtins[:1])], keep_others=False)
    assert [entry.sku for entry in catalogue.entries()] == ["A"]
    assert catalogue.with_gtin(FULL.gtins[1]) is None
    catalogue.put([NO_CHECK, replace(BARE, name="new")], keep_others=True)
    assert [(entry.sku, entry.name) for entry in catalogue.entries()] == [("A", "new"), ("B", "")]
    assert catalogue.with_gtin(FULL.gtins[0]) is None


@pytest.mark.parametrize("keep_others", [True, False])
def test_a_gtin_of_two_products_changes_nothing(catalogue: Catalogue, *, keep_others: bool) -> None:
    catalogue.put([FULL], keep_others=False)
    thieves = [replace(BARE, gtins=FULL.gtins[1:]), NO_CHECK, replace(FULL, name="later")]
    with pytest.raises(StoreError, match="00012345678905"):
        catalogue.put(thieves, keep_others=keep_others)
    assert catalogue.entries() == (FULL,)


def test_looking_goes_on_while_another_thread_imports(catalogue: Catalogue) -> None:
    both = [[replace(BARE, name=name), replace(NO_CHECK, name=name)] for name in ("one", "two")]
    catalogue.put(both[0], keep_others=False)
    done = threading.Event()
    seen: set[tuple[str, ...]] = set()

    def look() -> None:
        while not done.is_set():
            seen.add(tuple(entry.name for entry in catalogue.entries()))

    watcher = threading.Thread(target=look)
    watcher.start()
    for turn in range(20):
        catalogue.put(both[turn % 2], keep_others=False)
    done.set()
    watcher.join(30)
    assert seen <= {("one", "one"), ("two", "two")}
    assert [entry.name for entry in catalogue.entries()] == ["two", "two"]


@pytest.fixture
def pair(tmp_path: Path) -> Callable[[], Catalogue]:
    """As two processes have it: one file, opened by each."""
    return lambda: make("sqlite_catalogue", tmp_path)


def test_what_another_process_imports_is_seen_at_the_next_look(pair: Callable[[], Catalogue]) -> None:
    reader, writer = pair(), pair()
    assert reader.find("A") is None
    writer.put([BARE], keep_others=False)
    assert reader.find("A") == BARE
    writer.put([FULL], keep_others=False)
    assert reader.find("A") is None
    assert reader.with_gtin(FULL.gtins[0]) == FULL


def test_a_file_that_is_replaced_or_removed_is_noticed(pair: Callable[[], Catalogue], tmp_path: Path) -> None:
    reader = pair()
    reader.put([BARE], keep_others=False)
    assert reader.find("A") == BARE
    for old in tmp_path.glob("catalogue.sqlite*"):
        old.rename(old.with_name(f"old-{old.name}"))
    assert reader.entries() == ()
    pair().put([FULL], keep_others=False)
    assert reader.entries() == (FULL,)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as a header" * 20, b""])
def test_a_file_that_is_no_catalogue_is_named_and_left_as_it_is(
    pair: Callable[[], Catalogue], tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "catalogue.sqlite"
    file.write_bytes(content)
    (problem,) = pair().problems()
    assert str(file) in problem
    with pytest.raises(StoreError, match=r"catalogue\.sqlite"):
        pair().find("A")
    assert file.read_bytes() == content


def test_a_damaged_entry_is_one_clear_error_until_it_is_mended(pair: Callable[[], Catalogue], tmp_path: Path) -> None:
    store = pair()
    store.put([BARE], keep_others=False)
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as db:
        db.execute("""UPDATE product SET entry = '{"sku": "A", "units": 0}'""")
    db.close()
    (problem,) = store.problems()
    assert "A: units" in problem
    with pytest.raises(StoreError, match="import it again"):
        store.find("A")
    store.put([FULL], keep_others=False)
    assert store.entries() == (FULL,)


def test_a_folder_that_can_not_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(StoreError, match="data"):
        make("sqlite_catalogue", tmp_path / "data").put([BARE], keep_others=False)
