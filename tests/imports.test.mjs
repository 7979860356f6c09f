// OpenRouter's own list of models, and that of another Easel, read into the catalog; and OpenRouter's
// image door, where a chat cannot say what is asked.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { Easel, eventually, relay, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const architecture = (output) => ({ input_modalities: ['text', 'image'], output_modalities: output, tokenizer: 'Other' });
const CATALOG = {
  models: [{ id: 'new/talks', name: 'New: Talks', created: 5, context_length: 4096, architecture: architecture(['image', 'text']),
    pricing: { prompt: '0.000001', completion: '0.000002', image_output: '0.00003' }, supported_parameters: ['seed'] },
  { id: 'google/gemini-2.5-flash-image', name: 'Theirs', created: 5, architecture: architecture(['image', 'text']), pricing: { prompt: '9', completion: '9' } },
  { id: 'openrouter/auto', name: 'Auto', architecture: architecture(['image', 'text']), pricing: { prompt: '-1', completion: '-1' } }],
  images: [{ id: 'new/draws', name: 'New: Draws', description: 'd', created: 7, architecture: architecture(['image']),
    supported_parameters: { resolution: { type: 'enum', values: ['1K', '2K'] }, n: { type: 'range', min: 1, max: 4 },
      aspect_ratio: { type: 'enum', values: ['1:1', '16:9'] }, quality: { type: 'enum', values: ['low', 'high'] },
      input_references: { type: 'range', min: 0, max: 3 }, seed: { type: 'boolean' } },
    supports_streaming: false, endpoints: '/api/v1/images/models/new/draws/endpoints' }],
  endpoints: { 'new/draws': [{ provider_name: 'New', provider_slug: 'new', provider_tag: null, supported_parameters: {},
    allowed_passthrough_parameters: [], supports_streaming: false,
    pricing: [{ billable: 'output_image', unit: 'image', cost_usd: 0.04 }] }] },
};

let upstream;
let easel;
const imports = (which) => ({ env: { OPENROUTER_API_KEY: 'upstream-secret' },
  config: `[providers.openrouter]\nbase_url = "${upstream.url}"\nimport = ${which}\n` });

