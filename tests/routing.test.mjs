// Who serves a request, over the wire: the provider object, auto, aliases, presets' place, and what a
// server says of it. Two stand-ins of OpenRouter's door play two providers of one model.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { Easel, relay, tempFolder } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const MODEL = 'twin/one';
let left;
let right;
let easel;

const provider = (slug, more = '') => `[[provider]]
slug = "${slug}"
name = "${slug.toUpperCase()}"
dialect = "openai_chat"
base_url = "${(slug === 'left' ? left : right).url}"
${more}
`;
const endpoint = (slug, cost) => `[[model.endpoint]]
provider = "${slug}"
model_name = "one"
most_per_image = "0.5"
capabilities = { aspect_ratios = ["1:1", "16:9"], references_max = 4 }
[[model.endpoint.price]]
billable = "output_image"
unit = "image"
cost = "${cost}"
`;

before(async () => {
  left = await OpenRouterStandIn.start();
  right = await OpenRouterStandIn.start();
  const data = tempFolder();
  mkdirSync(path.join(data, 'catalog'));
  writeFileSync(path.join(data, 'catalog', 'twins.toml'), `${provider('left')}
${provider('right', 'data_collection = "deny"\nzdr = true')}
${provider('words').replace(right.url, left.url)}
[[model]]
id = "${MODEL}"
name = "One of two"
family = "twin/ones"
input_modalities = ["text", "image"]
output_modalities = ["image", "text"]
pricing = { prompt = "0", completion = "0" }
${endpoint('left', '0.02')}
${endpoint('right', '0.04')}
[[model]]
id = "twin/from-words"
name = "It takes no pictures"
input_modalities = ["text"]
output_modalities = ["image", "text"]
pricing = { prompt = "0", completion = "0" }
${endpoint('words', '0.02')}`);
  easel = await Easel.start({ data });
});
beforeEach(() => {
  for (const upstream of [left, right]) {
    upstream.reset();
    upstream.always({ body: { provider: undefined } });  // it names nobody behind it
  }
});
after(async () => {
  await easel.stop();
  await left.stop();
  await right.stop();
});

async function ask(fields = {}, headers = {}) {
  const answer = await easel.fetch('/chat/completions', { body: relay({ model: MODEL, ...fields }), headers });
  return { status: answer.status, body: await answer.json() };
}
async function servedBy(wish) {
  const { status, body } = await ask({ provider: wish });
  assert.equal(status, 200, JSON.stringify(body));
  return body.provider;
}

test('order, only, ignore, sort, data policy and prices choose who serves', async () => {
  assert.equal(await servedBy({ order: ['right'] }), 'RIGHT');
  assert.equal(await servedBy({ only: ['right'] }), 'RIGHT');
  assert.equal(await servedBy({ ignore: ['left'] }), 'RIGHT');
  assert.equal(await servedBy({ sort: 'price' }), 'LEFT');
  assert.equal(await servedBy({ sort: { by: 'price', partition: 'none' } }), 'LEFT');
  assert.equal(await servedBy({ data_collection: 'deny' }), 'RIGHT');
  assert.equal(await servedBy({ zdr: true }), 'RIGHT');
  assert.equal(await servedBy({ max_price: { image: '0.02' } }), 'LEFT');
});

for (const [wish, step] of [
  [{ only: ['nobody'] }, 'Filter by Allowed Providers'],
  [{ ignore: ['left', 'right'] }, 'Filter by Ignored Providers'],
  [{ max_price: { image: 0.001 } }, 'Filter by Max Price'],
  [{ only: ['left'], zdr: true }, 'Filter by Zero Data Retention'],
  [{ only: ['left'], data_collection: 'deny' }, 'Filter by Data Policy'],
  [{ enforce_distillable_text: true }, 'Filter by Distillable Text'],
]) {
  test(`nobody left is a 404 that names the step: ${step}`, async () => {
    const { status, body } = await ask({ provider: wish });
    assert.equal(status, 404, JSON.stringify(body));
    assert.equal(body.error.metadata.failed_routing_step, step);
    const [first] = body.error.metadata.routing_funnel;
    assert.deepEqual(first, { step: 'Initial Endpoints', endpoint_count: 2 });
  });
}

