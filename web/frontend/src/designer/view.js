// Buttons and keys around the canvas, and a first view that the palette does not cover.

const PALETTE = 68;
const MARGIN = 24;
const ILLEGIBLE = 0.4;
const READABLE = 0.65;

/** The scale at which the whole drawing fits right of the palette, at most its natural size. */
function wholeScale(canvas) {
  const { inner } = canvas.viewbox();
  const { width, height } = canvas.getSize();
  return Math.min((width - PALETTE - MARGIN) / inner.width, (height - 2 * MARGIN) / inner.height, 1);
}

/** Shows the drawing from its left end, in the middle where it is smaller than the canvas. */
function showAt(canvas, scale) {
  const { inner } = canvas.viewbox();
  const { width, height } = canvas.getSize();
  if (!inner.width || !width) return;
  const shown = { width: width / scale, height: height / scale };
  const beside = Math.max(PALETTE, (width - inner.width * scale) / 2) / scale;
  canvas.viewbox({ ...shown, x: inner.x - beside, y: inner.y - Math.max(MARGIN / scale, (shown.height - inner.height) / 3) });
}

export function fitBesidePalette(modeler) {
  const canvas = modeler.get('canvas');
  canvas.resized();
  showAt(canvas, wholeScale(canvas));
}

/** Begins with the whole drawing; a long procedure begins at its start, large enough to be read. */
export function beginView(modeler) {
  const canvas = modeler.get('canvas');
  canvas.resized();
  const scale = wholeScale(canvas);
  showAt(canvas, scale < ILLEGIBLE ? READABLE : scale);
}

export function startKeys(root, modeler, acts) {
  const stack = modeler.get('commandStack');
  const buttons = (name) => root.querySelectorAll(`[data-designer-do="${name}"]`);
  modeler.on('commandStack.changed', () => {
    buttons('undo').forEach((button) => { button.disabled = !stack.canUndo(); });
    buttons('redo').forEach((button) => { button.disabled = !stack.canRedo(); });
  });
  root.addEventListener('click', (event) => {
    const button = event.target.closest('[data-designer-do]');
    if (!button) return;
    acts[button.dataset.designerDo]?.();
    const menu = button.closest('details[open]');
    if (menu) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      acts.save();
    } else if (event.key === '?' && !event.target.closest('input, textarea, select, [contenteditable="true"], dialog')) {
      document.getElementById('designer-keys')?.showModal();
    }
  });
  // The library's search listens to keys, but text entered by an input method arrives without them.
  root.addEventListener('input', (event) => {
    if (event.target.matches('.djs-search-input input')) event.target.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: 'Unidentified' }));
  });
  addEventListener('resize', () => modeler.get('canvas').resized());
}
