// The image door: POST /images and what OpenAI calls it, by hand and through the official clients.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { OpenRouter } from '@openrouter/sdk';
import { generateImage } from 'ai';
import OpenAI from 'openai';

import { behind, Easel, eventually, PROMPT, UPSTREAM_MODEL, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, readPng } from './standins/pictures.mjs';

const MODEL = 'easel/painter-1';
const IMAGES_ONLY = 'bytedance-seed/seedream-4.5';
const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const b64 = (png) => png.toString('base64');
const url = (png) => `data:image/png;base64,${b64(png)}`;
const reference = (address) => ({ type: 'image_url', image_url: { url: address } });
let upstream;
let easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

async function ask(fields = {}, { where = '/images', ...options } = {}) {
  const answer = await easel.fetch(where, { ...options,
    body: { model: MODEL, prompt: PROMPT, ...('size' in fields ? {} : { size: '128x96' }), ...fields } });
  const text = await answer.text();
  const type = answer.headers.get('content-type');
  return { status: answer.status, headers: answer.headers, type, text,
    body: type === 'application/json' ? JSON.parse(text) : undefined };
}

/** { events, done } of an image stream. */
function eventsOf(text) {
  const lines = text.split('\n\n').filter((block) => block.startsWith('data: ')).map((block) => block.slice(6));
  return { done: lines.at(-1) === '[DONE]',
    events: lines.filter((line) => line !== '[DONE]').map((line) => JSON.parse(line)) };
}

test('a picture in one JSON document, and its record says it came through the image door', async () => {
  const { status, headers, body } = await ask({ seed: 5 });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(Object.keys(body.data[0]), ['b64_json', 'media_type']);
  assert.equal(body.data[0].media_type, 'image/png');
  assert.equal(readPng(`data:image/png;base64,${body.data[0].b64_json}`).width, 128);
  assert.ok(Number.isInteger(body.created));
  assert.equal(body.usage.total_tokens, body.usage.prompt_tokens + body.usage.completion_tokens);
  const record = await eventually(() => easel.generation(headers.get('x-generation-id')));
  assert.equal(record.api_type, 'image');
  assert.equal(record.num_media_completion, 1);
});

test('output_format says how the painter\'s picture leaves, and output_compression how small', async () => {
  const made = async (fields) => {
    const { status, body } = await ask({ seed: 5, ...fields });
    assert.equal(status, 200, JSON.stringify(body));
    return { type: body.data[0].media_type, bytes: Buffer.from(body.data[0].b64_json, 'base64') };
  };
  const jpeg = await made({ output_format: 'jpeg' });
  assert.equal(jpeg.type, 'image/jpeg');
  assert.equal(jpeg.bytes.subarray(0, 3).toString('hex'), 'ffd8ff');
  const webp = await made({ output_format: 'webp' });
  assert.equal(webp.type, 'image/webp');
  assert.equal(webp.bytes.subarray(8, 12).toString(), 'WEBP');
  const small = await made({ output_format: 'jpeg', output_compression: 10 });
  assert.ok(small.bytes.length < jpeg.bytes.length / 2);
  const low = await made({ output_format: 'webp', quality: 'low' });
  assert.ok(low.bytes.length < webp.bytes.length);
});

test('n pictures, at most', async () => {
  const { body } = await ask({ n: 3, seed: 5 });
  assert.equal(body.data.length, 3);
  assert.equal(new Set(body.data.map((entry) => entry.b64_json)).size, 3);
  upstream.next({ pictures: [picture, second] });
  const fewer = await ask({ model: IMAGES_ONLY, n: 4, size: '2K' });
  assert.deepEqual(fewer.body.data.map((entry) => entry.b64_json), [b64(picture), b64(second)]);
});

