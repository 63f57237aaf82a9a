// A select one can search in: type a few characters of the name or the code, choose with the arrow keys and Enter.
import { useShowEntryEvent } from '@bpmn-io/properties-panel';
import { jsx, jsxs } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { useEffect, useRef, useState } from '@bpmn-io/properties-panel/preact/hooks';

const MOST_SHOWN = 200;

/** A code is shown beside the label unless the label says it already. */
const codeBeside = (option) => !option.label.startsWith(option.value);

const words = (option) => `${option.label} ${option.value}`.toLowerCase();

/** Options that contain every typed word: the present one first, then those that begin with it. */
function matching(options, typed, present) {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = options.filter((option) => parts.every((part) => words(option).includes(part)));
  const rank = (option) => (option === present ? 0 : parts.length && words(option).startsWith(parts[0]) ? 1 : 2);
  return fits.sort((one, other) => rank(one) - rank(other)).slice(0, MOST_SHOWN);
}

function Option({ option, index, active, chosen, id, onPick }) {
  return jsxs('li', {
    id: `${id}-option-${index}`,
    role: 'option',
    class: `gj-combo__option${active ? ' gj-is-active' : ''}`,
    'aria-selected': chosen ? 'true' : 'false',
    // mousedown, so that the field does not lose the focus before the choice is made
    onMouseDown: (event) => { event.preventDefault(); onPick(option); },
    children: [jsx('span', { children: option.label }), codeBeside(option) ? jsx('code', { children: option.value }) : null],
  });
}

export function ComboRow(props) {
  const { id, label, hint, options, translate } = props;
  const value = props.read() ?? '';
  const known = options.find((option) => option.value === value);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(null);
  const [active, setActive] = useState(0);
  const input = useShowEntryEvent(id);
  const list = useRef(null);
  const domId = `bio-properties-panel-${id}`;
  const shown = matching(options, typed ?? '', typed ? null : known);

  useEffect(() => { setTyped(null); setOpen(false); }, [props.element, value]);
  useEffect(() => { list.current?.querySelector('.gj-is-active')?.scrollIntoView({ block: 'nearest' }); }, [active, open]);

  const close = () => { setOpen(false); setTyped(null); setActive(0); };
  const pick = (option) => { if (option.value !== value) props.write(option.value); close(); };

  /** Leaving the field: an exact code or name counts, an emptied field clears, anything else is taken only where other values may be. */
  function leave() {
    if (typed !== null) {
      const text = typed.trim();
      const exact = options.find((option) => option.value === text || option.label === text);
      if (text === '') { if (value) props.write(undefined); } else if (exact) pick(exact);
      else if (props.free && text !== value) props.write(text);
    }
    close();
  }

  function keys(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open) setOpen(true);
      else setActive(Math.min(shown.length - 1, Math.max(0, active + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open && shown[active]) pick(shown[active]);
      else leave();
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      close();
    }
  }

  const problem = value && !known && options.length && !props.free ? translate('Unknown value: {value}', { value }) : '';
  return jsxs('div', {
    class: `bio-properties-panel-entry gj-combo${problem ? ' has-error' : ''}`,
    'data-entry-id': id,
    children: [
      jsx('label', { for: domId, class: 'bio-properties-panel-label', children: label }),
      jsxs('div', {
        class: 'gj-combo__box',
        children: [
          jsx('input', {
            ref: input,
            id: domId,
            name: id,
            type: 'text',
            role: 'combobox',
            autocomplete: 'off',
            spellcheck: false,
            class: 'bio-properties-panel-input',
            'aria-autocomplete': 'list',
            'aria-expanded': open ? 'true' : 'false',
            'aria-controls': `${domId}-list`,
            'aria-activedescendant': open && shown[active] ? `${domId}-option-${active}` : undefined,
            value: typed ?? (known ? known.label : value),
            onFocus: (event) => event.target.select(),
            onClick: () => setOpen(true),
            onInput: (event) => { setTyped(event.target.value); setOpen(true); setActive(0); },
            onKeyDown: keys,
            onBlur: leave,
          }),
          known && codeBeside(known) && !open ? jsx('code', { class: 'gj-combo__code', children: known.value }) : null,
          jsx('ul', {
            ref: list,
            id: `${domId}-list`,
            role: 'listbox',
            class: 'gj-combo__list',
            'aria-label': label,
            hidden: !open,
            children: shown.length
              ? shown.map((option, index) => jsx(Option, {
                option, index, id: domId, active: index === active, chosen: option.value === value, onPick: pick,
              }, option.value))
              : jsx('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', class: 'gj-combo__none', children: translate('No match') }),
          }),
        ],
      }),
      problem ? jsx('div', { class: 'bio-properties-panel-error', children: problem }) : null,
      hint ? jsx('div', { class: 'bio-properties-panel-description', children: hint }) : null,
    ],
  });
}
