// Shortcuts. They go by the place of a key, so that they work with a Greek keyboard too.

import { element } from "./form.js";
import { say } from "./words.js";

const SHOWN = [
  ["Y, Enter, Ctrl+Enter", "keyConfirm"], ["X", "reject"], ["U, Ctrl+Z", "undo"], ["J", "next"], ["K", "previous"], ["N", "open"],
  ["E", "keyArticle"], ["H", "keyFirst"], ["T", "keySecond"], ["C", "keyCue"], ["1-5", "keyDigits"], ["D", "keyDomain"],
  ["F", "keyFactuality"], ["S", "keySource"], ["Z", "keyTense"], ["R", "reset"], ["A", "add"], ["M", "complete"],
  ["Esc", "keyEscape"], ["P", "frames"], ["L", "language"], ["?", "keys"],
];

export function showKeys() {
  const keys = (names) => names.split(", ").flatMap((name) => [element("kbd", { textContent: name }), " "]);
  const rows = SHOWN.map(([names, what]) =>
    element("tr", {}, element("td", {}, ...keys(names)), element("td", { textContent: say(what) })));
  document.querySelector("#keys tbody").replaceChildren(...rows);
}

// Call the action of a pressed key. Letters count only outside of fields, and only where the person left them on.
export function listen(actions, lettersOn) {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input, select, textarea");
    const press = (action, ...values) => { event.preventDefault(); actions[action](...values); };
    if (event.ctrlKey || event.metaKey) {
      if (event.code === "Enter") press("confirm");
      else if (event.code === "KeyZ" && !event.shiftKey && (!field || field.tagName === "SELECT")) press("undo");
      return;
    }
    if (event.altKey) return;
    if (event.code === "Escape") return press("escape", field);
    if (field || !lettersOn()) return;
    if (event.key === "?") return press("help");
    if (event.shiftKey) return;
    // Enter on a button presses the button.
    if (event.code === "Enter") return event.target.closest("button") ? undefined : press("confirm");
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit) return press("digit", Number(digit[1]));
    const action = {
      KeyY: "confirm", KeyX: "reject", KeyU: "undo", KeyJ: "next", KeyK: "previous", KeyN: "open", KeyE: "article", KeyH: "first",
      KeyT: "second", KeyC: "cue", KeyD: "domain", KeyF: "factuality", KeyS: "source", KeyZ: "tense", KeyR: "reset", KeyA: "add",
      KeyM: "complete", KeyP: "frames", KeyL: "language",
    }[event.code];
    if (action) press(action);
  });
}
