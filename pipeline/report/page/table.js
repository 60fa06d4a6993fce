/* The table of claims. Tabulator draws only the rows in view; a row is the number of its claim. */
const Table = (() => {
  "use strict";
  const { make, greek, shown } = Prose;
  const { say, number } = Words;
  const { get, columns } = Data;
  const NARROW = matchMedia("(max-width: 700px)");
  let table = null;
  let ready = false;
  let small = false;

  const claim = (cell) => cell.getRow().getData().i;
  const open = (i, ...inside) => {
    const button = make("button", { type: "button", class: "open", "data-claim": i }, ...inside);
    button.addEventListener("click", () => Evidence.open(i));
    return button;
  };
  /* The category of a stance tells its polarity, so that the sign is enough where there is little room. */
  const value = (i, whole = false) => {
    const words = [say(get("detail", i))];
    if (whole || get("type", i) === "dependence") words.push(say(get("value", i)));
    const sign = make("b", {}, Data.sign(i));
    return make("span", { class: `value ${Data.tone(i)}` }, sign, ` ${words.join(", ")}`);
  };
  const outlet = (i) => {
    const place = columns.document[i];
    return greek((Data.outlet(place) || "–") + (Data.documents.fictional[place] ? " *" : ""));
  };

  const byRank = (name) => (a, b, one, two) => Data.rank(name)[one.getData().i] - Data.rank(name)[two.getData().i];
  const byNumber = (name) => (a, b, one, two) => columns[name][one.getData().i] - columns[name][two.getData().i];

  /* A heading that sorts is a button, so that a keyboard reaches it; the click goes on to Tabulator. */
  function heading(cell) {
    const field = cell.getColumn().getField();
    return make("button", { type: "button", "data-word": `column.${field}` }, say(`column.${field}`));
  }

  const column = (field, formatter, sorter, more) => ({
    field, formatter, sorter, title: field, titleFormatter: heading, headerSort: true, ...more,
  });

  function wide() {
    return [
      column("date", (cell) => Words.day(get("date", claim(cell))), byRank("date"), { width: 128 }),
      column("first", (cell) => greek(get("first", claim(cell))), byRank("first"), { widthGrow: 2, minWidth: 110 }),
      column("value", (cell) => value(claim(cell)), byRank("value"), { widthGrow: 2, minWidth: 130 }),
      column("second", (cell) => greek(get("second", claim(cell))), byRank("second"), { widthGrow: 2, minWidth: 110 }),
      column("evidence", (cell) => open(claim(cell), greek(Prose.short(Data.evidence(claim(cell)), 300))), byRank("cue"), {
        widthGrow: 5, minWidth: 190, headerSort: false, titleFormatter: (cell) => make("span", { "data-word": "column.evidence" }, say("column.evidence")),
      }),
      column("factuality", (cell) => say(get("factuality", claim(cell))), byRank("factuality"), { width: 118, responsive: 2 }),
      column("source", (cell) => greek(get("source", claim(cell)) || "–"), byRank("source"), { widthGrow: 1, minWidth: 132, responsive: 4 }),
      column("confidence", (cell) => number(columns.confidence[claim(cell)] / 10000, 2), byNumber("confidence"), { width: 80, hozAlign: "right", responsive: 1 }),
      column("outlet", (cell) => outlet(claim(cell)), byRank("outlet"), { widthGrow: 1, minWidth: 110, responsive: 3 }),
    ];
  }

  /* On a telephone a claim is one cell of a few lines. */
  function narrow() {
    const lines = (cell) => {
      const i = claim(cell);
      const pair = make("span", { class: "pair" }, greek(get("first", i)), " → ", greek(get("second", i)));
      const facts = `${Words.day(get("date", i))} · ${say(get("factuality", i))} · ${number(columns.confidence[i] / 10000, 2)}`;
      return open(i, pair, value(i), make("span", { class: "small" }, facts));
    };
    return [column("claim", lines, byRank("first"), { titleFormatter: (cell) => make("span", { "data-word": "column.claim" }, say("column.claim")), headerSort: false })];
  }

  const SORTERS = { date: byRank("date"), confidence: byNumber("confidence"), first: byRank("first"), second: byRank("second"), value: byRank("value") };

  /* The claims that fit, in the order they are shown. */
  const shownClaims = () => (table && ready ? table.getRows("active").map((row) => row.getData().i) : []);

  function build(done) {
    ready = false;
    table?.destroy();
    small = NARROW.matches;
    const rows = Array.from({ length: Data.n }, (_, i) => ({ i }));
    table = new Tabulator("#table", {
      data: rows,
      columns: small ? narrow() : wide(),
      layout: "fitColumns",
      responsiveLayout: small ? false : "hide",
      height: Data.n > 8 ? (small ? "80vh" : 620) : false,
      rowHeight: small ? 104 : 62,
      columnDefaults: { resizable: false, headerSortTristate: false, tooltip: false },
      headerSortElement: "<span></span>",
      placeholder: () => make("p", { class: "about", "data-word": "filter.none" }, say("filter.none")),
    });
    table.on("tableBuilt", () => {
      ready = true;
      usable();
      table.setFilter((row) => Filters.fits(row.i));
      done?.();
    });
    table.on("headerClick", () => (Filters.form.elements.sort.value = ""));
  }

  /* A grid may hold rows only; what scrolls needs no stop of its own, as each row has a button. */
  function usable() {
    const element = document.getElementById("table");
    element.querySelector(".tabulator-tableholder").removeAttribute("tabindex");
    element.dataset.label = "table";
    element.setAttribute("aria-label", say("table"));
  }

  /* Tabulator sorts by columns it shows; on a telephone there is one, so its sorter is exchanged. */
  function sort(wanted) {
    const [name, direction] = wanted.split(".");
    if (!name || !ready) return;
    if (small) table.getColumn("claim")._getSelf().modules.sort.sorter = SORTERS[name];
    table.setSort(small ? "claim" : name, direction);
  }

  /* The arrow keys go from row to row. */
  function walk(event) {
    const from = event.target.closest?.(".open");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!from || !step) return;
    event.preventDefault();
    const row = table.getRow(from.closest(".tabulator-row"));
    const to = row && (step > 0 ? row.getNextRow() : row.getPrevRow());
    if (to) table.scrollToRow(to, "nearest", false).then(() => to.getElement().querySelector(".open")?.focus());
  }

  function start(done) {
    build(done);
    Filters.onChange(() => ready && table.refreshFilter());
    Filters.form.elements.sort.addEventListener("change", (event) => sort(event.target.value));
    Filters.form.addEventListener("reset", () => setTimeout(() => sort(Filters.form.elements.sort.value)));
    document.getElementById("table").addEventListener("keydown", walk);
    NARROW.addEventListener("change", () => {
      if (NARROW.matches !== small) build(() => sort(Filters.form.elements.sort.value));
    });
    Words.onChange(() => ready && table.redraw(true));
  }

  return { start, shownClaims, value, outlet, shown };
})();
