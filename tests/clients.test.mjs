// The official client libraries against the real binary.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { OpenRouter } from '@openrouter/sdk';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';

import { Easel, paint, PROMPT } from './harness.mjs';
import { decodePng, readPng } from './standins/pictures.mjs';

const MODEL = 'easel/painter-1';
let easel;
before(async () => { easel = await Easel.start(); });
after(() => easel.stop());

const sdk = (apiKey = easel.key) =>
  new OpenRouter({ apiKey, serverURL: easel.base, retryConfig: { strategy: 'none' } });
const chatRequest = () => ({ model: MODEL, messages: [{ role: 'user', content: PROMPT }],
  modalities: ['image', 'text'], imageConfig: { size: '128x96' } });

test("OpenRouter's SDK sends a chat and gets the picture", async () => {
  const result = await sdk().chat.send({ chatRequest: chatRequest() });
  const { width } = readPng(result.choices[0].message.images[0].imageUrl.url);
  assert.equal(width, 128);
  assert.equal(result.usage.cost, 0);
});

test("OpenRouter's SDK reads a stream to its end", async () => {
  const stream = await sdk().chat.send({ chatRequest: { ...chatRequest(), stream: true } });
  let finish;
  let usage;
  for await (const chunk of stream) {
    finish = chunk.choices[0]?.finishReason ?? finish;
    usage = chunk.usage ?? usage;
  }
  assert.equal(finish, 'stop');
  assert.ok(usage.totalTokens > 0);
});

test("OpenRouter's SDK lists models and reads the key", async () => {
  const models = await sdk().models.list({ outputModalities: 'image' });
  const list = models.data ?? models.result?.data;
  assert.ok(list.some((model) => model.id === MODEL));
  const key = await sdk().apiKeys.getCurrentKeyMetadata();
  assert.equal(key.data.usage, 0);
});

test("OpenRouter's SDK raises a typed error for an unknown key", async () => {
  await assert.rejects(sdk('sk-easel-v1-unknown').chat.send({ chatRequest: chatRequest() }),
    (error) => error.statusCode === 401 && error.constructor.name === 'UnauthorizedResponseError');
});

const provider = () => createOpenRouter({ apiKey: easel.key, baseURL: easel.base });
const model = () => provider()(MODEL, { extraBody: { modalities: ['image', 'text'],
  image_config: { size: '128x96' } } });

test('the AI SDK generates text with a file', async () => {
  const result = await generateText({ model: model(), prompt: PROMPT, maxRetries: 0 });
  assert.ok(result.text.length > 0);
  assert.equal(result.files[0].mediaType, 'image/png');
  assert.equal(decodePng(Buffer.from(result.files[0].uint8Array)).width, 128);
});

test('the AI SDK streams text with a file', async () => {
  const result = streamText({ model: model(), prompt: PROMPT, maxRetries: 0 });
  const kinds = [];
  for await (const part of result.fullStream) kinds.push(part.type);
  assert.ok(kinds.includes('file'), kinds.join(' '));
  assert.ok(!kinds.includes('error'), kinds.join(' '));
  assert.equal(decodePng(Buffer.from((await result.files)[0].uint8Array)).height, 96);
  assert.equal(await result.finishReason, 'stop');
});

test('the AI SDK shows the message of an unknown model', async () => {
  await assert.rejects(generateText({ model: provider()('nobody/nothing'), prompt: PROMPT, maxRetries: 0 }),
    /nobody\/nothing/);
});

const openai = () => new OpenAI({ apiKey: easel.key, baseURL: easel.base, maxRetries: 0 });

test("OpenAI's client gets a chat completion with its picture", async () => {
  const result = await openai().chat.completions.create(paint());
  assert.equal(readPng(result.choices[0].message.images[0].image_url.url).width, 128);
  assert.equal(result.choices[0].finish_reason, 'stop');
});

test("OpenAI's client streams a chat completion with its picture", async () => {
  const stream = await openai().chat.completions.create({ ...paint(), stream: true });
  const images = [];
  let usage;
  for await (const chunk of stream) {
    images.push(...chunk.choices[0]?.delta.images ?? []);
    usage = chunk.usage ?? usage;
  }
  assert.equal(readPng(images[0].image_url.url).height, 96);
  assert.ok(usage.total_tokens > 0);
});

test("OpenAI's client lists models and raises its own error for a bad body", async () => {
  const models = [];
  for await (const entry of openai().models.list()) models.push(entry.id);
  assert.ok(models.includes(MODEL));
  await assert.rejects(openai().chat.completions.create({ model: MODEL, messages: [] }),
    (error) => error instanceof OpenAI.BadRequestError);
});
