// What a group of the panel is made of: rows bound to an attribute, and lists bound to child elements.
import { Group, ListGroup } from '@bpmn-io/properties-panel';
import { childrenOf, editorOf, holderOf } from './model.js';
import { ROWS } from './rows.js';

export function kitFor(element, injector, options) {
  const t = injector.get('translate');
  const holder = holderOf(element);
  const edit = editorOf(injector, element);

  /** A row for a property of a moddle element; `label` and `hint` are English and translated here. */
  function rowOn(target, id, kind, property, label, extra = {}) {
    return {
      ...ROWS[kind],
      ...extra,
      id,
      element,
      translate: t,
      label: t(label),
      hint: extra.hint && t(extra.hint),
      options: extra.options?.map((option) => ({ value: option.value, label: option.translate ? t(option.label) : option.label })),
      read: extra.read ?? (() => target.get(property)),
      write: extra.write ?? ((value) => edit.set(target, property, value)),
    };
  }

  return {
    t,
    element,
    holder,
    edit,
    options,
    registry: injector.get('elementRegistry'),
    row: (kind, name, label, extra) => rowOn(holder, `guiju-${name}`, kind, `guiju:${name}`, label, extra),
    rowOn,
    note: (id, text) => ({ ...ROWS.note, id: `guiju-${id}`, element, text: t(text) }),
    group: (id, label, entries, extra = {}) => ({ id: `guiju-${id}`, label: t(label), component: Group, translate: t, entries, ...extra }),

    /** A list of child elements; `fields` are [kind, property, label, extra]. */
    list(id, label, type, { fields, title, create = {} }) {
      const items = childrenOf(holder, type).map((child, index) => ({
        id: `guiju-${id}-${index}`,
        label: title(child),
        entries: fields.map(([kind, property, text, extra]) => rowOn(child, `guiju-${id}-${index}-${property}`, kind, property, text, extra)),
        remove: (event) => {
          event.stopPropagation();
          edit.remove(holder, child);
        },
      }));
      const add = (event) => {
        event.stopPropagation();
        edit.add(holder, type, create);
      };
      return { id: `guiju-${id}`, label: t(label), component: ListGroup, translate: t, items, add };
    },
  };
}
