/* What a search looks in, folded: letters without accents, in lower case, with one sigma.
 * Nothing is prepared before somebody searches: 20,000 claims are folded in less time than a key takes. */
const Search = (() => {
  "use strict";
  const { columns, documents, actors, n } = Data;
  const UNKNOWN = -1;
  const NOTHING = -2;
  const BETWEEN = 10; /* A line break, which no word that is searched for has in it. */

  /* What is left of each UTF-16 unit, worked out when it is first met. One that would become several, as a syllable of
   * Korean does, stays as it is; so do the halves of a pair. Thus nothing gets longer. */
  const left = new Int32Array(0x10000).fill(UNKNOWN);
  function unit(code) {
    const bare = String.fromCharCode(code).normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase().replace("ς", "σ");
    left[code] = bare.length > 1 ? code : bare ? bare.charCodeAt(0) : NOTHING;
    return left[code];
  }

  /* Fold text[from..to) into units from a place on; the place after it. */
  function put(units, place, text, from = 0, to = text.length) {
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i);
      const bare = left[code] === UNKNOWN ? unit(code) : left[code];
      if (bare !== NOTHING) units[place++] = bare;
    }
    return place;
  }

  const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });

  /* «Άγκυρας» and «ΑΓΚΥΡΑΣ» both become «αγκυρασ». */
  function fold(text) {
    const units = new Uint16Array(text.length);
    return decoder.decode(units.subarray(0, put(units, 0, text)));
  }

  /* Values laid one behind the other in one folded text, so that one pass tells which of them have a word.
   * Each value is [text, from, to]. */
  function shelf(values) {
    const units = new Uint16Array(values.reduce((sum, [, from, to]) => sum + to - from + 1, 0));
    const ends = new Int32Array(values.length);
    let place = 0;
    values.forEach(([text, from, to], i) => {
      ends[i] = put(units, place, text, from, to);
      units[ends[i]] = BETWEEN;
      place = ends[i] + 1;
    });
    const folded = decoder.decode(units.subarray(0, place));
    return (word) => {
      const has = new Uint8Array(values.length);
      let value = 0;
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, ends[value])) {
        while (ends[value] < at) value++;
        has[value] = 1;
      }
      return has;
    };
  }

  const names = (values) => shelf(values.map((text) => [text, 0, text.length]));

  /* Where to look: what tells which values have a word, and for each claim the number of its value. */
  let places = null;
  function look() {
    const whom = names(actors.names);
    const passages = Array.from({ length: n }, (_, i) => [Data.text(columns.document[i]), columns.start[i], columns.end[i]]);
    return [
      ...["first", "second", "cue", "frame", "source"].map((name) => [names(columns[name].values), columns[name].codes]),
      [whom, columns.first_actor],
      [whom, columns.second_actor],
      [names(documents.title), columns.document],
      [names(documents.id), columns.document],
      [names(documents.source.values), columns.document.map((document_) => documents.source.codes[document_])],
      [shelf(passages), Int32Array.from({ length: n }, (_, i) => i)],
    ];
  }

  /* For each claim whether the word stands somewhere in what is told of it. */
  function having(word) {
    places ??= look();
    const found = new Uint8Array(n);
    for (const [which, rows] of places) {
      const has = which(word);
      if (has.includes(1)) for (let i = 0; i < n; i++) found[i] |= has[rows[i]];
    }
    return found;
  }

  /* A test of claims: all words of the query must be there, in whatever order; null where there is no word. */
  function test(query) {
    const found = fold(query).split(/\s+/).filter(Boolean).map(having);
    return found.length ? (i) => found.every((one) => one[i]) : null;
  }

  return { fold, test };
})();
