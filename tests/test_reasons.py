"""Why rows differ between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from results import ANKARA, MADE, SENTENCES, TEXT, dependence, result, stance

from pipeline import ingredients
from pipeline.catalogue import TABLES
from pipeline.comparison import compare
from pipeline.diff import diff
from pipeline.reasons import Reasons
from pipeline.records import Article, Claim, Result
from pipeline.settings import Pipeline
from pipeline.store import Store
from pipeline.tables import to_tables
from pipeline.versions import Provenance, Version

if TYPE_CHECKING:
    from pipeline.stages import Tools

DOUBTED = replace(stance(), confidence=0.4)
KNOWN = {
    "frames": {"στηρίζω": "1", "εξαρτώμαι": "1", "απειλώ": "1", "domains/energy": "1", "domains/trade": "1"},
    "actors": {"Q43": "1", "Q227": "1", "Q41": "1", "Q159": "1"},
    "settings": {"claims.min_confidence": "0.2", "engine": "spacy", "batch": "64"},
}
"""What the made-up versions were made from, entry by entry."""
ALL_NEW = Provenance("c1", "0.2.0", "m1", "l1", "g1", "spacy")


def records(**changed: Mapping[str, str | None]) -> dict[str, Any]:
    """The records of a version: KNOWN with some entries otherwise, or without them (None)."""
    tables = {}
    for name, entries in KNOWN.items():
        said = {key: value for key, value in {**entries, **changed.get(name, {})}.items() if value is not None}
        tables[name] = pa.table({"entry": list(said), "hash": list(said.values())})
    return tables


@dataclass
class Versions:
    """Two versions in memory, with all that reasons are found from."""

    tables: list[dict[str, Any]]
    made: list[Provenance]
    kept: list[dict[str, Any]]

    def names(self, version: int | None = None) -> list[str]:
        return list(self.tables[0])

    def parts(
        self, table: str, version: int | None = None, columns: Sequence[str] | None = None, but: int | None = None
    ) -> Iterator[Any]:
        rows = self.tables[(version or 2) - 1][table]
        yield rows if columns is None else rows.select(columns)

    def record(self, name: str, version: int | None = None) -> Any:
        return self.kept[(version or 2) - 1].get(name)

    def versions(self) -> list[Version]:
        return [Version(n, "", **asdict(made), **NO_COUNTS) for n, made in enumerate(self.made, start=1)]


NO_COUNTS: dict[str, Any] = {"n_documents": 0, "counts": {}, "delta_versions": {}, "content_hash": "", "changes": {}}


def reasons(
    before: Result | None,
    after: Result | None,
    made: Provenance = MADE,
    kept: dict[str, Any] | None = None,
    table: str = "stance",
) -> list[tuple[str, str]]:
    """Reason and detail of each row that differs between two versions of at most one article and one without claims."""
    tables = [to_tables([r for r in (one, result("άλλο", claims=())) if r]) for one in (before, after)]
    store = Versions(tables, [MADE, made], [records(), records() if kept is None else kept])
    rows = compare(store, 1, 2, [table]).tables[table]
    return list(rows[["reason", "detail"]].itertuples(index=False, name=None))


def of(*claims: Claim, text: str = TEXT, day: str = "2022-11-20", copy_of: str = "") -> Result:
    """An article with these claims."""
    return Result(Article("α1", text, published_at=day, duplicate_of=copy_of), SENTENCES, 14, claims=claims)


class TestArticle:
    @pytest.mark.parametrize(
        ("before", "after", "reason"),
        [
            (None, of(stance()), ("new article", "")),
            (of(stance()), None, ("removed article", "")),
            (of(stance()), of(text=TEXT + " Τέλος."), ("changed article", "text")),
            (of(stance()), of(day="2023-01-01"), ("changed article", "published_at")),
            (of(stance()), of(text="Η Άγκυρα.", day=""), ("changed article", "text, published_at")),
            (of(stance()), of(copy_of="άλλο"), ("changed article", "duplicate_of")),
        ],
    )
    def test_comes_first(self, before: Result | None, after: Result | None, reason: tuple[str, str]) -> None:
        kept = records(frames={"στηρίζω": "2"})
        assert reasons(before, after, ALL_NEW, kept) == [reason]

    @pytest.mark.parametrize(("table", "rows"), [("documents", 1), ("sentences", 2), ("stance", 1), ("dependence", 0)])
    def test_is_the_reason_in_every_table(self, table: str, rows: int) -> None:
        assert reasons(None, of(stance()), table=table) == [("new article", "")] * rows


class TestEntry:
    @pytest.mark.parametrize(
        ("before", "after", "kept", "reason"),
        [
            (of(), of(stance()), records(frames={"στηρίζω": "2"}), ("changed lexicon entry", "στηρίζω")),
            (of(stance()), of(), records(frames={"στηρίζω": None}), ("changed lexicon entry", "στηρίζω (removed)")),
            (
                of(),
                of(stance(frame="ενισχύω")),
                records(frames={"ενισχύω": "1"}),
                ("changed lexicon entry", "ενισχύω (new)"),
            ),
            (
                of(stance()),
                of(stance(frame="απειλώ")),
                records(frames={"στηρίζω": "2"}),  # the entry it had before
                ("changed lexicon entry", "στηρίζω"),
            ),
            (of(stance()), of(DOUBTED), records(actors={"Q227": "2"}), ("changed gazetteer entry", "Q227")),
            (
                of(stance()),
                of(DOUBTED),
                records(actors={"Q227": "2", "Q43": "2"}),
                ("changed gazetteer entry", "Q43, Q227"),
            ),
            (
                of(stance()),
                of(replace(stance(), first=replace(ANKARA, id="TUR"))),
                records(actors={"TUR": "1", "Q43": None}),
                ("changed gazetteer entry", "TUR (new), Q43 (removed)"),
            ),
            (
                of(stance()),
                of(DOUBTED),
                records(actors={"Q227": "2"}, frames={"στηρίζω": "2"}),
                ("changed lexicon entry", "στηρίζω"),
            ),
        ],
    )
    def test_is_named(self, before: Result, after: Result, kept: dict[str, Any], reason: tuple[str, str]) -> None:
        assert reasons(before, after, ALL_NEW, kept) == [reason]

    def test_words_of_a_domain_count_where_the_domain_changed(self) -> None:
        moved = replace(dependence(), detail="trade", confidence=0.5)
        kept = records(frames={"domains/trade": "2"})
        made = replace(MADE, lexicon_hash="l1")
        assert reasons(of(dependence()), of(moved), made, kept, "dependence") == [
            ("changed lexicon", "domains/trade"),  # its confidence
            ("changed lexicon entry", "domains/trade"),  # its domain
        ]


class TestTheRest:
    @pytest.mark.parametrize(
        ("made", "kept", "reason"),
        [
            (MADE, records(), ("unknown", "")),
            (replace(MADE, models_hash="m1"), records(), ("changed models", "")),
            (replace(MADE, code_version="0.2.0"), records(), ("changed code", "0.1.0 → 0.2.0")),
            (
                replace(MADE, models_hash="m1", code_version="0.2.0"),
                records(),
                ("changed models or changed code", "0.1.0 → 0.2.0"),
            ),
            (
                replace(MADE, lexicon_hash="l1"),
                records(frames={"απειλώ": "2", "ζητώ": "1"}),
                ("changed lexicon", "απειλώ, ζητώ (new)"),
            ),
            (
                replace(MADE, gazetteer_hash="g1"),
                records(actors={f"P{n}": "1" for n in range(7)}),
                ("changed gazetteer", "P0 (new), P1 (new), P2 (new), P3 (new), P4 (new) and 2 more"),
            ),
            (
                replace(MADE, config_hash="c1"),
                records(settings={"engine": "both"}),
                ("changed setting", "engine spacy → both"),
            ),
            # Files differ, what is recorded of them does not: remarks and the size of a batch change no claim.
            (replace(MADE, lexicon_hash="l1", gazetteer_hash="g1"), records(), ("unknown", "")),
            (replace(MADE, config_hash="c1"), records(settings={"batch": "8"}), ("unknown", "")),
        ],
    )
    def test_all_that_changed_is_named(self, made: Provenance, kept: dict[str, Any], reason: tuple[str, str]) -> None:
        assert reasons(of(stance()), of(DOUBTED), made, kept) == [reason]

    def test_versions_without_records_have_their_hashes(self) -> None:
        assert reasons(of(stance()), of(DOUBTED), ALL_NEW, {}) == [
            (
                "changed lexicon or changed gazetteer or changed setting or changed models or changed code",
                "0.1.0 → 0.2.0",
            )
        ]

    @pytest.mark.parametrize(("before", "after", "floor"), [(of(DOUBTED), of(), "0.5"), (of(), of(DOUBTED), "0.1")])
    def test_a_threshold_that_alone_keeps_a_claim_out(self, before: Result, after: Result, floor: str) -> None:
        """At 0.5 the claim (0.4) could not stay whatever else changed; at 0.1 it might have come for another reason."""
        kept = records(frames={"στηρίζω": "2"}, settings={"claims.min_confidence": floor})
        found = reasons(before, after, ALL_NEW, kept)
        said = ("changed setting", f"claims.min_confidence 0.2 → {floor}")
        assert found == [said if floor == "0.5" else ("changed lexicon entry", "στηρίζω")]


def test_a_store_keeps_what_reasons_need(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(to_tables([of(stance())]), MADE, records())
    store.publish(to_tables([of(DOUBTED)]), ALL_NEW, records(frames={"στηρίζω": "2"}))
    assert Reasons(store, 1, 2).explain("stance", diff(store, 1, 2, "stance"))["detail"].tolist() == ["στηρίζω"]
    for table in store.names():
        assert compare(store, 1, 1, [table]).tables[table].empty


@pytest.mark.no_cover
def test_a_hundred_thousand_claims_take_seconds() -> None:
    tables = to_tables([of(stance())])
    rows = tables["stance"].take([0] * 100_000).drop_columns("claim_id")
    rows = rows.append_column("claim_id", pa.array([f"{n:016x}" for n in range(100_000)]))
    both = [tables | {"stance": TABLES["stance"].conform(_otherwise(rows, tense))} for tense in ("past", "future")]
    store = Versions(both, [MADE, ALL_NEW], [records(), records(frames={"στηρίζω": "2"}, actors={"Q43": "2"})])
    begin = perf_counter()
    found = compare(store, 1, 2, ["stance"]).tables["stance"]
    assert found["reason"].value_counts().to_dict() == {"changed lexicon entry": 100_000}
    assert perf_counter() - begin < 30  # about 3 s when nothing else runs


def _otherwise(rows: Any, tense: str) -> Any:
    return rows.set_column(rows.column_names.index("tense"), "tense", pa.repeat(tense, rows.num_rows))


class TestIngredients:
    def test_every_frame_of_the_lexicon_and_actor_of_a_claim_is_recorded(
        self, tools: Tools, pipeline: Pipeline
    ) -> None:
        kept = {name: dict(zip(*table.to_pydict().values(), strict=True)) for name, table in found(tools, pipeline)}
        assert set(tools.extractor.lexicon.frames) < set(kept["frames"])
        assert {"domains/energy"} < set(kept["frames"])
        assert {entry.wikidata or entry.id for _, entry in tools.gazetteer.entries.values()} < set(kept["actors"])
        assert kept["settings"]["claims.min_confidence"] == f"{pipeline.claims.min_confidence:g}"
        assert "output" not in kept["settings"]

    def test_a_record_is_the_same_every_time(self, tools: Tools, pipeline: Pipeline) -> None:
        assert dict(found(tools, pipeline)) == dict(found(tools, pipeline))

    @pytest.mark.parametrize(
        ("change", "differs"),
        [({"verbs": ["αψηφώ"]}, True), ({"holder": ["από"]}, True), ({"note": "Άλλα λόγια."}, False)],
    )
    def test_what_matters_in_a_frame_is_what_claims_depend_on(
        self, tools: Tools, pipeline: Pipeline, change: dict[str, Any], differs: bool
    ) -> None:
        lexicon = tools.extractor.lexicon
        name, frame = next(iter(lexicon.frames.items()))
        before = dict(found(tools, pipeline))["frames"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(lexicon.frames, name, frame.model_copy(update=change))
            after = dict(found(tools, pipeline))["frames"]
        assert (before != after) is differs


def found(tools: Tools, pipeline: Pipeline) -> Any:
    """The records of a run with what ships."""
    return ingredients.records(tools, pipeline).items()
