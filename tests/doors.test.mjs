// What holds for every door alike: one picture, one price, one table of errors.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenRouter } from '@langchain/openrouter';
import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { OpenRouter } from '@openrouter/sdk';
import { generateImage, generateText } from 'ai';

import { behind, Easel, eventually, relay, run, UPSTREAM_MODEL } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, readPng } from './standins/pictures.mjs';

const MODEL = 'easel/painter-1';
const PROMPT = 'a lake at dusk';
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
let upstream, easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});
const post = async (path, body, options) => {
  const answer = await easel.fetch(path, { ...options, body });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
};

// One request in the words of each door, and where its picture and its cost stand.
const bare = (text) => text.replace(/^data:[^,]*,/, '');
const config = { size: '128x96' };
const doors = {
  chat: ['/chat/completions', (model, seed) => ({ model, messages: [{ role: 'user', content: PROMPT }], modalities: ['image', 'text'], image_config: config, seed }),
    (body) => bare(body.choices[0].message.images[0].image_url.url), (body) => body.usage.cost],
  images: ['/images', (model, seed) => ({ model, prompt: PROMPT, size: '128x96', seed }), (body) => body.data[0].b64_json, (body) => body.usage.cost],
  generations: ['/images/generations', (model, seed) => ({ model, prompt: PROMPT, size: '128x96', seed }), (body) => body.data[0].b64_json, (body) => body.usage.cost],
  responses: ['/responses', (model, seed) => ({ model, input: PROMPT, modalities: ['image', 'text'], image_config: config, seed }),
    (body) => bare(body.output.find((item) => item.type === 'image_generation_call').result), (body) => body.usage.cost],
  messages: ['/messages', (model, seed) => ({ model, max_tokens: 100, messages: [{ role: 'user', content: PROMPT }], image_config: { ...config, seed } }),
    (body) => body.content.find((block) => block.type === 'image').source.data, (body) => body.usage.cost],
  completions: ['/completions', (model, seed) => ({ model, prompt: PROMPT, modalities: ['image', 'text'], image_config: config, seed }),
    (body) => bare(body.choices[0].images[0].image_url.url), (body) => body.usage.cost],
};

test('the same request and seed is the same picture, byte for byte, through every door', async () => {
  const pictures = [];
  for (const [path, body, picture] of Object.values(doors)) pictures.push(picture((await post(path, body(MODEL, 11))).body));
  assert.ok(pictures[0].length > 1000);
  assert.equal(new Set(pictures).size, 1);
});

test('and it costs the same, in the answer, the record and the account', async () => {
  upstream.always({ pictures: [noisePng(64, 48)], usage: { cost: 0.0387021 } });
  for (const [path, body, picture, cost] of Object.values(doors)) {
    const before = (await easel.account()).usage;
    const answer = await post(path, body(UPSTREAM_MODEL, 3));
    assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`);
    assert.ok(picture(answer.body));
    assert.equal(cost(answer.body), 0.0387021, path);
    const record = await eventually(() => easel.generation(answer.headers.get('x-generation-id')));
    assert.equal(record.total_cost, 0.0387021, path);
    await eventually(async () => Math.abs((await easel.account()).usage - before - 0.0387021) < 1e-9);
  }
});

test('four pictures two seconds apart: the first is here before the second exists', async () => {
  const pictures = [1, 2, 3, 4].map((n) => noisePng(64, 48, `${n}`));
  upstream.next({ pictures, apart: 2000 });
  const started = Date.now();
  const answer = await easel.fetch('/chat/completions', { body: relay({ stream: true }) });
  const arrived = [];
  let text = '';
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    while (arrived.length < (text.match(/"images":/g) ?? []).length) arrived.push(Date.now() - started);
  }
  assert.equal(arrived.length, 4);
  for (const [at, when] of arrived.entries()) {
    assert.ok(when >= at * 2000 - 100, `picture ${at + 1} came after ${when} ms`);
    assert.ok(when < (at + 1) * 2000, `picture ${at + 1} came only after ${when} ms`);
  }
});

const part = (png) => ({ type: 'image_url', image_url: { url: url(png) } });
const tiny = noisePng(8, 8);

test('seventeen references are one too many, on every door that takes them', async () => {
  const many = (count) => Array.from({ length: count }, () => part(tiny));
  const images = await post('/images', { model: 'openai/gpt-image-2', prompt: 'x', input_references: many(17) });
  assert.equal(images.status, 400);
  assert.match(images.body.error.message, /input_references/);
  const chat = await post('/chat/completions', relay({ model: 'openai/gpt-5-image', messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }, ...many(17)] }] }));
  assert.equal(chat.status, 400);
  assert.match(chat.body.error.message, /at most 16/);
  assert.equal((await post('/images', { model: 'openai/gpt-image-2', prompt: 'x', input_references: many(16) })).status, 200);
  assert.equal(upstream.requests.length, 1);
});

test('a reference over the byte limit is a 400 that names it, and nothing is billed', async () => {
  const huge = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(41 << 20)}` } };
  const { status, body } = await post('/chat/completions', relay({ messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }, part(tiny), huge] }] }));
  assert.equal(status, 400);
  assert.equal(body.error.metadata.error_type, 'image_too_large');
  assert.match(body.error.message, /messages\[0\]\.content\[2\]/);
  assert.equal(upstream.requests.length, 0);
});

