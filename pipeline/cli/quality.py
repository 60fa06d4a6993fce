"""``stasis evaluate``, ``evaluate-models``, ``evaluate-actors``: figures against annotated texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import show
from pipeline.cli.common import Confidence, Config, app, clear_errors, out, settings_of


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (JSON lines with claims)")],
    config: Config = None,
    min_confidence: Confidence = None,
    errors: Annotated[Path | None, typer.Option("--errors", help="Write missed and spurious claims here")] = None,
) -> None:
    """Measure the claims found against annotated articles."""
    with clear_errors():
        settings, configs = settings_of(config, None, min_confidence)
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
    with clear_errors():
        settings = settings_of(config)[0] if config else None
        from pipeline.training import cards
        from pipeline.training.judge import judge_all

        for figures in judge_all(data, engine, settings):
            show.models(out, figures, detail)
            if write:
                cards.write_card(figures)
        if floors:
            show.floors(out, cards.raise_floors(floors))


@app.command("evaluate-actors")
def evaluate_actors(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (JSON lines with claims)")],
    config: Config = None,
    errors: Annotated[Path | None, typer.Option("--errors", help="Write what went wrong here, as CSV")] = None,
) -> None:
    """Measure how the actors of annotated claims are found, linked, and reached where the sentence leaves them out."""
    with clear_errors():
        settings, configs = settings_of(config)
        from pipeline.measure import measure_actors

        figures = measure_actors(gold, settings, configs)
        show.actor_figures(out, figures)
        if errors:
            show.write_missed(figures, errors)
