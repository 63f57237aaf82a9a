// htmx without anything that evaluates text: the page's policy forbids it, and no template uses hx-on, js: or trigger filters.
import htmx from 'htmx.org';
import { csrfToken } from './request.js';

const PAGES_OF_THEIR_OWN = [401, 403, '5xx'];

export function startHtmx() {
  // An expired session or a failure must not be swapped into the middle of a form.
  htmx.config.noSwap = [204, 304, ...PAGES_OF_THEIR_OWN];
  // Going back asks the server again: a stored copy of a page could show what the person may no longer see.
  htmx.config.history = 'reload';
  htmx.config.extensions = 'none';
  document.addEventListener('htmx:config:request', (event) => {
    const request = event.detail.ctx?.request;
    if (request && request.method !== 'GET') request.headers['X-CSRFToken'] = csrfToken();
  });
  document.addEventListener('htmx:after:request', (event) => {
    const response = event.detail.ctx?.response;
    const status = response?.status ?? response?.raw?.status ?? 0;
    if (status === 401) location.reload();
    else if (status === 403 || status >= 500) announceFailure();
  });
  document.addEventListener('htmx:error', announceFailure);
}

/** Shows the page's own sentence about a failed request; it stands hidden in the page. */
function announceFailure() {
  const notice = document.querySelector('[data-request-failed]');
  if (notice) notice.hidden = false;
}