test('resolution, aspect_ratio and size say how large', async () => {
  const sized = async (fields) => {
    const { body } = await ask({ size: undefined, ...fields });
    const { width, height } = readPng(`data:image/png;base64,${body.data[0].b64_json}`);
    return `${width}x${height}`;
  };
  assert.equal(await sized({ resolution: '512' }), '512x512');
  assert.equal(await sized({ resolution: '512', aspect_ratio: '16:9' }), '672x384');
  assert.equal(await sized({ size: '200x100' }), '200x100');
});

test('a stream has previews, the picture with its usage, and an end', async () => {
  const { type, text } = await ask({ stream: true, seed: 5, size: '640x480' });
  assert.match(type, /event-stream/);
  const { events, done } = eventsOf(text);
  assert.ok(done);
  const last = events.at(-1);
  assert.equal(last.type, 'image_generation.completed');
  assert.ok(last.usage.total_tokens > 0);
  assert.equal(readPng(`data:image/png;base64,${last.b64_json}`).width, 640);
  const partial = events.filter((event) => event.type === 'image_generation.partial_image');
  assert.deepEqual(partial.map((event) => event.partial_image_index), partial.map((_, index) => index));
  assert.equal(events.length, partial.length + 1);
});

test('a model that does not stream answers a stream with the JSON document', async () => {
  upstream.next({ pictures: [picture] });
  const { type, body } = await ask({ model: IMAGES_ONLY, stream: true, size: '1K' });
  assert.equal(type, 'application/json');
  assert.equal(body.data[0].b64_json, b64(picture));
});

test('a failure within a stream that began is an event with a string code', async () => {
  upstream.next({ delay: 1500, error: { code: 502, message: 'Provider returned error' } });
  const { status, text } = await ask({ model: 'openai/gpt-image-1', stream: true, size: 'auto' });
  assert.equal(status, 200);
  const { events, done } = eventsOf(text);
  assert.ok(done);
  assert.equal(events[0].type, 'error');
  assert.equal(events[0].error.code, '502');
});

test('upstream is asked in chat, with the modalities that the model has', async () => {
  upstream.always({ pictures: [picture] });
  const fields = { size: undefined, aspect_ratio: '16:9', resolution: '2K', seed: 7, user: 'u',
    input_references: [reference(url(second)), reference('https://example.com/a.png')] };
  const { status, body, text } = await ask({ model: IMAGES_ONLY, ...fields, aspect_ratio: undefined,
    provider: { options: { 'bytedance-seed': { watermark: 1 } } } });
  assert.equal(status, 200, text);
  assert.equal(body.data[0].b64_json, b64(picture));
  assert.deepEqual(upstream.last.body, { model: IMAGES_ONLY, stream: false, seed: 7, user: 'u',
    messages: [{ role: 'user', content: [{ type: 'text', text: PROMPT }, ...fields.input_references] }],
    image_config: { image_size: '2K', watermark: 1 }, modalities: ['image'] });
  await ask({ model: UPSTREAM_MODEL, size: '1536x1024' });
  assert.deepEqual(upstream.last.body.modalities, ['image', 'text']);
  assert.deepEqual(upstream.last.body.image_config, { size: '1536x1024', aspect_ratio: '3:2' });
});

test('words that come with the picture are not told here', async () => {
  upstream.next({ pictures: [picture], text: 'Here you go.' });
  const { text } = await ask({ model: UPSTREAM_MODEL, size: 'auto' });
  assert.ok(!text.includes('Here you go'));
});

// Asked of the store: each loop's /key may be a second old.
async function free(check) {
  const { spent } = await easel.listed();
  await check();
  const after = await easel.listed();
  assert.equal(after.held, 0);
  assert.equal(after.spent, spent, 'it costs nothing');
}

test('words instead of a picture are a refusal and cost nothing', () => free(async () => {
  upstream.next({ pictures: [], text: 'I would rather not.' });
  const { status, body } = await ask({ model: UPSTREAM_MODEL, size: 'auto' });
  assert.equal(status, 400);
  assert.equal(body.error.error_type, 'refusal');
  assert.match(body.error.message, /I would rather not/);
}));

