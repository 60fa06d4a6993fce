// What is shown about the queue and the article, the form apart.

import { element } from "./form.js";
import { say } from "./words.js";
import { NEW } from "./work.js";

const at = (id) => document.getElementById(id);
const MARK = { confirmed: "✓", corrected: "✎", rejected: "✗", added: "+" };
const SAID = { confirmed: "confirmed", corrected: "verdictCorrected", rejected: "rejected", added: "added" };

// Say something to the person, screen readers included.
export function tell(text, bad = false) {
  at("status").textContent = text;
  at("status").classList.toggle("bad", bad);
}

export function showArticle(page) {
  const { data, work, session } = page;
  at("title").textContent = data.title || data.doc_id;
  const about = [data.source, data.published_at, data.doc_id, say("version", session.version), session.reviewer];
  at("about").textContent = [...about, data.fictional ? say("fictional") : ""].filter(Boolean).join(" · ");
  const [one, two] = session.roles[work?.claim.type ?? "stance"];
  at("legend").replaceChildren(...(work ? [["first", one], ["second", two], ["cue", "cue"]] : [])
    .map(([role, name]) => element("span", { className: role, textContent: say(name) })));
  const place = session.queue.findIndex(([doc, id]) => doc === data.doc_id && id === page.id);
  at("heading").textContent = page.id === NEW ? say("headingNew") : page.id === "" ? say("headingMissing")
    : place < 0 ? say("headingOther") : say("heading", place + 1, session.queue.length);
  const { judged } = work ?? {};
  at("verdict").textContent = page.id === "" ? say("missingHint") : page.id === NEW ? ""
    : judged ? `${MARK[judged.verdict]} ${say(SAID[judged.verdict])}` : say("unjudged");
}

// A claim in a line. Each name is shut in by itself: one that turns the direction of reading turns no other.
const tells = (claim, roles) => {
  const sign = { positive: "+", negative: "−", increasing: "↑", decreasing: "↓" }[claim.polarity ?? claim.trend] ?? "=";
  const [first, second] = roles.map((role) => element("bdi", { textContent: claim[role].name }));
  return [first, ` ${sign} ${say(claim.category ?? claim.domain)} → `, second];
};

export function showClaims(page, go) {
  const { data, session, id } = page;
  at("claims").replaceChildren(...data.claims.map((one) => {
    const claim = one.judged?.claim ?? one.proposed, mark = one.judged ? MARK[one.judged.verdict] : "·";
    const state = say(one.judged ? SAID[one.judged.verdict] : "unjudged");
    const button = element("button", { type: "button", title: state },
      element("span", { textContent: mark, "aria-hidden": "true" }), " ",
      ...tells(claim, session.roles[claim.type]), element("span", { className: "hidden", textContent: ` (${state})` }));
    if (one.claim_id === id) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => go(one.claim_id));
    return element("li", {}, button);
  }));
  const left = data.claims.filter((one) => !one.judged).length;
  at("gold").textContent = data.gold ? say("goldYes") : say("goldNo", left, data.complete ? "" : say("goldSay"));
}

export function showProgress({ session: { queue } }) {
  const done = queue.filter((stop) => stop[3]).length;
  at("bar").max = Math.max(queue.length, 1);
  at("bar").value = done;
  at("count").textContent = say("count", done, queue.length, queue.length - done);
}

export function showFrames({ session: { queue } }) {
  const frames = new Map();
  for (const [, id, frame, verdict] of queue) {
    const name = id ? frame : say("missingStop"), counts = frames.get(name) ?? { done: 0, left: 0, rejected: 0 };
    counts[verdict ? "done" : "left"] += 1;
    counts.rejected += verdict === "rejected";
    frames.set(name, counts);
  }
  const rows = [...frames].sort((a, b) => b[1].done + b[1].left - a[1].done - a[1].left).map(([name, counts]) =>
    element("tr", {}, element("th", { scope: "row", textContent: name }),
      ...["done", "left", "rejected"].map((key) => element("td", { className: "number", textContent: counts[key] }))));
  document.querySelector("#by-frame tbody").replaceChildren(...rows);
}
