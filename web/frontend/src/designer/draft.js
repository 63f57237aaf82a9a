// The draft on the server: saving it, and knowing whether what is on the screen has been saved.
import { faultsOf, reasonOf, send } from './server.js';
import { fromServer } from './problems.js';

export class Draft {
  constructor(modeler, root, problems, translate) {
    Object.assign(this, { modeler, root, problems, t: translate, revision: root.dataset.revision ?? '', dirty: false, saving: null });
    this.status = root.querySelector('[data-designer-status]');
    this.conflict = root.querySelector('[data-designer-conflict]');
    this.button = root.querySelector('[data-designer-do="save"]');
    modeler.on('commandStack.changed', () => this.changed());
    addEventListener('beforeunload', (event) => { if (this.dirty) event.preventDefault(); });
  }

  tell(sentence, tone = '') {
    this.status.textContent = sentence;
    this.status.dataset.tone = tone;
  }

  changed() {
    this.dirty = this.modeler.get('commandStack').canUndo() || this.dirty;
    if (this.dirty) this.tell(this.t('Unsaved changes'), 'warn');
  }

  async xml() {
    // A field that still has the focus has not yet written what was typed.
    if (this.root.querySelector('[data-designer-properties]').contains(document.activeElement)) document.activeElement.blur();
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  /** Saves once at a time; true if the server has taken it. */
  save() {
    this.saving ??= this.put().finally(() => { this.saving = null; });
    return this.saving;
  }

  async put() {
    const xml = await this.xml();
    this.dirty = false;
    this.button.disabled = true;
    this.tell(this.t('Saving…'));
    const answer = await send(this.root.dataset.saveUrl, {
      method: 'PUT', body: xml, headers: { 'Content-Type': 'application/xml; charset=utf-8', 'X-Base-Revision': this.revision },
    });
    this.button.disabled = false;
    if (answer.ok) return this.saved(answer.body);
    this.dirty = true;
    this.refused(answer);
    return false;
  }

  saved(body) {
    this.revision = body.revision ?? this.revision;
    this.root.dataset.revision = this.revision;
    this.conflict.hidden = true;
    this.problems.set('server', faultsOf(body).map(fromServer));
    if (!this.dirty) this.tell(this.t('Draft saved {time}', { time: body.time ?? (body.saved_at ?? '').slice(11, 16) }), 'ok');
    const state = this.root.querySelector('[data-designer-state]');
    if (state && body.state) state.textContent = body.state;
    return true;
  }

  refused(answer) {
    const faults = faultsOf(answer.body);
    if (answer.status === 409) {
      this.tell(this.t('Not saved: someone else has saved this draft meanwhile.'), 'error');
      const text = this.conflict.querySelector('[data-conflict-text]');
      const said = answer.body.message ?? answer.body.error?.message;
      if (said) text.textContent = said;
      this.conflict.hidden = false;
    } else if (faults.length) {
      this.problems.set('server', faults.map(fromServer));
      this.problems.open(true);
      this.tell(this.t('Not saved: the server found {count} problems.', { count: faults.length }), 'error');
    } else this.tell(this.t('Not saved: {reason}', { reason: reasonOf(answer, this.t) }), 'error');
  }
}
