/* What the charts have in common: colours of the page, size, and a redraw when language, scheme or width change. */
const Charts = (() => {
  "use strict";
  const all = [];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const colours = () =>
    Object.fromEntries(["plus", "minus", "even", "ink", "soft", "rule", "paper", "third"].map((name) => [name, colour(name)]));
  const font = () => getComputedStyle(document.body).fontFamily;

  /* A tooltip is made of elements: text of an article must not become markup on its way. */
  const tip = () => ({
    confine: true,
    backgroundColor: colour("paper"),
    borderColor: colour("rule"),
    textStyle: { color: colour("ink"), fontFamily: font(), fontSize: 13 },
    extraCssText: "max-width: 18rem; white-space: normal; overflow-wrap: anywhere",
  });

  const lines = (...texts) => Prose.make("div", {}, ...texts.map((text) => Prose.make("div", {}, text)));

  /* A chart in an element, drawn by a function that gives its options. */
  function chart(element, options) {
    const one = { made: echarts.init(element, null, { renderer: "canvas" }), draw };
    let width = element.clientWidth;
    function draw() {
      one.made.setOption({ animation: false, textStyle: { fontFamily: font() }, ...options(colours()) }, true);
    }
    all.push(one);
    new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      one.made.resize();
      draw();
    }).observe(element);
    return one;
  }

  const redraw = () => all.forEach((one) => one.draw());
  dark.addEventListener("change", redraw);
  Words.onChange(redraw);

  /* The same numbers as rows and columns, for those who do not see a chart. Cells are text, numbers or elements. */
  function table(heads, rows) {
    const { make } = Prose;
    const body = rows.map((row) =>
      make("tr", {}, ...row.map((cell, i) => make(i ? "td" : "th", i ? {} : { scope: "row" }, cell))),
    );
    const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
    return make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  }

  /* The same numbers below a chart, laid out once somebody opens them. */
  function below(place, lay) {
    const details = place.closest("details");
    const fill = () => details.open && place.replaceChildren(lay());
    details.addEventListener("toggle", fill);
    return fill;
  }

  return { chart, below, redraw, table, tip, lines, calm };
})();
