// Every route, good and bad: what it answers is accepted by the schemas inside OpenRouter's own SDK
// and by Easel's own OpenAPI document, whose examples validate too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as sdk from '@openrouter/sdk/models';
import * as operations from '@openrouter/sdk/models/operations';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { behind, Easel, eventually, parseSse, run } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const MODEL = 'easel/painter-1';
const TEXT = 'openai/gpt-4o-mini';
let upstream, easel, document, ajv;
const walked = new Set();
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  document = await (await easel.fetch('/openapi.json', { key: '' })).json();
  ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'easel');
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const pointer = (...parts) => `easel#/${parts.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
function ours(path, method, status, type, body) {
  const response = document.paths[path][method].responses[status];
  assert.ok(response, `${method} ${path} ${status} is not documented`);
  if (!response.content?.[type]) return;
  const validate = ajv.getSchema(pointer('paths', path, method, 'responses', status, 'content', type, 'schema'));
  assert.ok(validate(body), `${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 600)}`);
}

const ERRORS = { 400: 'BadRequest', 401: 'Unauthorized', 402: 'PaymentRequired', 403: 'Forbidden', 404: 'NotFound', 408: 'RequestTimeout', 409: 'Conflict',
  413: 'PayloadTooLarge', 422: 'UnprocessableEntity', 429: 'TooManyRequests', 500: 'InternalServer', 502: 'BadGateway', 503: 'ServiceUnavailable' };
function theirs(schema, status, body) {
  if (status < 400) return schema?.parse(body);
  const data = sdk[`${ERRORS[status]}ResponseErrorData$inboundSchema`];
  if (data && body.error?.code) data.parse(body.error);
}

/** Asks, and holds the answer to both schemas. `at` is the path as the document has it. */
async function walk(at, method, where, { status = 200, schema, ...options } = {}) {
  const root = !at.startsWith('/api/v1');
  const answer = await easel.fetch(root ? `${easel.origin}${where}` : where.replace('/api/v1', ''), { method: method.toUpperCase(), ...options });
  const text = await answer.text();
  assert.equal(answer.status, status, `${method} ${where}: ${text.slice(0, 400)}`);
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  walked.add(`${method} ${at}`);
  if (type !== 'application/json') return { answer, text, type };
  const body = JSON.parse(text);
  ours(at, method, status, type, body);
  theirs(schema, status, body);
  return { answer, body };
}

test('every example of the document validates', () => {
  let count = 0;
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const parts = [['requestBody'], ...Object.keys(operation.responses).map((status) => ['responses', status])];
      for (const part of parts) {
        const content = part.reduce((value, key) => value?.[key], operation)?.content ?? {};
        for (const [type, { example }] of Object.entries(content)) {
          if (example === undefined) continue;
          const validate = ajv.getSchema(pointer('paths', path, method, ...part, 'content', type, 'schema'));
          assert.ok(validate(example), `${method} ${path} ${part}: ${ajv.errorsText(validate.errors)}`);
          count++;
        }
      }
    }
  }
  assert.ok(count > 40, `${count} examples`);
});

test('the examples of requests that the painter can draw are answered', async () => {
  for (const path of ['/chat/completions', '/images', '/images/generations', '/responses', '/messages', '/completions', '/estimate']) {
    const { example } = document.paths[`/api/v1${path}`].post.requestBody.content['application/json'];
    const images = path.startsWith('/images');
    const tiny = images ? { size: '128x96', resolution: undefined, aspect_ratio: undefined } : { image_config: { size: '128x96' } };
    await walk(`/api/v1${path}`, 'post', `/api/v1${path}`, { body: { ...example, ...tiny, model: MODEL } });
  }
});

const small = { image_config: { size: '128x96' } };
const chat = (more = {}) => ({ model: MODEL, messages: [{ role: 'user', content: 'a lake' }], modalities: ['image', 'text'], ...small, ...more });
const words = (more = {}) => ({ pictures: [], text: 'Good day.', reasoning: 'Hm.', ...more });
const call = { id: 'c1', index: 0, type: 'function', function: { name: 'f', arguments: '{}' } };
const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];

test('the doors answer what the SDK takes: pictures, words, thoughts and calls', async () => {
  await walk('/api/v1/chat/completions', 'post', '/chat/completions', { body: chat(), schema: sdk.ChatResult$inboundSchema });
  upstream.next(words());
  await walk('/api/v1/chat/completions', 'post', '/chat/completions', { body: chat({ model: TEXT, modalities: undefined }), schema: sdk.ChatResult$inboundSchema });
  upstream.next(words({ finish: 'tool_calls', message: { tool_calls: [call] } }));
  await walk('/api/v1/chat/completions', 'post', '/chat/completions', { body: chat({ model: TEXT, modalities: undefined, tools }), schema: sdk.ChatResult$inboundSchema });
  await walk('/api/v1/chat/completions', 'post', '/chat/completions', { body: chat(), headers: { 'X-OpenRouter-Metadata': 'enabled' }, schema: sdk.ChatResult$inboundSchema });
  for (const path of ['/images', '/images/generations']) {
    await walk(`/api/v1${path}`, 'post', path, { body: { model: MODEL, prompt: 'a lake', size: '128x96', n: 2 }, schema: sdk.ImageGenerationResponse$inboundSchema });
  }
  upstream.next({ pictures: [noisePng(64, 48)] });
  await walk('/api/v1/images/edits', 'post', '/images/edits', { body: { model: 'google/gemini-2.5-flash-image', prompt: 'bluer',
    input_references: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${noisePng(20, 20).toString('base64')}` } }] }, schema: sdk.ImageGenerationResponse$inboundSchema });
  await walk('/api/v1/responses', 'post', '/responses', { body: { model: MODEL, input: 'a lake', ...small }, schema: sdk.OpenResponsesResult$inboundSchema });
  upstream.next(words({ finish: 'tool_calls', message: { tool_calls: [call] } }));
  await walk('/api/v1/responses', 'post', '/responses', { body: { model: TEXT, input: 'x', tools: [{ type: 'function', name: 'f', parameters: { type: 'object' } }] },
    headers: { 'X-OpenRouter-Metadata': 'enabled' }, schema: sdk.OpenResponsesResult$inboundSchema });
  await walk('/api/v1/messages', 'post', '/messages', { body: { model: MODEL, max_tokens: 9, messages: [{ role: 'user', content: 'a lake' }], ...small } });
  await walk('/api/v1/completions', 'post', '/completions', { body: { model: MODEL, prompt: 'a lake', ...small } });
  await walk('/api/v1/estimate', 'post', '/estimate', { body: chat() });
});

