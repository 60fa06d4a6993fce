/* A claim in its article: who, toward whom, by which words, and all that is known of it. */
const Evidence = (() => {
  "use strict";
  const { make, greek, shown } = Prose;
  const { say, number } = Words;
  const { get, columns, documents } = Data;
  const dialog = document.getElementById("evidence");
  let current = 0;

  const fact = (key, inside) => (inside ? [make("div", {}, make("dt", {}, say(key)), make("dd", {}, inside))] : []);

  function facts(i) {
    const place = columns.document[i];
    const source = get("source", i);
    const tense = get("tense", i);
    return make(
      "dl",
      { class: "of-claim" },
      ...fact("fact.type", say(`one.${get("type", i)}`)),
      ...fact("fact.value", Table.value(i, true)),
      ...fact("fact.factuality", say(get("factuality", i))),
      ...fact("fact.source", source ? greek(source) : say("fact.source.article")),
      ...fact("fact.confidence", number(columns.confidence[i] / 10000, 2)),
      ...fact("fact.cue", greek(get("cue", i))),
      ...fact("fact.frame", greek(get("frame", i))),
      ...fact("fact.tense", tense && say(tense)),
      ...fact("fact.date", Words.day(documents.date[place])),
      ...fact("fact.outlet", Table.outlet(i)),
      ...fact("fact.author", documents.author[place] && greek(documents.author[place])),
      ...fact("fact.section", documents.section[place] && greek(documents.section[place])),
      ...fact("fact.document", greek(documents.id[place])),
      ...fact("fact.claim_id", greek(get("claim_id", i))),
    );
  }

  function spans(i) {
    const [first, second] = Data.ROLES[get("type", i)];
    const span = (name, of) => ({ name, start: columns[`${of}start`][i], end: columns[`${of}end`][i] });
    return [span("evidence", ""), span(first, "first_"), span("cue", "cue_"), span(second, "second_")];
  }

  /* The article, with marks that are told apart by their words and lines, not by colour alone. */
  function article(i) {
    const text = Data.text(columns.document[i]);
    const all = spans(i);
    const ROLE = { [all[1].name]: "first", cue: "cue", [all[3].name]: "second" };
    const paragraphs = [];
    for (const found of text.matchAll(/[^\r\n]+/g)) {
      const paragraph = make("p", { dir: "auto" });
      for (const piece of Prose.pieces(found.index, found.index + found[0].length, all)) {
        let inside = shown(text.slice(piece.start, piece.end));
        for (const { name, end } of piece.over.filter((one) => ROLE[one.name])) {
          const mark = make("mark", { class: ROLE[name], "data-role": name }, inside);
          if (end === piece.end) mark.append(make("small", {}, ` ${say(`role.${name}`)}`));
          inside = mark;
        }
        const within = piece.over.some((one) => one.name === "evidence");
        paragraph.append(within ? make("span", { class: "sentence" }, inside) : inside);
      }
      paragraphs.push(paragraph);
    }
    return make("div", { class: "article", lang: "el", tabindex: "0", role: "region", "aria-label": say("evidence.article") }, ...paragraphs);
  }

  const button = (name, action, disabled = false) => {
    const made = make("button", { type: "button", class: name, disabled }, say(`evidence.${name}`));
    made.addEventListener("click", action);
    return made;
  };

  function fill() {
    const i = current;
    const place = columns.document[i];
    const listed = Table.shownClaims();
    const at = listed.indexOf(i);
    const step = (by) => () => {
      current = listed[at + by];
      fill();
      (dialog.querySelector(by > 0 ? ".next:enabled" : ".previous:enabled") ?? dialog.querySelector(".close")).focus();
    };
    const title = documents.title[place] || say("untitled");
    dialog.replaceChildren(
      make(
        "div",
        { class: "head" },
        button("previous", step(-1), at <= 0),
        button("next", step(1), at < 0 || at + 1 >= listed.length),
        make("span", { class: "small" }, at < 0 ? "" : say("evidence.place", { n: number(at + 1), all: number(listed.length) })),
        button("close", () => dialog.close()),
      ),
      make("h2", { id: "evidence-title" }, greek(get("first", i)), " ", make("span", { class: `arrow ${Data.tone(i)}` }, `${Data.sign(i)} →`), " ", greek(get("second", i))),
      facts(i),
      make("h3", { dir: "auto" }, Prose.link(documents.url[place], title)),
      ...(documents.fictional[place] ? [make("p", { class: "notice" }, say("fictional"))] : []),
      article(i),
    );
    const sentence = dialog.querySelector(".sentence");
    if (sentence) sentence.closest(".article").scrollTop = sentence.offsetTop - 48;
  }

  function open(i) {
    current = i;
    if (!dialog.open) dialog.showModal();
    fill();
    dialog.querySelector(".close").focus();
  }

  /* The row that opened it may have gone from the page meanwhile, scrolled away or drawn anew. */
  function back() {
    (document.querySelector(`.open[data-claim="${current}"]`) ?? document.getElementById("claims")).focus();
  }

  function start() {
    dialog.addEventListener("close", back);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    Words.onChange(() => dialog.open && fill());
  }

  return { open, start };
})();