test('a wrong field of provider is a 400 that names it, at every door that has it', async () => {
  for (const where of ['/chat/completions', '/images']) {
    const answer = await easel.fetch(where, { body: { model: MODEL, prompt: 'a fox',
      messages: [{ role: 'user', content: 'a fox' }], provider: { sort: { by: 'luck' } } } });
    const { error } = await answer.json();
    assert.equal(answer.status, 400);
    assert.deepEqual(JSON.parse(error.message)[0].path, ['provider', 'sort', 'by']);
  }
});

test('without a wish both serve, the cheaper more often', async () => {
  const count = { LEFT: 0, RIGHT: 0 };
  for (let i = 0; i < 60; i++) count[(await ask()).body.provider]++;
  assert.ok(count.LEFT > count.RIGHT && count.RIGHT > 0, JSON.stringify(count));
});

test('the image door and the responses door route alike', async () => {
  const images = await easel.fetch('/images', { body: { model: MODEL, prompt: 'a fox', provider: { only: ['right'] } } });
  assert.equal(images.status, 200);
  const responses = await easel.fetch('/responses', { body: { model: MODEL, input: 'a fox', modalities: ['image', 'text'], provider: { only: ['right'] } } });
  assert.equal(responses.status, 200);
  assert.equal(left.requests.length, 0);
  assert.equal(right.requests.length, 2);
});

test('openrouter/auto answers for a picture and says who did', async () => {
  const { status, body } = await ask({ model: 'openrouter/auto', modalities: ['image', 'text'] },
    { 'X-OpenRouter-Metadata': 'enabled' });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.model, MODEL);
  assert.equal(body.openrouter_metadata.strategy, 'auto');
  const other = await ask({ model: 'openrouter/auto', modalities: ['image', 'text'],
    plugins: [{ id: 'auto-router', allowed_models: ['easel/*'] }], image_config: { size: '64x64' } });
  assert.equal(other.body.model, 'easel/painter-1');
});

test('aliases of families, variants and models that are tried in turn', async () => {
  assert.equal((await ask({ model: '~twin/ones-latest' })).body.model, MODEL);
  assert.equal((await ask({ model: `${MODEL}:floor` })).body.provider, 'LEFT');
  assert.equal((await ask({ model: `${MODEL}:free` })).status, 404);
  assert.equal((await ask({ model: `${MODEL}:thinking` })).status, 400);
  left.always({ error: { code: 400, message: 'no' } });
  right.always({ error: { code: 429, message: 'busy' }, headers: { 'Retry-After': '60' } });
  const { status, body } = await ask({ models: [MODEL, 'easel/painter-1'], route: 'fallback',
    provider: { ignore: ['left'] }, image_config: { size: '64x64' } });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.model, 'easel/painter-1');
});

test('a fallback that would lose the picture that came along is not one', async () => {
  right.always({ error: { code: 429, message: 'busy' }, headers: { 'Retry-After': '60' } });
  const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' } };
  const asking = (...content) => ask({ models: [MODEL, 'twin/from-words'], provider: { ignore: ['left'] },
    messages: [{ role: 'user', content: [{ type: 'text', text: 'make it blue' }, ...content] }] });
  assert.equal((await asking()).body.model, 'twin/from-words');
  assert.equal((await asking(picture)).status, 429);
});

test('a preset that is not there is a 404, however it is named, at every door', async () => {
  for (const [where, fields] of [
    ['/chat/completions', { model: '@preset/none', messages: [{ role: 'user', content: 'a fox' }] }],
    ['/chat/completions', { model: `${MODEL}@preset/none`, messages: [{ role: 'user', content: 'a fox' }] }],
    ['/chat/completions', { model: MODEL, preset: 'none', messages: [{ role: 'user', content: 'a fox' }] }],
    ['/images', { model: '@preset/none', prompt: 'a fox' }],
    ['/responses', { model: '@preset/none', input: 'a fox' }],
    ['/messages', { model: '@preset/none', max_tokens: 9, messages: [{ role: 'user', content: 'a fox' }] }],
    ['/completions', { model: '@preset/none', prompt: 'a fox' }],
    ['/estimate', { model: '@preset/none', messages: [{ role: 'user', content: 'a fox' }] }],
  ]) {
    const answer = await easel.fetch(where, { body: fields });
    const { error } = await answer.json();
    assert.equal(answer.status, 404, where);
    assert.match(error.message, /[Pp]reset none was not found/);
  }
});
