// What Vite built, as two files that Easel embeds: dist/pages.bin holds every file and, where that is
// smaller, its gzip; dist/pages.txt says in the same order what each is (src/pages/files.h).
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', woff2: 'font/woff2', webmanifest: 'application/manifest+json', txt: 'text/plain; charset=utf-8' };
const root = path.join(import.meta.dirname, 'dist');

// Whose work is in these files, and under which terms.
const used = ['svelte', '@lucide/svelte', 'tailwindcss', 'marked', 'uplot'];
const terms = used.map((name) => {
  const folder = path.join(import.meta.dirname, 'node_modules', name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return [`${name} ${JSON.parse(readFileSync(path.join(folder, 'package.json'))).version}`, readFileSync(path.join(folder, file), 'utf8')];
});
const fonts = path.join(import.meta.dirname, 'src/fonts');
for (const file of readdirSync(fonts).filter((one) => one.endsWith('.LICENSE.txt'))) terms.push([file.replace('.LICENSE.txt', ''), readFileSync(path.join(fonts, file), 'utf8')]);
writeFileSync(path.join(root, 'files/licenses.txt'), terms.map(([name, text]) => `${name}\n${'='.repeat(name.length)}\n\n${text.trim()}\n`).join('\n\n'));
const names = readdirSync(path.join(root, 'files'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => path.relative(path.join(root, 'files'), path.join(entry.parentPath, entry.name))).sort();

const lines = [];
const pieces = [];
for (const name of names) {
  const type = types[name.split('.').pop()];
  if (!type) throw new Error(`${name} is of a kind that pack.mjs does not know`);
  const plain = readFileSync(path.join(root, 'files', name));
  const squeezed = gzipSync(plain, { level: 9 });
  const gzip = squeezed.length < plain.length * 0.95 ? squeezed : Buffer.alloc(0);
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 32);
  lines.push([`/${name}`, type, hash, plain.length, gzip.length].join('\t'));
  pieces.push(plain, gzip);
}
writeFileSync(path.join(root, 'pages.bin'), Buffer.concat(pieces));
writeFileSync(path.join(root, 'pages.txt'), `${lines.join('\n')}\n`);
