"""Who says so: verbs of saying, «σύμφωνα με», quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.claims.cues import Match
from pipeline.claims.quotes import is_quoted, run
from pipeline.claims.speech import ACCUSE, REQUEST, forms, is_gerund, is_speech, speaker
from pipeline.records import Mention, Parsed
from pipeline.syntax import first_conjunct, governors, has
from pipeline.words import Stretch, Word

Mentions = Mapping[int, Mention]
_PERSONS = frozenset({"person", "PERSON", "official"})
_SAYERS = _PERSONS | {"party", "company", "ORG", "media", "body", "organisation"}
"""Labels of those who speak before a colon; a state there is the place of the news («Ουκρανία: Συνελήφθη…»)."""
_THAT = frozenset({"οτι", "πωσ"})
_CLAUSES = ("ccomp", "parataxis", "xcomp", "csubj", "csubj:pass", "advcl", "obj", "acl", "dep")


def source(parsed: Parsed, match: Match, mentions: Mentions, sentences: list[Stretch]) -> Mention | None:
    """The mention to which the text attributes what the cue says, None for the article's own voice.

    Args:
        parsed: the article with its analysis.
        match: the cue; the article's own verb («κατηγορεί») has no source though it is a verb of saying.
        mentions: mentions by their anchor.
        sentences: the Tree's sentences.
    """
    cue, sentence = parsed.doc[match.head], sentences[match.sentence]
    return (
        _governing(parsed, cue, match, mentions)
        or _according(parsed, sentence, cue, mentions)
        or _announced(parsed, sentence, match, mentions)
        or _trailing(parsed, sentence, match, mentions)
        or _headline(sentence, cue, mentions)
        or (_quoted(parsed, match, sentences, mentions) if is_quoted(cue) else None)
    )


def _governing(parsed: Parsed, cue: Word, match: Match, mentions: Mentions) -> Mention | None:
    """The subject of a verb of saying on whose «ότι» clause (or direct speech) the cue hangs, of a request for «να»."""
    below = cue
    for above in governors(cue):
        if above.i not in match.tokens and below.dep_ in _CLAUSES and _reports(below, above):
            return speaker(parsed, above, mentions)
        below = above
    # «Η Άγκυρα, δήλωσε ο Πεσκόφ, απειλεί»: the verb of saying hangs below.
    for token in (cue, *governors(cue)):
        for child in token.children:
            if child.dep_ == "parataxis" and is_speech(child) and child.i not in match.tokens and not is_gerund(child):
                return speaker(parsed, child, mentions)
    return None


def _reports(below: Word, above: Word) -> bool:
    """Whether a clause is what the verb above reports, accuses of or asks for."""
    marks = {c.folded for c in below.children if c.dep_ in ("mark", "aux", "advmod", "case")}
    if above.pos_ not in ("VERB", "AUX"):
        return False
    words = forms(above)
    if "να" in marks and below.pos_ == "VERB":
        return not words.isdisjoint(REQUEST) and below.dep_ in ("ccomp", "xcomp", "advcl")
    if below.pos_ in ("NOUN", "PROPN") and below.dep_ == "obj":
        return is_speech(above)
    if marks & _THAT and below.dep_ != "obj":
        return is_speech(above) or not words.isdisjoint(ACCUSE | REQUEST)
    direct = below.dep_ == "parataxis" or is_quoted(below) or below.dep_ == "ccomp"
    return is_speech(above) and direct


def _according(parsed: Parsed, sentence: Stretch, cue: Word, mentions: Mentions) -> Mention | None:
    """«σύμφωνα με το Reuters», «κατά τον Ερντογάν,», «όπως δήλωσε ο Πεσκόφ»."""
    for token in sentence:
        word = token.folded
        after = token.nbor(1).folded if token.i + 1 < sentence.end else ""
        if word == "συμφωνα" and after == "με":
            return _first(sentence, token.i + 2, mentions)
        if word == "κατα" and after in ("τον", "την", "τη", "το", "τουσ", "τισ") and _set_off(token, sentence):
            found = _first(sentence, token.i + 2, mentions, reach=3)
            if found and (found.label in _PERSONS or _closed(sentence, found.last)):
                return found
        if word == "οπωσ":
            verb = next((t for t in sentence if token.i < t.i < token.i + 6 and is_speech(t)), None)
            if verb is not None and not has(verb, "Person", "1") and verb.i != cue.i:
                return speaker(parsed, verb, mentions) or _first(sentence, verb.i + 1, mentions, reach=4)
    return None


def _set_off(token: Word, sentence: Stretch) -> bool:
    """Whether «κατά τον Χ» stands apart and so tells whose opinion it is, not when."""
    return token.i == sentence.start or token.nbor(-1).text in (",", "(", "–", "-", "και", "οποία", "που")


def _closed(sentence: Stretch, last: int) -> bool:
    """Whether a comma or the end follows: «κατά την Άγκυρα, …», not «κατά τη σύνοδο του ΝΑΤΟ στη…»."""
    return last + 1 >= sentence.end or sentence.doc[last + 1].text in (",", ".", ")", "–", "-")


def _announced(parsed: Parsed, sentence: Stretch, match: Match, mentions: Mentions) -> Mention | None:
    """What follows «τόνισε ότι», however far the parser has lost the thread: «τόνισε ότι ο Χ, που είναι…, στηρίζει»."""
    cue = match.tokens[0]
    for verb in _speech_verbs(sentence, match):
        if verb.i >= cue:
            break
        that = next((t for t in sentence.doc[verb.i + 1 : cue] if t.folded in _THAT or t.text in (":", "«")), None)
        if that is None or that.i - verb.i > 9 or _beside(parsed.doc[match.head], verb):
            continue
        ended = any(t.text in ("»", ";", "·") or (t.text == "," and _resumes(t)) for t in sentence.doc[that.i : cue])
        if not ended:
            return speaker(parsed, verb, mentions)
    return None


def _beside(cue: Word, verb: Word) -> bool:
    """Whether the cue's verb is on a par with the verb of saying: «δήλωσε ότι…, ωστόσο επιτέθηκε στον Χ»."""
    own = next((t for t in (cue, *governors(cue, 2)) if t.pos_ in ("VERB", "AUX")), cue)
    return own.dep_ == "ROOT" or (own.dep_ == "conj" and first_conjunct(own).i == first_conjunct(verb).i)