test('every chunk of a stream is one that the SDK takes', async () => {
  const bodies = [chat({ stream: true, easel: { previews: true } }), chat({ stream: true, model: TEXT, modalities: undefined, tools, debug: { echo_upstream_body: true } })];
  for (const [at, body] of bodies.entries()) {
    if (at === 1) upstream.next(words({ deltas: [{ tool_calls: [call] }], finish: 'tool_calls' }));
    const { chunks, done } = parseSse(await (await easel.fetch('/chat/completions', { body })).text());
    assert.ok(done);
    for (const chunk of chunks) sdk.ChatStreamChunk$inboundSchema.parse(chunk);
  }
  const text = await (await easel.fetch('/images', { body: { model: MODEL, prompt: 'a lake', size: '128x96', stream: true } })).text();
  const events = text.split('\n\n').filter((block) => block.startsWith('data: {')).map((block) => JSON.parse(block.slice(6)));
  for (const event of events) {
    const schema = event.type.endsWith('.completed') ? sdk.ImageGenCompletedEvent$inboundSchema : sdk.ImageGenPartialImageEvent$inboundSchema;
    schema.parse(event);
  }
  assert.ok(events.some((event) => event.type === 'image_generation.completed'));
  const items = await (await easel.fetch('/responses', { body: { model: MODEL, input: 'a lake', stream: true, ...small } })).text();
  for (const block of items.split('\n\n').filter((one) => one.startsWith('data: {'))) {
    sdk.StreamEvents$inboundSchema.parse(JSON.parse(block.slice(6)));
  }
});

