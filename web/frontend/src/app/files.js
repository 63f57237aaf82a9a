// Beside a styled file button: the names of the chosen files, and a warning before an upload that the server would refuse.
import { fill } from './request.js';

const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

export function startFiles() {
  document.addEventListener('change', (event) => {
    const input = event.target;
    if (input.type !== 'file') return;
    const place = input.closest('.gj-file')?.querySelector('[data-file-names]');
    if (!place) return;
    const limit = Number(input.dataset.maxBytes ?? 0);
    const tooBig = [...input.files].find((file) => limit && file.size > limit);
    if (tooBig) {
      place.textContent = fill(input.dataset.tooBig, { name: tooBig.name, size: megabytes(tooBig.size), limit: megabytes(limit) });
      input.value = '';
      return;
    }
    place.textContent = [...input.files].map((file) => `${file.name} (${megabytes(file.size)} MB)`).join(', ') || place.dataset.fileNames;
  });
}
