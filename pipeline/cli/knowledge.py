"""``stasis check``: whether the YAML files are right."""

from __future__ import annotations

from pipeline.cli.common import Config, app, clear_errors, out, settings_of


@app.command()
def check(config: Config = None) -> None:
    """Check all YAML files: settings, deployments, sources, gazetteer and frames."""
    with clear_errors():
        settings, configs = settings_of(config)
        from pipeline.actors import load_gazetteer
        from pipeline.claims.lexicon import load_lexicon
        from pipeline.deployments import FILE, load_deployments
        from pipeline.sources.configured import configured

        declared = configured(configs)
        if (configs / FILE).exists():
            load_deployments(configs, settings, declared)
        entries, frames = load_gazetteer(configs / "actors").entries, load_lexicon(configs / "frames").frames
        out.print(f"all well: {len(declared)} sources, {len(entries)} actors, {len(frames)} frames")
