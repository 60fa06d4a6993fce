// The article: its text with marks, and words marked by mouse or keyboard.
// The server counts characters (code points), the browser UTF-16 units; everything is turned round here.

import { say } from "./words.js";

// Signs that turn the direction of reading, or cannot be seen at all: each is shown by its number, on its own.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.\-&][\p{L}\p{N}\p{M}]+)*/gu;

export class Article {
  constructor(box) {
    this.box = box;
    this.marked = null;
    box.addEventListener("keydown", (event) => this.walk(event));
    document.addEventListener("selectionchange", () => this.look());
  }

  // Put another text into the box, or the same with other marks.
  show(data, marks) {
    this.text = data.text;
    this.units = null;
    if (/[\ud800-\udfff]/.test(data.text)) {
      this.units = [0];
      for (const point of data.text) this.units.push(this.units.at(-1) + point.length);
    }
    this.sentences = data.sentences.map(([start, end]) => [this.unit(start), this.unit(end)]);
    this.words = [...data.text.matchAll(WORD)].map((found) => [found.index, found.index + found[0].length]);
    this.marked = this.anchor = this.focus = null;
    this.draw(marks.map((mark) => ({ ...mark, start: this.unit(mark.start), end: this.unit(mark.end) })));
  }

  unit(point) { return this.units ? this.units[point] : point; }

  point(unit) { return this.units ? this.units.indexOf(unit) : unit; }

  draw(marks) {
    const controls = [...this.text.matchAll(CONTROL)].map((found) => found.index);
    const cuts = new Set([0, this.text.length]);
    for (const { start, end } of marks) cuts.add(start).add(end);
    for (const at of controls) cuts.add(at).add(at + 1);
    const edges = [...cuts].sort((a, b) => a - b), special = new Set(controls);
    this.pieces = edges.slice(0, -1).map((start, i) => {
      const piece = document.createElement("span");
      piece.textContent = this.text.slice(start, edges[i + 1]);
      const over = marks.filter((mark) => mark.start <= start && edges[i + 1] <= mark.end);
      piece.className = [...over.map((mark) => mark.role), special.has(start) ? "control" : ""].join(" ").trim();
      const begins = over.filter((mark) => mark.start === start && mark.label).map((mark) => mark.label);
      if (begins.length) piece.dataset.label = begins.join("·");
      if (special.has(start)) piece.dataset.code = "U+" + this.text.charCodeAt(start).toString(16).toUpperCase().padStart(4, "0");
      return { start, piece };
    });
    this.box.replaceChildren(...this.pieces.map(({ piece }) => piece));
    const cue = this.box.querySelector(".cue") || this.box.querySelector(".evidence");
    if (cue) this.reveal(cue);
    else this.box.scrollTop = 0;
  }

  // Scroll the box, not the page, so that an element is a third down from its top.
  reveal(element) {
    const there = element.getBoundingClientRect().top - this.box.getBoundingClientRect().top;
    this.box.scrollTop += there - this.box.clientHeight / 3;
  }

  // Remember what is selected, whole words only; a click elsewhere in the text forgets it.
  look() {
    const selection = getSelection();
    if (!selection.rangeCount || !this.box.contains(selection.anchorNode) || !this.box.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    const start = this.at(range.startContainer, range.startOffset), end = this.at(range.endContainer, range.endOffset);
    const inside = this.words.filter(([a, b]) => a < end && b > start);
    this.marked = start < end && inside.length ? [inside[0][0], inside.at(-1)[1]] : null;
  }

  at(node, offset) {
    if (node === this.box) return this.pieces[offset]?.start ?? this.text.length;
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentNode : node;
    return this.pieces.find((one) => one.piece === piece).start + (node === piece && offset ? piece.textContent.length : offset);
  }

  place(unit, last) {
    const found = this.pieces.findLast(({ start }) => (last ? start < unit : start <= unit)) || this.pieces[0];
    return [found.piece.firstChild, unit - found.start];
  }

  // What is marked, in the server's count; null when nothing is.
  get selection() {
    return this.marked && { start: this.point(this.marked[0]), end: this.point(this.marked[1]), text: this.text.slice(...this.marked) };
  }

  // Go into the text, to the word at a place.
  enter(point) {
    this.box.focus({ preventScroll: true });
    const unit = this.unit(point ?? 0), found = this.words.findIndex(([, end]) => end > unit);
    if (found >= 0) this.select(found, found);
  }

  walk(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.words.length) return;
    const now = this.focus ?? -1, last = this.words.length - 1;
    const sentence = this.sentences.findIndex(([, end]) => end > (this.words[Math.max(now, 0)][0]));
    const first = (i) => this.words.findIndex(([start]) => this.sentences[i] && start >= this.sentences[i][0]);
    const to = {
      ArrowRight: now + 1, ArrowLeft: now - 1, ArrowDown: first(sentence + 1), ArrowUp: first(Math.max(sentence - 1, 0)),
      Home: 0, End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 && event.key === "ArrowDown") return;
    const word = Math.min(Math.max(to, 0), last);
    this.select(event.shiftKey ? this.anchor ?? word : word, word);
  }

  select(anchor, focus) {
    [this.anchor, this.focus] = [anchor, focus];
    const [from, to] = anchor <= focus ? [anchor, focus] : [focus, anchor];
    this.marked = [this.words[from][0], this.words[to][1]];
    getSelection().setBaseAndExtent(...this.place(this.marked[0]), ...this.place(this.marked[1], true));
    const box = this.box.getBoundingClientRect(), range = document.createRange();
    range.setStart(...this.place(this.words[focus][0]));
    range.setEnd(...this.place(this.words[focus][1], true));
    const rect = range.getBoundingClientRect();
    if (rect.top < box.top + 10) this.box.scrollTop -= box.top + 40 - rect.top;
    if (rect.bottom > box.bottom - 10) this.box.scrollTop += rect.bottom - box.bottom + 40;
  }
}

// The marks of a claim: the sentence of its cue, its two actors and the cue.
export function marksOf(data, claim, roles) {
  if (!claim) return [];
  const marks = [];
  const sentence = claim.sentence === null ? null : data.sentences[claim.sentence];
  if (sentence) marks.push({ role: "evidence", start: sentence[0], end: sentence[1] });
  roles.forEach((role, i) => {
    const { start, end } = claim[role];
    if (start !== null) marks.push({ role: ["first", "second"][i], start, end, label: say(role) });
  });
  if (claim.cue_start !== null) marks.push({ role: "cue", start: claim.cue_start, end: claim.cue_end, label: say("cue") });
  return marks;
}
