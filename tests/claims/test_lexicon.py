"""Every frame's example yields its claims as candidates in the slots the frame names; its counter examples no claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from frame_examples import Linked, false_claims, known, linked, missing

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine
from pipeline.claims import Extractor
from pipeline.claims.lexicon import Frame, Lexicon, load_lexicon
from pipeline.settings import SHIPPED_CONFIGS

FRAMES = list(load_lexicon(SHIPPED_CONFIGS / "frames").frames.values())
KNOWN = known()
COUNTERS = [(frame, text) for frame in FRAMES for text in frame.counter]


def _marked(values: tuple[Any, ...], name: str, failing: list[str]) -> Any:
    marks = pytest.mark.xfail(strict=True, reason="listed in known_failures.yaml") if name in failing else ()
    return pytest.param(*values, id=name, marks=marks)


@pytest.fixture(scope="module")
def sentences(engine: Engine, gazetteer: Gazetteer) -> Iterator[dict[str, Linked]]:
    """All sentences of the lexicon, parsed in one batch."""
    yield linked(engine, gazetteer, [t for frame in FRAMES for t in (frame.example, *frame.counter)])


@pytest.mark.parametrize("frame", [_marked((f,), f.id, KNOWN["examples"]) for f in FRAMES])
def test_example(frame: Frame, sentences: dict[str, Linked], lexicon: Lexicon) -> None:
    assert not missing(frame, sentences[frame.example], lexicon), frame.example


@pytest.mark.parametrize(("frame", "text"), [_marked((f, t), f"{f.id}: {t}", KNOWN["counters"]) for f, t in COUNTERS])
def test_counter(frame: Frame, text: str, sentences: dict[str, Linked], extractor: Extractor) -> None:
    assert not false_claims(frame, sentences[text], extractor), text


def test_known_failures_exist() -> None:
    """A listed failure whose frame or sentence is gone would hide nothing for ever."""
    there = {frame.id for frame in FRAMES} | {f"{frame.id}: {text}" for frame, text in COUNTERS}
    assert set(KNOWN["examples"]) | set(KNOWN["counters"]) <= there


def test_most_examples_pass() -> None:
    assert len(KNOWN["examples"]) <= 0.05 * len(FRAMES)
