// The stand-in of OpenRouter is only worth something if OpenRouter's own clients believe it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { OpenRouter } from '@openrouter/sdk';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';

import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { decodePng, hugePng, noisePng } from './standins/pictures.mjs';

const MODEL = 'google/gemini-2.5-flash-image';
const picture = noisePng(80, 60);
let upstream;
before(async () => { upstream = await OpenRouterStandIn.start(); });
after(() => upstream.stop());

const provider = () => createOpenRouter({ apiKey: 'k', baseURL: upstream.url });

test('the AI SDK takes a buffered picture from the stand-in', async () => {
  upstream.next({ pictures: [picture], text: 'Here it is.' });
  const result = await generateText({ model: provider()(MODEL), prompt: 'a fox', maxRetries: 0 });
  assert.equal(result.text, 'Here it is.');
  assert.deepEqual(Buffer.from(result.files[0].uint8Array), picture);
});

test('the AI SDK takes a streamed picture from the stand-in', async () => {
  upstream.next({ pictures: [picture], text: 'Here it is.' });
  const result = streamText({ model: provider()(MODEL), prompt: 'a fox', maxRetries: 0 });
  assert.equal(await result.text, 'Here it is.');
  const files = await result.files;
  assert.deepEqual(Buffer.from(files[0].uint8Array), picture);
});

test('the AI SDK hears an error of the stand-in', async () => {
  upstream.next({ error: { code: 503, message: 'Service temporarily unavailable' } });
  await assert.rejects(generateText({ model: provider()(MODEL), prompt: 'a fox', maxRetries: 0 }),
    /temporarily unavailable/);
});

test("OpenRouter's SDK takes a buffered answer of the stand-in", async () => {
  upstream.next({ pictures: [picture] });
  const client = new OpenRouter({ apiKey: 'k', serverURL: upstream.url, retryConfig: { strategy: 'none' } });
  const result = await client.chat.send({ chatRequest: { model: MODEL,
    messages: [{ role: 'user', content: 'a fox' }], modalities: ['image', 'text'] } });
  assert.match(result.choices[0].message.images[0].imageUrl.url, /^data:image\/png;base64,/);
});

test("OpenAI's client takes a stream of the stand-in", async () => {
  upstream.next({ text: 'two words', pictures: [picture], heartbeats: 2, every: 10 });
  const client = new OpenAI({ apiKey: 'k', baseURL: upstream.url, maxRetries: 0 });
  const stream = await client.chat.completions.create({ model: MODEL, stream: true,
    messages: [{ role: 'user', content: 'a fox' }] });
  let text = '';
  let images = 0;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    images += chunk.choices[0]?.delta.images?.length ?? 0;
  }
  assert.equal(text, 'two words');
  assert.equal(images, 1);
});

test('its pictures are real PNG files, the huge one about eight mebibytes', () => {
  const huge = decodePng(hugePng());
  assert.ok(Math.abs(huge.bytes.length - 8 * 1024 * 1024) < 64 * 1024);
  assert.deepEqual([huge.width, huge.height], [1024, 2730]);
});