const broken = { 'no comma': 'data:image/png;base64AAAA', 'a wrong type': 'data:text/html;base64,AAAA', 'a foreign character': 'data:image/png;base64,AA*A',
  'padding in the middle': 'data:image/png;base64,AA==AAAA', 'one character too many': 'data:image/png;base64,AAAAA', 'nothing in it': 'data:image/png;base64,',
  'no base64': 'data:image/png,abc', 'no address': 'picture.png', 'another scheme': 'ftp://example.com/a.png' };
for (const [what, address] of Object.entries(broken)) {
  test(`a picture with ${what} is a 400 that names the field, on every door`, async () => {
    const wrong = { type: 'image_url', image_url: { url: address } };
    const bodies = { '/chat/completions': relay({ messages: [{ role: 'user', content: [wrong] }] }), '/images': { model: UPSTREAM_MODEL, prompt: 'x', input_references: [wrong] },
      '/responses': { model: UPSTREAM_MODEL, input: [{ role: 'user', content: [{ type: 'input_image', image_url: address, detail: 'auto' }] }] } };
    for (const [path, body] of Object.entries(bodies)) {
      const answer = await post(path, body);
      assert.equal(answer.status, 400, `${path}: ${answer.text}`);
      assert.match(answer.body.error.message, /messages\[0\]\.content\[0\]|input_references\[0\]|input\[0\]\.content\[0\]/);
    }
    assert.equal(upstream.requests.length, 0);
  });
}

