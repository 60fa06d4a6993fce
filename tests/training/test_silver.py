"""Silver trees: sentences on which two parsers agree are kept, tags on which two taggers do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from pipeline.errors import ModelError
from pipeline.training import corpora, silver

SENTENCE = "Η Γαλλία στηρίζει το Κίεβο"
TAGS = "DET PROPN VERB DET PROPN"
TREE = [(1, "det"), (2, "nsubj"), (2, "ROOT"), (4, "det"), (2, "obj")]
ONE_OFF = [(1, "det"), (2, "nsubj"), (2, "ROOT"), (4, "det"), (2, "obl")]
TWO_OFF = [(1, "det"), (2, "obj"), (2, "ROOT"), (4, "det"), (2, "nsubj")]


def sentence(nlp: Language, tree: list[tuple[int, str]], tags: str = TAGS) -> Doc:
    heads, deps = [head for head, _ in tree], [dep for _, dep in tree]
    words, pos = SENTENCE.split(), tags.split()
    return Doc(nlp.vocab, words=words, pos=pos, tags=pos, morphs=["Number=Sing"] * 5, heads=heads, deps=deps)


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        (TREE, ["det", "nsubj", "ROOT", "det", "obj"]),
        (ONE_OFF, ["det", "nsubj", "ROOT", "det", "obj"]),  # four arcs of five: the teacher's tree
        (TWO_OFF, None),  # three of five
    ],
)
def test_a_tree_is_kept_whole_or_not_at_all(other: list[tuple[int, str]], kept: list[str] | None) -> None:
    nlp = spacy.blank("el")
    doc = silver._kept(sentence(nlp, TREE), sentence(nlp, other))
    assert (doc and [t.dep_ for t in doc]) == kept


def test_a_tag_in_doubt_is_unset_and_so_are_all_lemmas() -> None:
    nlp = spacy.blank("el")
    doc = silver._kept(sentence(nlp, TREE), sentence(nlp, TREE, "DET PROPN VERB DET NOUN"))
    assert doc is not None
    example = Example(nlp.make_doc(SENTENCE), doc)
    assert example.get_aligned("POS", as_string=True) == ["DET", "PROPN", "VERB", "DET", ""]
    assert example.get_aligned("TAG", as_string=True) == ["DET", "PROPN", "VERB", "DET", ""]
    assert example.get_aligned("LEMMA", as_string=True) == [""] * 5


def test_what_is_written_has_the_sentences_that_were_read(tmp_path: Path) -> None:
    nlp = spacy.blank("el")
    docs = [silver._kept(sentence(nlp, TREE), sentence(nlp, TREE)) for _ in range(2)]
    corpora.write(iter([Doc.from_docs([doc for doc in docs if doc])]), tmp_path / "silver.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "silver.spacy").get_docs(nlp.vocab)
    assert [span.text for span in doc.sents] == [SENTENCE, SENTENCE]


def test_documents_kept_for_measuring_are_not_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "news").mkdir(parents=True)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "kept-for-measuring.txt").write_text("p-2\n", encoding="utf-8")
    records = {"elner-train": [("e-1", "Η Ρώμη σιωπά.")], "parseme": [("p-1", "Ένα.\n\nΔύο  δύο."), ("p-2", "Τρία.")]}
    for name, docs in records.items():
        lines = [json.dumps({"doc_id": doc_id, "text": text}) + "\n" for doc_id, text in docs]
        (data / "news" / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    found = [(a.doc_id, a.text) for a in silver.articles(data)]
    assert found == [("e-1-0", "Η Ρώμη σιωπά."), ("p-1-0", "Ένα."), ("p-1-2", "Δύο δύο.")]


def test_a_missing_teacher_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="stasis train stanza"):
        silver.write(tmp_path, tmp_path / "stanza", tmp_path / "syntax", tmp_path)
