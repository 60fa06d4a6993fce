"""``configs/deployments.yaml`` → what runs by itself, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from pipeline.errors import SettingsError
from pipeline.locations import Location
from pipeline.settings import Pipeline, Strict, lines_of, load

FILE = "deployments.yaml"

_OWN = {"name", "cron", "timezone", "paused", "description"}


def _zone(given: str) -> str:
    try:
        ZoneInfo(given)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError("no such time zone: write one as Europe/Athens or Asia/Nicosia") from error
    return given


def _fields(given: object) -> str:
    if not isinstance(given, str) or len(given.split()) != 5:  # YAML takes 7:00 for a number
        raise ValueError("cron has five fields: minute, hour, day of the month, month, day of the week")
    return " ".join(given.split())


def _several(given: object) -> object:
    return given if isinstance(given, list) else [given]


class Deployment(Pipeline):
    """A run that starts by itself. Beside its own keys it may say what ``pipeline.yaml`` may, and overrides that.

    ``cron`` is one time or several, read on the clocks of ``timezone``; a ``paused`` one is known and does not start.
    """

    name: str = Field(pattern=r"^[^\W_][\w.-]*$", max_length=100)
    cron: Annotated[list[Annotated[str, BeforeValidator(_fields)]], BeforeValidator(_several)] = Field(min_length=1)
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Athens"
    paused: bool = False
    description: str = ""

    @property
    def overrides(self) -> dict[str, Any]:
        """What it says beside its own keys, as plain JSON.

        >>> Deployment(name="πρωί", cron="0 7 * * *", sources=["efsyn"]).overrides
        {'sources': ['efsyn']}
        """
        return self.model_dump(mode="json", exclude_unset=True, exclude=_OWN)


class Deployments(Strict):
    """The file: a list."""

    deployments: list[Deployment] = []


def load_deployments(folder: Path, settings: Pipeline, sources: Iterable[str]) -> list[Deployment]:
    """The deployments that a folder declares.

    Args:
        folder: the one with ``deployments.yaml``.
        settings: what they override.
        sources: names of all declared sources.

    Raises:
        SettingsError: when the file is malformed, names a source that is not declared, or two deployments share a name
            or an output.

    >>> load_deployments(Path("configs"), Pipeline(), ["sample"])[0].timezone
    'Europe/Athens'
    """
    path = folder / FILE
    found = load(path, Deployments).deployments
    there, names, outputs = set(sources), dict[str, int](), dict[Location, str]()
    for line, deployment in zip(lines_of(path, "deployments"), found, strict=True):
        place = f"{path}:{line}"
        if (first := names.setdefault(deployment.name, line)) != line:
            problem = f"the deployment «{deployment.name}» is declared in line {first} already"
            raise SettingsError(problem, place=place, remedy="give each its own name")
        full = overriding(settings, deployment.overrides)
        for name in full.sources:
            if name not in there:
                near = ", ".join(get_close_matches(name, there)) or "«stasis sources» lists all there are"
                raise SettingsError(f"no source is called «{name}»", place=place, remedy=f"perhaps {near}")
        if (other := outputs.setdefault(full.output, deployment.name)) != deployment.name:
            # A version holds what its run read: two that read different things would undo each other in turns.
            problem = f"«{deployment.name}» and «{other}» have the same output {full.output}"
            remedy = "give each an «output» of its own; for several times a day give «cron» a list"
            raise SettingsError(problem, place=place, remedy=remedy)
    return found


def overriding(settings: Pipeline, overrides: Mapping[str, Any]) -> Pipeline:
    """Settings with some of them replaced, those within a group one by one.

    Raises:
        pydantic.ValidationError: for an override that the settings do not know.

    >>> overriding(Pipeline(), {"claims": {"min_confidence": 0.5}}).claims.min_confidence
    0.5
    """
    return Pipeline.model_validate(_merged(settings.model_dump(mode="json", exclude_unset=True), overrides))


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {**below, **above}
    for name, value in above.items():
        if isinstance(value, Mapping) and isinstance(below.get(name), Mapping):
            both[name] = _merged(below[name], value)
    return both