test('nothing at all is a 502 and costs nothing', () => free(async () => {
  upstream.next({ pictures: [] });
  const { status, body } = await ask({ model: UPSTREAM_MODEL, size: 'auto' });
  assert.equal(status, 502);
  assert.equal(body.error.code, 502);
}));

test('a picture that cannot be read is a 502 and costs nothing', () => free(async () => {
  upstream.next({ pictures: [Buffer.from('no picture')] });
  assert.equal((await ask({ model: UPSTREAM_MODEL, size: 'auto' })).status, 502);
}));

test('what upstream says it cost is charged once', async () => {
  const { spent } = await easel.listed();
  upstream.next({ pictures: [picture], usage: { cost: 0.04 } });
  const { body } = await ask({ model: IMAGES_ONLY, size: '1K' });
  assert.equal(body.usage.cost, 0.04);
  assert.ok(Math.abs((await easel.listed()).spent - spent - 0.04) < 1e-9);
});

const wrong = [
  [{ n: 0 }, 'n'], [{ n: 11 }, 'n'], [{ prompt: '' }, 'prompt'], [{ aspect_ratio: '16x9' }, 'aspect_ratio'],
  [{ resolution: '8K' }, 'resolution'], [{ size: '1024x1024', aspect_ratio: '16:9' }, 'size'],
  [{ output_format: 'svg' }, 'output_format'],
  [{ size: '9000x9000' }, 'size'],
  [{ input_references: Array(17).fill(reference('https://example.com/a.png')) }, 'input_references'],
  [{ input_references: [reference('data:image/png;base64')] }, 'input_references'],
];
for (const [fields, field] of wrong) {
  test(`${JSON.stringify(fields).slice(0, 60)} is a 400 that names ${field}`, () => free(async () => {
    const { status, body } = await ask(fields);
    assert.equal(status, 400, JSON.stringify(body));
    const [issue] = JSON.parse(body.error.message);
    assert.equal(issue.path[0], field);
    assert.ok(issue.expected.length > 0);
  }));
}

test('more references than the model takes are named as such', async () => {
  const { status, body } = await ask({ model: UPSTREAM_MODEL, size: 'auto',
    input_references: Array(4).fill(reference(url(picture))) });
  assert.equal(status, 400);
  assert.equal(JSON.parse(body.error.message)[0].path[0], 'input_references');
});

test('an unknown model and a missing key are told as everywhere', async () => {
  assert.equal((await ask({ model: 'nobody/nothing' })).body.error.availability.code, 'model_not_found');
  assert.equal((await ask({}, { key: '' })).status, 401);
});

test('a request with one Idempotency-Key is made once', async () => {
  const headers = { 'Idempotency-Key': 'image once' };
  const first = await ask({}, { headers });
  const again = await ask({}, { headers });
  assert.equal(again.headers.get('x-generation-id'), first.headers.get('x-generation-id'));
  assert.deepEqual(again.body.data, first.body.data);
});

test('the same seed is the same picture through chat, images and generations', async () => {
  const { body } = await easel.chat({ seed: 11 });
  const chat = urlsOf(body)[0].split(',')[1];
  assert.equal((await ask({ seed: 11 })).body.data[0].b64_json, chat);
  assert.equal((await ask({ seed: 11 }, { where: '/images/generations' })).body.data[0].b64_json, chat);
});

const sdk = () =>
  new OpenRouter({ apiKey: easel.key, serverURL: easel.base, retryConfig: { strategy: 'none' } });

test("OpenRouter's SDK generates a picture", async () => {
  const result = await sdk().images.generate(
    { imageGenerationRequest: { model: MODEL, prompt: PROMPT, size: '128x96', n: 2 } });
  assert.equal(result.data.length, 2);
  assert.equal(result.data[0].mediaType, 'image/png');
  assert.ok(result.usage.totalTokens > 0);
});

