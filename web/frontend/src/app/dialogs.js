// Native dialogs: data-dialog-open="id" opens one, data-dialog-close closes the one around it, data-dialog-now opens on load.

export function startDialogs() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest?.('[data-dialog-open]');
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest?.('[data-dialog-close]');
    if (closer?.closest('dialog')) {
      event.preventDefault();
      closer.closest('dialog').close();
    }
  });
  const openWaiting = () => document.querySelectorAll('dialog[data-dialog-now]:not([open])').forEach((dialog) => dialog.showModal());
  document.addEventListener('htmx:after:swap', openWaiting);
  openWaiting();
}
