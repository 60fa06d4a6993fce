"""Stanza as an engine: surface tokens, offsets into the text as it was read, paragraphs, entities, clear errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pipeline.annotate import Engine, load_engine, stanza_model
from pipeline.annotate.bounds import LONGEST_SENTENCE
from pipeline.annotate.stanza_engine import LETTERS, _cut, groups
from pipeline.errors import ModelError
from pipeline.records import Article
from pipeline.text import normalise
from pipeline.words import Tree

Read = Callable[[str], Tree]


@pytest.fixture(scope="module")
def read(stanza_engine: Engine) -> Read:
    """One text to its analysis."""
    return lambda text: next(iter(stanza_engine.parse([Article("α", text)]))).doc


@pytest.mark.parametrize(
    ("text", "form", "head", "features"),
    [
        ("Ο υπουργός μίλησε στη Βουλή.", "στη", "Βουλή", {"Case": "Acc", "Gender": "Fem", "Number": "Sing"}),
        ("Η κυβέρνηση στηρίζεται στους συμμάχους της.", "στους", "συμμάχους", {"Case": "Acc", "Number": "Plur"}),
        ("Στο Παρίσι έφτασε ο πρόεδρος.", "Στο", "Παρίσι", {"Case": "Acc", "Number": "Sing"}),
    ],
)
def test_a_contraction_is_one_token(read: Read, text: str, form: str, head: str, features: dict[str, str]) -> None:
    [token] = [t for t in read(text) if t.text == form]
    assert (token.pos_, token.lemma_, token.dep_, token.head.text) == ("ADP", "σε", "case", head)
    assert features == {name: ",".join(token.morph.get(name)) for name in features}


def test_an_analysis(read: Read) -> None:
    doc = read("Ο υπουργός συνάντησε τον πρόεδρο της Γαλλίας.")
    assert [t.pos_ for t in doc] == "DET NOUN VERB DET NOUN DET PROPN PUNCT".split()
    assert [t.dep_ for t in doc] == "det nsubj ROOT det obj det nmod punct".split()
    assert [t.head.i for t in doc] == [1, 2, 2, 4, 2, 6, 4, 2]
    assert "Γαλλίας" in {entity.text for entity in doc.ents}


TEXTS = [
    "",
    "   ",
    "Ένα.  Δύο\t τρία\n\n\nΤέσσερα",
    "Η Τουρκι\u0301α και η Ελλα\u0301δα",
    "Γρά\u00adψτε στο info@example.gr ή στο https://www.example.gr/a?b=γ&δ=1!",
    "😀😀 «Καλημέρα»… \u200bκόσμε\ufeff 👨‍👩‍👧",
    "ΣΤΗΝ ΑΘΗΝΑ Ο ΠΡΟΕΔΡΟΣ ΤΗΣ ΓΑΛΛΙΑΣ",
    "στο" * 500 + " τέλος",
    "\u0301\u0301\u0301 .. ;; ——",
    "ὁ πρωθυπουργὸς τῆς Ἑλλάδος",
]


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_lead_into_the_text_as_read(stanza_engine: Engine, text: str) -> None:
    [parsed] = stanza_engine.parse([Article("α", text)])
    assert parsed.doc.text == normalise(text).text
    spans = [parsed.span(i, i) for i in range(len(parsed.doc))]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    for token, (start, end) in zip(parsed.doc, spans, strict=True):
        assert normalise(text[start:end]).text == token.text or not text[start:end].isalpha()


def test_a_batch_is_read_as_its_articles_are(stanza_engine: Engine) -> None:
    together = list(stanza_engine.parse([Article(str(i), text) for i, text in enumerate(TEXTS)]))
    assert [parsed.article.doc_id for parsed in together] == [str(i) for i in range(len(TEXTS))]
    assert [parsed.doc.text for parsed in together] == [normalise(text).text for text in TEXTS]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Νέα μέτρα\nΗ κυβέρνηση ανακοίνωσε μέτρα.", ["Νέα μέτρα", "Η κυβέρνηση ανακοίνωσε μέτρα."]),
        ("Ο πρόεδρος έφυγε. Η Βουλή ψήφισε.", ["Ο πρόεδρος έφυγε.", "Η Βουλή ψήφισε."]),
    ],
)
def test_sentences(read: Read, text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in read(text).sents] == sentences


def test_a_sentence_without_end_is_cut(read: Read) -> None:
    doc = read("Ο υπουργός είπε ότι " + ", ".join(["η χώρα στηρίζει τη συμμαχία"] * 60) + ".")
    assert len(doc) > LONGEST_SENTENCE
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_SENTENCE


def test_a_cut_falls_on_a_stop() -> None:
    tokens = [
        {"id": (i + 1,), "text": "," if i == LONGEST_SENTENCE - 20 else "α"} for i in range(LONGEST_SENTENCE + 100)
    ]
    first, second = _cut(tokens)
    assert (len(first), first[-1]["text"], second[0]["id"]) == (LONGEST_SENTENCE - 19, ",", (1,))


def test_articles_are_grouped_by_size() -> None:
    articles = [Article(str(i), "α" * size) for i, size in enumerate((LETTERS - 10, 9, 9, LETTERS * 2, 1))]
    assert [[a.doc_id for a, _ in group] for group in groups(articles)] == [["0", "1"], ["2"], ["3"], ["4"]]


def test_a_folder_without_models_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load_engine("stanza", str(tmp_path))
    assert caught.value.place == str(tmp_path)
    assert "folder with resources.json" in caught.value.remedy


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stanza", None)
    with pytest.raises(ModelError) as caught:
        load_engine("both")
    assert caught.value.remedy == "pip install 'stasis[stanza]'"


LOAD = """
from pipeline.annotate import stanza_model
print(stanza_model.load("download").process("Η Βουλή.").sentences[0].words[1].upos)
"""


def test_stanzas_own_package_is_fetched_once(tmp_path: Path) -> None:
    # What ships stands in for the published package: it is laid out in the same way.
    served, kept = tmp_path / "served", tmp_path / "kept"
    served.mkdir()
    (served / "el").symlink_to(stanza_model.SHIPPED / "el")
    with ExitStack() as stack:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(served)))
        stack.callback(server.server_close)
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        index = json.loads((stanza_model.SHIPPED / "resources.json").read_text(encoding="utf-8"))
        index["url"] = address + "/{lang}/{filename}"
        (served / "resources_1.json").write_text(json.dumps(index), encoding="utf-8")
        told = {"STANZA_RESOURCES_URL": address, "STANZA_RESOURCES_VERSION": "1", "STANZA_RESOURCES_DIR": str(kept)}
        assert _loaded(told) == "NOUN"
        server.shutdown()
    # The second time without a server.
    assert _loaded(told) == "NOUN"


def _loaded(environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", LOAD]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