test("OpenRouter's SDK streams a picture", async () => {
  const stream = await sdk().images.generate(
    { imageGenerationRequest: { model: MODEL, prompt: PROMPT, size: '640x480', stream: true } });
  const types = [];
  for await (const event of stream) types.push((event.data ?? event).type);
  assert.equal(types.at(-1), 'image_generation.completed');
});

test('the AI SDK generates pictures', async () => {
  const provider = createOpenRouter({ apiKey: easel.key, baseURL: easel.base });
  const result = await generateImage({ model: provider.imageModel(MODEL), prompt: PROMPT, n: 2,
    size: '128x96', seed: 3, maxRetries: 0 });
  assert.equal(result.images.length, 2);
  assert.equal(readPng(`data:image/png;base64,${result.images[0].base64}`).width, 128);
});

const openai = () => new OpenAI({ apiKey: easel.key, baseURL: easel.base, maxRetries: 0 });

test("OpenAI's client generates a picture", async () => {
  const result = await openai().images.generate(
    { model: MODEL, prompt: PROMPT, size: '128x96', response_format: 'b64_json' });
  assert.equal(readPng(`data:image/png;base64,${result.data[0].b64_json}`).height, 96);
  await assert.rejects(openai().images.generate({ model: MODEL, prompt: PROMPT, response_format: 'pigeon' }),
    (error) => error instanceof OpenAI.BadRequestError && /b64_json/.test(error.message));
});

test("OpenAI's client streams a picture", async () => {
  const stream = await openai().images.generate({ model: MODEL, prompt: PROMPT, size: '640x480', stream: true });
  const types = [];
  for await (const event of stream) types.push(event.type);
  assert.equal(types.at(-1), 'image_generation.completed');
});

const file = (png, name = 'a.png') => new File([png], name, { type: 'image/png' });

test("OpenAI's client edits pictures", async () => {
  upstream.next({ pictures: [picture] });
  const result = await openai().images.edit({ model: UPSTREAM_MODEL, prompt: 'bluer',
    image: [file(picture), file(second, 'b.png')] });
  assert.equal(result.data[0].b64_json, b64(picture));
  assert.deepEqual(upstream.last.body.messages[0].content,
    [{ type: 'text', text: 'bluer' }, reference(url(picture)), reference(url(second))]);
  upstream.next({ pictures: [second] });
  const single = await openai().images.edit({ model: UPSTREAM_MODEL, prompt: 'bluer', n: 1,
    image: file(picture), response_format: 'b64_json' });
  assert.equal(single.data[0].b64_json, b64(second));
});

test("OpenAI's client streams an edit", async () => {
  upstream.next({ pictures: [picture] });
  const stream = await openai().images.edit({ model: 'openai/gpt-image-1', prompt: 'bluer',
    image: file(second), stream: true });
  const events = [];
  for await (const event of stream) events.push(event);
  assert.deepEqual(events.map((event) => event.type), ['image_edit.completed']);
  assert.equal(events[0].b64_json, b64(picture));
});

test('an edit without a picture, with a mask, or with a file that is none is a 400 that says so', async () => {
  const edit = (fields) => openai().images.edit({ model: UPSTREAM_MODEL, prompt: 'bluer', ...fields });
  const refused = (field) => (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError, String(error));
    assert.match(error.message, new RegExp(field));
    return true;
  };
  await assert.rejects(edit({ image: file(picture), mask: file(second) }), refused('mask'));
  await assert.rejects(edit({ image: file('no picture') }), refused('image'));
  await assert.rejects(openai().post('/images/edits', { body: { model: UPSTREAM_MODEL, prompt: 'x' } }),
    refused('image'));
  assert.equal(upstream.requests.length, 0);
});

test('a form that is cut or is none is a 400', async () => {
  const headers = { 'Content-Type': 'multipart/form-data; boundary=XX' };
  for (const body of ['', '--XX\r\n', 'hello', '--XX\r\nContent-Disposition: form-data; name="image"\r\n\r\n'])
    assert.equal((await easel.fetch('/images/edits', { headers, body })).status, 400, body);
});
