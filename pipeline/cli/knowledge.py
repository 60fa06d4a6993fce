"""``stasis check``: whether the YAML files are right."""

from __future__ import annotations

from pipeline.cli.common import Config, app, clear_errors, out, settings_of


@app.command()
def check(config: Config = None) -> None:
    """Check all YAML files: settings, sources, gazetteer and frames."""
    with clear_errors():
        _, configs = settings_of(config)
        from pipeline.actors import load_gazetteer
        from pipeline.claims.lexicon import load_lexicon
        from pipeline.sources.configured import configured

        entries, frames = load_gazetteer(configs / "actors").entries, load_lexicon(configs / "frames").frames
        out.print(f"all well: {len(configured(configs))} sources, {len(entries)} actors, {len(frames)} frames")
