// The panel at the bottom: what the editor and the server find, most serious first; a row leads to its element.
import { nameOf } from './properties/model.js';

const ORDER = { error: 0, warning: 1, info: 2 };
const CHIPS = { error: 'red', warning: 'yellow', info: 'grey' };
const REMEMBERED = 'guiju-designer-problems';

function remembered() {
  try { return localStorage.getItem(REMEMBERED); } catch { return null; }
}

function remember(value) {
  try { localStorage.setItem(REMEMBERED, value); } catch { /* A browser that keeps nothing simply forgets. */ }
}

/** One shape for everything the server sends: faults of a refused file and findings of a check. */
export function fromServer(each) {
  const where = each.where ?? each;
  const severity = each.severity === 'warn' ? 'warning' : each.severity;
  return { source: 'server', severity: severity in ORDER ? severity : 'error', rule: each.rule ?? each.code, text: each.message ?? each.code, element: where.element, line: where.line, file: where.file };
}

export class Problems {
  constructor(modeler, root, translate) {
    this.modeler = modeler;
    this.root = root;
    this.t = translate;
    this.found = { import: [], server: [], editor: [] };
    this.panel = root.querySelector('[data-designer-problems]');
    this.body = root.querySelector('[data-problems-body]');
    this.summary = root.querySelector('[data-problems-summary]');
    this.toggle = root.querySelector('[data-problems-toggle]');
    this.marked = [];
    this.toggle.addEventListener('click', () => this.open(this.panel.hasAttribute('data-closed')));
    this.body.addEventListener('click', (event) => {
      const row = event.target.closest('tr[data-element]');
      if (row) this.show(row.dataset.element);
    });
    this.open(remembered() === 'open', { keep: false });
  }

  open(wanted, { keep = true } = {}) {
    this.panel.toggleAttribute('data-closed', !wanted);
    this.toggle.setAttribute('aria-expanded', String(wanted));
    if (keep) remember(wanted ? 'open' : 'closed');
    this.modeler.get('canvas').resized();
  }

  set(source, found) {
    this.found[source] = found;
    this.render();
  }

  get all() {
    return Object.values(this.found).flat().sort((one, other) => ORDER[one.severity] - ORDER[other.severity]);
  }

  count(severity) {
    return this.all.filter((each) => each.severity === severity).length;
  }

  render() {
    const all = this.all;
    const counts = { errors: this.count('error'), warnings: this.count('warning') };
    this.summary.textContent = all.length ? this.t('{errors} errors, {warnings} warnings', counts) : this.t('No problems found.');
    this.panel.dataset.worst = all[0]?.severity ?? 'none';
    this.body.replaceChildren(...all.map((each) => this.row(each)));
    this.mark(all);
  }

  row(problem) {
    const row = document.createElement('tr');
    const cell = (content, className = '') => {
      const td = row.insertCell();
      td.className = className;
      td.append(content);
    };
    cell(this.chip(problem.severity), 'gj-nowrap');
    const element = problem.element && this.modeler.get('elementRegistry').get(problem.element);
    if (element) {
      row.dataset.element = problem.element;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'gj-linkish';
      button.textContent = problem.text;
      cell(button);
    } else cell(problem.text);
    const place = problem.line ? this.t('Line {line}', problem) : '';
    cell(element ? nameOf(element.businessObject, this.root.dataset.language) : problem.element || place);
    cell(this.t(problem.source === 'server' ? 'server' : 'editor'), 'gj-muted gj-nowrap');
    return row;
  }

  chip(severity) {
    const chip = document.createElement('span');
    chip.className = `gj-chip gj-chip--${CHIPS[severity]}`;
    const icon = this.root.querySelector(`template[data-icon="${severity}"]`)?.content.cloneNode(true);
    chip.append(icon ?? '', this.t(severity));
    return chip;
  }

  /** A small sign on each element with an error or a warning; words stand in the panel. */
  mark(all) {
    const overlays = this.modeler.get('overlays');
    const registry = this.modeler.get('elementRegistry');
    this.marked.forEach((id) => overlays.remove(id));
    const worst = new Map();
    for (const each of all) if (each.severity !== 'info' && registry.get(each.element) && !worst.has(each.element)) worst.set(each.element, each);
    const root = this.modeler.get('canvas').getRootElement();
    this.marked = [...worst].filter(([id]) => id !== root.id).map(([id, each]) => {
      const sign = document.createElement('span');
      sign.className = `gj-sign gj-sign--${each.severity}`;
      sign.textContent = '!';
      sign.title = all.filter((other) => other.element === id).map((other) => other.text).join('\n');
      return overlays.add(id, 'guiju-problem', { position: { top: -9, left: -9 }, html: sign });
    });
  }

  show(id) {
    const element = this.modeler.get('elementRegistry').get(id);
    if (!element) return;
    const canvas = this.modeler.get('canvas');
    if (canvas.findRoot(element) !== canvas.getRootElement()) canvas.setRootElement(canvas.findRoot(element));
    this.modeler.get('selection').select(element);
    canvas.scrollToElement(element, 80);
  }
}
