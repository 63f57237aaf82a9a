// Lists by keyboard: j and k move, Enter opens, x ticks, / goes to the search field.
// A list asks for it with data-keys; its rows are tr[data-row] with one main link and perhaps one checkbox.
const TYPING = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"], dialog[open] *';

const list = () => document.querySelector('[data-keys]');
const rows = () => [...(list()?.querySelectorAll('tr[data-row]') ?? [])];
const linkOf = (row) => row.querySelector('a[data-open]') ?? row.querySelector('a[href]');

function mark(row) {
  for (const other of rows()) other.classList.toggle('gj-is-current', other === row);
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.classList.contains('gj-is-current'));
  const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step))];
  mark(next);
  linkOf(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function tick() {
  const box = rows().find((row) => row.classList.contains('gj-is-current'))?.querySelector('input[type="checkbox"]');
  box?.click();
}

function open() {
  const row = rows().find((each) => each.classList.contains('gj-is-current'));
  if (row && document.activeElement === document.body) linkOf(row)?.click();
}

function search() {
  const field = document.querySelector('[data-keys-search]');
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

const KEYS = { j: () => move(1), k: () => move(-1), x: tick, Enter: open, '/': search };

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !list()) return;
  if (event.key === 'Escape' && event.target.matches?.('[data-keys-search]')) event.target.blur();
  if (event.target.closest?.(TYPING)) return;
  const act = KEYS[event.key];
  if (!act) return;
  if (event.key !== 'Enter') event.preventDefault();
  act();
}

function counted() {
  const boxes = rows().map((row) => row.querySelector('input[type="checkbox"]')).filter(Boolean);
  const ticked = boxes.filter((box) => box.checked).length;
  for (const row of rows()) row.classList.toggle('gj-is-checked', Boolean(row.querySelector('input[type="checkbox"]')?.checked));
  for (const place of document.querySelectorAll('[data-ticked-count]')) place.textContent = String(ticked);
  for (const bar of document.querySelectorAll('[data-ticked-bar]')) bar.hidden = ticked === 0;
  const every = document.querySelector('[data-tick-all]');
  if (every) {
    every.checked = ticked > 0 && ticked === boxes.length;
    every.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

function changed(event) {
  if (event.target.matches?.('[data-tick-all]')) {
    for (const row of rows()) {
      const box = row.querySelector('input[type="checkbox"]');
      if (box) box.checked = event.target.checked;
    }
  }
  if (event.target.matches?.('[data-tick-all], tr[data-row] input[type="checkbox"]')) counted();
}

export function startListKeys() {
  document.addEventListener('keydown', pressed);
  document.addEventListener('change', changed);
  document.addEventListener('focusin', (event) => {
    const row = event.target.closest?.('[data-keys] tr[data-row]');
    if (row) mark(row);
  });
  document.addEventListener('htmx:after:swap', counted);
  counted();
}
