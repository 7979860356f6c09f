// Presets: made from requests, in versions, and filled into requests at every door.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { behind, createKey, Easel } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const MODEL = 'easel/painter-1';
const TEXT = 'openai/gpt-4o-mini';
let upstream, easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const sdk = (apiKey = easel.key) => new OpenRouter({ apiKey, serverURL: easel.base, retryConfig: { strategy: 'none' } });
const ask = async (where, options) => {
  const answer = await easel.fetch(where, options);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};
const user = (content = 'a lake') => [{ role: 'user', content }];
const make = (slug, fields, options) => ask(`/presets/${slug}/chat/completions`, { body: { messages: user(), ...fields }, ...options });
const painted = { model: MODEL, modalities: ['image', 'text'], image_config: { size: '160x96' }, seed: 5 };

test("OpenRouter's SDK makes, lists and reads presets and their versions", async () => {
  const chatRequest = { model: TEXT, temperature: 0.7, stream: true, messages: [{ role: 'system', content: 'Be kind.' }, ...user()] };
  const made = await sdk().presets.createPresetsChatCompletions({ slug: 'kind', chatRequest });
  assert.deepEqual(made.data.designatedVersion.config, { model: TEXT, temperature: 0.7 });
  assert.equal(made.data.designatedVersion.systemPrompt, 'Be kind.');
  const again = await sdk().presets.createPresetsChatCompletions({ slug: 'kind', chatRequest: { ...chatRequest, temperature: 0.1 } });
  assert.deepEqual([again.data.id, again.data.designatedVersion.version], [made.data.id, 2]);
  assert.equal((await sdk().presets.get({ slug: 'kind' })).data.designatedVersion.config.temperature, 0.1);
  const first = await sdk().presets.getVersion({ slug: 'kind', version: '1' });
  assert.equal(first.data.config.temperature, 0.7);
  const versions = await sdk().presets.listVersions({ slug: 'kind' });
  assert.deepEqual((versions.result ?? versions).data.map((one) => one.version), [1, 2]);
  const listed = await sdk().presets.list();
  assert.ok((listed.result ?? listed).data.some((one) => one.slug === 'kind'));
});

test('a preset is made from what each dialect calls its system prompt', async () => {
  const messages = await ask('/presets/m/messages', { body: { model: TEXT, max_tokens: 9, system: [{ type: 'text', text: 'Be brief.' }], messages: user() } });
  assert.deepEqual([messages.body.data.designated_version.system_prompt, messages.body.data.designated_version.config], ['Be brief.', { model: TEXT, max_tokens: 9 }]);
  const responses = await ask('/presets/r/responses', { body: { model: TEXT, instructions: 'Be exact.', input: 'x' } });
  assert.equal(responses.body.data.designated_version.system_prompt, 'Be exact.');
});

test('a preset fills in what a request leaves out, at every door', async () => {
  await make('wide', painted);
  const size = (picture) => `${picture.width}x${picture.height}`;
  const doors = {
    '/chat/completions': { messages: user() },
    '/responses': { input: 'a lake' },
    '/messages': { max_tokens: 9, messages: user() },
    '/images': { prompt: 'a lake' },
    '/images/generations': { prompt: 'a lake' },
    '/completions': { prompt: 'a lake' },
  };
  for (const [path, body] of Object.entries(doors)) {
    for (const named of [{ model: '@preset/wide' }, { model: `${MODEL}@preset/wide` }, { model: MODEL, preset: 'wide' }]) {
      const { status, body: answer } = await ask(path, { body: { ...body, ...named } });
      assert.equal(status, 200, `${path} ${JSON.stringify(answer).slice(0, 300)}`);
      assert.equal(size(answer.easel.pictures[0]), '160x96', path);
    }
  }
  const own = await ask('/images', { body: { model: '@preset/wide', prompt: 'a lake', size: '96x160' } });
  assert.equal(size(own.body.easel.pictures[0]), '96x160');
  const { body: estimate } = await ask('/estimate', { body: { model: '@preset/wide', messages: user() } });
  assert.equal(estimate.data.allowed, true);
});

