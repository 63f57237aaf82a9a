// Focus on the error summary, a print button, menus that close, selects that send their form.

export function startSmallThings() {
  document.querySelector('.gj-error-summary[tabindex]')?.focus();
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-print]')) print();
    for (const menu of document.querySelectorAll('details.gj-menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = event.target.closest?.('details.gj-menu[open]');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  document.addEventListener('change', (event) => {
    if (event.target.matches?.('[data-send-on-change]')) event.target.form?.requestSubmit();
  });
}
