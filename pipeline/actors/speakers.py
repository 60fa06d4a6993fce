"""Who says «we» and «I»: the speaker of each sentence of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.lemmas import word_set
from pipeline.records import Mention
from pipeline.syntax import has, is_finite, subjects
from pipeline.words import Word

REACH = 3
"""Sentences around one in which its speaker, or a pronoun's antecedent, is looked for."""

_SPEECH = word_set(
    """
    λεω δηλωνω αναφερω τονιζω υπογραμμιζω σημειωνω προσθετω υποστηριζω επισημαινω γραφω σχολιαζω εκτιμω απαντω
    διευκρινιζω παρατηρω εξηγω καταληγω συμπληρωνω διαβεβαιωνω ισχυριζομαι ανακοινωνω διαμηνυω προειδοποιω
    """
)


class Speakers:
    """Looks for the speaker of a sentence when asked, and remembers it.

    Args:
        sentences: the tokens of each sentence.
        named: mentions that are no pronouns, by sentence.
    """

    def __init__(self, sentences: Sequence[Sequence[Word]], named: Mapping[int, list[Mention]]) -> None:
        self._sentences = sentences
        self._named = named
        self._found: dict[int, Mention | None] = {}
        self._told: dict[int, Mention | None] = {}

    def of(self, number: int) -> Mention | None:
        """The subject of the sentence's verb of saying; where its quotation goes on, that of the sentence that ends
        it; else whom a heading names («ΝΔ:»), or the last who said something."""
        if number not in self._found:
            self._found[number] = self._search(number)
        return self._found[number]

    def _search(self, number: int) -> Mention | None:
        if (found := self._says(number)) is not None:
            return found
        ahead = number
        while _stays_open(self._sentences[ahead]) and ahead + 1 < len(self._sentences) and ahead < number + REACH:
            ahead += 1
            if (found := self._says(ahead)) is not None:
                return found
        for back in range(number - 1, max(-1, number - 1 - REACH), -1):
            if (found := self._heads(back) or self._says(back)) is not None:
                return found
        return None

    def _says(self, number: int) -> Mention | None:
        """The subject of a verb of saying in a sentence."""
        if number not in self._told:
            at = {m.anchor: m for m in self._named[number]}
            said = (subject for token in self._sentences[number] if is_speech(token) for subject in subjects(token))
            self._told[number] = next((at[subject.i] for subject in said if subject.i in at), None) if at else None
        return self._told[number]

    def _heads(self, number: int) -> Mention | None:
        """The actor of a heading before what he, she or it says: «Τσίπρας:», «Βόμβα Τόμσεν:»."""
        sentence, mentions = self._sentences[number], self._named[number]
        heading = bool(mentions) and sentence[-1].text == ":" and not any(map(is_finite, sentence))
        return mentions[-1] if heading else None


def _stays_open(sentence: Sequence[Word]) -> bool:
    """Whether a quotation that is open at the end of a sentence goes on in the next."""
    return sum((token.text in "«“") - (token.text in "»”") for token in sentence) > 0


def is_speech(token: Word) -> bool:
    """Whether a token is a verb of saying in the third person."""
    return token.pos_ == "VERB" and has(token, "Person", "3") and not _SPEECH.isdisjoint(token.forms)
