"""The model card and licence that lie beside a trained pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spacy.language import Language

LICENCE = """The weights in this folder are licensed under the Creative Commons Attribution-NonCommercial-ShareAlike 4.0
International licence (CC BY-NC-SA 4.0): https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode

They were trained on data under these licences, which ask for it:

- Greek Dependency Treebank (GDT), Universal Dependencies 2.17, CC BY-NC-SA 3.0
- elNER-18 (Bartziokas, Mavropoulos, Kotropoulos, SETN 2020), CC BY-NC-SA 4.0
- raw sentences of elNER-18 and of the PARSEME shared task's Greek corpus, CC BY-NC-SA 4.0 (word vectors)
- Greek UD treebank GUD, Universal Dependencies 2.17, CC BY-SA 4.0 (raw sentences, word vectors)

The code of Stasis has its own licence (LICENSE at the top of the repository).
"""

CARD = """# el_stasis_news

A spaCy pipeline for Greek news: {components}.

| figure | on the test file |
| --- | --- |
{figures}

Measured by `stasis train spacy` at the end of the training, raw text in: syntax on the GDT 2.17 test file (whole
documents), entities on the elNER-18 test file (micro F1 over whole entities). Size on disk: {size:.0f} MB.

- **Made by**: `stasis train spacy --data DIR`, settings in `configs/training/syntax.cfg` and `entities.cfg`, seed 0.
- **Data**: see LICENSE in this folder.
- **Tokens**: as spaCy's Greek tokenizer cuts them. «στη» is one token: `ADP`, lemma «σε», relation `case`, with the
  features of the article.
- **Weak spots**: headlines in capitals, text without accents, very long sentences, names of people after titles,
  entity types that are rare in newswire (LANGUAGE, LAW, PRODUCT).
"""

STANZA_CARD = """# el_stasis_stanza

Stanza models for Greek news: tokenizer, multiword tokens, tagger, lemmatizer, dependency parser. They lie as Stanza's
own packages do; weights and word vectors are in half precision. Size on disk: {size:.0f} MB.

- **Made by**: `stasis train stanza --data DIR`, settings in `configs/training/stanza.yaml`.
- **Data**: see LICENSE in this folder; trained on GDT.
- **Tokens**: UD's words. Stasis merges them to surface tokens under the policy in `pipeline/annotate/multiword.py`.
"""


def write_card(nlp: Language, figures: Mapping[str, float], folder: Path) -> None:
    """Write ``README.md`` and ``LICENSE`` into a pipeline's folder.

    Args:
        nlp: the pipeline.
        figures: what was measured, by name, in percent (or tokens a second).
        folder: where ``nlp`` was written.
    """
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    lines = "\n".join(f"| {name} | {value:.1f} |" for name, value in figures.items())
    card = CARD.format(components=", ".join(nlp.pipe_names), figures=lines, size=size)
    (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / "LICENSE").write_text(LICENCE, encoding="utf-8")


def write_stanza_card(folder: Path) -> None:
    """Write ``README.md`` and ``LICENSE`` into the folder of the Stanza models."""
    size = sum(path.stat().st_size for path in folder.rglob("*.pt")) / 2**20
    (folder / "README.md").write_text(STANZA_CARD.format(size=size), encoding="utf-8")
    (folder / "LICENSE").write_text(LICENCE, encoding="utf-8")
