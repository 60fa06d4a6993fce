// Requests to the desk. The secret is part of the page's own address, so relative addresses have it.

export class Problem extends Error {}
export class Stale extends Error {}
export class Offline extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Offline();
  }
  const data = await response.json().catch(() => ({ problem: String(response.status) }));
  if (!response.ok) throw new Problem(data.problem);
  if (data.stale) throw new Stale();
  return data;
}

export const get = (path, values = {}) => ask(`api/${path}?${new URLSearchParams(values)}`);

export const post = (path, values) =>
  ask(`api/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values) });