before(async () => {
  upstream = await OpenRouterStandIn.start();
  upstream.catalog = CATALOG;
  easel = await Easel.start(imports('true'));
  await eventually(async () => (await listed(easel)).includes('new/draws'));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

async function listed(from) {
  const answer = await from.fetch('/models?output_modalities=image');
  return (await answer.json()).data.map((model) => model.id);
}

test('imported models are listed with their prices and knobs, and ours win', async () => {
  const ids = await listed(easel);
  assert.ok(ids.includes('new/talks') && ids.includes('new/draws') && !ids.includes('openrouter/auto'));
  const ours = (await (await easel.fetch('/model/google/gemini-2.5-flash-image')).json()).data;
  assert.match(ours.name, /Nano Banana/);
  const images = (await (await easel.fetch('/images/models')).json()).data;
  const draws = images.find((model) => model.id === 'new/draws');
  assert.deepEqual(draws.supported_parameters.n, { type: 'range', min: 1, max: 4 });
  const { endpoints } = await (await easel.fetch('/images/models/new/draws/endpoints')).json();
  assert.equal(Number(endpoints[0].pricing[0].cost_usd), 0.04);
});

test('an imported model draws, and is charged what upstream says', async () => {
  const before = (await easel.account()).usage;
  const answer = await easel.fetch('/chat/completions', { body: relay({ model: 'new/talks' }) });
  assert.equal(answer.status, 200);
  assert.equal(upstream.last.body.model, 'new/talks');
  await eventually(async () => Math.abs((await easel.account()).usage - before - 0.0387021) < 1e-9);
});

test('what a chat cannot say goes through the image door', async () => {
  const reference = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const answer = await easel.fetch('/images', { body: { model: 'new/draws', prompt: 'a fox', n: 2, resolution: '2K', aspect_ratio: '16:9',
    quality: 'high', seed: 5, input_references: [{ type: 'image_url', image_url: { url: reference } }] } });
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  assert.equal(body.data.length, 2);
  assert.equal(body.usage.cost, 0.04);
  assert.equal(upstream.last.path, '/api/v1/images');
  assert.equal(upstream.last.headers.authorization, 'Bearer upstream-secret');
  assert.deepEqual(upstream.last.body, { model: 'new/draws', prompt: 'a fox', n: 2, aspect_ratio: '16:9', resolution: '2K',
    quality: 'high', seed: 5, input_references: [{ type: 'image_url', image_url: { url: reference } }] });
  const chat = await easel.fetch('/chat/completions', { body: relay({ model: 'new/draws', image_config: { quality: 'low' } }) });
  assert.equal(urlsOf(await chat.json()).length, 1);
  assert.equal(upstream.last.path, '/api/v1/images');
  const plain = await easel.fetch('/chat/completions', { body: relay({ model: 'new/draws' }) });
  assert.equal(plain.status, 200);
  assert.equal(upstream.last.path, '/api/v1/chat/completions');
});

test("the image door's errors are told as such", async () => {
  for (const [error, status] of [[{ code: 429, message: 'busy' }, 429], [{ code: 400, message: 'too rude' }, 400], [{ code: 502, message: 'no' }, 502]]) {
    upstream.always({ error, headers: { 'Retry-After': '60' } });
    const answer = await easel.fetch('/images', { body: { model: 'new/draws', prompt: 'a fox', quality: 'low' } });
    assert.equal(answer.status, status);
    assert.match(JSON.stringify(await answer.json()), /OpenRouter/);
  }
  assert.equal((await easel.listed()).held, 0);
});

test('a restart without network has them too, and a list of patterns lets some in', async () => {
  const file = path.join(easel.data, 'imported', 'openrouter.json');
  assert.ok(existsSync(file));
  await upstream.close();
  const { data, key } = easel;
  await easel.stop();
  easel = await Easel.start({ ...imports('["new/dr*"]'), data, key });
  await upstream.reopen();
  const ids = await listed(easel);
  assert.ok(ids.includes('new/draws') && !ids.includes('new/talks'));
});

test('another Easel is imported the same way', async () => {
  const peer = await Easel.start({ env: { PEER_KEY: easel.key },
    config: `[providers.studio]\ndialect = "openrouter"\nbase_url = "${easel.base}"\napi_key_env = "PEER_KEY"\nimport = true\n` });
  try {
    await eventually(async () => (await listed(peer)).includes('new/draws'));
    const answer = await peer.fetch('/chat/completions', { body: relay({ model: 'new/draws' }) });
    const body = await answer.json();
    assert.equal(answer.status, 200, JSON.stringify(body));
    assert.equal(body.model, 'new/draws');
    assert.equal(urlsOf(body).length, 1);
  } finally {
    await peer.stop();
  }
});

test('a peer that takes idempotency keys is asked again when nobody knows what became of a request', async () => {
  const flaky = await OpenRouterStandIn.start();
  flaky.catalog = CATALOG;
  const ask = async (more) => {
    const house = await Easel.start({ config: `[providers.studio]\ndialect = "openrouter"\nbase_url = "${flaky.url}"\nimport = true\n${more}` });
    await eventually(async () => (await listed(house)).includes('new/draws'));
    flaky.reset();
    let cut = 1;
    flaky.cutting = (record) => (record.method === 'POST' && cut-- > 0 ? 30 : undefined);
    const answer = await house.fetch('/chat/completions', { body: relay({ model: 'new/draws' }) });
    await house.stop();
    const posts = flaky.requests.filter((record) => record.method === 'POST');
    return { status: answer.status, keys: posts.map((record) => record.headers['idempotency-key']) };
  };
  const safe = await ask('switches = { idempotency = "yes" }\n');
  assert.equal(safe.status, 200);
  assert.equal(safe.keys.length, 2);
  assert.match(safe.keys[0], /^gen-/);
  assert.equal(safe.keys[0], safe.keys[1]);
  const unsafe = await ask('');
  assert.equal(unsafe.status, 502);
  assert.deepEqual(unsafe.keys, [undefined]);
  await flaky.stop();
});

test('what cannot be imported is said in one line', async () => {
  const wrong = await Easel.start({ config: '[providers.studio]\ndialect = "openrouter"\nbase_url = "http://127.0.0.1:9/api/v1"\nimport = true\n' });
  await eventually(() => wrong.stderr.includes('the models of studio could not be imported'));
  await wrong.stop();
  await assert.rejects(Easel.start({ config: '[providers.fal]\nimport = true\n' }), /providers\.fal\.import/);
});
