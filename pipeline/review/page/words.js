// What the page says, in English and Greek.

const WORDS = {
  previous: ["Previous", "Προηγούμενη"], next: ["Next", "Επόμενη"], open: ["Next open", "Επόμενη ακρίτη"],
  undo: ["Undo", "Αναίρεση"], frames: ["Progress", "Πρόοδος"], help: ["Keys", "Πλήκτρα"], language: ["Ελληνικά", "English"],
  keys: ["Keys", "Πλήκτρα"], close: ["Close", "Κλείσιμο"],
  keysOn: ["Single letters are shortcuts", "Τα μονά γράμματα είναι συντομεύσεις"],
  progressByFrame: ["Progress by frame", "Πρόοδος ανά πλαίσιο"], frame: ["Frame", "Πλαίσιο"],
  done: ["Done", "Κρίθηκαν"], left: ["Left", "Μένουν"], rejectedMany: ["Rejected", "Απορρίφθηκαν"],
  missingStop: ["(is anything missing?)", "(λείπει κάτι;)"],
  marking: ["In the text: arrows go word by word, Shift marks, H, T, C make the words holder, target, cue.",
    "Στο κείμενο: τα βέλη πάνε λέξη λέξη, το Shift επιλέγει, τα H, T, C κάνουν τις λέξεις φορέα, στόχο, ένδειξη."],
  confirm: ["Right as it stands", "Σωστή όπως είναι"], keep: ["Keep as corrected", "Κράτησε τη διόρθωση"],
  save: ["Save the added claim", "Αποθήκευσε τη νέα"], reject: ["Reject", "Απόρριψη"],
  reset: ["As proposed", "Όπως προτάθηκε"], add: ["Add a missed one", "Πρόσθεσε μία που λείπει"],
  complete: ["Nothing is missing", "Δεν λείπει καμία"], others: ["Claims in this article", "Ισχυρισμοί στο άρθρο"],
  count: ["{0} of {1} done, {2} left", "{0} από {1} κρίθηκαν, μένουν {2}"],
  heading: ["Claim {0} of {1}", "Ισχυρισμός {0} από {1}"], headingOther: ["Claim of the same article", "Ισχυρισμός του ίδιου άρθρου"],
  headingNew: ["A claim that was missed", "Ισχυρισμός που λείπει"],
  headingMissing: ["Is anything missing in this article?", "Λείπει κάτι από το άρθρο;"],
  missingHint: ["Read the article. Add what was missed (A), or say that nothing is (M).",
    "Διαβάστε το άρθρο. Προσθέστε ό,τι λείπει (A), ή δηλώστε ότι δεν λείπει τίποτα (M)."],
  fictional: ["a made-up sample article", "επινοημένο άρθρο του δείγματος"], version: ["version {0}", "έκδοση {0}"],
  unjudged: ["Not judged yet", "Δεν έχει κριθεί"], confirmed: ["Confirmed", "Επιβεβαιώθηκε"], corrected: ["corrected", "διορθωμένο"],
  verdictCorrected: ["Corrected", "Διορθώθηκε"], rejected: ["Rejected", "Απορρίφθηκε"], added: ["Added", "Προστέθηκε"],
  goldYes: ["This article counts as gold: all judged, nothing missing.", "Το άρθρο μετρά ως πρότυπο: κρίθηκαν όλοι, δεν λείπει κανένας."],
  goldNo: ["Not gold yet: {0} claims open{1}.", "Δεν είναι ακόμη πρότυπο: {0} ανοιχτοί{1}."],
  goldSay: [", and nobody has said that nothing is missing", ", και δεν δηλώθηκε ότι δεν λείπει τίποτα"],
  mention: ["In the text", "Στο κείμενο"], name: ["Name", "Όνομα"], rollup: ["Acts for", "Εκπροσωπεί"], kind: ["Kind", "Είδος"],
  holder: ["Holder", "Φορέας"], target: ["Target", "Στόχος"], dependent: ["Dependent", "Εξαρτώμενος"],
  provider: ["Provider", "Πάροχος"], polarity: ["Polarity", "Πρόσημο"], category: ["Category", "Κατηγορία"],
  domain: ["Domain", "Τομέας"], trend: ["Trend", "Τάση"], factuality: ["Factuality", "Βεβαιότητα"], source: ["Source", "Πηγή"],
  tense: ["Tense", "Χρόνος"], cue: ["Cue", "Ένδειξη"], type: ["Type", "Τύπος"], use: ["Use marked words", "Οι επιλεγμένες λέξεις"],
  wrong: ["{0}: wrong", "{0}: λάθος"], isWrong: ["wrong", "λάθος"], nothingMarked: ["nothing marked yet", "τίποτα ακόμη"],
  sourceHint: ["empty: the article itself", "κενό: το ίδιο το άρθρο"],
  savedConfirmed: ["Confirmed, saved.", "Επιβεβαιώθηκε, αποθηκεύτηκε."], savedCorrected: ["Corrected, saved.", "Διορθώθηκε, αποθηκεύτηκε."],
  savedRejected: ["Rejected, saved.", "Απορρίφθηκε, αποθηκεύτηκε."], savedAdded: ["Added, saved.", "Προστέθηκε, αποθηκεύτηκε."],
  savedComplete: ["Nothing is missing: saved.", "Δεν λείπει καμία: αποθηκεύτηκε."], undone: ["Undone.", "Αναιρέθηκε."],
  nothingToUndo: ["There is nothing to undo.", "Δεν υπάρχει τίποτα για αναίρεση."],
  stale: ["Another window was faster. This is how it stands now; nothing of it was overwritten.",
    "Άλλο παράθυρο πρόλαβε. Αυτή είναι η τωρινή κατάσταση· δεν σβήστηκε τίποτα."],
  offline: ["The server does not answer: this was NOT saved. Start «stasis review» again with the same --file.",
    "Ο διακομιστής δεν απαντά: ΔΕΝ αποθηκεύτηκε. Ξεκινήστε πάλι το «stasis review» με το ίδιο --file."],
  markFirst: ["Mark words in the text first.", "Επιλέξτε πρώτα λέξεις στο κείμενο."],
  wrongFirst: ["A field is marked wrong: correct it, or reject the claim (X).",
    "Ένα πεδίο είναι λάθος: διορθώστε το ή απορρίψτε τον ισχυρισμό (X)."],
  lacking: ["Still lacking: {0}.", "Λείπουν ακόμη: {0}."], taken: ["{0}: «{1}»", "{0}: «{1}»"],
  judgeFirst: ["{0} claims of this article are still open.", "{0} ισχυρισμοί του άρθρου είναι ανοιχτοί."],
  allDone: ["All done.", "Τελείωσαν όλοι."], discarded: ["The new claim was dropped.", "Ο νέος ισχυρισμός εγκαταλείφθηκε."],
  positive: ["positive", "θετικό"], negative: ["negative", "αρνητικό"], support: ["support", "στήριξη"],
  alignment: ["alignment", "προσέγγιση"], criticism: ["criticism", "κριτική"], distancing: ["distancing", "αποστασιοποίηση"],
  pressure: ["pressure", "πίεση"], asserted: ["asserted", "βεβαιώνεται"], intended: ["intended", "επιδιώκεται"],
  possible: ["possible", "πιθανό"], negated: ["negated", "αρνείται"], increasing: ["increasing", "αυξάνεται"],
  decreasing: ["decreasing", "μειώνεται"], standing: ["stands", "ισχύει"], energy: ["energy", "ενέργεια"], trade: ["trade", "εμπόριο"],
  security: ["security", "ασφάλεια"], finance: ["finance", "οικονομικά"], politics: ["politics", "πολιτική"],
  technology: ["technology", "τεχνολογία"], resources: ["resources", "πόροι"], general: ["general", "γενικά"],
  past: ["past", "παρελθόν"], present: ["present", "παρόν"], future: ["future", "μέλλον"], none: ["none", "κανένας"],
  actor: ["actor", "δρων"], issue: ["issue", "ζήτημα"], stance: ["Stance", "Στάση"], dependence: ["Dependence", "Εξάρτηση"],
  keyConfirm: ["right as it stands, or keep as corrected", "σωστή όπως είναι, ή κράτησε τη διόρθωση"],
  keyArticle: ["go into the text, to the cue", "μέσα στο κείμενο, στην ένδειξη"],
  keyFirst: ["marked words are holder or dependent; nothing marked: to its name", "οι λέξεις είναι φορέας ή εξαρτώμενος· χωρίς λέξεις: στο όνομα"],
  keySecond: ["marked words are target or provider; likewise", "οι λέξεις είναι στόχος ή πάροχος· ομοίως"],
  keyCue: ["marked words are the cue", "οι λέξεις είναι η ένδειξη"], keyDigits: ["category, or trend", "κατηγορία, ή τάση"],
  keyDomain: ["to the category or domain", "στην κατηγορία ή τον τομέα"], keyFactuality: ["next factuality", "επόμενη βεβαιότητα"],
  keySource: ["to the source", "στην πηγή"], keyTense: ["next tense", "επόμενος χρόνος"],
  keyEscape: ["out of a field; drop a new claim", "έξω από το πεδίο· εγκατάλειψη νέου"],
};

const kept = (() => { try { return localStorage.getItem("language"); } catch { return null; } })();
let language = kept || (navigator.language.startsWith("el") ? "el" : "en");

export function say(key, ...values) {
  const said = WORDS[key] ? WORDS[key][language === "el" ? 1 : 0] : key;
  return values.reduce((text, value, i) => text.replace(`{${i}}`, () => value), said);
}

// A value of a field; «dependent» is a role and a trend.
export const sayValue = (field, value) => value === "" ? say("none") : say(field === "trend" && value === "dependent" ? "standing" : value);

export function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
}

export function otherLanguage() {
  language = language === "el" ? "en" : "el";
  try { localStorage.setItem("language", language); } catch { /* it is only forgotten */ }
  translate();
}
