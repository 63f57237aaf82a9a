// How much of the diagram is seen: its height on the page, zoom buttons, keys, and the way to the current step.

const LEAST_HEIGHT = 260;
const READABLE = 0.9;
const ILLEGIBLE = 0.42;
const STEP = 1.25;

/** Gives the canvas the height the drawing needs at full width, so that a wide, flat procedure leaves no empty space. */
export function fitHeight(viewer, root) {
  const frame = root.querySelector('[data-diagram-canvas]');
  const { inner } = viewer.get('canvas').viewbox();
  const wanted = (inner.height / inner.width) * frame.clientWidth + 40;
  const most = Math.max(LEAST_HEIGHT, window.innerHeight * 0.78);
  frame.style.height = `${Math.round(Math.min(most, Math.max(LEAST_HEIGHT, wanted)))}px`;
  viewer.get('canvas').resized();
}

export function fit(viewer) {
  const canvas = viewer.get('canvas');
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > 1.2) canvas.zoom(1.2, 'auto');
}

/** Begins with the whole drawing; where that cannot be read, on a phone for instance, with the step the case stands at. */
export function begin(viewer, marks) {
  fit(viewer);
  const canvas = viewer.get('canvas');
  if (canvas.zoom() >= ILLEGIBLE) return;
  const first = marks.find((mark) => mark.state === 'current');
  if (first) goTo(viewer, first.element);
  else canvas.viewbox({ ...canvas.viewbox(), x: canvas.viewbox().inner.x - 10, width: canvas.getSize().width / 0.6, height: canvas.getSize().height / 0.6 });
}

function goTo(viewer, id) {
  const canvas = viewer.get('canvas');
  const element = viewer.get('elementRegistry').get(id);
  if (!element) return;
  canvas.zoom(Math.max(canvas.zoom(), READABLE), { x: element.x + element.width / 2, y: element.y + element.height / 2 });
  canvas.scrollToElement(element, { top: 100, bottom: 100, left: 200, right: 200 });
}

export function addControls(viewer, root, marks, table) {
  const canvas = viewer.get('canvas');
  const zoomBy = (factor) => canvas.zoom(Math.min(3, Math.max(0.2, canvas.zoom() * factor)), 'auto');
  const current = marks.filter((mark) => mark.state === 'current').map((mark) => mark.element);
  let turn = 0;
  const acts = {
    in: () => zoomBy(STEP),
    out: () => zoomBy(1 / STEP),
    fit: () => fit(viewer),
    current: () => {
      const id = current[turn++ % current.length];
      goTo(viewer, id);
      table.choose(id, { reveal: true });
    },
  };
  root.addEventListener('click', (event) => {
    const button = event.target.closest('[data-diagram-do]');
    if (button) acts[button.dataset.diagramDo]?.();
  });
  const toCurrent = root.querySelector('[data-diagram-do="current"]');
  if (toCurrent) toCurrent.hidden = current.length === 0;

  const frame = root.querySelector('[data-diagram-canvas]');
  const drawing = frame.querySelector('svg');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', root.dataset.label ?? '');
  frame.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  }, { passive: false });
  frame.addEventListener('keydown', (event) => {
    const act = { '+': acts.in, '=': acts.in, '-': acts.out, 0: acts.fit }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  let width = frame.clientWidth;
  addEventListener('resize', () => {
    // A phone's address bar changes the height all the time; only a new width asks for a new layout.
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    fitHeight(viewer, root);
    begin(viewer, marks);
  });
}
