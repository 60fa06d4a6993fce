"""The command ``stasis``: reads what is asked, calls a function, prints. Nothing is decided here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from pipeline import show
from pipeline.errors import StasisError
from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load

DONE, WITH_PROBLEMS, COULD_NOT_START, STOPPED = 0, 1, 2, 130

app = typer.Typer(
    help="Who takes what position toward whom, and who depends on whom, in Greek news: as tables.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
train_app = typer.Typer(help="Make the models anew from their data (for developers).", no_args_is_help=True)
app.add_typer(train_app, name="train")
out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
err = Console(stderr=True, highlight=False, soft_wrap=True)

Config = Annotated[Path | None, typer.Option("--config", help="Settings file. Default: configs/pipeline.yaml")]
Inputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--input", help="A file or folder to read instead of the sources in the settings. May be given several times"
    ),
]
Confidence = Annotated[
    float | None, typer.Option("--min-confidence", min=0, max=1, help="Leave out claims less likely than this")
]
Output = Annotated[Path | None, typer.Option("--output", help="Folder of the tables. Default: as in the settings file")]


@contextmanager
def _clear_errors() -> Iterator[None]:
    """What a person can mend is shown as text, without a traceback, and ends the command with status 2."""
    try:
        yield
    except StasisError as error:
        err.print(f"[bold red]stasis:[/] {escape(str(error))}")
        raise typer.Exit(COULD_NOT_START) from None
    except KeyboardInterrupt:
        err.print("stasis: stopped; the versions published before stay as they are")
        raise typer.Exit(STOPPED) from None


def _settings(
    config: Path | None, output: Path | None = None, confidence: float | None = None
) -> tuple[Pipeline, Path]:
    path = config or Path("configs/pipeline.yaml")
    if config is None and not path.exists():
        path = SHIPPED_CONFIGS / "pipeline.yaml"
    settings = load(path, Pipeline)
    if output is not None:
        settings = settings.model_copy(update={"output": output})
    if confidence is not None:
        settings = settings.model_copy(
            update={"claims": settings.claims.model_copy(update={"min_confidence": confidence})}
        )
    return settings, path.parent


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False) -> None:
    if version:
        out.print(f"stasis {installed('stasis')}")
        raise typer.Exit


@app.command()
def run(config: Config = None, input: Inputs = None, output: Output = None, min_confidence: Confidence = None) -> None:
    """Read articles, find claims and publish the tables as a new version.

    Ends with status 0 when all went well, 1 when some articles had to be left out (they are listed), 2 when it
    could not start.
    """
    with _clear_errors():
        settings, configs = _settings(config, output, min_confidence)
        # Prefect and spaCy take seconds to import: only the command that needs them pays.
        from pipeline.flows import Job, progress
        from pipeline.flows import run as run_flow

        with show.progressing(out) as told:
            progress.set(told)
            result = run_flow(Job(settings, configs, tuple(input or ())))
        show.run(out, result)
        failed = show.problems(err, result.problems)
    raise typer.Exit(WITH_PROBLEMS if failed else DONE)


@app.command()
def versions(config: Config = None, output: Output = None) -> None:
    """List the published versions and what made each."""
    with _clear_errors():
        settings, _ = _settings(config, output)
        from pipeline.store import Store

        show.versions(out, Store(settings.output).versions(), settings.output)


@app.command(name="show")
def show_table(
    table: Annotated[str, typer.Argument(help="documents, sentences, entities, stance or dependence")],
    version: Annotated[int | None, typer.Option("--version", help="Number of the version. Default: the newest")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows")] = 20,
    config: Config = None,
    output: Output = None,
) -> None:
    """Show a table of a version."""
    with _clear_errors():
        settings, _ = _settings(config, output)
        from pipeline.store import Store

        show.table(out, table, Store(settings.output).read(table, version).to_pandas(), limit)


@app.command()
def diff(
    a: Annotated[int, typer.Argument(help="Number of the earlier version")],
    b: Annotated[int, typer.Argument(help="Number of the later version")],
    table: Annotated[
        str | None, typer.Option("--table", help="Only this table. Default: stance and dependence")
    ] = None,
    config: Config = None,
    output: Output = None,
) -> None:
    """Compare two versions: what appeared, vanished or changed."""
    with _clear_errors():
        settings, _ = _settings(config, output)
        from pipeline import diff as compare
        from pipeline.store import Store

        store = Store(settings.output)
        found = {"summary": compare.summary(store, a, b)}
        found |= {name: compare.diff(store, a, b, name) for name in ([table] if table else ["stance", "dependence"])}
        for name, rows in found.items():
            show.differences(out, name, rows)


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (JSON lines with claims)")],
    config: Config = None,
    min_confidence: Confidence = None,
    errors: Annotated[Path | None, typer.Option("--errors", help="Write missed and spurious claims here")] = None,
) -> None:
    """Measure the claims found against annotated articles."""
    with _clear_errors():
        settings, configs = _settings(config, None, min_confidence)
        from pipeline.measure import measure

        reports = measure(gold, settings, configs)
        show.evaluation(out, reports)
        if errors:
            show.write_errors(reports, errors)


@app.command("evaluate-models")
def evaluate_models(
    data: Annotated[Path, typer.Option("--data", help="The folder with ud/, ner/ and news/")],
    engine: Annotated[str | None, typer.Option("--engine", help="Only this engine. Default: all that ship")] = None,
    config: Annotated[Path | None, typer.Option("--config", help="Measure engine and model of these settings")] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Also by entity type, feature, relation, tag")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the figures into the models' cards")] = False,
    floors: Annotated[Path | None, typer.Option("--floors", help="Raise the floors here to the cards' figures")] = None,
) -> None:
    """Measure the language models on treebank and entities, raw text in."""
    with _clear_errors():
        settings = _settings(config)[0] if config else None
        from pipeline.training import cards
        from pipeline.training.judge import judge_all

        for figures in judge_all(data, engine, settings):
            show.models(out, figures, detail)
            if write:
                cards.write_card(figures)
        if floors:
            show.floors(out, cards.raise_floors(floors))


@app.command()
def sources(config: Config = None) -> None:
    """List the sources that can be named in the settings."""
    with _clear_errors():
        settings, configs = _settings(config)
        from pipeline.sources.configured import configured

        show.sources(out, configured(configs), settings.sources)


@app.command()
def check(config: Config = None) -> None:
    """Check all YAML files: settings, sources, gazetteer and frames."""
    with _clear_errors():
        _, configs = _settings(config)
        from pipeline.actors import load_gazetteer
        from pipeline.claims.lexicon import load_lexicon
        from pipeline.sources.configured import configured

        entries, frames = load_gazetteer(configs / "actors").entries, load_lexicon(configs / "frames").frames
        out.print(f"all well: {len(configured(configs))} sources, {len(entries)} actors, {len(frames)} frames")


Data = Annotated[
    Path, typer.Option("--data", help="The folder with ud/, ner/ and news/ (spacy, stanza) or gold files (claims)")
]
Work = Annotated[Path, typer.Option("--work", help="Folder for logs and intermediate models")]
Teacher = Annotated[Path | None, typer.Option("--teacher", help="Work folder of «train stanza»: refine on its trees")]


@train_app.command("spacy")
def train_spacy(data: Data, config: Config = None, work: Work = Path("build/spacy"), teacher: Teacher = None) -> None:
    """Train the Greek spaCy pipeline: tagger, morphology, lemmas, parser, sentences, entities."""
    with _clear_errors():
        _, configs = _settings(config)
        from pipeline.training.models import train

        train(data, configs / "training", work, out.print, teacher=teacher)


@train_app.command("stanza")
def train_stanza(data: Data, config: Config = None, work: Work = Path("build/stanza")) -> None:
    """Train the Greek Stanza models: tokenizer, multiword tokens, tagger, lemmatizer, parser."""
    with _clear_errors():
        _, configs = _settings(config)
        from pipeline.training.stanza import train

        train(data, configs / "training", work, out.print)


@train_app.command("claims")
def train_claims(data: Data, config: Config = None) -> None:
    """Train the scorer of claims from gold files «train*.jsonl»."""
    with _clear_errors():
        settings, configs = _settings(config)
        from pipeline.training.scorer import train

        train(data, settings, configs, out.print)
