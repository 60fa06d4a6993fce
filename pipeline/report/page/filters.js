/* What a person asks to see: the form above the table, and which claims fit it. */
const Filters = (() => {
  "use strict";
  const { make } = Prose;
  const form = document.getElementById("filters");
  const columns = Data.columns;
  const fits = new Uint8Array(Data.n).fill(1);
  const listeners = [];
  const CHOICES = { type: "type", value: "value", detail: "detail", factuality: "factuality" };
  const ORDERS = ["date.desc", "date.asc", "confidence.desc", "confidence.asc", "first.asc", "second.asc", "value.asc"];
  const LISTED = 400;
  let waiting = 0;

  const label = (key, control) => make("label", { class: `of-${control.name}` }, make("span", { "data-word": key }), control);
  const option = (value, key) => make("option", { value, "data-word": key });
  const plain = (value, text) => make("option", { value, lang: "el" }, Prose.short(text, 48));

  function select(name, options) {
    return label(`filter.${name}`, Object.assign(make("select", {}, option("", "filter.all"), ...options), { name }));
  }

  const input = (name, type, more = {}) =>
    label(`filter.${name}`, Object.assign(make("input", { type, autocomplete: "off", ...more }), { name }));

  /* The actors with the most claims; one that is asked for elsewhere in the page is added. */
  function actors() {
    const numbers = Data.actors.names.map((_, number) => number).slice(0, LISTED);
    const order = new Intl.Collator("el").compare;
    return numbers.sort((a, b) => order(Data.actor(a), Data.actor(b))).map((number) => plain(number, Data.actor(number)));
  }

  function build() {
    const words = (name) => columns[name].values.map((value) => option(value, name === "type" ? `type.${value}` : value));
    const outlets = Data.documents.source.values.map((name, code) => [name, code]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const order = make("select", {}, ...ORDERS.map((name) => option(name, `sort.${name}`)));
    order.name = "sort";
    form.append(
      input("query", "search", { "data-hint": "filter.query.hint", dir: "auto", spellcheck: "false" }),
      ...Object.keys(CHOICES).map((name) => select(name, words(name))),
      select("actor", actors()),
      select("first", actors()),
      select("second", actors()),
      select("outlet", outlets.map(([name, code]) => (name ? plain(code, name) : option(code, "unnamed")))),
      input("from", "date"),
      input("to", "date"),
      input("least", "number", { min: "0", max: "1", step: "0.05", inputmode: "decimal" }),
      label("filter.sort", order),
    );
    Words.translate(form);
  }

  /* The tests of the fields that are filled in, cheapest first. */
  function tests() {
    const value = (name) => form.elements[name].value;
    const found = [];
    const codes = (name) => columns[name].codes;
    for (const [name, column] of Object.entries(CHOICES)) {
      if (!value(name)) continue;
      const wanted = columns[column].values.indexOf(value(name));
      found.push((i) => codes(column)[i] === wanted);
    }
    const { first_actor: first, second_actor: second, confidence, document: documents } = columns;
    const [actor, one, two] = ["actor", "first", "second"].map((name) => (value(name) === "" ? -1 : +value(name)));
    if (actor >= 0) found.push((i) => first[i] === actor || second[i] === actor);
    if (one >= 0) found.push((i) => first[i] === one);
    if (two >= 0) found.push((i) => second[i] === two);
    if (value("outlet") !== "") found.push((i) => Data.documents.source.codes[documents[i]] === +value("outlet"));
    const least = Math.round(parseFloat(value("least")) * 10000);
    if (least > 0) found.push((i) => confidence[i] >= least);
    if (value("from") || value("to")) found.push(dated(value("from"), value("to")));
    const said = Search.test(value("query"));
    if (said) found.push(said);
    return found;
  }

  /* Days as text: «2022-11-20T06:00:00Z» is of the day «2022-11-20». What has no date is of no day. */
  function dated(from, to) {
    const days = columns.date.values.map((date) => date.slice(0, 10));
    const good = days.map((day) => day !== "" && (!from || day >= from) && (!to || day <= to));
    return (i) => good[columns.date.codes[i]];
  }

  function apply() {
    clearTimeout(waiting);
    const wanted = tests();
    let count = 0;
    for (let i = 0; i < Data.n; i++) {
      fits[i] = wanted.every((test) => test(i)) ? 1 : 0;
      count += fits[i];
    }
    say(count);
    for (const listener of listeners) listener(count);
  }

  let last = Data.n;
  function say(count = last) {
    last = count;
    const text = count || !Data.n ? "filter.count" : "filter.none";
    document.getElementById("count").textContent = Words.say(text, { n: Words.number(count), all: Words.number(Data.n) });
  }

  /* Ask from elsewhere in the page: all other fields are cleared, and the table is brought into view. */
  function ask(values) {
    const sort = form.elements.sort.value;
    form.reset();
    form.elements.sort.value = sort;
    for (const [name, value] of Object.entries(values)) {
      const control = form.elements[name];
      if (control.options && ![...control.options].some((one) => one.value === String(value))) {
        control.append(plain(value, Data.actor(value)));
      }
      control.value = value;
    }
    apply();
    const section = document.getElementById("claims");
    section.scrollIntoView({ behavior: Charts.calm.matches ? "auto" : "smooth" });
    section.focus({ preventScroll: true });
  }

  function start() {
    build();
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      if (event.target.name === "sort") return;
      clearTimeout(waiting);
      waiting = setTimeout(apply);
    });
    form.addEventListener("reset", () => setTimeout(apply));
    Words.onChange(() => say());
    say();
  }

  return { start, ask, form, fits: (i) => fits[i] === 1, onChange: (listener) => listeners.push(listener) };
})();
