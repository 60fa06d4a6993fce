// What a person is doing with one claim: as proposed, as judged, as changed and not yet saved.

const copy = (claim) => JSON.parse(JSON.stringify(claim));
const key = (docId, id) => `draft ${docId} ${id}`;

export const NEW = "new";

// The claim with its unsaved changes, which outlive a reload of the page.
export function take(data, id, session) {
  const found = data.claims.find((one) => one.claim_id === id);
  const proposed = found?.proposed ?? null, judged = found?.judged ?? null;
  const start = judged?.claim ?? proposed ?? empty("stance", session);
  const wrong = new Set(Object.entries(judged?.fields ?? {}).filter(([, said]) => said === "rejected").map(([name]) => name));
  const work = { docId: data.doc_id, id, proposed, judged, claim: copy(start), wrong, start: copy(start), startWrong: [...wrong].sort() };
  try {
    const draft = JSON.parse(sessionStorage.getItem(key(data.doc_id, id)));
    if (draft && draft.base === (judged?.seq ?? 0)) Object.assign(work, { claim: draft.claim, wrong: new Set(draft.wrong) });
  } catch { /* no draft */ }
  return work;
}

export function remember(work) {
  const draft = { base: work.judged?.seq ?? 0, claim: work.claim, wrong: [...work.wrong] };
  try { sessionStorage.setItem(key(work.docId, work.id), JSON.stringify(draft)); } catch { /* it is only forgotten */ }
}

export function forget(work) {
  try { sessionStorage.removeItem(key(work.docId, work.id)); } catch { /* nothing was kept */ }
}

export function empty(type, session) {
  const actor = () => ({ text: "", name: "", rollup: "", kind: "actor", start: null, end: null });
  const [first, second] = session.roles[type];
  const decisive = type === "stance" ? { polarity: "positive", category: "support" } : { trend: "dependent", domain: "general" };
  return {
    type, sentence: null, [first]: actor(), [second]: actor(), ...decisive, factuality: "asserted", source: "", tense: "present",
    cue: "", cue_start: null, cue_end: null,
  };
}

// Another type keeps what both have: the words, the actors, who says so.
export function retype(claim, type, session) {
  const other = empty(type, session), [first, second] = session.roles[type], [was, wasSecond] = session.roles[claim.type];
  const { sentence, factuality, source, tense, cue, cue_start, cue_end } = claim;
  return { ...other, sentence, factuality, source, tense, cue, cue_start, cue_end, [first]: claim[was], [second]: claim[wasSecond] };
}

export const changed = ({ claim, start }) => JSON.stringify(claim) !== JSON.stringify(start);

export const asProposed = ({ claim, proposed }) => proposed !== null && JSON.stringify(claim) === JSON.stringify(proposed);

// The fields without which a claim cannot be saved.
export function lacking(claim, session) {
  const roles = session.roles[claim.type].filter((role) => claim[role].start === null && !claim[role].text || !claim[role].name);
  return claim.cue_start === null ? [...roles, "cue"] : roles;
}

// The marked words as an actor: who it is known to be where the same words are a mention of the article.
export function actorAt(data, marked) {
  const exact = data.mentions.find((one) => one.start === marked.start && one.end === marked.end);
  const known = exact || data.mentions.find((one) => one.text === marked.text) || { name: marked.text, rollup: "", kind: "actor" };
  return { ...marked, name: known.name, rollup: known.rollup, kind: known.kind };
}