test('models, endpoints and providers, with what was made of them', async () => {
  const { body: list } = await walk('/api/v1/models', 'get', '/models?output_modalities=all&limit=500&offset=0', { schema: sdk.ModelsListResponse$inboundSchema, key: '' });
  assert.ok(list.data.some((model) => model.id === MODEL));
  await walk('/api/v1/models', 'get', '/models?include=unconnected&output_modalities=all', { schema: sdk.ModelsListResponse$inboundSchema });
  await walk('/api/v1/models', 'get', '/models?sort=by-taste', { status: 400 });
  await walk('/api/v1/models/count', 'get', '/models/count', { schema: sdk.ModelsCountResponse$inboundSchema });
  await walk('/api/v1/models/count', 'get', '/models/count?context=much', { status: 400 });
  await walk('/api/v1/models/user', 'get', '/models/user', { schema: sdk.ModelsListResponse$inboundSchema });
  await walk('/api/v1/models/user', 'get', '/models/user', { status: 401, key: '' });
  await walk('/api/v1/model/{author}/{slug}', 'get', `/model/${MODEL}`, { schema: sdk.ModelResponse$inboundSchema });
  await walk('/api/v1/model/{author}/{slug}', 'get', '/model/no/such', { status: 404 });
  const { body: own } = await walk('/api/v1/models/{author}/{slug}/endpoints', 'get', `/models/${MODEL}/endpoints`, { schema: operations.ListEndpointsResponse$inboundSchema });
  assert.equal(own.data.endpoints[0].uptime_last_1d, 100);
  await walk('/api/v1/models/{author}/{slug}/endpoints', 'get', '/models/no/such/endpoints', { status: 404 });
  const { body: zdr } = await walk('/api/v1/endpoints/zdr', 'get', '/endpoints/zdr', { schema: operations.ListEndpointsZdrResponse$inboundSchema });
  assert.equal(zdr.data[0].model_id, MODEL);
  await walk('/api/v1/embeddings/models', 'get', '/embeddings/models', { schema: sdk.ModelsListResponse$inboundSchema });
  const { body: providers } = await walk('/api/v1/providers', 'get', '/providers', { schema: operations.ListProvidersResponse$inboundSchema });
  assert.ok(providers.data.some((provider) => provider.slug === 'easel'));
  await walk('/api/v1/images/models', 'get', '/images/models', { schema: sdk.ImageModelsListResponse$inboundSchema });
  await walk('/api/v1/images/models/{author}/{slug}/endpoints', 'get', `/images/models/${MODEL}/endpoints`, { schema: sdk.ImageModelEndpointsResponse$inboundSchema });
  await walk('/api/v1/images/models/{author}/{slug}/endpoints', 'get', '/images/models/no/such/endpoints', { status: 404 });
});

test('keys, generations and pictures are found again with what they are', async () => {
  upstream.next({ pictures: [noisePng(64, 48)], usage: { cost: 0.04 } });
  const { body: made } = await walk('/api/v1/chat/completions', 'post', '/chat/completions', { body: chat({ model: 'google/gemini-2.5-flash-image', image_config: {} }) });
  for (const path of ['/key', '/auth/key']) {
    const { body } = await eventually(async () => {
      const found = await walk(`/api/v1${path}`, 'get', path, { schema: operations.GetCurrentKeyResponse$inboundSchema });
      return found.body.data.usage >= 0.04 ? found : undefined;
    });
    assert.ok(body.data.label.startsWith('sk-easel-v1-'));
    await walk(`/api/v1${path}`, 'get', path, { status: 401, key: 'sk-nobody' });
  }
  const where = `/generation?id=${made.id}`;
  await eventually(() => easel.generation(made.id));
  const { body: record } = await walk('/api/v1/generation', 'get', where, { schema: sdk.GenerationResponse$inboundSchema });
  assert.equal(record.data.total_cost, 0.04);
  assert.equal(record.data.num_media_completion, 1);
  assert.equal(record.data.provider_responses[0].status, 200);
  await walk('/api/v1/generation', 'get', '/generation?id=gen-no', { status: 404 });
  await walk('/api/v1/generation', 'get', '/generation', { status: 400 });
  await walk('/api/v1/generation', 'get', where, { status: 401, key: '' });
  const { sha256 } = made.easel.pictures[0];
  const { type } = await walk('/api/v1/images/{sha256}', 'get', `/images/${sha256}`);
  assert.equal(type, 'image/png');
  await walk('/api/v1/images/{sha256}', 'get', `/images/${sha256}`, { status: 401, key: '' });
  await walk('/api/v1/images/{sha256}', 'get', `/images/${'0'.repeat(64)}`, { status: 404 });
  await walk('/api/v1/images/{sha256}', 'get', `/images/${sha256}?w=7`, { status: 400 });
});

