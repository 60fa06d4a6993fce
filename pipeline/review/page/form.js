// The form of a claim: a control for each field, how it stands against what was proposed, and «wrong».

import { get } from "./api.js";
import { say, sayValue } from "./words.js";

export const element = (name, options = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) key.includes("-") ? made.setAttribute(key, value) : (made[key] = value);
  made.append(...children.filter((child) => child !== null));
  return made;
};

const SIGN = { positive: "+", negative: "−" };

const read = (claim, name) => name.split(".").reduce((at, part) => at[part], claim);

// Whether a field says what was proposed.
export function same(one, other, name) {
  if (!other) return true;
  const [a, b] = [read(one, name), read(other, name)];
  if (name === "cue") return one.cue_start === other.cue_start && one.cue_end === other.cue_end;
  if (a !== null && typeof a === "object") return a.name === b.name && a.start === b.start && a.end === b.end;
  return a === b;
}

export class Form {
  // changed: called after each change; take: makes the marked words a role or the cue.
  constructor(box, session, changed, take) {
    Object.assign(this, { box, session, changed, take });
  }

  show(work) {
    this.work = work;
    this.rows = new Map();
    if (!work) return this.box.replaceChildren();
    const { claim } = work, [first, second] = this.session.roles[claim.type];
    const decisive = claim.type === "stance"
      ? [this.row("category", this.categories(), ["polarity", "category"])]
      : [this.row("trend", this.choice("trend")), this.row("domain", this.choice("domain"))];
    const rest = [
      ...decisive, this.row("factuality", this.choice("factuality")), this.row("source", this.source()),
      this.row("tense", this.choice("tense")), this.row("cue", this.words("cue", claim.cue), ["cue"], true),
    ];
    this.box.replaceChildren(
      ...(work.id === "new" ? [element("div", { className: "field" }, ...this.type())] : []),
      this.role(first), this.role(second), element("fieldset", {}, element("legend", { textContent: say(claim.type) }), ...rest),
    );
    this.refresh();
  }

  type() {
    const select = this.select("type", Object.keys(this.session.roles), this.work.claim.type);
    select.addEventListener("change", () => this.changed("type", select.value));
    return [element("label", { htmlFor: "field-type", textContent: say("type") }), select];
  }

  role(role) {
    const actor = this.work.claim[role];
    const name = element("input", { id: `field-${role}`, value: actor.name });
    name.setAttribute("list", "actors");
    name.addEventListener("input", () => this.offer(role, name));
    const rollup = element("input", { id: `field-${role}.rollup`, value: actor.rollup });
    rollup.addEventListener("input", () => this.set(`${role}.rollup`, rollup.value.trim()));
    return element("fieldset", {},
      element("legend", { textContent: say(role) }),
      this.row(`${role}.words`, this.words(role, actor.text), [], true),
      this.row(role, name), this.row(`${role}.rollup`, rollup, []), this.row(`${role}.kind`, this.choice(`${role}.kind`), []));
  }

  // A field with its state; those that «wrong» speaks of are given, none for a field that cannot be wrong by itself.
  row(name, control, fields = [name], plain = false) {
    const part = name.split(".").at(-1), isRole = this.session.roles[this.work.claim.type].includes(name);
    const text = say(part === "words" ? "mention" : isRole ? "name" : part);
    const label = plain ? element("span", { className: "label", textContent: text }) : element("label", { htmlFor: `field-${name}`, textContent: text });
    const badge = element("span", { className: "badge" });
    const state = element("span", { className: "state" }, badge);
    let wrong = null;
    if (fields.length && this.work.proposed) {
      wrong = element("button", { type: "button", className: "wrong", textContent: "✗" });
      wrong.id = `wrong-${name}`;
      wrong.addEventListener("click", () => this.toggle(name, fields));
      wrong.title = say("wrong", say(name));
      wrong.setAttribute("aria-label", wrong.title);
      state.append(wrong);
    }
    this.rows.set(name, { badge, wrong, fields });
    return element("div", { className: "field" }, label, control, state);
  }

