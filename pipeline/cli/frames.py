"""``stasis explain`` and ``stasis frames``: the lexicon seen at work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import show, show_claims
from pipeline.cli.common import Confidence, Config, Inputs, app, clear_errors, err, out, settings_of

frames_app = typer.Typer(help="Look at the lexicon of frames.", no_args_is_help=True)
app.add_typer(frames_app, name="frames")


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A sentence, or a file with text")],
    published_at: Annotated[str, typer.Option("--date", help="Day of the article, for who was in office")] = "",
    features: Annotated[int, typer.Option("--features", min=0, help="Weightiest features to show of each verdict")] = 5,
    config: Config = None,
    min_confidence: Confidence = None,
) -> None:
    """Show the parse, the mentions, and why each cue of a text became a claim or did not."""
    with clear_errors():
        settings, configs = settings_of(config, None, min_confidence)
        from pipeline import stages
        from pipeline.actors import link
        from pipeline.claims.explaining import stories
        from pipeline.records import Article

        path = Path(text) if len(text) < 255 and Path(text).is_file() else None
        article = Article("explained", path.read_text(encoding="utf-8") if path else text, published_at=published_at)
        tools = stages.load_tools(settings, configs)
        parsed = next(iter(tools.engine.parse([article])))
        mentions = link(parsed, tools.gazetteer)
        show_claims.parse(out, parsed)
        show.mentions(out, parsed, mentions)
        show_claims.stories(out, stories(tools.extractor, parsed, mentions), features)


@frames_app.command()
def gaps(
    inputs: Inputs = None,
    least: Annotated[int, typer.Option("--least", min=1, help="Leave out words met less often")] = 2,
    config: Config = None,
) -> None:
    """List words that link two actors in the sources and that the lexicon does not know, the most frequent first."""
    with clear_errors():
        settings, configs = settings_of(config)
        from pipeline import stages
        from pipeline.claims.gaps import gaps as find
        from pipeline.records import Article, Problem
        from pipeline.sources.configured import read_all

        read = list(read_all(settings, configs, inputs or ()))
        tools = stages.load_tools(settings, configs, scorer=False)
        parsed, problems = stages.annotate(tools, [item for item in read if isinstance(item, Article)])
        linked, more = stages.link_actors(tools, parsed)
        show_claims.gaps(out, find(linked, tools.extractor.lexicon, least))
        show.problems(err, [*(item for item in read if isinstance(item, Problem)), *problems, *more])