test('jobs are found, followed and stopped', async () => {
  const answer = await easel.fetch('/chat/completions', { body: chat(), headers: { Prefer: 'respond-async' } });
  assert.equal(answer.status, 202);
  const { id } = await answer.json();
  const at = '/api/v1/jobs/{id}';
  const done = await eventually(async () => {
    const { body } = await walk(at, 'get', `/jobs/${id}`);
    return body.status === 'completed' && body;
  });
  sdk.ChatResult$inboundSchema.parse(done.result);
  const events = await walk(`${at}/events`, 'get', `/jobs/${id}/events`);
  assert.ok(parseSse(events.text).done);
  await walk(at, 'delete', `/jobs/${id}`);
  await walk(at, 'get', '/jobs/gen-no', { status: 404 });
  await walk(at, 'delete', '/jobs/gen-no', { status: 404 });
  await walk(`${at}/events`, 'get', '/jobs/gen-no/events', { status: 404 });
  await walk('/api/v1/callbacks/secret', 'get', '/callbacks/secret');
  await walk('/api/v1/callbacks/secret', 'get', '/callbacks/secret', { status: 401, key: '' });
});

test('the doors refuse in words that the SDK takes, and bill nothing', async () => {
  const poor = (await run(['keys', 'create', '--data', easel.data, '--name', 'poor', '--limit', '0.001'])).stdout.trim();
  const doors = { '/chat/completions': (model) => ({ model, messages: [{ role: 'user', content: 'x' }], modalities: ['image', 'text'] }), '/images': (model) => ({ model, prompt: 'x' }),
    '/images/generations': (model) => ({ model, prompt: 'x' }), '/images/edits': (model) => ({ model, prompt: 'x', input_references: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${noisePng(9, 9).toString('base64')}` } }] }), '/responses': (model) => ({ model, input: 'x', modalities: ['image'] }),
    '/messages': (model) => ({ model, max_tokens: 5, messages: [{ role: 'user', content: 'x' }] }), '/completions': (model) => ({ model, prompt: 'x', modalities: ['image'] }) };
  for (const [path, body] of Object.entries(doors)) {
    const at = `/api/v1${path}`;
    const refused = (status, options) => walk(at, 'post', path, { status, ...options });
    await refused(400, { body: '{' });
    await refused(400, { body: body('no/such') });
    await refused(401, { body: body(MODEL), key: '' });
    await refused(404, { body: { ...body('google/gemini-2.5-flash-image'), provider: { only: ['easel'] } } });
    await refused(402, { body: body('google/gemini-2.5-flash-image'), key: poor });
    for (const [code, status] of [[400, 400], [429, 429], [500, 502], [503, 503]]) {
      upstream.always({ error: { code, message: 'no' } });
      await refused(status, { body: body('google/gemini-2.5-flash-image') });
    }
    upstream.reset();
  }
  await walk('/api/v1/estimate', 'post', '/estimate', { status: 400, body: {} });
  await walk('/api/v1/estimate', 'post', '/estimate', { status: 401, body: chat(), key: '' });
  assert.equal((await easel.listed('poor')).spent, 0);
});

test('what stands beside the API answers too', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/docs']) await walk(path, 'get', path, { key: '' });
  await walk('/mcp', 'post', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, headers: { Accept: 'application/json, text/event-stream' } });
  await walk('/api/v1/openapi.json', 'get', '/openapi.json', { key: '' });
});

test('every documented route was walked', () => {
  const all = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  assert.deepEqual(all.filter((one) => !walked.has(one)), []);
});