def _resumes(comma: Word) -> bool:
    """Whether the article's own voice goes on after a comma: «…, ενώ κατηγόρησε», «…, επικρίνοντας»."""
    after = comma.nbor(1) if comma.i + 1 < comma.sent.end else comma
    return after.folded in ("ενω", "καθωσ") or is_gerund(after)


def _trailing(parsed: Parsed, sentence: Stretch, match: Match, mentions: Mentions) -> Mention | None:
    """«Η Γαλλία στηρίζει την Κύπρο, δήλωσε ο Μακρόν»: a verb of saying right behind what it reports."""
    for verb in _speech_verbs(sentence, match, also=ACCUSE):
        before = verb.nbor(-1).text if verb.i > sentence.start else ""
        # «…», κατήγγειλε ο Χ»: a verb of accusation speaks only behind a quotation.
        quotation = verb.i > sentence.start + 1 and {before, verb.nbor(-2).text} & {"»", "”", '"'}
        if not is_speech(verb) and not quotation:
            continue
        parted = before in ',»”"' and before != ""
        that = verb.i + 1 < sentence.end and verb.nbor(1).folded in {*_THAT, "και"}
        if verb.i > match.tokens[-1] and parted and not that and not is_gerund(verb):
            return speaker(parsed, verb, mentions)
    return None


def _speech_verbs(sentence: Stretch, match: Match, also: frozenset[str] = frozenset()) -> Iterator[Word]:
    for token in sentence:
        says = is_speech(token) or (token.pos_ == "VERB" and not forms(token).isdisjoint(also))
        if says and token.i not in match.tokens and not is_quoted(token, straight=False):
            yield token


def _headline(sentence: Stretch, cue: Word, mentions: Mentions) -> Mention | None:
    """«Πεσκόφ: Η Άγκυρα απειλεί…»: the name before the colon speaks."""
    for token in sentence[:7]:
        if token.text == ":" and token.i < cue.i:
            named = [m for i, m in mentions.items() if sentence.start <= i < token.i and m.label in _SAYERS]
            verbs = any(t.pos_ in ("VERB", "AUX") for t in sentence.doc[sentence.start : token.i])
            return named[-1] if named and not verbs else None
    return None


def _first(sentence: Stretch, start: int, mentions: Mentions, reach: int = 6) -> Mention | None:
    end = min(start + reach, sentence.end)
    return next((mentions[i] for i in range(start, end) if i in mentions and mentions[i].link != "zero"), None)


def _quoted(parsed: Parsed, match: Match, sentences: list[Stretch], mentions: Mentions) -> Mention | None:
    """Who speaks a quotation: the subject of the verb of saying after or before it, here or some sentences away."""
    for number in run(sentences, match.sentence):
        for verb in _speech_verbs(sentences[number], match):
            if found := speaker(parsed, verb, mentions):
                return found
    return None
