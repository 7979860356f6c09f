// What can be asked about models, for every door.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { Easel } from './harness.mjs';

let easel;
before(async () => { easel = await Easel.start(); });
after(() => easel.stop());
const get = async (where, options) => (await easel.fetch(where, options)).json();
const sdk = () =>
  new OpenRouter({ apiKey: easel.key, serverURL: easel.base, retryConfig: { strategy: 'none' } });

test('the image models and what each takes, without a key', async () => {
  const { data } = await get('/images/models', { key: '' });
  const painter = data.find((model) => model.id === 'easel/painter-1');
  assert.deepEqual(painter.supported_parameters.n, { type: 'range', min: 1, max: 10 });
  assert.deepEqual(painter.supported_parameters.seed, { type: 'boolean' });
  assert.ok(painter.supported_parameters.resolution.values.includes('512'));
  assert.equal(painter.supports_streaming, true);
  const { id, endpoints } = await get(painter.endpoints.replace('/api/v1', ''), { key: '' });
  assert.equal(id, painter.id);
  assert.deepEqual(endpoints[0].pricing, [{ billable: 'output_image', unit: 'image', cost_usd: 0 },
    { billable: 'input_font', unit: 'image', cost_usd: 0 }, { billable: 'input_reference', unit: 'image', cost_usd: 0 }]);
  assert.deepEqual(endpoints[0].supported_parameters, painter.supported_parameters);
});

test("OpenRouter's SDK lists image models and their endpoints", async () => {
  const { data } = await sdk().images.listModels();
  assert.ok(data.some((model) => model.id === 'easel/painter-1'));
  const { endpoints } = await sdk().images.listModelEndpoints({ author: 'easel', slug: 'painter-1' });
  assert.equal(endpoints[0].providerName, 'Easel');
  await assert.rejects(sdk().images.listModelEndpoints({ author: 'nobody', slug: 'nothing' }),
    (error) => error.statusCode === 404);
});

test('the count is that of the list', async () => {
  const list = await get('/models?output_modalities=image');
  const { data } = await get('/models/count?output_modalities=image');
  assert.equal(data.count, list.total_count);
  assert.equal((await sdk().models.count({})).data.count, (await get('/models')).total_count);
});

test("a key's own models need the key", async () => {
  assert.equal((await easel.fetch('/models/user', { key: '' })).status, 401);
  const own = await get('/models/user');
  assert.ok(own.data.some((model) => model.id === 'easel/painter-1'));
  assert.equal(own.total_count, own.data.length);
});

test('what runs here is what sees no other machine', async () => {
  const { data } = await get('/endpoints/zdr');
  assert.deepEqual(data.map((endpoint) => endpoint.model_id), ['easel/painter-1', 'easel/upscale-1']);
  assert.equal((await sdk().endpoints.listZdrEndpoints()).data.length, 2);
});

test('there are no embedding models, in the shape of a list', async () => {
  assert.deepEqual(await get('/embeddings/models'), { data: [], total_count: 0, links: { next: null } });
});

test('the list as a feed', async () => {
  const answer = await easel.fetch('/models?use_rss=true&output_modalities=image');
  assert.match(answer.headers.get('content-type'), /^application\/rss\+xml/);
  const text = await answer.text();
  assert.match(text, /<rss version="2.0">/);
  assert.ok(text.includes(`<link>${easel.base}/model/easel/painter-1</link>`), text.slice(0, 800));
});
