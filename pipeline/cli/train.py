"""``stasis train``: the models made anew from their data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import Config, app, clear_errors, out, settings_of

train_app = typer.Typer(help="Make the models anew from their data (for developers).", no_args_is_help=True)
app.add_typer(train_app, name="train")

Data = Annotated[
    Path, typer.Option("--data", help="The folder with ud/, ner/ and news/ (spacy, stanza) or gold files (claims)")
]
Work = Annotated[Path, typer.Option("--work", help="Folder for logs and intermediate models")]
Teacher = Annotated[Path | None, typer.Option("--teacher", help="Work folder of «train stanza»: refine on its trees")]


@train_app.command("spacy")
def train_spacy(data: Data, config: Config = None, work: Work = Path("build/spacy"), teacher: Teacher = None) -> None:
    """Train the Greek spaCy pipeline: tagger, morphology, lemmas, parser, sentences, entities."""
    with clear_errors():
        _, configs = settings_of(config)
        from pipeline.training.models import train

        train(data, configs / "training", work, out.print, teacher=teacher)


@train_app.command("stanza")
def train_stanza(
    data: Data,
    config: Config = None,
    work: Work = Path("build/stanza"),
    teacher: Annotated[
        str | None, typer.Option("--teacher", help="«shipped», or a spaCy pipeline: learn from its reading of raw news")
    ] = None,
) -> None:
    """Train the Greek Stanza models: tokenizer, multiword tokens, tagger, lemmatizer, parser."""
    with clear_errors():
        _, configs = settings_of(config)
        from pipeline.annotate import load_engine
        from pipeline.training.stanza import train

        learned_from = load_engine("spacy", teacher) if teacher else None
        train(data, configs / "training", work, out.print, teacher=learned_from)


@train_app.command("claims")
def train_claims(
    data: Data,
    config: Config = None,
    more: Annotated[
        list[Path] | None, typer.Option("--more", help="Another annotated file to learn from, not to calibrate on")
    ] = None,
) -> None:
    """Train the scorer of claims from gold files «train*.jsonl»."""
    with clear_errors():
        settings, configs = settings_of(config)
        from pipeline.training.scorer import train

        train(data, settings, configs, out.print, more=more or ())
