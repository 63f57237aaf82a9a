// Keeps a draft of a form on the server: 1.5 s after typing stops, and when the page is left.
// Sentences stand in the form's data attributes, so this file speaks no language.
import { fill, pageHeaders, readJson } from './request.js';

const PAUSE_MS = 1500;
const SELECTOR = 'form[data-autosave-url]';
const drafts = new WeakMap();

function draftOf(form) {
  if (!drafts.has(form)) drafts.set(form, { timer: 0, running: false, dirty: false, stopped: false });
  return drafts.get(form);
}

function show(form, state, values) {
  const place = form.querySelector('[data-autosave-status]');
  if (!place) return;
  place.dataset.state = state;
  place.textContent = fill(form.dataset[`autosave${state[0].toUpperCase()}${state.slice(1)}`], values);
}

/** The fields without files: those are uploaded on their own. */
function fieldsOf(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  return fields;
}

async function save(form, { leaving = false } = {}) {
  const draft = draftOf(form);
  clearTimeout(draft.timer);
  if (draft.running || draft.stopped || !draft.dirty) return;
  draft.running = true;
  draft.dirty = false;
  show(form, 'saving');
  try {
    const response = await fetch(form.dataset.autosaveUrl, { method: 'POST', body: fieldsOf(form), headers: pageHeaders(), keepalive: leaving });
    await settle(form, draft, response);
  } catch {
    draft.dirty = true;
    show(form, 'failed');
  } finally {
    draft.running = false;
    if (draft.dirty && !draft.stopped) draft.timer = setTimeout(() => save(form), PAUSE_MS * 4);
  }
}

async function settle(form, draft, response) {
  const answer = (await readJson(response)) ?? {};
  if (response.status === 409) {
    // Two windows hold this form: the person decides, nothing more is overwritten.
    draft.stopped = true;
    show(form, 'conflict', answer);
    const message = form.querySelector('[data-autosave-conflict-text]');
    if (message) {
      if (answer.message) message.textContent = answer.message;
      (message.closest('[data-autosave-conflict-box]') ?? message).hidden = false;
    }
    return;
  }
  if (!response.ok) {
    draft.stopped = response.status === 401 || response.status === 403;
    show(form, 'failed', answer);
    return;
  }
  const revision = form.querySelector('[data-autosave-revision]');
  if (revision && answer.revision !== undefined) revision.value = answer.revision;
  if (!draft.dirty) show(form, 'saved', { time: answer.time ?? (answer.saved_at ?? '').slice(11, 16) });
}

function touched(event) {
  const form = event.target.closest?.(SELECTOR);
  if (!form || event.target.type === 'file' || event.target.closest('[data-autosave-skip]')) return;
  const draft = draftOf(form);
  draft.dirty = true;
  clearTimeout(draft.timer);
  if (draft.stopped) return;
  if (!draft.running) show(form, 'unsaved');
  // Text under composition is not yet what the person means; compositionend comes here again.
  if (!event.isComposing) draft.timer = setTimeout(() => save(form), PAUSE_MS);
}

export function startAutosave() {
  for (const name of ['input', 'change', 'compositionend']) document.addEventListener(name, touched);
  document.addEventListener('submit', (event) => {
    const draft = event.target.matches?.(SELECTOR) && draftOf(event.target);
    if (draft) {
      clearTimeout(draft.timer);
      draft.stopped = true;
    }
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') document.querySelectorAll(SELECTOR).forEach((form) => save(form, { leaving: true }));
  });
}
