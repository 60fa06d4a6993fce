/* Starts the page: what is read first stands first, and the charts follow once the browser has drawn that. */
(() => {
  "use strict";
  /* One after the other, and between them the browser may answer. */
  const inTurn = ([work, ...rest]) => work && setTimeout(() => (work(), inTurn(rest)));
  const ready = () => (document.documentElement.dataset.ready = "yes");

  Words.start();
  Words.translate();
  Summary.start();
  Matrix.start();
  Filters.start();
  Evidence.start();
  Printing.start();
  Table.start(() => requestAnimationFrame(() => inTurn([...Maps.starts, Times.start, ready])));
})();
