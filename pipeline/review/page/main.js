// The page: where in the queue the person is, and what the buttons and keys do.

import { get, Offline, post, Problem, Stale } from "./api.js";
import { Form } from "./form.js";
import { listen, showKeys } from "./keys.js";
import { Article, marksOf } from "./text.js";
import { showArticle, showClaims, showFrames, showProgress, tell } from "./view.js";
import { otherLanguage, say, sayValue, translate } from "./words.js";
import { actorAt, asProposed, empty, forget, lacking, NEW, remember, retype, take } from "./work.js";

const at = (id) => document.getElementById(id);
const page = { session: null, data: null, id: "", index: 0, work: null, busy: false, turn: 0 };
const article = new Article(at("text"));
let form;

const roles = () => page.session.roles[page.work.claim.type];
const open = (stop) => !stop[3];

// Show a claim of a document, «new» or "" (what is missing); the queue follows where the claim is part of it.
async function go(docId, id, message = "") {
  const index = page.session.queue.findIndex(([doc, claim]) => doc === docId && claim === id);
  if (index >= 0) page.index = index; // at once, so that a key pressed twice goes two further
  const turn = ++page.turn;
  const data = page.data?.doc_id === docId ? page.data : await get("document", { id: docId });
  if (turn !== page.turn) return;
  page.data = data;
  page.id = id;
  page.inQueue = index >= 0;
  history.replaceState(null, "", `#${encodeURIComponent(docId)}/${encodeURIComponent(id)}`);
  render();
  tell(message);
}

function render() {
  const { data, id, session } = page;
  page.work = id ? take(data, id, session) : null;
  if (id && id !== NEW && !page.work.proposed && !page.work.judged) { // its adding was undone
    page.id = "";
    page.work = null;
  }
  showArticle(page);
  draw();
  form.show(page.work);
  refresh();
}

const draw = () => article.show(page.data, marksOf(page.data, page.work?.claim, page.work ? roles() : []));

function refresh() {
  showClaims(page, (id) => go(page.data.doc_id, id));
  showProgress(page);
  const { work } = page;
  at("confirm").disabled = at("reject").disabled = at("reset").disabled = !work;
  at("reject").disabled ||= work?.id === NEW;
  at("confirm").firstElementChild.textContent = say(!work || asProposed(work) ? "confirm" : work.proposed ? "keep" : "save");
  at("complete").disabled = page.data.claims.some((one) => !one.judged);
  at("undo").disabled = !page.session.undo;
}

// After a change in the form; a change of type makes another form.
function changed(field, value) {
  if (field === "type") page.work.claim = retype(page.work.claim, value, page.session);
  remember(page.work);
  if (field) { draw(); form.show(page.work); }
  refresh();
}

// Send something to the desk. Nothing counts as saved before the answer is there.
async function send(path, values, message, then) {
  if (page.busy) return;
  page.busy = true;
  try {
    const answer = await post(path, values);
    page.session.undo = answer.undo;
    page.data = answer.document;
    for (const stop of page.session.queue) if (stop[0] === page.data.doc_id) stop[3] = verdict(page.data, stop[1]);
    await then(answer.entry, say(message(answer.entry)));
  } catch (error) {
    if (error instanceof Stale) await reload();
    else if (error instanceof Offline) tell(say("offline"), true);
    else if (error instanceof Problem) tell(error.message, true);
    else throw error;
  } finally {
    page.busy = false;
  }
}

const verdict = (data, id) => id ? data.claims.find((one) => one.claim_id === id)?.judged?.verdict ?? "" : data.gold ? "complete" : "";

// Another window was faster: show how things are.
async function reload() {
  Object.assign(page.session, await get("session"));
  page.data = await get("document", { id: page.data.doc_id });
  render();
  tell(say("stale"), true);
}

const SAVED = { confirmed: "savedConfirmed", corrected: "savedCorrected", rejected: "savedRejected", added: "savedAdded" };

function judge(refuse) {
  const { work } = page;
  if (!work || (refuse && work.id === NEW)) return;
  const missing = lacking(work.claim, page.session);
  if (!refuse && missing.length) return tell(say("lacking", missing.map((name) => say(name)).join(", ")), true);
  if (!refuse && work.wrong.size) return tell(say("wrongFirst"), true);
  const claim = refuse ? work.proposed ?? work.start : work.claim;
  const values = { doc_id: work.docId, claim_id: work.id === NEW ? "" : work.id, base: work.judged?.seq ?? 0, claim, refuse,
    wrong: refuse ? [...work.wrong] : [] };
  send("judge", values, (entry) => SAVED[entry.verdict], (entry, message) => {
    forget(work);
    return work.id === NEW ? go(work.docId, entry.claim_id, message) : onward(message);
  });
}

// The next open stop of the queue, from here to the end and round; else the next open claim of the article.
function onward(message = "") {
  const { queue } = page.session, { index, data } = page;
  const here = page.inQueue ? null : data.claims.find((one) => !one.judged);
  if (here) return go(data.doc_id, here.claim_id, message);
  const next = [...queue.slice(index), ...queue.slice(0, index)].find(open);
  if (next) return go(next[0], next[1], message);
  return go(data.doc_id, page.id, `${message} ${say("allDone")}`.trim());
}