  words(name, text) {
    const use = element("button", { type: "button", textContent: say("use"), id: `use-${name}` });
    use.setAttribute("aria-label", `${say(name)}: ${say("use")}`);
    use.addEventListener("mousedown", (event) => event.preventDefault()); // or the selection would go
    use.addEventListener("click", () => this.take(name));
    return element("span", { className: "words" }, element("bdi", { textContent: text || say("nothingMarked") }), " ", use);
  }

  select(name, values, value, options = null) {
    const select = element("select", { id: `field-${name}` });
    select.append(...(options || values.map((one) => element("option", { value: one, textContent: sayValue(name, one) }))));
    select.value = value;
    return select;
  }

  choice(name) {
    const field = name.split(".").at(-1);
    const select = this.select(name, this.session.choices[field], read(this.work.claim, name));
    select.addEventListener("change", () => this.set(name, select.value));
    return select;
  }

  categories() {
    const groups = new Map();
    for (const [category, polarity] of Object.entries(this.session.choices.category)) {
      if (!groups.has(polarity)) groups.set(polarity, element("optgroup", { label: say(polarity) }));
      groups.get(polarity).append(element("option", { value: category, textContent: `${SIGN[polarity]} ${say(category)}` }));
    }
    const select = this.select("category", [], "", [...groups.values()]);
    select.value = this.work.claim.category;
    select.addEventListener("change", () => this.set("category", select.value));
    return select;
  }

  source() {
    const input = element("input", { id: "field-source", value: this.work.claim.source, placeholder: say("sourceHint") });
    input.setAttribute("list", "actors");
    input.addEventListener("input", () => { this.set("source", input.value.trim()); this.suggest(input.value); });
    return input;
  }

  async suggest(typed) {
    const found = await get("actors", { q: typed }).catch(() => []);
    document.getElementById("actors").replaceChildren(...found.map((actor) => element("option", { value: actor.name })));
    return found;
  }

  async offer(role, input) {
    const { work } = this;
    this.set(role, { ...work.claim[role], name: input.value.trim() });
    const known = (await this.suggest(input.value)).find((actor) => actor.name === input.value.trim());
    if (!known || this.work !== work || !input.isConnected) return;
    for (const part of ["rollup", "kind"]) {
      document.getElementById(`field-${role}.${part}`).value = known[part];
      this.set(`${role}.${part}`, known[part]);
    }
  }

  set(name, value) {
    const [role, part] = name.split("."), { claim, wrong } = this.work;
    if (part) claim[role][part] = value;
    else claim[role] = value;
    if (name === "category") claim.polarity = this.session.choices.category[value];
    for (const field of this.rows.get(name)?.fields || []) wrong.delete(field); // corrected is not wrong any more
    this.refresh();
    this.changed();
  }

  // Wrong, with nothing right to put there. No source and no tense are right answers, so they are taken away.
  toggle(name, fields) {
    const { claim, wrong, proposed } = this.work;
    if (name === "source" || name === "tense") {
      const value = claim[name] === "" ? proposed[name] : "";
      document.getElementById(`field-${name}`).value = value;
      return this.set(name, value);
    }
    for (const field of fields) wrong.has(field) ? wrong.delete(field) : wrong.add(field);
    this.refresh();
    this.changed();
  }

  refresh() {
    const { claim, proposed, wrong } = this.work;
    for (const [name, { badge, wrong: button, fields }] of this.rows) {
      const isWrong = fields.some((field) => wrong.has(field));
      const changed = !name.endsWith(".words") && !same(claim, proposed, name);
      badge.textContent = isWrong ? say("isWrong") : changed ? say("corrected") : "";
      badge.className = changed && !isWrong ? "badge corrected" : "badge";
      button?.setAttribute("aria-pressed", String(isWrong));
    }
  }
}
