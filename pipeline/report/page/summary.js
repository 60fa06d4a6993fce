/* The head of the page: how much was read, from whom and when, and what was found. */
const Summary = (() => {
  "use strict";
  const { say, number } = Words;
  const { make, greek } = Prose;
  const { figures, about } = Data;
  const find = (id) => document.getElementById(id);

  function period() {
    const [first, last] = [figures.first_day, figures.last_day].map(Words.day);
    if (!figures.first_day) return say("period.none");
    return first === last ? say("period.day", { first }) : say("period", { first, last });
  }

  function values(kind) {
    const counts = figures.claims[kind];
    const told = Object.entries(counts.values).map(([value, n]) => `${Data.SIGNS[value]} ${say(value)} ${number(n)}`);
    return [...told, `¬ ${say("negated")} ${number(counts.factualities.negated)}`];
  }

  const fact = (n, key, ...more) =>
    make("div", {}, make("dt", {}, say(key)), make("dd", {}, make("b", {}, number(n)), ...more.map((text) => make("span", {}, text))));

  function draw() {
    const [stance, dependence] = ["stance", "dependence"].map((kind) => figures.claims[kind].all);
    const documents = number(figures.documents);
    find("lede").textContent = say("lede", { documents, period: period(), stance: number(stance), dependence: number(dependence) });
    find("made-up").hidden = !figures.made_up;
    find("made-up").textContent = figures.made_up ? say(`made_up.${figures.made_up}`) : "";
    find("least").hidden = !about.least;
    find("least").textContent = say("least", { least: number(about.least, 2) });
    const also = (key) => (figures[key] ? [`${number(figures[key])} ${say(`fact.${key}`)}`] : []);
    find("facts").replaceChildren(
      fact(stance, "fact.stance", ...values("stance")),
      fact(dependence, "fact.dependence", ...values("dependence")),
      fact(figures.documents, "fact.documents", ...also("repeats"), ...also("fictional"), ...also("undated")),
      fact(figures.sentences, "fact.sentences"),
      fact(figures.sources.length, "fact.sources"),
    );
    const sources = figures.sources.map(([name, n]) => make("li", {}, name ? greek(name) : say("unnamed"), ` ${number(n)}`));
    find("sources").replaceChildren(make("ul", {}, ...sources));
    const made = { version: about.version, date: Words.day(about.created_at), code: about.code_version || say("unknown"), engine: about.engine || say("unknown") };
    find("made").textContent = say("colophon.made", made);
    document.title = `${say("title")} · ${say("version")} ${about.version}`;
  }

  function start() {
    draw();
    Words.onChange(draw);
  }

  return { start };
})();
