/* The words of the interface in both languages, and numbers and days as each writes them. */
const Words = (() => {
  "use strict";
  const all = JSON.parse(document.getElementById("words").textContent);
  const page = document.documentElement;
  const changed = [];

  const language = () => page.lang;
  const has = (key) => Object.hasOwn(all[language()], key);

  /* The words for a key; {names} in them are replaced. A value that has no words, of a newer release, stays as it is. */
  function say(key, values = {}) {
    const words = has(key) ? all[language()][key] : key;
    return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /* A format takes longer to make than a thousand numbers to write. */
  const formats = {};
  const format = (name, make) => (formats[`${language()} ${name}`] ??= make());
  const digitsOf = (digits) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const number = (n, digits = 0) => format(digits, () => new Intl.NumberFormat(language(), digitsOf(digits))).format(n);
  const signed = (n) => (n > 0 ? `+${number(n)}` : n < 0 ? `−${number(-n)}` : "0");
  const claims = (n) => (n === 1 ? say("claims.one") : say("claims.many", { n: number(n) }));

  /* A day or month as it is said; what is no date stays as it is. */
  function day(date) {
    const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(date);
    if (!found) return date || say("unknown");
    const time = new Date(Date.UTC(+found[1], +found[2] - 1, +(found[3] ?? 1)));
    const parts = { year: "numeric", month: "short", timeZone: "UTC" };
    if (found[3]) parts.day = "numeric";
    if (Number.isNaN(+time)) return date;
    const locale = language() === "en" ? "en-GB" : "el";
    return format(parts.day ?? "month", () => new Intl.DateTimeFormat(locale, parts)).format(time);
  }

  function translate(root = document) {
    for (const element of root.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
    for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
    for (const element of root.querySelectorAll("[data-hint]")) element.placeholder = say(element.dataset.hint);
  }

  function choose(name) {
    page.lang = name;
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === name));
    }
    translate();
    for (const listener of changed) listener();
  }

  function start() {
    for (const button of document.querySelectorAll("[data-language]")) {
      button.addEventListener("click", () => choose(button.dataset.language));
    }
  }

  return { say, has, number, signed, claims, day, translate, language, start, onChange: (listener) => changed.push(listener) };
})();
