"""``stasis versions``, ``tag`` and ``prune``: the versions there are, their names, and what becomes of old ones."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import show
from pipeline.cli.common import Config, Output, app, clear_errors, out, settings_of


@app.command()
def versions(config: Config = None, output: Output = None) -> None:
    """List the published versions, what made each, and their tags."""
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline.store import Store

        show.versions(out, Store(settings.output).versions(pruned=True), settings.output)


@app.command()
def tag(
    version: Annotated[str | None, typer.Argument(help="Number (or another tag) of the version")] = None,
    name: Annotated[str | None, typer.Argument(help="The tag, as in «paper-1»")] = None,
    move: Annotated[bool, typer.Option("--move", help="Take the tag from the version that has it")] = False,
    remove: Annotated[str | None, typer.Option("--remove", metavar="TAG", help="Take this tag away")] = None,
    config: Config = None,
    output: Output = None,
) -> None:
    """Give a version a name, to be used in place of its number. A version with a tag is never pruned."""
    if (remove is None) != (version is not None and name is not None) or (remove is not None and (version or move)):
        raise typer.BadParameter("give a version and a tag, or --remove and a tag")
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline import tags
        from pipeline.store import Store

        store = Store(settings.output)
        if remove is not None:
            show.tagged(out, tags.remove(store, remove), remove, removed=True)
        elif version is not None and name is not None:
            number = tags.resolve(store, version)
            tags.put(store, number, name, move=move)
            show.tagged(out, number, name)


@app.command()
def prune(
    keep: Annotated[int, typer.Option("--keep", min=1, help="How many of the newest versions stay")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing, only say what would go")] = False,
    config: Config = None,
    output: Output = None,
) -> None:
    """Give up old versions and the disk space that only they took. Those with a tag stay."""
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline.pruning import prune as give_up
        from pipeline.store import Store

        show.pruned(out, give_up(Store(settings.output), keep, dry_run=dry_run), dry_run=dry_run)
