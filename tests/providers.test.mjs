// `easel providers` and `easel doctor`: what is live, what is missing, and what answers on this machine.
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { run, tempFolder } from './harness.mjs';
import { ComfyUiStandIn } from './standins/comfyui.mjs';
import { SdServerStandIn } from './standins/sd_server.mjs';
import { sendJson, StandIn } from './standins/server.mjs';

// Whatever a vendor's account endpoint says of a key.
class Account extends StandIn {
  async serve(record, response) {
    const good = ['Bearer right', 'right'].includes(record.headers.authorization ?? record.headers['x-key']);
    if (!good) return sendJson(response, 401, { error: 'no' });
    sendJson(response, 200, { data: [] });
  }
}
class Ollama extends StandIn {
  async serve(record, response) {
    if (record.path === '/api/tags') return sendJson(response, 200, { models: [{ name: 'llama3.2:latest', size: 1 }] });
    if (record.path === '/v1/models') return sendJson(response, 200, { object: 'list', data: [{ id: 'llama3.2:latest', object: 'model', owned_by: 'library' }] });
    response.writeHead(404).end('404 page not found');
  }
}
class Vllm extends StandIn {
  async serve(record, response) {
    if (record.path !== '/v1/models') return sendJson(response, 404, { detail: 'Not Found' });
    sendJson(response, 200, { object: 'list', data: [{ id: 'Qwen/Qwen3', object: 'model', owned_by: 'vllm' }] });
  }
}

let account;
let engines;
before(async () => {
  account = await Account.start();
  engines = await Promise.all([ComfyUiStandIn, SdServerStandIn, Ollama, Vllm].map((kind) => kind.start()));
});
after(() => Promise.all([account, ...engines].map((server) => server.stop())));

const portOf = (server) => new URL(server.origin).port;
const everyPort = () => engines.flatMap((engine) => ['--port', portOf(engine)]);
function folder(config) {
  const data = tempFolder();
  chmodSync(data, 0o700);
  writeFileSync(path.join(data, 'easel.toml'), config);
  return data;
}
async function json(args, options) {
  const done = await run([...args, '--json'], options);
  return { ...done, said: done.stdout ? JSON.parse(done.stdout) : undefined };
}