function step(by) {
  const stop = page.session.queue[page.index + by];
  return stop && go(stop[0], stop[1]);
}

// Make the marked words an actor or the cue; with nothing marked a key leads to the field instead.
function use(name, isKey = false) {
  const { work, data } = page, marked = article.selection;
  if (!work) return;
  if (!marked) return isKey && name !== "cue" ? at(`field-${name}`).focus() : tell(say("markFirst"), true);
  if (name === "cue") {
    const sentence = data.sentences.findIndex(([start, end]) => start <= marked.start && marked.start < end);
    Object.assign(work.claim, { cue: marked.text, cue_start: marked.start, cue_end: marked.end, sentence: sentence < 0 ? null : sentence });
  } else {
    work.claim[name] = actorAt(data, marked);
  }
  work.wrong.delete(name);
  changed(name);
  tell(say("taken", say(name), marked.text));
}

function choose(name, to) {
  if (!page.work || to === undefined) return;
  form.set(name, to);
  at(`field-${name}`).value = to;
  tell(`${say(name)}: ${sayValue(name, to)}`);
}

function cycle(name) {
  const values = page.session.choices[name];
  if (page.work) choose(name, values[(values.indexOf(page.work.claim[name]) + 1) % values.length]);
}

const actions = {
  confirm: () => judge(false),
  reject: () => judge(true),
  next: () => step(1),
  previous: () => step(-1),
  open: () => onward(),
  undo: () => page.session.undo
    ? send("undo", { of: page.session.undo }, () => "undone", (entry, message) => {
      const gone = entry.verdict === "added" && !page.data.claims.some((one) => one.claim_id === entry.claim_id);
      return go(entry.doc_id, gone ? "" : entry.claim_id ?? "", message);
    })
    : tell(say("nothingToUndo"), true),
  article: () => article.enter(page.work?.claim.cue_start),
  first: () => page.work && use(roles()[0], true),
  second: () => page.work && use(roles()[1], true),
  cue: () => use("cue", true),
  digit: (n) => page.work && (page.work.claim.type === "stance"
    ? choose("category", Object.keys(page.session.choices.category)[n - 1]) : choose("trend", page.session.choices.trend[n - 1])),
  domain: () => (at("field-domain") || at("field-category"))?.focus(),
  factuality: () => cycle("factuality"),
  source: () => at("field-source")?.focus(),
  tense: () => cycle("tense"),
  reset: () => {
    if (!page.work) return;
    page.work.claim = page.work.proposed ? JSON.parse(JSON.stringify(page.work.proposed)) : empty(page.work.claim.type, page.session);
    page.work.wrong.clear();
    changed("all");
  },
  add: () => go(page.data.doc_id, NEW).then(() => at("text").focus({ preventScroll: true })),
  complete: () => {
    const left = page.data.claims.filter((one) => !one.judged).length;
    if (left) return tell(say("judgeFirst", left), true);
    page.inQueue = page.session.queue.some(([doc, id]) => doc === page.data.doc_id && id === page.id);
    send("complete", { doc_id: page.data.doc_id }, () => "savedComplete", (_, message) => onward(message));
  },
  escape: (field) => {
    if (field || document.activeElement !== document.body) return document.activeElement.blur();
    if (page.id !== NEW) return;
    forget(page.work);
    const [docId, id] = page.session.queue[page.index];
    go(docId, id, say("discarded"));
  },
  frames: () => { showFrames(page); at("frames").showModal(); },
  help: () => at("help").showModal(),
  language: () => { otherLanguage(); showKeys(); render(); },
};

async function start() {
  translate();
  showKeys();
  page.session = await get("session");
  form = new Form(at("claim"), page.session, changed, (name) => use(name));
  at("claim").addEventListener("submit", (event) => event.preventDefault());
  const buttons = { "show-frames": "frames", "show-help": "help" };
  for (const id of ["previous", "next", "open", "undo", "show-frames", "show-help", "language", "confirm", "reject", "reset", "add", "complete"])
    at(id).addEventListener("click", () => actions[buttons[id] ?? id]());
  for (const button of document.querySelectorAll("dialog .close")) button.addEventListener("click", () => button.closest("dialog").close());
  const on = at("keys-on");
  on.checked = localStorage.getItem("letters") !== "off";
  on.addEventListener("change", () => localStorage.setItem("letters", on.checked ? "on" : "off"));
  listen(actions, () => on.checked);
  const [docId, id] = location.hash.slice(1).split("/").map(decodeURIComponent);
  if (docId) return go(docId, id ?? "").catch(() => first());
  return first();
}

const first = () => {
  const stop = page.session.queue.find(open) ?? page.session.queue[0];
  return stop ? go(stop[0], stop[1]) : tell(say("allDone"));
};

start().catch((error) => tell(error instanceof Offline ? say("offline") : error.message, true));
