/* Claims month by month, of all actors or of one. */
const Times = (() => {
  "use strict";
  const { say, number } = Words;
  const { make, short } = Prose;
  const { months, values, undated } = Data.times;
  const BELOW = new Set(["negative", "decreasing"]);
  const COLOURS = { positive: "plus", negative: "minus", dependent: "plus", increasing: "third", decreasing: "minus" };
  const KINDS = ["stance", "dependence"];
  const actor = document.getElementById("times-actor");
  const sides = document.getElementById("times-side");

  const side = () => sides.querySelector(":checked").value;

  /* Numbers of claims by value, then by month. */
  function counted(kind) {
    const triples = actor.value === "" ? Data.times.all[kind] : (Data.times.actors[+actor.value][side()][kind] ?? []);
    const found = values[kind].map(() => new Array(months.length).fill(0));
    for (const [month, value, n] of triples) found[value][month] += n;
    return found;
  }

  const total = (kind) => counted(kind).flat().reduce((sum, n) => sum + n, 0);

  function options(kind) {
    return (colours) => {
      const rows = counted(kind);
      const small = document.getElementById("times").clientWidth < 560;
      return {
        aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
        grid: { left: 44, right: 12, top: 36, bottom: 28 },
        legend: { top: 0, left: 0, itemWidth: 18, textStyle: { color: colours.ink, fontSize: 13 }, data: values[kind].map((value) => `${Data.SIGNS[value]} ${say(value)}`) },
        tooltip: {
          ...Charts.tip(),
          trigger: "axis",
          axisPointer: { type: "shadow", shadowStyle: { color: colours.rule, opacity: 0.35 } },
          formatter: (found) => Charts.lines(Words.day(months[found[0].dataIndex]), ...found.map((one) => `${one.seriesName}: ${number(Math.abs(one.value))}`)),
        },
        xAxis: {
          type: "category",
          data: months,
          axisLabel: { color: colours.soft, hideOverlap: true, formatter: (month) => (small ? month.slice(0, 4) : Words.day(month)) },
          axisLine: { onZero: true, lineStyle: { color: colours.soft } },
          axisTick: { show: false },
        },
        yAxis: {
          type: "value",
          minInterval: 1,
          axisLabel: { color: colours.soft, formatter: (n) => number(Math.abs(n)) },
          splitLine: { lineStyle: { color: colours.rule } },
        },
        series: values[kind].map((value, at) => ({
          type: "bar",
          stack: "all",
          name: `${Data.SIGNS[value]} ${say(value)}`,
          barCategoryGap: "20%",
          barMaxWidth: 34,
          itemStyle: { color: colours[COLOURS[value]] },
          data: rows[at].map((n) => (BELOW.has(value) ? -n : n)),
        })),
      };
    };
  }

  const lastDay = (month) => `${month}-${new Date(Date.UTC(+month.slice(0, 4), +month.slice(5), 0)).getUTCDate()}`;

  function ask(kind, month) {
    const chosen = actor.value === "" ? {} : { [side()]: Data.times.actors[+actor.value].actor };
    Filters.ask({ type: kind, from: `${month}-01`, to: lastDay(month), ...chosen });
  }

  const charts = [];

  const fill = Charts.below(document.getElementById("times-table"), () => {
    const heads = KINDS.flatMap((kind) => values[kind].map((value) => `${say(`one.${kind}`)}: ${say(value)}`));
    const columns = KINDS.flatMap(counted);
    const rows = months.map((month, at) => [Words.day(month), ...columns.map((column) => number(column[at]))]);
    return Charts.table([say("month"), ...heads], rows);
  });

  function texts() {
    for (const kind of KINDS) {
      const label = say("times.label", { title: say(`type.${kind}`), n: number(total(kind)), months: number(months.length) });
      document.getElementById(`times-${kind}`).setAttribute("aria-label", label);
    }
    const some = undated.stance || undated.dependence;
    const left = say("times.undated", { stance: number(undated.stance), dependence: number(undated.dependence) });
    document.getElementById("times-undated").textContent = months.length ? (some ? left : "") : say("times.empty");
    fill();
  }

  function choices() {
    const before = actor.value;
    const numbers = Data.times.actors.map((_, at) => at);
    const name = (at) => Data.actor(Data.times.actors[at].actor);
    numbers.sort((a, b) => new Intl.Collator("el").compare(name(a), name(b)));
    actor.replaceChildren(
      make("option", { value: "" }, say("times.actor.all")),
      ...numbers.map((at) => make("option", { value: at, lang: "el" }, short(name(at), 40))),
    );
    actor.value = before;
  }

  function update() {
    sides.disabled = actor.value === "";
    charts.forEach((one) => one.draw());
    texts();
  }

  function start() {
    choices();
    for (const kind of KINDS) {
      const one = Charts.chart(document.getElementById(`times-${kind}`), options(kind));
      one.made.on("click", ({ dataIndex }) => ask(kind, months[dataIndex]));
      charts.push(one);
    }
    actor.addEventListener("change", update);
    sides.addEventListener("change", update);
    Words.onChange(() => {
      choices();
      texts();
    });
    texts();
    charts.forEach((one) => one.draw());
  }

  return { start };
})();
