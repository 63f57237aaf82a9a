// Collects the licence of every package of which a piece ended up in the bundle.
import fs from 'node:fs';
import path from 'node:path';

const RULE = '-'.repeat(80);

/** The folder of the package a bundled file belongs to, or null for a file of our own. */
function packageFolder(file) {
  const at = file.lastIndexOf('node_modules/');
  if (at < 0) return null;
  const parts = file.slice(at + 'node_modules/'.length).split('/');
  return file.slice(0, at) + 'node_modules/' + parts.slice(0, parts[0].startsWith('@') ? 2 : 1).join('/');
}

function licenceText(folder) {
  const names = fs.readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name) && !/\.(js|ts|json)$/.test(name)).sort();
  return names.map((name) => fs.readFileSync(path.join(folder, name), 'utf8').replace(/\r\n/g, '\n').trim()).join('\n\n');
}

export function notices(metafile, root) {
  const bundled = new Set();
  for (const output of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      // Style sheets and fonts count even where the metafile gives them no bytes of their own.
      if (bytesInOutput > 0 || !file.endsWith('.js')) bundled.add(packageFolder(file));
    }
  }
  bundled.delete(null);
  const entries = [...bundled].map((folder) => {
    const description = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const text = licenceText(path.join(root, folder)) || `Licence as declared by the package: ${description.license}`;
    return { title: `${description.name} ${description.version}`, licence: description.license ?? 'see below', text };
  }).sort((one, other) => (one.title < other.title ? -1 : 1));
  const list = entries.map((entry) => `  ${entry.title} (${entry.licence})`).join('\n');
  const bodies = entries.map((entry) => `${RULE}\n${entry.title}\nLicence: ${entry.licence}\n${RULE}\n\n${entry.text}\n`).join('\n');
  return `THIRD-PARTY NOTICES

The browser bundle of Guiju (web/static/bundle) contains parts of the packages below, under their licences.
The build writes this file; do not edit it by hand.

${list}

${bodies}`;
}
