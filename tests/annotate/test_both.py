"""Two engines on one text: the first one's analysis, and where the second sees it otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine, load_engine
from pipeline.annotate.both import dissent
from pipeline.claims.argument_features import argument_features
from pipeline.claims.candidates import propose
from pipeline.claims.context import Context
from pipeline.claims.cues import find_cues
from pipeline.claims.features import cue_features
from pipeline.claims.lexicon import Lexicon
from pipeline.records import Article
from pipeline.words import Tree

TEXT = "Η Γερμανία στηρίζει την Ελλάδα."


def parsed(words: str, heads: list[int], deps: str, spaces: list[bool] | None = None) -> Doc:
    """A Doc from words, heads and relations."""
    return Doc(Vocab(), words=words.split(), spaces=spaces, heads=heads, deps=deps.split())


FIRST = parsed("Ο Νίκος έφυγε χθες", [1, 2, 2, 2], "det nsubj ROOT advmod")


@pytest.mark.parametrize(
    ("other", "contested"),
    [
        pytest.param(FIRST, [], id="the same"),
        pytest.param(parsed("Ο Νίκος έφυγε χθες", [1, 2, 2, 1], "det nsubj ROOT advmod"), ["χθες"], id="a head"),
        pytest.param(parsed("Ο Νίκος έφυγε χθες", [1, 2, 2, 2], "det obj ROOT advmod"), ["Νίκος"], id="a relation"),
        pytest.param(
            parsed(
                "Ο Νίκος έφυγε χθ ες", [1, 2, 2, 2, 3], "det nsubj ROOT advmod dep", [True, True, True, False, False]
            ),
            ["χθες"],
            id="cut otherwise",
        ),
    ],
)
def test_dissent(other: Doc, contested: list[str]) -> None:
    assert [FIRST[i].text for i in sorted(dissent(Tree.of(FIRST), other))] == contested


def test_both_engines(engine: Engine) -> None:
    both = load_engine("both")
    article = Article("α", TEXT + " Ο πρόεδρος μίλησε στη Βουλή.")
    [found], [alone] = list(both.parse([article])), list(engine.parse([article]))
    assert (both.name, found.engine) == ("spacy+stanza", "spacy+stanza")
    mine, other = ([(w.text, w.lemma_, w.dep_, w.head.i) for w in one.doc] for one in (found, alone))
    assert mine == other
    assert found.dissent is not None
    assert alone.dissent is None
    assert found.dissent < set(range(len(found.doc)))


def test_what_is_contested_tells_the_scorer(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
    [one] = engine.parse([Article("α", TEXT)])
    target = next(t.i for t in one.doc if t.text == "Ελλάδα")
    told = replace(one, dissent=frozenset({target}))
    found = {}
    for name, parsed_text in (("alone", one), ("told", told)):
        matches = find_cues(parsed_text.doc, lexicon)
        context = Context(parsed_text, link(parsed_text, gazetteer), matches)
        match = next(m for m in matches if m.frame.id == "support/στηρίζω")
        argument = next(a for a in propose(context, match).targets if a.mention.actor.name == "Ελλάδα")
        found[name] = {*cue_features(context, match)}, {*argument_features(context, match, argument)}
    assert found["told"][0] - found["alone"][0] == {"contested=False"}
    assert found["told"][1] - found["alone"][1] == {"contested=True", "contested.path=1"}
