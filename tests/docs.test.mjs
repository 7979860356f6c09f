// Every sample of docs/image-generation.md, pasted as it is but for the address, does what it says; and
// docs/compatibility.md says of every operation of OpenRouter's API what is true.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { behind, Easel, tempFolder } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const exec = promisify(execFile);
const read = (name) => readFileSync(path.join(import.meta.dirname, '..', 'docs', name), 'utf8');
const guide = read('image-generation.md');
let upstream, easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const samples = [...guide.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, code]) => ({ language, code,
  heading: guide.slice(0, guide.indexOf(code)).match(/^#+ (.*)$/gm).at(-1).replace(/^#+ /, '') }));
const runners = { python: ['sample.py', 'python3'], ts: ['sample.mts', process.execPath], sh: ['sample.sh', 'bash'] };

for (const { language, code, heading } of samples.filter((sample) => sample.language in runners)) {
  test(`"${heading}": the ${language} sample runs as it stands`, async () => {
    const [file, command] = runners[language];
    const cwd = tempFolder();
    writeFileSync(path.join(cwd, file), code.replaceAll('http://127.0.0.1:8080', easel.origin));
    const { stdout } = await exec(command, [file], { cwd, maxBuffer: 1 << 26,
      env: { ...process.env, EASEL_API_KEY: easel.key, NO_PROXY: '*' }, timeout: 240_000 });
    const pictures = [...code.matchAll(/[\w{}$-]+\.png/g)].map(([name]) => name.replace(/\$?\{number\}/, '0'));
    for (const name of pictures) {
      assert.ok(existsSync(path.join(cwd, name)), `${name} was not written\n${stdout}`);
      assert.equal(readFileSync(path.join(cwd, name)).subarray(1, 4).toString(), 'PNG');
    }
    if (pictures.length === 0) assert.ok(JSON.parse(stdout).data.length > 0);
  });
}

test('fonts and references of the samples reached the provider', () => {
  const asked = upstream.requests.map((request) => request.body.image_config).filter(Boolean);
  assert.ok(asked.some((config) => config.font_inputs?.[0].text === 'Hello World'));
  assert.ok(asked.some((config) => config.super_resolution_references?.length === 1));
});

test('the guide has the headings of the documents it stands for', () => {
  const headings = [...guide.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => heading);
  for (const wanted of ['Finding a model', 'One request', 'Aspect ratio', 'Size', 'Fonts', 'References for fine detail', 'Streaming',
    'The answer', 'Which models', 'Good practice', 'When there is no picture']) assert.ok(headings.includes(wanted), wanted);
});

const rows = [...read('compatibility.md').matchAll(/^\| `(\w+) (\/\S*)` \| (served|not yet|left out|gone)[^|]*\|/gm)]
  .map(([, method, where, state]) => ({ method, where, state }));

test('compatibility.md names every operation of OpenRouter, once', () => {
  const operations = readFileSync(path.join(import.meta.dirname, 'openrouter_operations.txt'), 'utf8').trim().split('\n').sort();
  assert.deepEqual(rows.map(({ method, where }) => `${method} ${where}`).sort(), operations);
});

test('what it calls served is documented, and what it does not answers 404 in OpenRouter\'s shape', async () => {
  const { paths } = await (await easel.fetch('/openapi.json')).json();
  const shape = (where) => where.replace(/\{[^}]*\}/g, '{}');
  const documented = new Set(Object.entries(paths).flatMap(([where, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${shape(where.replace('/api/v1', ''))}`)));
  for (const { method, where, state } of rows) {
    assert.equal(documented.has(`${method} ${shape(where)}`), state === 'served', `${method} ${where} is ${state}`);
    if (state === 'served') continue;
    const answer = await easel.fetch(where.replace(/\{[^}]*\}/g, 'x'), { method, body: method === 'GET' ? undefined : '{}' });
    const { error } = await answer.json();
    assert.ok([404, 405].includes(answer.status), `${method} ${where}: ${answer.status}`);
    assert.equal(error.code, answer.status);
    assert.ok(error.message.length > 10);
  }
});

test('the example of docs/adding-a-provider.md is the one that the unit tests compile', () => {
  const source = readFileSync(path.join(import.meta.dirname, '..', 'src', 'providers', 'example_test.cc'), 'utf8');
  const [, compiled] = /\/\/ example begins\n([\s\S]*?)\n\/\/ example ends/.exec(source);
  const [, quoted] = /```cpp\n([\s\S]*?)\n```/.exec(read('adding-a-provider.md'));
  assert.equal(quoted, compiled);
});
