// Requests from scripts: same origin, the CSRF token of the page, an answer in JSON or nothing.

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? '';
}

export function pageHeaders(extra = {}) {
  return { Accept: 'application/json', 'X-CSRFToken': csrfToken(), 'X-Requested-With': 'fetch', ...extra };
}

/** The JSON body of a response, or null where the body is something else. */
export async function readJson(response) {
  if (!(response.headers.get('Content-Type') ?? '').includes('json')) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** Puts values into a sentence the server wrote: fill('草稿已保存 {time}', {time: '14:32'}). */
export function fill(sentence, values = {}) {
  return (sentence ?? '').replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
