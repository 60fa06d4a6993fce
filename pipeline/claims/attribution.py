"""Who says so: verbs of saying, «σύμφωνα με», quotation marks."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from pipeline.claims.cues import Match
from pipeline.lemmas import keys
from pipeline.records import Mention
from pipeline.syntax import governors, has, subjects
from pipeline.text import fold

SPEECH = frozenset(
    """
    λεω λεγω δηλωνω αναφερω τονιζω υπογραμμιζω σημειωνω προσθετω υποστηριζω επισημαινω γραφω σχολιαζω εκτιμω απαντω
    διευκρινιζω παρατηρω εξηγω καταληγω συμπληρωνω διαβεβαιωνω ισχυριζομαι ανακοινωνω διαμηνυω μεταδιδω αποκαλυπτω
    επικαλουμαι πιστευω θεωρω κανω_λογο υπενθυμιζω δηλωθω φρονω διατεινομαι εκφραζω_την_αποψη μιλω προβλεπω
    αναγνωριζω παραδεχομαι ομολογω προειδοποιω χαρακτηριζω διαπιστωνω συνεχιζω αφηνω_να_εννοηθει ενημερωνω τουιταρω
    """.split()
)
_OPEN, _CLOSE = "«“", "»”"
REACH = 2
"""Sentences a quotation is followed over."""


def source(doc: Doc, match: Match, mentions: dict[int, Mention], sentences: list[Span]) -> Mention | None:
    """The mention to which the text attributes what the cue says, None for the article's own voice.

    Args:
        doc: the Doc.
        match: the cue; the article's own verb («κατηγορεί») has no source though it is a verb of saying.
        mentions: mentions by their anchor.
        sentences: the Doc's sentences.
    """
    cue = doc[match.head]
    sentence = sentences[match.sentence]
    return (
        _governing(cue, mentions)
        or _according(sentence, mentions)
        or (_speaker(doc, match, sentences, mentions) if is_quoted(doc, match.head) else None)
    )


def is_speech(token: Token) -> bool:
    """Whether a token is a verb of saying or thinking that reports what others say."""
    return token.pos_ == "VERB" and not SPEECH.isdisjoint(keys(token.text.lower(), token.lemma_))


def is_quoted(doc: Doc, i: int) -> bool:
    """Whether a token stands inside quotation marks, straight ones included, opened in its sentence or just before."""
    begin = max(0, doc[i].sent.start - 1)
    depth = straight = 0
    for token in doc[begin:i]:
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        straight += token.text in ('"', "''", "``")
    if depth > 0 or straight % 2:
        return True
    # A quotation that began in an earlier sentence closes later in this one.
    for token in doc[i : doc[i].sent.end]:
        if token.text in _OPEN:
            return False
        if token.text in _CLOSE:
            return depth <= 0
    return False


def _governing(cue: Token, mentions: dict[int, Mention]) -> Mention | None:
    """The subject of a verb of saying on whose «ότι» clause (or direct speech) the cue hangs."""
    below = cue
    for above in governors(cue):
        if (
            is_speech(above)
            and below.dep_ in ("ccomp", "parataxis", "xcomp", "csubj", "advcl", "obj")
            and _reports(below, above)
        ):
            return _subject(above, mentions)
        below = above
    # «Η Άγκυρα, δήλωσε ο Πεσκόφ, απειλεί»: the verb of saying hangs below.
    for token in (cue, *governors(cue)):
        for child in token.children:
            if child.dep_ == "parataxis" and is_speech(child):
                return _subject(child, mentions)
    return None


def _reports(below: Token, above: Token) -> bool:
    marks = {fold(c.text) for c in below.children if c.dep_ in ("mark", "aux", "advmod", "case")}
    return (
        bool(marks & {"οτι", "πωσ"})
        or below.dep_ == "parataxis"
        or is_quoted(below.doc, below.i)
        or ("να" not in marks and below.dep_ == "ccomp" and above.i != below.i)
    )


def _subject(verb: Token, mentions: dict[int, Mention]) -> Mention | None:
    for candidate in (*subjects(verb), verb):
        if candidate.i in mentions:
            return mentions[candidate.i]
    return None


def _according(sentence: Span, mentions: dict[int, Mention]) -> Mention | None:
    """«σύμφωνα με το Reuters», «κατά τον Ερντογάν,», «όπως δήλωσε ο Πεσκόφ»."""
    for token in sentence:
        word = fold(token.text)
        if word == "συμφωνα" and token.i + 1 < sentence.end and fold(token.nbor(1).text) == "με":
            return _first(sentence, token.i + 2, mentions)
        if word == "κατα" and token.i + 1 < sentence.end and fold(token.nbor(1).text) in ("τον", "την", "το", "τουσ"):
            found = _first(sentence, token.i + 2, mentions, reach=2)
            if found and (token.i == sentence.start or token.nbor(-1).text == ","):
                return found
        if word == "οπωσ":
            verb = next((t for t in sentence if token.i < t.i < token.i + 6 and is_speech(t)), None)
            if verb is not None and not has(verb, "Person", "1"):
                return _subject(verb, mentions) or _first(sentence, verb.i + 1, mentions, reach=4)
    return None


def _first(sentence: Span, start: int, mentions: dict[int, Mention], reach: int = 6) -> Mention | None:
    end = min(start + reach, sentence.end)
    return next((mentions[i] for i in range(start, end) if i in mentions and mentions[i].link != "zero"), None)


def _speaker(doc: Doc, match: Match, sentences: list[Span], mentions: dict[int, Mention]) -> Mention | None:
    """Who speaks a quotation: the subject of the verb of saying after or before it, here or a sentence or two away."""
    near = [match.sentence, match.sentence + 1, *range(match.sentence - 1, match.sentence - 1 - REACH, -1)]
    for number in near:
        if not 0 <= number < len(sentences):
            continue
        for token in sentences[number]:
            if is_speech(token) and not is_quoted(doc, token.i):
                found = _subject(token, mentions)
                if found:
                    return found
    return None