test('a form takes a preset too', async () => {
  await make('upstream', { model: 'google/gemini-2.5-flash-image', image_config: { aspect_ratio: '16:9' } });
  const form = new FormData();
  form.set('model', '@preset/upstream');
  form.set('prompt', 'bluer');
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  form.set('image', new Blob([png], { type: 'image/png' }), 'a.png');
  const answer = await fetch(`${easel.base}/images/edits`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${easel.key}` } });
  assert.equal(answer.status, 200, await answer.clone().text());
  const { body } = upstream.requests.at(-1);
  assert.deepEqual([body.model, body.image_config.aspect_ratio], ['google/gemini-2.5-flash-image', '16:9']);
});

test("a preset's words and settings reach a text model, and a request's own go before them", async () => {
  await make('poet', { model: TEXT, temperature: 0.3, top_p: 0.5, messages: [{ role: 'system', content: 'Rhyme.' }, ...user()] });
  upstream.next({ pictures: [], text: 'Yes.' });
  await ask('/chat/completions', { body: { model: '@preset/poet', temperature: 0.9, messages: user('hello') } });
  const { body } = upstream.requests.at(-1);
  assert.deepEqual([body.model, body.temperature, body.top_p, body.preset], [TEXT, 0.9, 0.5, undefined]);
  assert.deepEqual(body.messages.map((message) => message.role), ['system', 'user']);
});

test('the designated version counts, also when it is not the latest, and a disabled preset is none', async () => {
  await make('turn', { ...painted, image_config: { size: '128x96' } });
  await make('turn', { ...painted, image_config: { size: '96x128' } });
  const width = async () => (await ask('/chat/completions', { body: { model: '@preset/turn', messages: user() } })).body.easel.pictures[0].width;
  assert.equal(await width(), 96);
  const { body } = await ask('/presets/turn', { method: 'PATCH', body: { designated_version: 1, description: 'as it was' } });
  assert.deepEqual([body.data.designated_version.version, body.data.description], [1, 'as it was']);
  assert.equal(await width(), 128);
  assert.equal((await ask('/presets/turn', { method: 'PATCH', body: { designated_version: 9 } })).status, 400);
  await ask('/presets/turn', { method: 'PATCH', body: { status: 'disabled' } });
  assert.equal((await ask('/chat/completions', { body: { model: '@preset/turn', messages: user() } })).status, 404);
  assert.equal((await ask('/presets/turn')).body.data.status, 'disabled');
});

test('bad input is a 400 that names the field, and what is not there a 404', async () => {
  for (const [field, body] of [['model', { model: 5 }], ['model', { model: '@preset/other' }], ['provider', { provider: 'x' }], ['image_config', { image_config: [] }]]) {
    const answer = await make('bad', body);
    assert.equal(answer.status, 400);
    assert.ok(answer.body.error.message.includes(field), answer.body.error.message);
  }
  assert.equal((await make('a%20b', { model: TEXT })).status, 400);
  assert.equal((await make('x'.repeat(101), { model: TEXT })).status, 400);
  for (const where of ['/presets/none', '/presets/none/versions', '/presets/none/versions/1', '/presets/kind/versions/77', "/presets/'%20OR%201=1"]) {
    assert.equal((await ask(where)).status, 404, where);
  }
  assert.equal((await ask('/presets?limit=101')).status, 400);
  assert.equal((await ask('/presets', { key: 'sk-nobody' })).status, 401);
  assert.equal((await ask('/chat/completions', { body: { model: '@preset/none', messages: user() } })).status, 404);
});

test("a limited team's presets are its own, and go before everybody's", async () => {
  const limited = await createKey(easel.data, 'limited', '--management', '--limit', '10');
  const { body: child } = await ask('/keys', { key: limited, body: { name: 'child', limit: 1 } });
  await make('house', { model: TEXT });
  await make('secret', { model: TEXT }, { key: child.key });
  assert.equal((await ask('/presets/secret')).status, 404);
  assert.equal((await ask('/presets/secret', { key: limited })).status, 200);
  assert.equal((await ask('/presets/house', { key: child.key })).status, 200);
  await make('house', painted, { key: child.key });
  assert.equal((await ask('/presets/house', { key: child.key })).body.data.designated_version.config.model, MODEL);
  assert.equal((await ask('/presets/house')).body.data.designated_version.config.model, TEXT);
  assert.equal((await ask('/presets', { key: child.key })).body.data.filter((one) => one.slug === 'house').length, 1);
});
