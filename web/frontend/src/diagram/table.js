// The diagram and the table beside it point at each other: rows are tr[data-element] anywhere in the same section.

const rowsOf = (root) => [...(root.closest('[data-diagram-section]') ?? document).querySelectorAll('tr[data-element]')];

export function joinTable(viewer, root) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  let chosen = null;

  function choose(id, { reveal }) {
    if (chosen && registry.get(chosen)) canvas.removeMarker(chosen, 'gj-mark-chosen');
    chosen = registry.get(id) ? id : null;
    if (chosen) canvas.addMarker(chosen, 'gj-mark-chosen');
    for (const row of rowsOf(root)) {
      const mine = row.dataset.element === id;
      row.classList.toggle('gj-is-current', mine);
      if (mine && !reveal) row.scrollIntoView({ block: 'nearest' });
    }
    if (chosen && reveal) canvas.scrollToElement(chosen, 60);
  }

  viewer.on('element.click', ({ element }) => {
    const id = element.type === 'label' ? element.labelTarget.id : element.id;
    if (rowsOf(root).some((row) => row.dataset.element === id)) choose(id, { reveal: false });
  });
  for (const row of rowsOf(root)) {
    row.addEventListener('click', (event) => {
      if (!event.target.closest('a')) choose(row.dataset.element, { reveal: true });
    });
  }
  return { choose };
}
