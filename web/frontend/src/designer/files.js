// Hands the drawing out as a file: the XML as it would be saved, or a picture.

function offer(content, type, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export async function downloadXml(draft, name) {
  offer(await draft.xml(), 'application/xml', `${name}.bpmn`);
}

export async function downloadSvg(modeler, name) {
  offer((await modeler.saveSVG()).svg, 'image/svg+xml', `${name}.svg`);
}
