// Builds the browser bundle into web/static/bundle, its manifest and THIRD-PARTY-NOTICES. The result is committed,
// so that installing and testing Guiju needs no node. `--check` builds elsewhere and compares byte by byte.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { notices } from './notices.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.resolve(HERE, '../..');
const BUNDLE = path.join(REPOSITORY, 'web/static/bundle');
const NOTICES = path.join(REPOSITORY, 'THIRD-PARTY-NOTICES');
const INPUT_FILES = ['package.json', 'package-lock.json', '.npmrc', 'build.mjs', 'notices.mjs'];
const ENTRIES = ['app', 'diagram', 'designer'].filter((name) => fs.existsSync(path.join(HERE, `src/${name}.js`)));

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** All files below a folder, as sorted paths with forward slashes. */
function filesBelow(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
    .sort();
}

function digests(folder, names) {
  return Object.fromEntries(names.map((name) => [name, sha256(fs.readFileSync(path.join(folder, name)))]));
}

async function bundle(folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: ENTRIES.map((name) => `src/${name}.js`),
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: true,
    charset: 'utf8',
    target: ['chrome109', 'firefox115', 'safari16'],
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty' },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  fs.cpSync(path.join(HERE, 'src/images'), path.join(folder, 'images'), { recursive: true });
  return metafile;
}

function manifestOf(folder, noticesText) {
  const sources = filesBelow(path.join(HERE, 'src')).map((name) => `src/${name}`);
  const outputs = filesBelow(folder).filter((name) => name !== 'manifest.json');
  return {
    inputs: digests(HERE, [...INPUT_FILES, ...sources].sort()),
    notices: sha256(noticesText),
    outputs: digests(folder, outputs),
  };
}

/** Prints what a page of each entry loads, so that a growing bundle is seen at once. */
function report(metafile) {
  for (const [name, output] of Object.entries(metafile.outputs)) {
    if (!output.entryPoint) continue;
    const seen = new Set();
    const walk = (each) => {
      if (seen.has(each) || !metafile.outputs[each]) return;
      seen.add(each);
      metafile.outputs[each].imports.filter((one) => one.kind !== 'dynamic-import').forEach((one) => walk(one.path));
    };
    walk(name);
    if (output.cssBundle) seen.add(output.cssBundle);
    const bytes = [...seen].reduce((sum, each) => sum + metafile.outputs[each].bytes, 0);
    console.log(`${path.basename(name).padEnd(14)} ${String(seen.size).padStart(3)} files ${(bytes / 1000).toFixed(0).padStart(6)} kB`);
  }
}

async function make(folder) {
  const metafile = await bundle(folder);
  const text = notices(metafile, HERE);
  fs.writeFileSync(path.join(folder, 'manifest.json'), `${JSON.stringify(manifestOf(folder, text), null, 1)}\n`);
  report(metafile);
  return text;
}

async function check() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guiju-bundle-'));
  try {
    const text = await make(folder);
    const names = [...new Set([...filesBelow(folder), ...filesBelow(BUNDLE)])].sort();
    const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0));
    const differing = names.filter((name) => !read(path.join(folder, name)).equals(read(path.join(BUNDLE, name))));
    if (fs.readFileSync(NOTICES, 'utf8') !== text) differing.push('THIRD-PARTY-NOTICES');
    for (const name of differing) console.error(`differs from a fresh build: ${name}`);
    process.exitCode = differing.length ? 1 : 0;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv.includes('--check')) await check();
else fs.writeFileSync(NOTICES, await make(BUNDLE));
