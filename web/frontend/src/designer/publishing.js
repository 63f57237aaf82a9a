// Publishing: save, let the server check, show what it found, ask what has changed, then publish.
import { faultsOf, reasonOf, send } from './server.js';
import { fromServer } from './problems.js';
import { nameOf } from './properties/model.js';

export class Publishing {
  constructor(root, draft, problems, translate) {
    Object.assign(this, { root, draft, problems, t: translate });
    this.dialog = root.querySelector('[data-designer-publish]');
    if (!this.dialog) return;
    [this.list, this.status, this.note, this.button] = ['findings', 'status', 'note', 'confirm'].map((name) => this.dialog.querySelector(`[data-publish-${name}]`));
    this.dialog.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.button.disabled) this.publish();
    });
  }

  tell(sentence, tone = '') {
    this.status.textContent = sentence;
    this.status.dataset.tone = tone;
  }

  async open() {
    if ((this.draft.dirty || this.draft.saving) && !(await this.draft.save())) return;
    this.list.replaceChildren();
    this.button.disabled = true;
    this.tell(this.t('Checking…'));
    this.dialog.showModal();
    const answer = await send(this.root.dataset.checkUrl, { method: 'POST', body: JSON.stringify({ revision: this.draft.revision }), headers: { 'Content-Type': 'application/json' } });
    const found = faultsOf(answer.body).map(fromServer);
    if (!answer.ok && !found.length) {
      this.tell(this.t('The check could not be made: {reason}', { reason: reasonOf(answer, this.t) }), 'error');
      return;
    }
    this.problems.set('server', found);
    this.showFindings(found);
  }

  showFindings(found) {
    this.list.replaceChildren(...found.map((each) => {
      const item = document.createElement('li');
      const element = this.draft.modeler.get('elementRegistry').get(each.element);
      const name = element ? `${nameOf(element.businessObject, this.root.dataset.language)}: ` : '';
      item.append(this.problems.chip(each.severity), ` ${name}${each.text}`);
      return item;
    }));
    const errors = found.filter((each) => each.severity === 'error').length;
    this.button.disabled = errors > 0;
    if (errors) this.tell(this.t('Errors must be corrected before publishing.'), 'error');
    else this.tell(found.length ? '' : this.t('No problems found.'), 'ok');
    this.note.focus();
  }

  async publish() {
    const note = this.note.value.trim();
    if (!note) {
      this.tell(this.t('Say what has changed in this version.'), 'error');
      this.note.focus();
      return;
    }
    // The page asks for it where a newer version than the draft was drawn on is live.
    const replacing = this.dialog.querySelector('[data-publish-replacing]:checked')?.value ?? null;
    this.button.disabled = true;
    this.tell(this.t('Publishing…'));
    const answer = await send(this.root.dataset.publishUrl, {
      method: 'POST', body: JSON.stringify({ revision: this.draft.revision, note, replacing }), headers: { 'Content-Type': 'application/json' },
    });
    if (!answer.ok) {
      const found = faultsOf(answer.body).map(fromServer);
      if (found.length) {
        this.problems.set('server', found);
        this.showFindings(found);
      } else {
        this.button.disabled = false;
        this.tell(this.t('Not published: {reason}', { reason: reasonOf(answer, this.t) }), 'error');
      }
      return;
    }
    const { version, location: next } = answer.body;
    this.draft.tell(version ? this.t('Published as version {version}.', { version }) : this.t('Published.'), 'ok');
    this.dialog.close();
    if (next) location.assign(next);
  }
}
