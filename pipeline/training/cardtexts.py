"""What the cards of our models say beside their figures. It is true of what ``stasis train`` makes."""

from __future__ import annotations

LICENCE = """The weights in this folder are licensed under the Creative Commons Attribution-NonCommercial-ShareAlike 4.0
International licence (CC BY-NC-SA 4.0): https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode

They were trained on data under these licences, which ask for it:

- Greek Dependency Treebank (GDT), Universal Dependencies 2.17, CC BY-NC-SA 3.0
- elNER-18 (Bartziokas, Mavropoulos, Kotropoulos, SETN 2020), CC BY-NC-SA 4.0
- raw sentences of elNER-18 and of the PARSEME shared task's Greek corpus, CC BY-NC-SA 4.0 (word vectors)
- Greek UD treebank GUD, Universal Dependencies 2.17, CC BY-SA 4.0 (raw sentences, word vectors)

The code of Stasis has its own licence (LICENSE at the top of the repository).
"""

CARD = """# {folder}

{what}

## Figures

`stasis evaluate-models --engine {engine} --data DIR --write` wrote this card and gave these figures, in percent, raw
text in. Syntax: whole documents of the test file of GDT 2.17; measured as the CoNLL 2018 shared task does (F1 of
aligned words, the engine as it ships), and as `spacy evaluate` does (surface tokens, no punctuation in UAS and LAS).
Entities: the test file of elNER-18, micro figures over entities whose start, end and type are right. Speed is by
processor time on the machine that measured. Published: `el_core_news_lg` 3.7, by `spacy evaluate` on an older GDT, and
spaCy on elNER-18 for the entities. `figures.json` has the figures for programs, with a hash of the weights they were
measured on.

{figures}

## Intended use

Tokens, tags, morphology, lemmas, dependencies{also} of Greek news of today, as the first step of Stasis, or by
itself in research and teaching. Not meant for decisions about persons, for older or dialectal Greek, for verse or chat.
Non-commercial use only: see LICENSE in this folder.

## Data

| data | version | licence | used for |
| --- | --- | --- | --- |
| Greek Dependency Treebank (GDT) | Universal Dependencies 2.17, training part | CC BY-NC-SA 3.0 | {syntax} |
| elNER-18 | SETN 2020, training part | CC BY-NC-SA 4.0 | {entities} |
| elNER-18 and PARSEME shared task (Greek), raw sentences | all parts | CC BY-NC-SA 4.0 | {raw} |
| Greek UD treebank (GUD), raw sentences | Universal Dependencies 2.17, training part | CC BY-SA 4.0 | {vectors} |

GDT's texts are news, Wikipedia and debates of the European Parliament, elNER-18's are newswire. The development parts
chose the settings; the annotation of the test parts was used for the figures above only. Word vectors have seen the
raw sentences of elNER-18's test part.

## How it was made

{made}

## Known weaknesses

{weakest}
{weaknesses}

## Per type

{detail}
"""

_TOKENS = "«στη» is one token:\n`ADP`, lemma «σε», relation `case`, with the features of the article."

TEXTS = {
    "spacy": {
        "what": "A spaCy pipeline for Greek news: tags, morphology, lemmas, dependencies, sentence boundaries, "
        "entities. It is\nthe default engine of Stasis.",
        "also": ", entities",
        "syntax": "tags, morphology, lemmas, dependencies, sentences",
        "entities": "entities",
        "vectors": "word vectors",
        "raw": "word vectors; silver trees (elNER-18: training part)",
        "made": "`stasis train stanza --data DIR`, then `stasis train spacy --data DIR --teacher build/stanza`: "
        "settings in\n`syntax.cfg`, `refined.cfg` and `entities.cfg` in `configs/training/`, with their seeds. "
        "Syntax was learned from\nGDT, then refined on GDT and on silver trees: raw news as Stanza's parser reads it, "
        "where this parser mostly\nagrees. Some of it was seen in capitals, without accents or with other quotation "
        "marks too. The weights that ship\ncome from these steps run one by one, the silver trees from five sixths of "
        "the raw news. A lemma is looked up in\nGDT's training part, then in simplemma's list; an edit tree guesses "
        f"the rest. Tokens are as spaCy's Greek tokenizer cuts them. {_TOKENS}",
        "weaknesses": "- Headlines in capitals, text without accents and very long sentences are read less well than "
        "the figures say.\n- Names of people after titles are at times cut in two.",
    },
    "stanza": {
        "what": "A Stanza model for Greek news: tokens, tags, morphology, lemmas, dependencies, sentence boundaries. "
        "It is the\nsecond engine of Stasis (`pip install 'stasis[stanza]'`).",
        "also": "",
        "syntax": "tokens, tags, morphology, lemmas, dependencies, sentences",
        "entities": "not used: entities are those of `el_stasis_news`",
        "vectors": "word vectors, silver analyses",
        "raw": "word vectors, silver analyses (elNER-18: training part)",
        "made": "`stasis train stanza --data DIR --teacher shipped`: settings and seeds in "
        "`configs/training/stanza.yaml`; weights are\nstored in half precision. The parser learned from jackknifed "
        "tags; then tagger and parser learned on, half from GDT, half\nfrom 650,000 tokens of raw news as "
        "`el_stasis_news` reads them, rates falling to zero, weights averaged. The weights that\nship come from these "
        "steps run one by one: the tagger 1,750 and 1,800 of them, the parser 4,050 and 3,000, in two rounds.\n"
        "Lemmas are Stanza's dictionary of GDT, bettered by the look-up of `el_stasis_news`. Words are merged into "
        f"surface tokens:\n{_TOKENS}",
        "weaknesses": "- Headlines in capitals, text without accents and very long sentences are read less well than "
        "the figures say.\n- It is several times slower than the spaCy engine, and needs torch.",
    },
}
"""What differs between the models, by engine."""
