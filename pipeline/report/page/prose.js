/* Text from articles put into the page: never as markup, and never able to turn the line it stands in. */
const Prose = (() => {
  "use strict";
  /* Controls of direction, and others that nobody sees. */
  const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

  const named = (letter) => `⟨U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;

  /* Text with a visible mark for each control. */
  const shown = (text) => text.replace(UNSEEN, named);

  function short(text, most) {
    const letters = shown(text);
    return letters.length > most ? `${letters.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…` : letters;
  }

  /* An element; children are nodes or text. Attributes are ours, never an article's. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  }

  /* Words of an article, which are Greek whatever the language of the interface, and a direction of their own. */
  const greek = (text, attributes = {}) => make("bdi", { lang: "el", ...attributes }, shown(text));

  /* A link for http and https; any other address is only shown. */
  function link(address, text) {
    let url = null;
    try {
      url = new URL(address);
    } catch {
      return greek(text);
    }
    if (url.protocol !== "https:" && url.protocol !== "http:") return greek(text);
    return make("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, greek(text));
  }

  /* A stretch of text cut where any of the spans begins or ends; each piece names the spans it lies in.
   * spans: {name, start, end}; a start of -1 says that there is none. */
  function pieces(start, end, spans) {
    const real = spans.filter((span) => span.start >= 0 && span.end > start && span.start < end);
    const cuts = new Set([start, end]);
    for (const span of real) {
      cuts.add(Math.max(start, span.start));
      cuts.add(Math.min(end, span.end));
    }
    const places = [...cuts].sort((a, b) => a - b);
    return places.slice(0, -1).map((from, i) => {
      const over = real.filter((span) => span.start <= from && span.end >= places[i + 1]);
      return { start: from, end: places[i + 1], over };
    });
  }

  return { shown, short, make, greek, link, pieces };
})();
