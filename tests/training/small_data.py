"""A treebank and an entity corpus of four sentences, and an engine that knows them by heart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc

from pipeline.records import Article, Parsed
from pipeline.text import normalise
from pipeline.training.corpora import read_treebank
from pipeline.training.judge import ENTITIES, RAW, TREEBANK
from pipeline.words import Tree

CONLLU = """# newdoc id = α
1	Η	ο	DET	DET	Case=Nom|Definite=Def|Gender=Fem|Number=Sing|PronType=Art	2	det	_	_
2	Γαλλία	Γαλλία	PROPN	PROPN	Case=Nom|Gender=Fem|Number=Sing	3	nsubj	_	_
3	στηρίζει	στηρίζω	VERB	VERB	Aspect=Imp|Number=Sing|Person=3|Tense=Pres	0	root	_	_
4	το	ο	DET	DET	Case=Acc|Definite=Def|Gender=Neut|Number=Sing|PronType=Art	5	det	_	_
5	Κίεβο	Κίεβο	PROPN	PROPN	Case=Acc|Gender=Neut|Number=Sing	3	obj	_	SpaceAfter=No
6	.	.	PUNCT	PUNCT	_	3	punct	_	_

1	Μίλησε	μιλώ	VERB	VERB	Aspect=Perf|Number=Sing|Person=3|Tense=Past	0	root	_	_
2-3	στην	_	_	_	_	_	_	_	_
2	σ	σε	ADP	ADP	_	4	case	_	_
3	την	ο	DET	DET	Case=Acc|Definite=Def|Gender=Fem|Number=Sing|PronType=Art	4	det	_	_
4	Αθήνα	Αθήνα	PROPN	PROPN	Case=Acc|Gender=Fem|Number=Sing	1	obl	_	SpaceAfter=No
5	.	.	PUNCT	PUNCT	_	1	punct	_	_

# newdoc id = β
1	Φεύγω	φεύγω	VERB	VERB	Aspect=Imp|Number=Sing|Person=1|Tense=Pres	3	ccomp	_	SpaceAfter=No
2	,	,	PUNCT	PUNCT	_	1	punct	_	_
3	είπε	λέω	VERB	VERB	Aspect=Perf|Number=Sing|Person=3|Tense=Past	0	root	_	SpaceAfter=No
4	.	.	PUNCT	PUNCT	_	3	punct	_	_

"""

_GREEK = spacy.blank("el")  # takes a second

NEWS = {
    "Η Γαλλία στηρίζει το Κίεβο.": ("O B-GPE O O B-GPE O", [(2, 8, "GPE"), (21, 26, "GPE")]),
    "Ο Νίκος Παππάς έφυγε.": ("O B-PERSON I-PERSON O O", [(2, 14, "PERSON")]),
}
"""Text → its labels by token, and its entities."""


def write(folder: Path) -> Path:
    """Lay the test files as ``stasis evaluate-models --data`` wants them."""
    blocks = []
    for text, (labels, _) in NEWS.items():
        pairs = zip(_GREEK.make_doc(text), labels.split(), strict=True)
        blocks.append("".join(f"{token} {label}\n" for token, label in pairs))
    raw = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in NEWS)
    for path, content in ((TREEBANK, CONLLU), (ENTITIES, "\n".join(blocks)), (RAW, raw)):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


class Reciting:
    """Gives back the treebank and the entities, changed by ``spoil``: so every figure is known beforehand."""

    name = "spacy"
    fingerprint = "recited"

    def __init__(self, data: Path, spoil: Callable[[Doc], object] = bool) -> None:
        self._docs = {doc.text.rstrip(): doc for doc in read_treebank(data / TREEBANK, _GREEK, per_doc=0)}
        self._spoil = spoil

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        """Look each text up."""
        for article in articles:
            doc = self._docs.get(article.text.rstrip()) or self._entities(article.text)
            self._spoil(doc)
            yield Parsed(article, Tree.of(doc), normalise(article.text + " .").alignment)

    def _entities(self, text: str) -> Doc:
        doc = _GREEK.make_doc(text)
        doc.ents = [span for s, e, label in NEWS[text][1] if (span := doc.char_span(s, e, label=label))]
        return doc
