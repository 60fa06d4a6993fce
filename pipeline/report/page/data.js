/* What the page knows: the columns of the claims, their articles, and the actors. */
const Data = (() => {
  "use strict";
  const all = JSON.parse(document.getElementById("data").textContent);
  const columns = all.claims;
  const n = columns.claim_id.length;
  const SIGNS = { positive: "+", negative: "−", dependent: "=", increasing: "↑", decreasing: "↓" };
  const TONES = { positive: "plus", negative: "minus", dependent: "plus", increasing: "plus", decreasing: "minus" };
  const ROLES = { stance: ["holder", "target"], dependence: ["dependent", "provider"] };
  let texts = null;

  /* The texts are many times the rest, and nobody waits for them before the page stands. */
  function text(document_) {
    texts ??= JSON.parse(document.getElementById("texts").textContent);
    return texts[document_];
  }

  /* A value of claim i; a column that is coded holds each value once. */
  function get(name, i) {
    const column = columns[name];
    return column.codes ? column.values[column.codes[i]] : column[i];
  }

  const evidence = (i) => text(columns.document[i]).slice(columns.start[i], columns.end[i]);
  const outlet = (document_) => all.documents.source.values[all.documents.source.codes[document_]];
  const actor = (number) => all.actors.names[number];
  const sign = (i) => (get("factuality", i) === "negated" ? "¬" : "") + (SIGNS[get("value", i)] ?? "");
  const tone = (i) => (get("factuality", i) === "negated" ? "even" : TONES[get("value", i)] ?? "even");

  /* For each claim its place when sorted by a column; equal values share one. Words go by the Greek alphabet. */
  const ranks = {};
  const order = new Intl.Collator("el").compare;
  function rank(name) {
    if (!ranks[name]) {
      const { values, codes } = name === "outlet" ? all.documents.source : columns[name];
      const sorted = [...values].sort(name === "date" ? (a, b) => (a < b ? -1 : +(a > b)) : order);
      const place = new Map(sorted.map((value, at) => [value, at]));
      const byCode = values.map((value) => place.get(value));
      const rows = name === "outlet" ? columns.document.map((document_) => codes[document_]) : codes;
      ranks[name] = Int32Array.from(rows, (code) => byCode[code]);
    }
    return ranks[name];
  }

  return { ...all, columns, n, text, get, evidence, outlet, actor, sign, tone, rank, SIGNS, TONES, ROLES };
})();
