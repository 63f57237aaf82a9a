// Talks to the server for the designer. An answer is always an object: {ok, status, body} or {ok: false, status: 0}.
import { pageHeaders, readJson } from '../app/request.js';

export async function send(url, { method, body, headers = {} }) {
  try {
    const response = await fetch(url, { method, body, headers: pageHeaders(headers) });
    return { ok: response.ok, status: response.status, body: (await readJson(response)) ?? {} };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

/** Faults of a refusal, wherever the answer carries them. */
export function faultsOf(body) {
  if (Array.isArray(body)) return body;
  return body.faults ?? body.findings ?? body.error?.faults ?? [];
}

/** One sentence about why a request failed. */
export function reasonOf(answer, translate) {
  const said = answer.body?.message ?? answer.body?.error?.message;
  if (said) return said;
  if (answer.status === 0) return translate('the server cannot be reached');
  if (answer.status === 401) return translate('your session has ended; sign in again in another window');
  return translate('the server answered {status}', answer);
}
