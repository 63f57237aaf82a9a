// The kinds of fields in the panel. A row reads and writes through two functions; the components never change their identity,
// otherwise a field would lose the focus with every key.
import { SelectEntry, TextAreaEntry, TextFieldEntry, isSelectEntryEdited, isTextAreaEntryEdited, isTextFieldEntryEdited } from '@bpmn-io/properties-panel';
import { useService } from 'bpmn-js-properties-panel';
import { jsx } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { ComboRow } from './combo.js';

const common = ({ element, id, label, hint, read, write, translate }) => ({
  element, id, label, description: hint, translate, getValue: () => read() ?? '', setValue: write,
});

function TextRow(props) {
  return jsx(TextFieldEntry, { ...common(props), debounce: useService('debounceInput') });
}

function AreaRow(props) {
  return jsx(TextAreaEntry, { ...common(props), monospace: props.expression, autoResize: true, rows: props.rows ?? 1, debounce: useService('debounceInput') });
}

function ChoiceRow(props) {
  return jsx(SelectEntry, { ...common(props), getOptions: () => [{ value: '', label: '—' }, ...props.options] });
}

function NoteRow({ id, text }) {
  return jsx('div', { class: 'bio-properties-panel-entry gj-panel-note', 'data-entry-id': id, children: text });
}

export const ROWS = {
  text: { component: TextRow, isEdited: isTextFieldEntryEdited },
  area: { component: AreaRow, isEdited: isTextAreaEntryEdited },
  expression: { component: AreaRow, isEdited: isTextAreaEntryEdited, expression: true },
  choice: { component: ChoiceRow, isEdited: isSelectEntryEdited },
  combo: { component: ComboRow, isEdited: isTextFieldEntryEdited },
  note: { component: NoteRow, isEdited: () => false },
};
