// Gives every library and our own code one translate function, and keeps what has no Chinese so that a test can see it.
import { EN } from './en.js';
import { ZH } from './zh.js';

export const missing = new Set();

export function translatorFor(language) {
  return (template, values = {}) => {
    let sentence = EN[template] ?? template;
    if (language === 'zh' && template) {
      sentence = ZH[template];
      if (sentence === undefined) {
        missing.add(template);
        sentence = template;
      }
    }
    return String(sentence ?? '').replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}

const WITH_TEXT = '.bio-properties-panel-popup, .djs-popup';
const BUTTONS = '.bio-properties-panel button, .bio-properties-panel-popup button, .djs-popup *';
const ATTRIBUTES = ['title', 'aria-label', 'placeholder'];

/** A few places of the libraries do not ask for a translation, and their menus skip a level of headings. */
export function mendLibraryText(root, translate, language) {
  const known = (text) => language === 'zh' && Boolean(text && ZH[text.trim()]);
  const mend = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (known(node.nodeValue) && parent?.closest(WITH_TEXT) && !parent.closest('textarea, [contenteditable]')) node.nodeValue = translate(node.nodeValue.trim());
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches('.djs-popup-title')) node.setAttribute('aria-level', '2');
      if (node.matches(BUTTONS)) for (const name of ATTRIBUTES) if (known(node.getAttribute(name))) node.setAttribute(name, translate(node.getAttribute(name)));
      node.childNodes.forEach(mend);
    }
  };
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(mend))).observe(root, { subtree: true, childList: true });
}
