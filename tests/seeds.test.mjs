// The documentation's own examples, byte for byte but for address and key (seeds/README.md).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { Easel, tempFolder, urlsOf } from './harness.mjs';
import { readPng } from './standins/pictures.mjs';

const WITH_FALLBACK = '[fallback]\nimage_model = "easel/painter-1"\n';
const runFile = promisify(execFile);
let painting; // the fallback is on
let plain; // it is off, and no provider is connected
before(async () => {
  [painting, plain] = await Promise.all([Easel.start({ config: WITH_FALLBACK }), Easel.start()]);
});
after(() => Promise.all([painting.stop(), plain.stop()]));

async function runSeed(name, easel, keyLine, printLine, command) {
  const source = readFileSync(path.join(import.meta.dirname, 'seeds', name), 'utf8');
  assert.equal(source.split('https://openrouter.ai').length, 2);
  const file = path.join(tempFolder(), name.replace('.ts', '.mts'));
  writeFileSync(file, `${keyLine}\n${source.replace('https://openrouter.ai', easel.origin)}${printLine}\n`);
  const { stdout } = await runFile(command, [file], { maxBuffer: 1 << 26, env: { ...process.env, NO_PROXY: '*' } });
  return JSON.parse(stdout);
}

const python = (easel) => runSeed('basic.py', easel, `API_KEY = "${easel.key}"`,
  'import json; print(json.dumps({"status": response.status_code, "body": result, "headers": dict(response.headers)}))',
  'python3');
const typescript = (easel) => runSeed('basic.ts', easel, `const API_KEY: string = '${easel.key}';`,
  'console.log(JSON.stringify({ status: response.status, body: await response.json(), ' +
  'headers: Object.fromEntries(response.headers) }));', process.execPath);

const header = (headers, name) =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];

for (const [language, run] of [['Python', python], ['TypeScript', typescript]]) {
  test(`the ${language} example gets a picture when the fallback is on, and is told who drew it`, async () => {
    const { status, body, headers } = await run(painting);
    assert.equal(status, 200, JSON.stringify(body));
    const { width, height } = readPng(urlsOf(body)[0]);
    assert.deepEqual([width, height], [1024, 1024]);
    assert.equal(body.model, 'easel/painter-1');
    assert.match(body.choices[0].message.content, /paint|procedural/i);
    assert.equal(header(headers, 'x-easel-model'), 'easel/painter-1');
  });

  test(`the ${language} example gets a 404 that says what to do when the fallback is off`, async () => {
    const { status, body } = await run(plain);
    assert.equal(status, 404);
    assert.equal(body.error.code, 404);
    assert.match(body.error.message, /OPENROUTER_API_KEY/);
    assert.match(body.error.message, /image_model/);
    assert.match(body.error.message, /\/models\?output_modalities=image/);
  });
}