test('providers says who is live, what the others lack, and how far each adapter was tried', async () => {
  const listed = await run(['providers', '--data', tempFolder()], { env: { GEMINI_API_KEY: 'x' } });
  assert.equal(listed.code, 0, listed.stderr);
  assert.match(listed.stdout, /^google-ai-studio +live +\d+ +accepted by the vendor's client *$/m);
  assert.match(listed.stdout, /^black-forest-labs +not connected +\d+ +from documents only +set BFL_API_KEY where Easel runs$/m);
  assert.match(listed.stdout, /^easel +live/m);
});

test('a provider that easel.toml switches off says so', async () => {
  const data = folder('[providers.openai]\nenabled = false\n');
  const { said } = await json(['providers', 'openai', '--data', data], { env: { OPENAI_API_KEY: 'x' } });
  assert.match(said.providers[0].missing, /easel\.toml switches it off/);
});

test('--test says ok, refused or unreachable, and costs nothing', async () => {
  const config = `[providers.openai]\nbase_url = "${account.origin}"\n[providers.black-forest-labs]\nbase_url = "${account.origin}"\n` +
    '[providers.replicate]\nbase_url = "http://127.0.0.1:1"\n';
  const { code, said } = await json(['providers', '--test', '--data', folder(config)],
    { env: { OPENAI_API_KEY: 'right', BFL_API_KEY: 'wrong', REPLICATE_API_TOKEN: 'x' } });
  assert.equal(code, 1);
  const result = Object.fromEntries(said.providers.map((provider) => [provider.slug, provider.test?.result]));
  assert.equal(result.openai, 'ok');
  assert.equal(result['black-forest-labs'], 'refused');
  assert.equal(result.replicate, 'unreachable');
  assert.deepEqual(account.requests.map((request) => request.method), ['GET', 'GET']);
  const good = await run(['providers', 'openai', '--test', '--data', folder(config)], { env: { OPENAI_API_KEY: 'right' } });
  assert.equal(good.code, 0, good.stderr);
  assert.match(good.stdout, /openai +live .* ok, \d+ ms/);
});

test('no key is printed, whatever is tested', async () => {
  const done = await json(['providers', '--test', '--data', folder(`[providers.openai]\nbase_url = "${account.origin}"\n`)],
    { env: { OPENAI_API_KEY: 'very-secret' } });
  assert.ok(!`${done.stdout}${done.stderr}`.includes('very-secret'));
});

test('a name that is nobody\'s is one line and exit 2', async () => {
  const refused = await run(['providers', 'nobody', '--data', tempFolder()]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /^easel: There is no provider "nobody"[^\n]*\n$/);
});

test('engines on this machine are found by what they answer, and the lines that are printed connect them', async () => {
  const { said } = await json(['providers', '--data', tempFolder(), ...everyPort()]);
  const ports = engines.map(portOf);
  const found = said.engines.filter((engine) => ports.includes(new URL(engine.url).port));
  assert.deepEqual(found.map((engine) => engine.kind).sort(), ['ComfyUI', 'Ollama', 'sd-server', 'vLLM']);
  const data = folder(found.map((engine) => engine.config.replace('models = []', 'models = ["x"]')).join('\n'));
  const again = await json(['providers', '--data', data, ...everyPort()]);
  const live = again.said.providers.filter((provider) => provider.live).map((provider) => provider.slug).sort();
  assert.deepEqual(live, ['comfyui', 'easel', 'ollama', 'sd', 'vllm']);
  assert.ok(again.said.engines.every((engine) => !ports.includes(new URL(engine.url).port)));
  const tested = await json(['providers', '--test', '--data', data, ...everyPort()]);
  const results = tested.said.providers.filter((provider) => provider.live && provider.slug !== 'easel');
  assert.deepEqual(results.map((provider) => provider.test.result), ['ok', 'ok', 'ok', 'ok']);
});

test('doctor finds a good folder well', async () => {
  const { code, said, stderr } = await json(['doctor', '--data', folder(''), '--listen', '127.0.0.1:9']);
  assert.equal(code, 0, stderr);
  for (const what of ['data folder', 'configuration', 'disk space', 'disk speed', 'database', 'address', 'painter']) {
    assert.ok(said.some((finding) => finding.what === what && finding.result !== 'fail'), what);
  }
});

test('doctor names what is wrong and what to do, and its exit code is 1', async () => {
  const data = folder('[fallback]\nimage_modle = "x"\n');
  writeFileSync(path.join(data, 'easel.db'), 'this is no database, however long it may be. '.repeat(200));
  const examined = await run(['doctor', '--data', data]);
  assert.equal(examined.code, 1);
  assert.match(examined.stdout, /^fail +configuration +.*image_modle.* → /m);
  assert.match(examined.stdout, /^fail +database +.*damaged.* → /m);
  assert.match(examined.stderr, /^easel: 2 of \d+ things are not well\.\n$/);
});

test('doctor warns of a folder that others can read and of an engine that is not connected', async () => {
  const data = folder('');
  chmodSync(data, 0o755);
  const examined = await run(['doctor', '--data', data, '--port', portOf(engines[1])]);
  assert.match(examined.stdout, /^warn +data folder +.* → chmod 700 /m);
  assert.match(examined.stdout, new RegExp(`^warn +engine +sd-server answers at ${engines[1].origin}`, 'm'));
});

test('doctor says when a key is refused', async () => {
  const data = folder(`[providers.openai]\nbase_url = "${account.origin}"\n`);
  const examined = await run(['doctor', '--data', data], { env: { OPENAI_API_KEY: 'wrong' } });
  assert.equal(examined.code, 1);
  assert.match(examined.stdout, /^fail +provider openai +refused.* → Put the right key into OPENAI_API_KEY/m);
});
