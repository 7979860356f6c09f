// Configuration and catalog, read anew while the server runs.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { behind, Easel, eventually, relay } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

let upstream;
let easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start({ env: { OPENROUTER_API_KEY: 'upstream-secret' }, config: off() });
  mkdirSync(path.join(easel.data, 'catalog'));
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const off = () => '[providers.openrouter]\nenabled = false\n';
const configure = (text) => writeFileSync(path.join(easel.data, 'easel.toml'), text);
const mine = (text, name = 'mine.toml') => writeFileSync(path.join(easel.data, 'catalog', name), text);
const reload = () => easel.child.kill('SIGHUP');
const ask = (fields) => easel.fetch('/chat/completions', { body: relay(fields) });
async function listed() {
  const answer = await easel.fetch('/models?output_modalities=all');
  return (await answer.json()).data.map((model) => model.id);
}
const said = (words) => eventually(() => easel.stderr.includes(words));

const model = (id, fields = '') => `[[model]]
id = "${id}"
name = "Mine"
input_modalities = ["text"]
output_modalities = ["image"]
aliases = ["mine/other-name"]
${fields}
[[model.endpoint]]
provider = "easel"
model_name = "painter-1"
`;

test('a provider that is switched on serves without a restart, and off again is a 404', async () => {
  assert.equal((await ask()).status, 404);
  configure(behind(upstream).config);
  reload();
  await eventually(async () => (await ask()).status === 200);
  assert.ok((await listed()).includes('google/gemini-2.5-flash-image'));
  configure(off());
  reload();
  await eventually(async () => (await ask()).status === 404);
});

test('a request that runs keeps the catalog that it began with', async () => {
  configure(behind(upstream).config);
  reload();
  await eventually(async () => (await listed()).includes('google/gemini-2.5-flash-image'));
  upstream.reset();
  upstream.next({ delay: 1500 });
  const running = ask();
  await upstream.arrived(1);
  configure(off());
  reload();
  await eventually(async () => !(await listed()).includes('google/gemini-2.5-flash-image'));
  assert.equal((await running).status, 200);
});

test("the operator's own models appear when their file does, and go with it", async () => {
  mine(model('mine/first'));
  await eventually(async () => (await listed()).includes('mine/first'));  // by the file's time alone
  const drawn = await easel.chat({ model: 'mine/other-name' });
  assert.equal(drawn.status, 200, JSON.stringify(drawn.body));
  rmSync(path.join(easel.data, 'catalog', 'mine.toml'));
  await eventually(async () => !(await listed()).includes('mine/first'));
});

test('a broken file leaves the old in force and says why in one line', async () => {
  mine(model('mine/kept'));
  await eventually(async () => (await listed()).includes('mine/kept'));
  mine('[[model]]\nid = 5\n', 'wrong.toml');
  await said('line 1: id must be a text');
  assert.ok((await listed()).includes('mine/kept'));
  mine(model('mine/kept').replace('"easel"', '"nobody"'), 'wrong.toml');
  await said('which is no provider');
  rmSync(path.join(easel.data, 'catalog', 'wrong.toml'));
  configure('[limits]\nper_minuet = 5\n');
  reload();
  await said('there is no setting "limits.per_minuet"');
  assert.ok((await listed()).includes('mine/kept'));
  assert.equal(easel.child.exitCode, null);
});

test('a limit holds from the next request on; what takes a restart is said', async () => {
  configure('[limits]\nper_minute = 1\n[server]\nworkers = 1\ndrain_seconds = 31\n');
  reload();
  await said('read at the start only: server.workers, server.drain_seconds');
  await eventually(async () => (await easel.chat({ n: 1 })).status === 429);
});
