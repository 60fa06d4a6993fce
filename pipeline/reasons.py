"""Why rows differ between two versions: the likeliest of what changed in articles, lexicon, gazetteer and the rest.

What is nearest to the claim is asked first: its article, the threshold, its lexicon entry, the entries of its actors.
What is left may be due to anything else that changed, and all of that is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import TABLES
from pipeline.diff import Versions, match
from pipeline.records import ROLES
from pipeline.versions import Version

ARTICLES = {"appeared": "new article", "vanished": "removed article", "changed": "changed article"}
ENTRIES = {"frames": "changed lexicon entry", "actors": "changed gazetteer entry"}
UNKNOWN = "unknown"
REASON, DETAIL = "reason", "detail"

Record = dict[str, str]
"""What is recorded of each entry, by its name."""

_READ = ("sha256", "published_at", "duplicate_of")
"""What of an article its claims depend on: the text, the day (who is in office), whether it is analysed at all."""
_NO_MATTER = {"sources", "batch", "tokens"}
"""Settings no claim depends on: what the sources brought is seen by the articles."""
_DOMAINS = "domains/"
"""What the entries begin with that hold the words of a domain."""
_FLOOR = "claims.min_confidence"
_NAMED = 5
"""Entries named one by one where a row may be due to any of them."""


class Recorded(Versions, Protocol):
    """What of a store is needed here: tables, and what each version was made from."""

    def versions(self) -> list[Version]:
        """All published versions."""

    def record(self, name: str, version: int | None = None) -> Any:
        """A record as a ``pyarrow.Table`` of two columns; None where a version has none."""


class Reasons:
    """What changed between two versions, read once for all their tables.

    Args:
        store: where the versions are.
        a: number of the earlier version.
        b: number of the later version.

    Raises:
        StoreError: when there is no such version, or the store is damaged.
    """

    def __init__(self, store: Recorded, a: int, b: int) -> None:
        self._articles = _articles(store, a, b)
        pairs = {name: (_record(store, name, a), _record(store, name, b)) for name in ("frames", "actors", "settings")}
        self._recorded = {name for name, (before, after) in pairs.items() if before is not None and after is not None}
        self._entries = {name: _changed(*pairs[name]) for name in ENTRIES}
        self._floors = [float("nan") if one is None else float(one.get(_FLOOR, "nan")) for one in pairs["settings"]]
        made = {version.version: version for version in store.versions()}
        self._rest = self._others(made[a], made[b], _settings(*pairs["settings"]))

    def explain(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of a comparison with the likeliest reason of each.

        Args:
            table: name of the table they are of.
            rows: as ``pipeline.diff.diff`` gives them.

        Returns:
            The same rows with ``reason`` and ``detail`` after ``before`` and ``after``. ``reason`` is one of
            «new article», «removed article», «changed article», «changed lexicon entry», «changed gazetteer entry»;
            else all of «changed lexicon», «changed gazetteer», «changed setting», «changed models», «changed code»
            that hold, with « or » between them; else «unknown». ``detail`` names the entry, the setting, or what of
            the article changed.

        >>> Reasons(store, 3, 4).explain("stance", rows)[["holder", "reason", "detail"]]  # doctest: +SKIP
             holder                 reason             detail
        0  Ουγγαρία  changed lexicon entry  criticism/επικρίνω
        """
        said = pd.DataFrame({REASON: pd.NA, DETAIL: pd.NA}, index=rows.index, dtype="object")
        asked: tuple[Callable[[str, pd.DataFrame], pd.DataFrame], ...]
        asked = (self._of_article, self._of_threshold, self._of_frame, self._of_actors)
        for answer in asked:
            said = said.fillna(answer(table, rows))
        said = said.fillna({REASON: self._rest[0], DETAIL: self._rest[1]})
        after = list(rows.columns).index("after") + 1
        return pd.concat([rows.iloc[:, :after], said, rows.iloc[:, after:]], axis=1)

    def _of_article(self, _table: str, rows: pd.DataFrame) -> pd.DataFrame:
        return self._articles.reindex(rows["doc_id"]).set_axis(rows.index)

    def _of_threshold(self, _table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """A claim that one version's ``min_confidence`` alone keeps out."""
        if "confidence" not in rows:
            return _nothing()
        before, after = self._floors
        kept_out = (rows["change"] == "appeared") & (rows["confidence"] < before)
        kept_out |= (rows["change"] == "vanished") & (rows["confidence"] < after)
        index = rows.index[kept_out]
        return pd.DataFrame({REASON: "changed setting", DETAIL: f"{_FLOOR} {before:g} → {after:g}"}, index=index)

    def _of_frame(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        if "frame" not in rows:
            return _nothing()
        moved = rows[rows["field"] == "domain"]
        domains = [_DOMAINS + moved[side] for side in ("before", "after")]
        return self._of_entry("frames", pd.concat([_values(table, rows, ["frame"]), *domains]))

    def _of_actors(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        columns = [f"{role}_id" for role in ROLES[table]] if table in ROLES else ["actor_id"]
        if not set(columns) <= set(rows.columns):
            return _nothing()
        return self._of_entry("actors", _values(table, rows, columns))

    def _of_entry(self, record: str, ids: pd.Series[str]) -> pd.DataFrame:
        """The changed ones among entries that rows have to do with; ``ids`` is indexed by row, several for one."""
        found = ids.map(self._entries[record]).dropna()
        details = _joined(found)
        return pd.DataFrame({REASON: ENTRIES[record], DETAIL: details}, index=details.index)

    def _others(self, a: Version, b: Version, settings: Sequence[str]) -> tuple[str, str]:
        causes = dict(self._knowledge(a, b))
        if settings or ("settings" not in self._recorded and a.config_hash != b.config_hash):
            causes["changed setting"] = ", ".join(settings)
        if a.models_hash != b.models_hash:
            causes["changed models"] = ""
        if a.code_version != b.code_version:
            causes["changed code"] = f"{a.code_version} → {b.code_version}"
        return " or ".join(causes) or UNKNOWN, "; ".join(filter(None, causes.values()))

    def _knowledge(self, a: Version, b: Version) -> Iterator[tuple[str, str]]:
        hashes = {"frames": (a.lexicon_hash, b.lexicon_hash), "actors": (a.gazetteer_hash, b.gazetteer_hash)}
        for record, (before, after) in hashes.items():
            entries = list(self._entries[record].values())
            # The hash is of whole files: where the record tells that only remarks changed, they are no reason.
            if entries or (record not in self._recorded and before != after):
                more = f" and {len(entries) - _NAMED} more" if len(entries) > _NAMED else ""
                yield ENTRIES[record].removesuffix(" entry"), ", ".join(entries[:_NAMED]) + more


def _articles(store: Versions, a: int, b: int) -> pd.DataFrame:
    """Reason and detail by ``doc_id`` of every article that is new, gone or changed."""
    documents = TABLES["documents"]
    # Texts would fill the memory twice over, and their hash says as much.
    sides = (store.parts("documents", one, ["doc_id", *_READ], but=other) for one, other in ((a, b), (b, a)))
    before, after = (pa.concat_tables(list(parts)) for parts in sides)
    found = match(before, after, documents)
    parts = {"appeared": found.appeared["doc_id"], "vanished": found.vanished["doc_id"]}
    said = [pd.DataFrame({REASON: ARTICLES[how], DETAIL: ""}, index=ids.to_pandas()) for how, ids in parts.items()]
    for column in _READ:
        ids = found.after["doc_id"].filter(pc.fill_null(found.differing(column), False)).to_pandas()
        what = "text" if column == "sha256" else column
        said.append(pd.DataFrame({REASON: ARTICLES["changed"], DETAIL: what}, index=ids))
    every = pd.concat(said)
    whole = every[~every.index.duplicated()]
    return whole.assign(**{DETAIL: _joined(every[DETAIL])})


def _joined(texts: pd.Series[str]) -> pd.Series[str]:
    """The texts of each index label, each once, with commas between. A loop: pandas takes ten times as long for it."""
    said: dict[Any, str] = {}
    for label, text in dict.fromkeys(zip(texts.index, texts, strict=True)):
        said[label] = f"{said[label]}, {text}" if label in said else text
    return pd.Series(said, dtype="object")


def _record(store: Recorded, name: str, version: int) -> Record | None:
    rows = store.record(name, version)
    return None if rows is None else dict(zip(*(column.to_pylist() for column in rows.columns), strict=True))


def _changed(before: Record | None, after: Record | None) -> Record:
    """How each entry that differs is named: alone, or as «(new)» or «(removed)»."""
    if before is None or after is None:
        return {}
    named = {entry: f"{entry} (removed)" for entry in before if entry not in after}
    differing = (entry for entry, said in after.items() if before.get(entry) != said)
    return named | {entry: entry if entry in before else f"{entry} (new)" for entry in differing}


def _settings(before: Record | None, after: Record | None) -> list[str]:
    if before is None or after is None:
        return []
    keys = [key for key in _changed(before, after) if key not in _NO_MATTER]
    return [f"{key} {before.get(key, '')} → {after.get(key, '')}" for key in keys]


def _values(table: str, rows: pd.DataFrame, columns: list[str]) -> pd.Series[str]:
    """What stands in these columns of each row, in either version, as a long column indexed by row."""
    key = TABLES[table].key[0]
    # A changed claim may have had another entry: that of version a stands in ``before``, on one row of the claim.
    earlier = rows.loc[rows["field"].isin(columns), [key, "before"]]
    by_key = pd.Series(rows.index, index=rows[key].to_numpy(), name="row")
    had = earlier.join(by_key, on=key).set_index("row")["before"]
    whole: pd.Series[str] = pd.concat([*(rows[column] for column in columns), had])
    return whole


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({REASON: [], DETAIL: []}, dtype="object")
