/* On paper a table has all its rows: those that fit the filters are laid out before printing, and go after it. */
const Printing = (() => {
  "use strict";
  const { say, number } = Words;
  const { greek, make } = Prose;
  const { get, columns } = Data;
  const MOST = 2000;
  const place = document.getElementById("printed");

  function row(i) {
    return [
      Words.day(get("date", i)), greek(get("first", i)), Table.value(i), greek(get("second", i)), greek(Prose.short(Data.evidence(i), 400)),
      say(get("factuality", i)), number(columns.confidence[i] / 10000, 2), Table.outlet(i),
    ];
  }

  function lay() {
    const claims = Table.shownClaims();
    const heads = ["date", "first", "value", "second", "evidence", "factuality", "confidence", "outlet"].map((name) => say(`column.${name}`));
    place.replaceChildren(Charts.table(heads, claims.slice(0, MOST).map(row)));
    if (claims.length > MOST) place.prepend(make("p", {}, say("print.left_out", { n: number(MOST), all: number(claims.length) })));
  }

  function start() {
    addEventListener("beforeprint", lay);
    addEventListener("afterprint", () => place.replaceChildren());
  }

  return { start };
})();
