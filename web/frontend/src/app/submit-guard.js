// One press sends a form once. The server is safe against repeats by the idempotency key; this spares people the doubt.

export function startSubmitGuard() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === 'dialog' || form.target || form.matches('[data-submit-often]')) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    // Disabling a button now would drop its name and value from what is sent.
    setTimeout(() => {
      if (event.submitter) event.submitter.disabled = true;
    });
  });
  // Back brings the page out of the browser's cache: its forms must work again.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll('form[data-sent]')) {
      delete form.dataset.sent;
      form.querySelectorAll(':disabled[type="submit"], button:disabled:not([type])').forEach((button) => { button.disabled = false; });
    }
  });
  document.addEventListener('htmx:finally:request', (event) => {
    const form = event.target.closest?.('form');
    if (form) delete form.dataset.sent;
  });
}
