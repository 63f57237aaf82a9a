// What is typed while a form is being drawn anew stays: the answer knows the form only as it was when it was asked for.

const LINES = 'form :is(textarea, select, input:not([type="file"], [type="radio"], [type="checkbox"]))';
const typed = new Map();

export function startTyping() {
  document.addEventListener('input', ({ target }) => {
    if (target.id && target.matches?.(LINES)) typed.set(target.id, target.value);
  });
  // From here on the answer knows what was typed so far. It is an older answer if this one overtakes it.
  document.addEventListener('htmx:config:request', ({ target }) => {
    if (target.closest?.('form')) typed.clear();
  });
  document.addEventListener('htmx:after:swap', ({ detail }) => {
    // Removing a row moves the names of those below it, so that a name no longer says which line was meant.
    if (detail.ctx?.sourceElement?.name === '_remove') typed.clear();
    for (const [id, text] of typed) {
      const line = document.getElementById(id);
      if (line && line.value !== text) line.value = text;
    }
  });
}
