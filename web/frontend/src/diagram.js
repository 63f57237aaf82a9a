// Shows a diagram that nobody edits: where a case stands, or what a version looks like. The table beside it says the same in words.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './css/diagram.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import guiju from './bpmn/guiju.json';
import { readMarks, paint } from './diagram/marks.js';
import { joinTable } from './diagram/table.js';
import { addControls, begin, fitHeight } from './diagram/view.js';

/** Text slightly larger than the library's: a whole procedure is shown at half its size. */
const TEXT = { defaultStyle: { fontSize: 13, lineHeight: 1.25 }, externalStyle: { fontSize: 12, lineHeight: 1.2 } };

async function show(root) {
  const viewer = new NavigatedViewer({
    container: root.querySelector('[data-diagram-canvas]'),
    moddleExtensions: { guiju },
    textRenderer: TEXT,
    // The wheel belongs to the page; with Ctrl it zooms, see view.js.
    zoomScroll: { enabled: false },
  });
  const answer = await fetch(root.dataset.xmlUrl, { headers: { Accept: 'application/xml' } });
  if (!answer.ok) throw new Error(`${answer.status} ${root.dataset.xmlUrl}`);
  await viewer.importXML(await answer.text());
  const marks = readMarks(root);
  paint(viewer, marks, root.dataset.language);
  const table = joinTable(viewer, root);
  fitHeight(viewer, root);
  addControls(viewer, root, marks, table);
  begin(viewer, marks);
  root.dataset.ready = 'yes';
}

for (const root of document.querySelectorAll('[data-diagram]')) {
  show(root).catch((error) => {
    console.error(error);
    root.querySelector('[data-diagram-failed]')?.removeAttribute('hidden');
    root.dataset.ready = 'failed';
  });
}
