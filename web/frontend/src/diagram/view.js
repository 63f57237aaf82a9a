// How much of the diagram is seen: its height on the page, zoom buttons, keys, and the way to the current step.

const LEAST_HEIGHT = 260;
const READABLE = 0.9;
const OVERVIEW = 0.75;
const ILLEGIBLE = 0.42;
const STEP = 1.25;
const NARROW = 640;

/** The scale at which the drawing fills the width of its frame. */
const widthScale = (viewer, frame) => frame.clientWidth / viewer.get('canvas').viewbox().inner.width;

/** Gives the canvas the height the drawing needs, so that a wide, flat procedure leaves no empty space below. */
export function fitHeight(viewer, root) {
  const frame = root.querySelector('[data-diagram-canvas]');
  const { inner } = viewer.get('canvas').viewbox();
  const whole = widthScale(viewer, frame);
  const wanted = inner.height * (whole < ILLEGIBLE ? OVERVIEW : Math.min(1.2, whole)) + 40;
  const most = Math.max(LEAST_HEIGHT, window.innerHeight * (frame.clientWidth < NARROW ? 0.5 : 0.7));
  frame.style.height = `${Math.round(Math.min(most, Math.max(LEAST_HEIGHT, wanted)))}px`;
  viewer.get('canvas').resized();
}

export function fit(viewer) {
  const canvas = viewer.get('canvas');
  const { width, height } = canvas.getSize();
  if (!width || !height) return;
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > 1.2) canvas.zoom(1.2, 'auto');
}

/** Begins with the whole drawing; where that cannot be read, with the step the case stands at, or at the start. */
export function begin(viewer, marks) {
  fit(viewer);
  const canvas = viewer.get('canvas');
  if (canvas.zoom() >= ILLEGIBLE) return;
  const first = marks.find((mark) => mark.state === 'current' && viewer.get('elementRegistry').get(mark.element));
  if (first) {
    goTo(viewer, first.element, OVERVIEW);
    return;
  }
  const { inner } = canvas.viewbox();
  const { width, height } = canvas.getSize();
  const shown = { width: width / OVERVIEW, height: height / OVERVIEW };
  canvas.viewbox({ ...shown, x: inner.x - 10, y: inner.y - Math.max(20, (shown.height - inner.height) / 2) });
}

/** Puts an element into the middle, as far as the drawing reaches. */
function goTo(viewer, id, scale = READABLE) {
  const canvas = viewer.get('canvas');
  const element = viewer.get('elementRegistry').get(id);
  if (!element) return;
  const { inner } = canvas.viewbox();
  const { width, height } = canvas.getSize();
  const wanted = Math.max(canvas.zoom(), scale);
  const shown = { width: width / wanted, height: height / wanted };
  const along = (centre, from, length, seen) => (seen >= length ? from - (seen - length) / 2 : Math.min(from + length - seen + 10, Math.max(from - 10, centre - seen / 2)));
  canvas.viewbox({
    ...shown,
    x: along(element.x + element.width / 2, inner.x, inner.width, shown.width),
    y: along(element.y + element.height / 2, inner.y, inner.height, shown.height),
  });
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
    if (frame.clientWidth === width || frame.clientWidth === 0) return;
    width = frame.clientWidth;
    fitHeight(viewer, root);
    begin(viewer, marks);
  });
}