for (const [what, make] of [['the URL-safe alphabet', (png) => png.toString('base64').replaceAll('+', '-').replaceAll('/', '_')], ['white space in it', (png) => png.toString('base64').replace(/(.{76})/g, '$1\n')]]) {
  test(`a picture with ${what} is taken`, async () => {
    const { status, text } = await post('/chat/completions', relay({ messages: [{ role: 'user', content: [{ type: 'text', text: 'x' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${make(noisePng(40, 30))}` } }] }] }));
    assert.equal(status, 200, text);
  });
}

// The table of OpenRouter's errors, row by row: what makes each, and what it must look like.
const wrongChat = (fields) => () => post('/chat/completions', { ...relay(), ...fields });
const failing = (code, more = {}) => () => {
  upstream.always({ error: { code, message: 'Provider returned error', ...more } });
  return post('/chat/completions', relay());
};
const table = [
  ['bad parameters', 400, 'invalid_request', wrongChat({ temperature: 9 })],
  ['an unknown model', 400, 'invalid_request', wrongChat({ model: 'no/such' }), 'model_not_found'],
  ['the wrong endpoint', 400, 'invalid_request', () => post('/images', { model: 'openai/gpt-4o-mini', prompt: 'x' }), 'wrong_endpoint'],
  ['a malformed picture', 400, 'invalid_request', wrongChat({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:x' } }] }] })],
  ['no key', 401, 'authentication', () => post('/chat/completions', relay(), { key: '' })],
  ['a limit that is exhausted', 402, 'payment_required', async () => {
    const key = (await run(['keys', 'create', '--data', easel.data, '--name', 'poor', '--limit', '0.001'])).stdout.trim();
    return post('/chat/completions', relay(), { key });
  }],
  ['a moderation flag', 403, 'content_policy_violation', failing(403, { metadata: { reasons: ['violence'], flagged_input: 'x' } })],
  ['no route', 404, 'not_found', wrongChat({ provider: { only: ['easel'] } }), 'constraint_filtered'],
  ['an unknown path', 404, 'not_found', () => post('/nothing', {})],
  ['a body that is too large', 413, 'payload_too_large', () => post('/chat/completions', `{"x":"${'x'.repeat(9 << 20)}","y":[${'1,'.repeat(5 << 20)}1]}`)],
  ["upstream's rate limit", 429, 'rate_limit_exceeded', failing(429), 'capacity_exhausted'],
  ['an upstream that fails', 502, 'provider_unavailable', failing(500)],
  ['an upstream that is down', 502, 'provider_unavailable', failing(502)],
  ['an upstream that is overloaded', 503, 'provider_overloaded', failing(503), 'temporarily_unavailable'],
  ["an upstream's 529", 503, 'provider_overloaded', failing(529), 'temporarily_unavailable'],
  ['an upstream that takes too long', 504, 'timeout', failing(524)],
  ['too many words', 400, 'context_length_exceeded', failing(400, { metadata: { error_type: 'context_length_exceeded' } })],
  ['a refusal in words', 400, 'refusal', () => { upstream.always({ pictures: [], text: 'I cannot.' }); return post('/images', { model: UPSTREAM_MODEL, prompt: 'x' }); }],
  ['a picture that cannot be fetched', 400, 'image_download_failed', async () => {
    const server = await OpenRouterStandIn.start();
    const own = await Easel.start({ config: `[providers.local]\ndialect = "openai_chat"\nbase_url = "${server.url}"\nmodels = ["a"]\n` });
    const answer = await own.fetch('/chat/completions', { body: { model: 'local/a', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://127.0.0.1:1/' } }] }] } });
    const body = await answer.json();
    await own.stop();
    await server.stop();
    return { status: answer.status, body };
  }],
];
for (const [what, status, type, make, availability] of table) {
  test(`${what}: ${status} ${type}, and nothing is billed`, async () => {
    const before = (await easel.account()).usage;
    const answer = await make();
    assert.equal(answer.status, status, answer.text);
    const { error } = answer.body;
    assert.equal(error.code, status);
    assert.equal(error.http_status, status);
    assert.equal(error.error_type, type);
    assert.equal(error.metadata.error_type, type);
    assert.ok(typeof error.message === 'string' && error.message.length > 8);
    assert.equal(error.availability?.code, availability);
    if (availability) assert.ok(Array.isArray(error.availability.requested_models) && 'retryable' in error.availability && error.availability.docs_url);
    assert.equal((await easel.account()).usage, before);
    assert.equal((await easel.listed()).held, 0);
  });
}

test('LangChain gets the picture as a block of its message, buffered and streamed', async () => {
  const model = new ChatOpenRouter({ model: MODEL, apiKey: easel.key, baseURL: easel.base, maxRetries: 0,
    modelKwargs: { modalities: ['image', 'text'], image_config: config } });
  const message = await model.invoke('a lake at dusk');
  const blocks = Array.isArray(message.content) ? message.content : message.contentBlocks;
  assert.ok(JSON.stringify(blocks ?? message).includes('data:image/png') || JSON.stringify(message.additional_kwargs).includes('iVBOR'), 'the picture is in the message');
  let words = '';
  for await (const chunk of await model.stream('a lake at dusk')) words += chunk.text ?? '';
  assert.match(words, /painter/);
});

test("the AI SDK's plain OpenAI provider chats and generates images", async () => {
  const provider = createOpenAICompatible({ name: 'easel', baseURL: easel.base, apiKey: easel.key });
  const { image } = await generateImage({ model: provider.imageModel(MODEL), prompt: PROMPT, size: '128x96', maxRetries: 0 });
  assert.equal(readPng(`data:image/png;base64,${image.base64}`).width, 128);
  upstream.next({ pictures: [], text: 'Good day.' });
  const { text } = await generateText({ model: provider('openai/gpt-4o-mini'), prompt: 'Hello', maxRetries: 0 });
  assert.equal(text, 'Good day.');
});

test('an editing turn with the AI SDK sends the picture back', async () => {
  const provider = createOpenRouter({ apiKey: easel.key, baseURL: easel.base });
  const first = noisePng(64, 48, 'first'), second = noisePng(64, 48, 'second');
  upstream.next({ pictures: [first] }, { pictures: [second] });
  const model = provider(UPSTREAM_MODEL, { extraBody: { modalities: ['image', 'text'] } });
  const one = await generateText({ model, messages: [{ role: 'user', content: 'a lake' }], maxRetries: 0 });
  assert.deepEqual(Buffer.from(one.files[0].uint8Array), first);
  // Its provider drops pictures of assistant turns; the conversation goes on all the same.
  const again = { role: 'user', content: [{ type: 'text', text: 'bluer' }, { type: 'file', mediaType: 'image/png', data: one.files[0].uint8Array }] };
  const two = await generateText({ model, maxRetries: 0, messages: [{ role: 'user', content: 'a lake' }, ...one.response.messages, again] });
  assert.deepEqual(Buffer.from(two.files[0].uint8Array), second);
  assert.equal(upstream.last.body.messages[2].content[1].image_url.url, url(first));
});

test("an editing turn with OpenRouter's SDK brings the assistant's picture back", async () => {
  const first = noisePng(64, 48, 'first'), second = noisePng(64, 48, 'second');
  upstream.next({ pictures: [first] }, { pictures: [second] });
  const sdk = new OpenRouter({ apiKey: easel.key, serverURL: easel.base, retryConfig: { strategy: 'none' } });
  const ask = (messages) => sdk.chat.send({ chatRequest: { model: UPSTREAM_MODEL, modalities: ['image', 'text'], messages } });
  const user = { role: 'user', content: 'a lake' };
  const one = await ask([user]);
  const two = await ask([user, { role: 'assistant', content: '', images: one.choices[0].message.images }, { role: 'user', content: 'bluer' }]);
  assert.equal(two.choices[0].message.images[0].imageUrl.url, url(second));
  assert.equal(upstream.last.body.messages[1].images[0].image_url.url, url(first));
});
