// Calls to the studio. A refusal is thrown as its sentence, a studio that is not there as Away.

const PATIENCE_MS = 20000;

export class Away extends Error {}

export class Refusal extends Error {
  constructor(words, status) {
    super(words);
    this.status = status;
  }
}

export const address = (name, query = {}) => {
  const given = new URLSearchParams(query).toString();
  return `/api/avatar/${name}${given ? `?${given}` : ""}`;
};

async function sentence(answer) {
  try {
    return (await answer.json()).error || answer.statusText;
  } catch {
    return `${answer.status} ${answer.statusText}`;
  }
}

export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS), ...options });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Away("the studio does not answer");
  }
  // The page that asks for the key.
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Refusal(await sentence(answer), answer.status);
  return answer;
}

export async function get(name, query) {
  return (await ask(address(name, query))).json();
}

export function post(name, table, options = {}) {
  const body = JSON.stringify(table);
  return ask(address(name), { method: "POST", headers: { "Content-Type": "application/json" }, body, ...options });
}

export function upload(name, parts) {
  const form = new FormData();
  for (const [part, value] of parts) form.append(part, value);
  return ask(address(name), { method: "POST", body: form, signal: AbortSignal.timeout(6 * PATIENCE_MS) });
}
