// The responses door: POST /responses by hand and through the official clients.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';
import OpenAI from 'openai';

import { behind, Easel, eventually, PROMPT, UPSTREAM_MODEL, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, readPng } from './standins/pictures.mjs';

const MODEL = 'easel/painter-1';
const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
const SMALL = { image_config: { size: '128x96' } };
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

async function ask(fields = {}, options = {}) {
  const answer = await easel.fetch('/responses',
    { ...options, body: { model: MODEL, input: PROMPT, ...SMALL, ...fields } });
  const text = await answer.text();
  const streaming = answer.headers.get('content-type').startsWith('text/event-stream');
  return { status: answer.status, headers: answer.headers, text,
    body: streaming ? undefined : JSON.parse(text), events: streaming ? eventsOf(text) : undefined };
}

function eventsOf(text) {
  const lines = text.split('\n\n').filter((block) => block.startsWith('data: ')).map((block) => block.slice(6));
  assert.equal(lines.pop(), '[DONE]');
  const events = lines.map((line) => JSON.parse(line));
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, index) => index));
  return events;
}
const calls = (body) => body.output.filter((item) => item.type === 'image_generation_call');

test('words and a picture as output items', async () => {
  const { status, headers, body } = await ask({ seed: 5 });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.object, 'response');
  assert.equal(body.status, 'completed');
  assert.deepEqual(body.output.map((item) => item.type), ['message', 'image_generation_call']);
  assert.equal(body.output_text, body.output[0].content[0].text);
  assert.equal(readPng(body.output[1].result).width, 128);
  assert.equal(body.usage.total_tokens, body.usage.input_tokens + body.usage.output_tokens);
  assert.equal(headers.get('x-generation-id'), body.id);
  const record = await eventually(() => easel.generation(body.id));
  assert.equal(record.num_media_completion, 1);
});

test('a stream tells every step, and its last event is the buffered answer', async () => {
  const { events } = await ask({ stream: true, seed: 5, image_config: { size: '640x480' } });
  const types = events.map((event) => event.type);
  assert.deepEqual(types.slice(0, 2), ['response.created', 'response.in_progress']);
  const steps = ['response.image_generation_call.in_progress', 'response.image_generation_call.generating',
    'response.image_generation_call.completed', 'response.completed'];
  assert.deepEqual(types.filter((type) => steps.includes(type)), steps);
  const { response } = events.at(-1);
  const done = events.filter((event) => event.type === 'response.output_item.done').map((event) => event.item);
  assert.deepEqual(done.map((item) => item.id).sort(), response.output.map((item) => item.id).sort());
  const text = events.filter((event) => event.type === 'response.output_text.delta').map((event) => event.delta).join('');
  assert.equal(response.output_text, text);
  const { body } = await ask({ seed: 5, image_config: { size: '640x480' } });
  assert.deepEqual(calls(response).map((item) => item.result), calls(body).map((item) => item.result));
  assert.deepEqual(Object.keys(response).sort(), Object.keys(body).sort());
});

test('the same seed is the same picture and price through all three doors', async () => {
  const chat = (await easel.chat({ seed: 11 })).body;
  const images = await (await easel.fetch('/images',
    { body: { model: MODEL, prompt: PROMPT, size: '128x96', seed: 11 } })).json();
  const responses = (await ask({ seed: 11 })).body;
  assert.equal(calls(responses)[0].result, urlsOf(chat)[0]);
  assert.equal(`data:image/png;base64,${images.data[0].b64_json}`, urlsOf(chat)[0]);
  assert.deepEqual([images.usage.cost, responses.usage.cost], [chat.usage.cost, chat.usage.cost]);
});

test('upstream is asked in chat, and an earlier picture goes with the question', async () => {
  upstream.next({ pictures: [picture], text: 'First.' });
  const first = (await ask({ model: UPSTREAM_MODEL, image_config: {} })).body;
  assert.equal(calls(first)[0].result, url(picture));
  upstream.next({ pictures: [second] });
  const input = [{ role: 'user', content: PROMPT }, ...first.output, { role: 'user', content: 'bluer' }];
  const { body } = await ask({ model: UPSTREAM_MODEL, input, instructions: 'be brief', image_config: {} });
  assert.equal(calls(body)[0].result, url(second));
  assert.equal(body.instructions, 'be brief');
  assert.deepEqual(upstream.last.body.messages, [{ role: 'system', content: 'be brief' },
    { role: 'user', content: PROMPT },
    { role: 'assistant', content: [{ type: 'text', text: 'First.' }] },
    { role: 'user', content: [{ type: 'image_url', image_url: { url: url(picture) } }] },
    { role: 'user', content: 'bluer' }]);
  assert.deepEqual(upstream.last.body.modalities, ['image', 'text']);
  assert.ok(!('input' in upstream.last.body));
});

