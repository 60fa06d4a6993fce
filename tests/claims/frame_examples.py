"""The sentences of the lexicon: each frame's ``example`` with its ``expect``, and its ``counter`` sentences.

Run as a script (``python tests/claims/frame_examples.py`` in the root folder) it writes ``known_failures.yaml`` anew:
after a new parser or scorer, look at the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.claims import Extractor
from pipeline.claims.candidates import Candidate, candidates
from pipeline.claims.context import Context
from pipeline.claims.cues import find_cues
from pipeline.claims.lexicon import Frame, Lexicon
from pipeline.records import Article, Mention, Parsed
from pipeline.text import fold

KNOWN = Path(__file__).with_name("known_failures.yaml")
Linked = tuple[Parsed, tuple[Mention, ...]]


def pairs(frame: Frame) -> list[tuple[str, str]]:
    """``expect`` taken apart: «Ισραήλ > Λίβανος; Λίβανος > Ισραήλ» → two pairs."""
    claims = [claim.split(">") for claim in frame.expect.split(";") if claim.strip()]
    return [(holder.strip(), target.strip()) for holder, target in claims]


def linked(engine: Engine, gazetteer: Gazetteer, texts: Iterable[str]) -> dict[str, Linked]:
    """All sentences parsed in one batch, with their mentions."""
    articles = [Article(str(i), text) for i, text in enumerate(dict.fromkeys(texts))]
    return {parsed.article.text: (parsed, link(parsed, gazetteer)) for parsed in engine.parse(articles)}


def missing(frame: Frame, sentence: Linked, lexicon: Lexicon) -> list[tuple[str, str]]:
    """The expected pairs that no candidate has in slots the frame expects.

    A cue may be hidden by a longer phrase that says the same («αγνοώ εκκλήσεις» hides «αγνοώ»): its candidates count.
    """
    parsed, mentions = sentence
    cues = find_cues(parsed.doc, lexicon)
    own = [cue for cue in cues if cue.frame.id == frame.id]
    same = [cue for cue in cues if (cue.frame.type, cue.frame.value) == (frame.type, frame.value)]
    context = Context(parsed, mentions, cues)
    found = [c for c in candidates(context, own or same) if c.holder.rank < 9 and c.target.rank < 9]
    return [pair for pair in pairs(frame) if not any(_is(pair, candidate) for candidate in found)]


def false_claims(frame: Frame, sentence: Linked, extractor: Extractor) -> list[str]:
    """The claims that a counter sentence yields though its cue means none, as «holder > target»."""
    claims = extractor.extract(*sentence)
    return [f"{c.first.name} > {c.second.name}" for c in claims if c.frame == frame.id]


def _is(pair: tuple[str, str], candidate: Candidate) -> bool:
    return _names(pair[0], candidate.holder.mention) and _names(pair[1], candidate.target.mention)


def _names(expected: str, mention: Mention) -> bool:
    """Whether a mention's name or text shares a content word with the expected name; short names are compared whole."""
    wanted, found = _words(expected), _words(mention.actor.name, mention.text)
    long = {word for word in wanted if len(word) > 3}
    return bool((long or wanted) & found)


def _words(*names: str) -> set[str]:
    # Five letters: «Ρωσία» and «Ρωσίας» are one word.
    words = (word.strip("«».,") for name in names for word in fold(name).replace("-", " ").split())
    return {word[:5] for word in words if word}


def failures(
    engine: Engine, gazetteer: Gazetteer, extractor: Extractor, frames: Sequence[Frame]
) -> dict[str, list[str]]:
    """What ``known_failures.yaml`` holds: ids of frames whose example fails, and counter sentences with a claim."""
    texts = [text for frame in frames for text in (frame.example, *frame.counter)]
    at = linked(engine, gazetteer, texts)
    examples = [f.id for f in frames if missing(f, at[f.example], extractor.lexicon)]
    counters = [f"{f.id}: {t}" for f in frames for t in f.counter if false_claims(f, at[t], extractor)]
    return {"examples": sorted(examples), "counters": sorted(counters)}


def known() -> dict[str, list[str]]:
    """The failures that are listed."""
    listed = yaml.safe_load(KNOWN.read_text(encoding="utf-8"))
    return {"examples": listed["examples"] or [], "counters": listed["counters"] or []}


def main() -> None:
    """Write the failures of the shipped parser, lexicon and scorer."""
    from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load
    from pipeline.stages import load_tools

    tools = load_tools(load(SHIPPED_CONFIGS / "pipeline.yaml", Pipeline), SHIPPED_CONFIGS)
    found = failures(tools.engine, tools.gazetteer, tools.extractor, list(tools.extractor.lexicon.frames.values()))
    head = "# Sentences of configs/frames that fail, each a strict xfail: one that passes has to be taken out.\n"
    KNOWN.write_text(head + yaml.safe_dump(found, allow_unicode=True, width=1000), encoding="utf-8")


if __name__ == "__main__":
    main()
