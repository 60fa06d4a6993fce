"""``stasis export``: a version in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline.cli.common import Config, Output, app, clear_errors, out, settings_of

if TYPE_CHECKING:
    from pipeline.exports.graph import Form
    from pipeline.exports.writing import Write

export_app = typer.Typer(help="Write a version in the forms that other programs read.", no_args_is_help=True)
app.add_typer(export_app, name="export")

Number = Annotated[str | None, typer.Option("--version", help="Number or tag of the version. Default: the newest")]
File = Annotated[Path, typer.Option("--to", help="File to write; one that stands there is replaced")]
Folder = Annotated[Path, typer.Option("--to", help="Folder to write; it must be empty or not there yet")]
Least = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Leave out claims less likely than this")]
Kind = Annotated[Literal["stance", "dependence"], typer.Option("--type", help="Which claims make the edges")]
Periods = Annotated[
    Literal["month", "quarter", "year", "all"],
    typer.Option("--period", help="A graph for each; with all a single one"),
]
SEVERAL = "A file for all together; with another --period a folder, empty or not there yet, with a file for each"


@export_app.command()
def dna(
    to: Annotated[
        Path, typer.Option("--to", help="A file in .csv for the event list alone, else a folder for it and the texts")
    ],
    version: Number = None,
    min_confidence: Least = 0.0,
    config: Config = None,
    output: Output = None,
) -> None:
    """Write the event list of the Discourse Network Analyzer, and the documents its statements stand in."""
    with clear_errors():
        chosen = _chosen(config, output, version, "documents", "entities", "stance")
        from pipeline.exports import dna, writing

        stance, documents = chosen.tables["stance"], chosen.tables["documents"]
        rows = dna.statements(stance, documents, chosen.tables["entities"], min_confidence)
        files = {"statements.csv": rows, "documents.csv": dna.texts(documents)}
        writes: dict[str, Write] = {
            name: partial(writing.write_csv, frame, separator=dna.SEPARATOR) for name, frame in files.items()
        }
        if to.suffix == ".csv":
            writing.write_file(to, writes["statements.csv"])
        else:
            writing.write_folder(to, writes)
        left = dna.neither(stance, min_confidence)
        chosen.say(to, f"{len(rows)} statements; {left} negated negative claims left out, neither agreement nor not")


@export_app.command()
def plover(
    to: File, version: Number = None, min_confidence: Least = 0.0, config: Config = None, output: Output = None
) -> None:
    """Write stance claims as PLOVER event records, one JSON object a line."""
    with clear_errors():
        chosen = _chosen(config, output, version, "documents", "stance")
        from pipeline.exports import plover, writing

        tables = chosen.tables["stance"], chosen.tables["documents"]
        found = list(plover.records(*tables, chosen.version, min_confidence))
        writing.write_file(to, partial(plover.write_lines, found))
        chosen.say(to, f"{len(found)} events")


@export_app.command()
def graphml(
    to: Annotated[Path, typer.Option("--to", help=SEVERAL)],
    type: Kind = "stance",
    period: Periods = "all",
    version: Number = None,
    min_confidence: Least = 0.0,
    config: Config = None,
    output: Output = None,
) -> None:
    """Write a directed signed graph of the actors as GraphML."""
    with clear_errors():
        _graphs("graphml", to, _chosen(config, output, version, "documents", type), type, period, min_confidence)


@export_app.command()
def gexf(
    to: Annotated[Path, typer.Option("--to", help=SEVERAL)],
    type: Kind = "stance",
    period: Periods = "all",
    version: Number = None,
    min_confidence: Least = 0.0,
    config: Config = None,
    output: Output = None,
) -> None:
    """Write a directed signed graph of the actors as GEXF, for Gephi."""
    with clear_errors():
        _graphs("gexf", to, _chosen(config, output, version, "documents", type), type, period, min_confidence)


@export_app.command()
def aggregates(
    to: Folder, version: Number = None, min_confidence: Least = 0.0, config: Config = None, output: Output = None
) -> None:
    """Write two tables of sums: net stance of actor toward actor by month, and dependence by domain."""
    with clear_errors():
        chosen = _chosen(config, output, version, "documents", "stance", "dependence")
        from pipeline.exports import aggregates, writing

        frames = {
            "stance_by_month.csv": aggregates.stance_by_month(chosen.tables["stance"], min_confidence),
            "dependence_by_domain.csv": aggregates.dependence_by_domain(chosen.tables["dependence"], min_confidence),
        }
        writing.write_folder(to, {name: partial(writing.write_csv, frame) for name, frame in frames.items()})
        chosen.say(to, ", ".join(f"{len(frame)} rows in {name}" for name, frame in frames.items()))


@export_app.command()
def parquet(to: Folder, version: Number = None, config: Config = None, output: Output = None) -> None:
    """Write all tables of a version as Parquet files."""
    with clear_errors():
        chosen = _chosen(config, output, version)
        from pipeline.exports import parquet, writing

        writes: dict[str, Write] = {
            f"{name}.parquet": partial(parquet.write_table, name, rows, chosen.version)
            for name, rows in chosen.tables.items()
        }
        writing.write_folder(to, writes)
        chosen.say(to, ", ".join(f"{rows.num_rows} {name}" for name, rows in chosen.tables.items()))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The tables of a version that an export needs."""

    version: int
    tables: Mapping[str, Any]

    def say(self, place: Path, what: str) -> None:
        from pipeline.summary import notice

        out.print(f"{place}: {what} (version {self.version})", markup=False)
        fictional = self.tables["documents"]["fictional"].to_pylist()
        if note := notice(sum(fictional), len(fictional)):
            out.print(note, markup=False)


def _chosen(config: Path | None, output: str | None, version: str | None, *names: str) -> _Chosen:
    """Tables of a version, all of them when none is named."""
    settings, _ = settings_of(config, output)
    from pipeline.store import Store
    from pipeline.tags import resolve

    store = Store(settings.output)
    # Named once: a run that publishes meanwhile must not give one table of the older version and one of the newer.
    number = (
        resolve(store, version) if version is not None else next((v.version for v in reversed(store.versions())), 0)
    )
    return _Chosen(number, {name: store.read(name, number) for name in names or store.names(number)})


def _graphs(form: Form, to: Path, chosen: _Chosen, type: Any, period: Any, least: float) -> None:
    from pipeline.exports import graph, writing

    found = graph.graphs(chosen.tables[type], type, period, least)
    writes: dict[str, Write] = {
        f"{type}-{name}.{form}": partial(graph.write_graph, one, form=form) for name, one in found.items()
    }
    if period == "all":
        writing.write_file(to, next(iter(writes.values())))
    else:
        writing.write_folder(to, writes)
    edges = sum(one.number_of_edges() for one in found.values())
    chosen.say(to, f"{edges} edges in {len(found)} {'graph' if len(found) == 1 else 'graphs'}")
