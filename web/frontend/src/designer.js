// The editor for process owners: draw, fill in, see the problems, save the draft, publish.
import './designer/csp-nonce.js';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import './css/diagram.css';
import './css/designer.css';
import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from 'bpmn-js-properties-panel';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import guiju from './bpmn/guiju.json';
import propertiesModule from './designer/properties/provider.js';
import { Draft } from './designer/draft.js';
import { downloadSvg, downloadXml } from './designer/files.js';
import { linterFor } from './designer/lint/linter.js';
import { Problems } from './designer/problems.js';
import { Publishing } from './designer/publishing.js';
import { mendLibraryText, missing, translatorFor } from './designer/translate.js';
import { beginView, fitBesidePalette, startKeys } from './designer/view.js';

const LINT_PAUSE_MS = 400;
const NO_OPTIONS = { roles: [], forms: [], units: [], deadlines: [], decisions: [], operations: [], procedures: [] };

function readOptions(root) {
  const script = root.querySelector('script[data-designer-options]');
  return { ...NO_OPTIONS, ...(script ? JSON.parse(script.textContent) : {}) };
}

function createModeler(root, options, translate) {
  return new Modeler({
    container: root.querySelector('[data-designer-canvas]'),
    propertiesPanel: { parent: root.querySelector('[data-designer-properties]'), feelPopupContainer: root },
    moddleExtensions: { guiju },
    guijuOptions: options,
    additionalModules: [
      { translate: ['value', translate] },
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      propertiesModule,
      CreateAppendAnythingModule,
    ],
  });
}

function startLint(modeler, options, problems, translate) {
  const lint = linterFor(options);
  let timer = 0;
  const run = async () => {
    const found = await lint(modeler.getDefinitions());
    problems.set('editor', found.map((each) => ({ ...each, source: 'editor', text: translate(each.message, { value: each.value }) })));
  };
  modeler.on(['commandStack.changed', 'import.done'], () => {
    clearTimeout(timer);
    timer = setTimeout(run, LINT_PAUSE_MS);
  });
}

/** What reading the file warned of: unknown attributes are written back, anything else would be gone after saving. */
function fromImport(message, translate) {
  const [, name] = /^unknown attribute <(.+)>/.exec(message) ?? [];
  if (name) return { source: 'editor', severity: 'info', text: translate('Unknown attribute, kept as it is: {name}', { name }) };
  return { source: 'editor', severity: 'error', text: translate('Parts of the file are not understood and would be lost when saving: {reason}', { reason: message }) };
}

async function load(modeler, root, draft, problems, translate) {
  const answer = await fetch(root.dataset.xmlUrl, { headers: { Accept: 'application/xml' } });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const { warnings } = await modeler.importXML(await answer.text());
  problems.set('import', warnings.map((each) => fromImport(each.message, translate)));
  // On a low screen the palette scrolls, and what scrolls must be reachable by keyboard.
  root.querySelector('.djs-palette')?.setAttribute('tabindex', '0');
  beginView(modeler);
  draft.tell(root.dataset.saved || translate('Diagram loaded.'));
}

async function start(root) {
  const translate = translatorFor(root.dataset.language);
  const options = readOptions(root);
  mendLibraryText(root, translate, root.dataset.language);
  const modeler = createModeler(root, options, translate);
  root.guiju = { modeler, missing };
  const problems = new Problems(modeler, root, translate);
  const draft = new Draft(modeler, root, problems, translate);
  const publishing = new Publishing(root, draft, problems, translate);
  const name = (root.dataset.fileName || 'procedure').replace(/\.bpmn$/, '');
  const acts = {
    save: () => draft.save(),
    publish: () => publishing.open(),
    undo: () => modeler.get('commandStack').undo(),
    redo: () => modeler.get('commandStack').redo(),
    fit: () => fitBesidePalette(modeler),
    in: () => modeler.get('zoomScroll').stepZoom(1),
    out: () => modeler.get('zoomScroll').stepZoom(-1),
    xml: () => downloadXml(draft, name),
    svg: () => downloadSvg(modeler, name),
    reload: () => { draft.dirty = false; location.reload(); },
  };
  startKeys(root, modeler, acts);
  startLint(modeler, options, problems, translate);
  try {
    await load(modeler, root, draft, problems, translate);
    root.dataset.ready = 'yes';
  } catch (error) {
    console.error(error);
    draft.tell(translate('The diagram could not be loaded: {reason}', { reason: error.message }), 'error');
    root.dataset.ready = 'failed';
  }
}

for (const root of document.querySelectorAll('[data-designer]')) start(root);
