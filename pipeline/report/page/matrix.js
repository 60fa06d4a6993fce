/* Actor by actor, as a table of buttons: a screen reader, a keyboard and a printer can use it as it is. */
const Matrix = (() => {
  "use strict";
  const { say, number, signed } = Words;
  const { make, greek, short } = Prose;
  const place = document.getElementById("matrix-table");

  const kind = () => document.querySelector("[name=matrix-kind]:checked").value;

  function cell(found, row, column) {
    if (!found) return make("td", {});
    const counts = Object.entries(found.counts).filter(([, n]) => n).map(([value, n]) => `${say(value)} ${number(n)}`).join(", ");
    const label = `${short(Data.actor(row), 60)} → ${short(Data.actor(column), 60)}: ${counts}`;
    const tone = found.net > 0 ? "plus" : found.net < 0 ? "minus" : "even";
    const strength = Math.min(4, Math.ceil(Math.log2(1 + Math.abs(found.net))));
    const button = make("button", { type: "button", class: `${tone} s${strength}`, title: label, "aria-label": `${label}, ${say("net")} ${signed(found.net)}` }, signed(found.net));
    button.addEventListener("click", () => Filters.ask({ type: kind(), first: row, second: column }));
    return make("td", {}, button);
  }

  function draw() {
    const { rows, columns, cells, left_out: leftOut } = Data.matrix[kind()];
    const found = new Map(cells.map((one) => [`${one.row} ${one.column}`, one]));
    const head = columns.map((column) => make("th", { scope: "col" }, make("span", {}, greek(short(Data.actor(column), 24)))));
    const corner = make("td", { class: "corner" }, `${say("matrix.from")} ↓ ${say("matrix.to")} →`);
    const body = rows.map((row, r) =>
      make("tr", {}, make("th", { scope: "row" }, greek(short(Data.actor(row), 24))), ...columns.map((column, c) => cell(found.get(`${r} ${c}`), row, column))),
    );
    const table = make("table", {}, make("thead", {}, make("tr", {}, corner, ...head)), make("tbody", {}, ...body));
    place.replaceChildren(rows.length ? table : make("p", { class: "about" }, say("matrix.empty")));
    const shown = new Set([...rows, ...columns]).size;
    document.getElementById("matrix-left-out").textContent = leftOut
      ? say("matrix.left_out", { shown: number(shown), left: number(leftOut) })
      : "";
  }

  function start() {
    for (const choice of document.querySelectorAll("[name=matrix-kind]")) choice.addEventListener("change", draw);
    Words.onChange(draw);
    draw();
  }

  return { start };
})();