test('words alone are an answer here', async () => {
  upstream.next({ pictures: [], text: 'I would rather talk about it.' });
  const { body } = await ask({ model: UPSTREAM_MODEL, image_config: {} });
  assert.deepEqual(body.output.map((item) => item.type), ['message']);
  assert.equal(body.output_text, 'I would rather talk about it.');
});

test("both image tools make a picture; OpenAI's own gets bare base64", async () => {
  const bare = await ask({ image_config: undefined, tools: [{ type: 'image_generation', size: '128x96' }], seed: 2 });
  const own = await ask({ image_config: undefined, seed: 2,
    tools: [{ type: 'openrouter:image_generation', parameters: { size: '128x96' } }] });
  const [call] = calls(bare.body);
  assert.equal(`data:image/png;base64,${call.result}`, calls(own.body)[0].result);
  assert.equal(readPng(calls(own.body)[0].result).width, 128);
  assert.equal(bare.body.tools[0].type, 'image_generation');
});

test("a bare result that comes back is a picture to work from", async () => {
  upstream.next({ pictures: [second] });
  await ask({ model: UPSTREAM_MODEL, image_config: {}, input: [
    { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: picture.toString('base64') },
    { role: 'user', content: 'bluer' }] });
  assert.equal(upstream.last.body.messages[0].content[0].image_url.url, url(picture));
});

test('nothing is stored: store and previous_response_id are refused', async () => {
  for (const fields of [{ store: true }, { previous_response_id: 'resp_1' }]) {
    const { status, body } = await ask(fields);
    assert.equal(status, 400);
    assert.equal(JSON.parse(body.error.message)[0].path[0], Object.keys(fields)[0]);
  }
});

test('a failure before the answer has its status; within a stream it is response.failed', async () => {
  const { spent } = await easel.listed();
  upstream.next({ error: { code: 502, message: 'Provider returned error' } });
  assert.equal((await ask({ model: UPSTREAM_MODEL, image_config: {} })).status, 502);
  upstream.next({ delay: 1500, error: { code: 429, message: 'Rate limit exceeded' }, headers: { 'Retry-After': '60' } });
  const { status, events } = await ask({ model: UPSTREAM_MODEL, image_config: {}, stream: true });
  assert.equal(status, 200);
  const { type, response } = events.at(-1);
  assert.equal(type, 'response.failed');
  assert.equal(response.status, 'failed');
  assert.equal(response.error.code, 'rate_limit_exceeded');
  assert.equal(response.error_type, 'rate_limit_exceeded');
  const after = await easel.listed();
  assert.deepEqual([after.spent, after.held], [spent, 0]);
});

test('one Idempotency-Key is one response', async () => {
  const headers = { 'Idempotency-Key': 'response once' };
  const first = await ask({}, { headers });
  const again = await ask({}, { headers });
  assert.equal(again.body.id, first.body.id);
  assert.deepEqual(again.body.output, first.body.output);
});

const sdk = () =>
  new OpenRouter({ apiKey: easel.key, serverURL: easel.base, retryConfig: { strategy: 'none' } });
const responsesRequest = { model: MODEL, input: PROMPT, modalities: ['image', 'text'],
  imageConfig: { size: '128x96' } };

test("OpenRouter's SDK gets a response", async () => {
  const result = await sdk().responses.send({ responsesRequest });
  assert.equal(result.status, 'completed');
  const call = result.output.find((item) => item.type === 'image_generation_call');
  assert.equal(readPng(call.result).width, 128);
  assert.ok(result.usage.totalTokens > 0);
});

test("OpenRouter's SDK reads a stream to its end", async () => {
  const stream = await sdk().responses.send({ responsesRequest:
    { ...responsesRequest, imageConfig: { size: '640x480' }, stream: true } });
  const types = [];
  let last;
  for await (const event of stream) {
    types.push(event.type);
    last = event;
  }
  assert.equal(types.at(0), 'response.created');
  assert.equal(types.at(-1), 'response.completed');
  assert.ok(types.includes('response.image_generation_call.completed'));
  assert.ok(!types.some((type) => /unknown/i.test(String(type))), types.join(' '));
  assert.equal(last.response.output.length, 2);
});

const openai = () => new OpenAI({ apiKey: easel.key, baseURL: easel.base, maxRetries: 0 });

test("OpenAI's client gets a picture by its tool", async () => {
  const result = await openai().responses.create({ model: MODEL, input: PROMPT,
    tools: [{ type: 'image_generation', size: '128x96', quality: 'auto' }] });
  const call = result.output.find((item) => item.type === 'image_generation_call');
  assert.equal(readPng(`data:image/png;base64,${call.result}`).height, 96);
  assert.ok(result.output_text.length > 0);
});

test("OpenAI's client streams a picture", async () => {
  const stream = await openai().responses.create({ model: MODEL, input: PROMPT, stream: true,
    tools: [{ type: 'image_generation', size: '640x480', partial_images: 2 }] });
  const types = [];
  for await (const event of stream) types.push(event.type);
  assert.equal(types.at(-1), 'response.completed');
});
