// Colours and small words on elements, from the JSON the server put into the page:
// [{"element": "LegalReview", "state": "current", "label": "办理中", "count": 2, "overdue": 1, "name": "Legal review"}]

/** Room for the name of an event, a gateway or a flow: English needs more. */
const LABEL_WIDTHS = { zh: 90, en: 120 };
const STATES = ['done', 'current', 'waiting', 'failed', 'passed'];

export function readMarks(root) {
  const script = root.querySelector('script[data-diagram-elements]');
  return script ? JSON.parse(script.textContent) : [];
}

function badge(tone, text, title) {
  const node = document.createElement('span');
  node.className = `gj-badge gj-badge--${tone}`;
  node.textContent = text;
  if (title) node.title = title;
  return node;
}

/** A flow needs no badge, nor does a gateway or event that is done: the legend tells its colour. A boundary event sits at the
    lower right, so words go to the upper edge and the lower left. */
function place(overlays, element, mark) {
  const small = element.width < 60;
  if (mark.label && mark.state !== 'passed' && !(small && mark.state === 'done')) {
    overlays.add(element.id, { position: small ? { bottom: -4, left: -6 } : { top: -11, left: 24 }, html: badge(mark.state, mark.label, mark.note) });
  }
  if (mark.count) overlays.add(element.id, { position: { bottom: 11, left: -9 }, html: badge('count', mark.count, mark.count_title) });
  if (mark.overdue) overlays.add(element.id, { position: { top: -11, right: 16 }, html: badge('overdue', mark.overdue, mark.overdue_title) });
}

export function paint(viewer, marks, language) {
  const [registry, canvas, overlays] = ['elementRegistry', 'canvas', 'overlays'].map((name) => viewer.get(name));
  drawNames(registry, viewer.get('graphicsFactory'), language);
  for (const mark of marks) {
    const element = registry.get(mark.element);
    if (!element) continue;
    if (STATES.includes(mark.state)) canvas.addMarker(element.id, `gj-mark-${mark.state}`);
    if (mark.heat) canvas.addMarker(element.id, `gj-heat-${Math.min(5, Math.max(1, mark.heat))}`);
    if (!element.waypoints) place(overlays, element, mark);
  }
}

/** The English name of an element, which stands in the drawing beside the Chinese one. */
function englishName(object) {
  const title = object?.extensionElements?.values?.find((each) => each.$type === 'guiju:Title');
  return title?.en ?? (object?.$type === 'bpmn:Participant' ? object.processRef?.get('guiju:titleEn') : undefined);
}

/** Draws names anew: in the language of the page, and with room for our larger type, so that no word is broken. */
function drawNames(registry, graphics, language) {
  const wide = LABEL_WIDTHS[language] ?? LABEL_WIDTHS.zh;
  registry.forEach((element) => {
    const english = language === 'en' && englishName(element.businessObject);
    const narrow = element.labelTarget && element.width < wide;
    if (!element.parent || (!english && !narrow)) return;
    if (english) element.businessObject.name = english;
    if (narrow) {
      element.x -= (wide - element.width) / 2;
      element.width = wide;
    }
    graphics.update(element.waypoints ? 'connection' : 'shape', element, registry.getGraphics(element));
  });
}
