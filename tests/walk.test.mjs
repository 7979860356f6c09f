// Every route, good and bad: what it answers is accepted by the schemas inside OpenRouter's own SDK
// and by Easel's own OpenAPI document, whose examples validate too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as sdk from '@openrouter/sdk/models';
import * as operations from '@openrouter/sdk/models/operations';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { behind, createKey, Easel, eventually, parseSse, run } from './harness.mjs';
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

test('team leads make keys, give credit and see what was made, and nobody else does', async () => {
  const lead = await createKey(easel.data, 'lead', '--management');
  const keys = '/api/v1/keys';
  const { body: made } = await walk(keys, 'post', '/keys', { key: lead, status: 201, body: { name: 'child', limit: 2 }, schema: operations.CreateKeysResponse$inboundSchema });
  const { hash } = made.data;
  await walk(keys, 'post', '/keys', { key: lead, status: 400, body: { limit: 2 } });
  await walk(keys, 'get', '/keys?offset=0&include_disabled=true', { key: lead, schema: operations.ListResponse$inboundSchema });
  await walk(keys, 'get', '/keys?offset=-1', { key: lead, status: 400 });
  await walk(`${keys}/{hash}`, 'get', `/keys/${hash}`, { key: lead, schema: operations.GetKeyResponse$inboundSchema });
  await walk(`${keys}/{hash}`, 'patch', `/keys/${hash}`, { key: lead, body: { disabled: true }, schema: operations.UpdateKeysResponse$inboundSchema });
  await walk(`${keys}/{hash}`, 'patch', `/keys/${hash}`, { key: lead, status: 400, body: { limit: -1 } });
  await walk(`${keys}/{hash}`, 'delete', `/keys/${hash}`, { key: lead, schema: operations.DeleteKeysResponse$inboundSchema });
  for (const method of ['get', 'patch', 'delete']) {
    const body = method === 'patch' ? {} : undefined;
    await walk(`${keys}/{hash}`, method, `/keys/${hash}`, { key: lead, status: 404, body });
    await walk(`${keys}/{hash}`, method, `/keys/${hash}`, { status: 403, body });
    await walk(`${keys}/{hash}`, method, `/keys/${hash}`, { status: 401, key: '', body });
  }
  const credits = '/api/v1/credits';
  await walk(credits, 'post', '/credits', { key: lead, status: 201, body: { amount: 3, note: 'November' } });
  await walk(credits, 'post', '/credits', { key: lead, status: 400, body: { amount: -3 } });
  await walk(credits, 'get', '/credits', { key: lead, schema: operations.GetCreditsResponse$inboundSchema });
  await walk(`${credits}/coinbase`, 'post', '/credits/coinbase', { key: lead, status: 410, body: {} });
  const activity = '/api/v1/activity';
  const today = new Date().toISOString().slice(0, 10);
  const { body: days } = await walk(activity, 'get', `/activity?date=${today}`, { key: lead, schema: sdk.ActivityResponse$inboundSchema });
  assert.ok(days.data.some((row) => row.model === MODEL && row.requests > 0));
  await walk(activity, 'get', '/activity?date=tomorrow', { key: lead, status: 400 });
  await walk('/api/v1/analytics/meta', 'get', '/analytics/meta', { key: lead, schema: operations.GetAnalyticsMetaResponse$inboundSchema });
  const query = '/api/v1/analytics/query';
  await walk(query, 'post', '/analytics/query', { key: lead, body: { metrics: ['request_count'], dimensions: ['model'] }, schema: operations.QueryAnalyticsResponse$inboundSchema });
  await walk(query, 'post', '/analytics/query', { key: lead, status: 400, body: { metrics: ['happiness'] } });
  for (const [at, method] of [[keys, 'get'], [keys, 'post'], [credits, 'get'], [credits, 'post'], [activity, 'get'], ['/api/v1/analytics/meta', 'get'], [query, 'post']]) {
    const body = method === 'post' ? {} : undefined;
    await walk(at, method, at.replace('/api/v1', ''), { status: 403, body });
    await walk(at, method, at.replace('/api/v1', ''), { status: 401, key: '', body });
  }
});

test('presets are made from the bodies of requests', async () => {
  const at = '/api/v1/presets';
  const messages = [{ role: 'system', content: 'Be kind.' }, { role: 'user', content: 'x' }];
  const bodies = { 'chat/completions': { model: TEXT, messages }, messages: { model: TEXT, max_tokens: 9, messages: messages.slice(1) }, responses: { model: TEXT, input: 'x' } };
  for (const [door, body] of Object.entries(bodies)) {
    await walk(`${at}/{slug}/${door}`, 'post', `/presets/kind/${door}`, { body, schema: sdk.CreatePresetFromInferenceResponse$inboundSchema });
    await walk(`${at}/{slug}/${door}`, 'post', `/presets/kind/${door}`, { status: 400, body: { model: 5 } });
    await walk(`${at}/{slug}/${door}`, 'post', `/presets/kind/${door}`, { status: 401, key: '', body });
  }
  await walk(at, 'get', '/presets?limit=1', { schema: sdk.ListPresetsResponse$inboundSchema });
  await walk(at, 'get', '/presets?limit=0', { status: 400 });
  await walk(at, 'get', '/presets', { status: 401, key: '' });
  await walk(`${at}/{slug}`, 'get', '/presets/kind', { schema: sdk.GetPresetResponse$inboundSchema });
  await walk(`${at}/{slug}`, 'get', '/presets/none', { status: 404 });
  await walk(`${at}/{slug}`, 'patch', '/presets/kind', { body: { designated_version: 1 } });
  await walk(`${at}/{slug}`, 'patch', '/presets/kind', { status: 400, body: { status: 'lost' } });
  await walk(`${at}/{slug}`, 'patch', '/presets/none', { status: 404, body: {} });
  await walk(`${at}/{slug}/versions`, 'get', '/presets/kind/versions', { schema: sdk.ListPresetVersionsResponse$inboundSchema });
  await walk(`${at}/{slug}/versions`, 'get', '/presets/none/versions', { status: 404 });
  await walk(`${at}/{slug}/versions/{version}`, 'get', '/presets/kind/versions/1', { schema: sdk.GetPresetVersionResponse$inboundSchema });
  await walk(`${at}/{slug}/versions/{version}`, 'get', '/presets/kind/versions/9', { status: 404 });
});

test('credentials of a team at providers are kept and never told', async () => {
  const lead = await createKey(easel.data, 'bringer', '--management');
  const at = '/api/v1/byok';
  const body = { provider: 'openrouter', key: 'sk-or-v1-mine-0123456789', disabled: true };
  const { body: made } = await walk(at, 'post', '/byok', { key: lead, status: 201, body, schema: sdk.CreateBYOKKeyResponse$inboundSchema });
  await walk(at, 'post', '/byok', { key: lead, status: 400, body: { provider: 'nobody', key: 'x' } });
  await walk(at, 'get', '/byok?limit=1', { key: lead, schema: sdk.ListBYOKKeysResponse$inboundSchema });
  await walk(at, 'get', '/byok?limit=0', { key: lead, status: 400 });
  const { id } = made.data;
  await walk(`${at}/{id}`, 'get', `/byok/${id}`, { key: lead, schema: sdk.GetBYOKKeyResponse$inboundSchema });
  await walk(`${at}/{id}`, 'patch', `/byok/${id}`, { key: lead, body: { name: 'ours' }, schema: sdk.UpdateBYOKKeyResponse$inboundSchema });
  await walk(`${at}/{id}`, 'patch', `/byok/${id}`, { key: lead, status: 400, body: { name: 5 } });
  await walk(`${at}/{id}`, 'delete', `/byok/${id}`, { key: lead, schema: sdk.DeleteBYOKKeyResponse$inboundSchema });
  for (const method of ['get', 'patch', 'delete']) {
    const fields = method === 'patch' ? {} : undefined;
    await walk(`${at}/{id}`, method, `/byok/${id}`, { key: lead, status: 404, body: fields });
    await walk(`${at}/{id}`, method, `/byok/${id}`, { status: 403, body: fields });
    await walk(`${at}/{id}`, method, `/byok/${id}`, { status: 401, key: '', body: fields });
  }
  for (const method of ['get', 'post']) await walk(at, method, '/byok', { status: 403, body: method === 'post' ? body : undefined });
});

test('guardrails are made, assigned and forgotten', async () => {
  const lead = await createKey(easel.data, 'guard', '--management');
  const at = '/api/v1/guardrails', one = `${at}/{id}`, keys = `${one}/assignments/keys`;
  const { body: child } = await walk('/api/v1/keys', 'post', '/keys', { key: lead, status: 201, body: { name: 'held' } });
  const { body: made } = await walk(at, 'post', '/guardrails', { key: lead, status: 201, body: { name: 'g', limit_usd: 1 }, schema: sdk.CreateGuardrailResponse$inboundSchema });
  await walk(at, 'post', '/guardrails', { key: lead, status: 400, body: { name: '' } });
  await walk(at, 'get', '/guardrails', { key: lead, schema: sdk.ListGuardrailsResponse$inboundSchema });
  const where = `/guardrails/${made.data.id}`, hashes = { key_hashes: [child.data.hash] };
  await walk(one, 'get', where, { key: lead, schema: sdk.GetGuardrailResponse$inboundSchema });
  await walk(one, 'patch', where, { key: lead, body: { enforce_zdr: true }, schema: sdk.UpdateGuardrailResponse$inboundSchema });
  await walk(one, 'patch', where, { key: lead, status: 400, body: { limit_usd: -1 } });
  await walk(keys, 'post', `${where}/assignments/keys`, { key: lead, body: hashes, schema: sdk.BulkAssignKeysResponse$inboundSchema });
  await walk(keys, 'post', `${where}/assignments/keys`, { key: lead, status: 400, body: {} });
  await walk(keys, 'get', `${where}/assignments/keys`, { key: lead, schema: sdk.ListKeyAssignmentsResponse$inboundSchema });
  await walk(`${at}/assignments/keys`, 'get', '/guardrails/assignments/keys', { key: lead, schema: sdk.ListKeyAssignmentsResponse$inboundSchema });
  await walk(`${keys}/remove`, 'post', `${where}/assignments/keys/remove`, { key: lead, body: hashes, schema: sdk.BulkUnassignKeysResponse$inboundSchema });
  await walk(one, 'delete', where, { key: lead, schema: sdk.DeleteGuardrailResponse$inboundSchema });
  await walk(one, 'get', where, { key: lead, status: 404 });
  for (const [path, method, to] of [[at, 'get', '/guardrails'], [at, 'post', '/guardrails'], [one, 'get', where], [keys, 'get', `${where}/assignments/keys`]]) {
    const body = method === 'post' ? { name: 'g' } : undefined;
    await walk(path, method, to, { status: 403, body });
    await walk(path, method, to, { status: 401, key: '', body });
  }
});

test('workspaces, who is in them, and what members are held by', async () => {
  const lead = await createKey(easel.data, 'spaces', '--management');
  const team = await createKey(easel.data, 'spaces of a team', '--management', '--limit', '1');
  const [, link] = await eventually(() => /\/sign-in#(\w+)/.exec(easel.stderr));
  await fetch(`${easel.origin}/ui/v1/sign-in`, { method: 'POST', body: JSON.stringify({ link }), headers: { 'Content-Type': 'application/json', Origin: easel.origin } });
  const people = '/api/v1/organization/members';
  const { body: { data: [{ id: user }] } } = await walk(people, 'get', '/organization/members', { key: lead, schema: operations.ListOrganizationMembersResponseBody$inboundSchema });
  const at = '/api/v1/workspaces', one = `${at}/{id}`, budget = `${one}/budgets/{interval}`, guard = '/api/v1/guardrails/{id}/assignments/members';
  const { body: made } = await walk(at, 'post', '/workspaces', { key: lead, status: 201, body: { name: 'Spring', slug: 'spring' }, schema: sdk.CreateWorkspaceResponse$inboundSchema });
  await walk(at, 'post', '/workspaces', { key: lead, status: 409, body: { name: 'Spring', slug: 'spring' } });
  await walk(at, 'post', '/workspaces', { key: lead, status: 400, body: { name: 'Spring' } });
  await walk(at, 'get', '/workspaces', { key: lead, schema: sdk.ListWorkspacesResponse$inboundSchema });
  const where = `/workspaces/${made.data.id}`, users = { user_ids: [user] }, ids = { member_user_ids: [user] };
  await walk(one, 'get', where, { key: lead, schema: sdk.GetWorkspaceResponse$inboundSchema });
  await walk(one, 'patch', where, { key: lead, body: { description: 'flowers' }, schema: sdk.UpdateWorkspaceResponse$inboundSchema });
  await walk(one, 'patch', where, { key: lead, status: 400, body: { slug: '-' } });
  await walk(budget, 'put', `${where}/budgets/lifetime`, { key: lead, body: { limit_usd: 3, include_byok_in_budgets: true }, schema: sdk.UpsertWorkspaceBudgetResponse$inboundSchema });
  await walk(budget, 'put', `${where}/budgets/daily`, { key: lead, status: 400, body: { limit_usd: 0 } });
  await walk(budget, 'get', `${where}/budgets/lifetime`, { key: lead, schema: sdk.GetWorkspaceBudgetResponse$inboundSchema });
  await walk(budget, 'get', `${where}/budgets/daily`, { key: lead, status: 404 });
  await walk(`${one}/budgets`, 'get', `${where}/budgets`, { key: lead, schema: sdk.ListWorkspaceBudgetsResponse$inboundSchema });
  await walk(budget, 'delete', `${where}/budgets/lifetime`, { key: lead, schema: sdk.DeleteWorkspaceBudgetResponse$inboundSchema });
  await walk(`${one}/members/add`, 'post', `${where}/members/add`, { key: lead, body: users, schema: sdk.BulkAddWorkspaceMembersResponse$inboundSchema });
  await walk(`${one}/members/add`, 'post', `${where}/members/add`, { key: lead, status: 404, body: { user_ids: ['nobody'] } });
  await walk(`${one}/members`, 'get', `${where}/members`, { key: lead, schema: sdk.ListWorkspaceMembersResponse$inboundSchema });
  await walk(`${one}/members/remove`, 'post', `${where}/members/remove`, { key: lead, body: users, schema: sdk.BulkRemoveWorkspaceMembersResponse$inboundSchema });
  const held = `/guardrails/${made.data.default_guardrail_id}/assignments/members`;
  await walk(guard, 'post', held, { key: lead, body: ids, schema: sdk.BulkAssignMembersResponse$inboundSchema });
  await walk(guard, 'post', held, { key: lead, status: 400, body: {} });
  await walk(guard, 'get', held, { key: lead, schema: sdk.ListMemberAssignmentsResponse$inboundSchema });
  await walk('/api/v1/guardrails/assignments/members', 'get', '/guardrails/assignments/members', { key: lead, schema: sdk.ListMemberAssignmentsResponse$inboundSchema });
  await walk(`${guard}/remove`, 'post', `${held}/remove`, { key: lead, body: ids, schema: sdk.BulkUnassignMembersResponse$inboundSchema });
  await walk(one, 'patch', '/workspaces/default', { key: team, status: 403, body: { name: 'Mine' } });
  await walk(one, 'delete', where, { key: lead, schema: sdk.DeleteWorkspaceResponse$inboundSchema });
  await walk(one, 'delete', where, { key: lead, status: 404 });
  for (const [path, method, to] of [[at, 'get', '/workspaces'], [at, 'post', '/workspaces'], [one, 'get', where], [people, 'get', '/organization/members']]) {
    const body = method === 'post' ? { name: 'g', slug: 'g' } : undefined;
    await walk(path, method, to, { status: 403, body });
    await walk(path, method, to, { status: 401, key: '', body });
  }
});

test('programs get keys for codes', async () => {
  const lead = await createKey(easel.data, 'coder', '--management');
  const code = '/api/v1/auth/keys/code', at = '/api/v1/auth/keys', body = { callback_url: 'https://app.example/back' };
  const { body: made } = await walk(code, 'post', '/auth/keys/code', { key: lead, body, schema: operations.CreateAuthKeysCodeResponse$inboundSchema });
  await walk(code, 'post', '/auth/keys/code', { key: lead, status: 400, body: {} });
  await walk(code, 'post', '/auth/keys/code', { status: 403, body });
  await walk(at, 'post', '/auth/keys', { key: '', body: { code: made.data.id }, schema: operations.ExchangeAuthCodeForAPIKeyResponse$inboundSchema });
  await walk(at, 'post', '/auth/keys', { key: '', status: 403, body: { code: made.data.id } });
  await walk(at, 'post', '/auth/keys', { key: '', status: 400, body: {} });
});

test('what was asked is read again where it is kept, commented on, listed and forgotten', async () => {
  const key = await createKey(easel.data, 'talker', '--logging', 'true');
  const { body: made } = await walk('/api/v1/chat/completions', 'post', '/chat/completions', { key, body: chat() });
  const content = '/api/v1/generation/content', feedback = '/api/v1/generation/feedback', list = '/api/v1/generations';
  await eventually(async () => (await easel.fetch(`/generation?id=${made.id}`, { key })).status === 200);
  await walk(content, 'get', `/generation/content?id=${made.id}`, { key, schema: sdk.GenerationContentResponse$inboundSchema });
  await walk(content, 'get', `/generation/content?id=${made.id}`, { status: 404 });
  await walk(content, 'get', '/generation/content', { status: 400 });
  await walk(content, 'get', `/generation/content?id=${made.id}`, { status: 401, key: '' });
  const said = { generation_id: made.id, category: 'latency', comment: 'slow' };
  await walk(feedback, 'post', '/generation/feedback', { key, body: said, schema: sdk.SubmitGenerationFeedbackResponse$inboundSchema });
  await walk(feedback, 'post', '/generation/feedback', { key, status: 400, body: { ...said, category: 'mood' } });
  await walk(feedback, 'post', '/generation/feedback', { status: 404, body: said });
  await walk(feedback, 'post', '/generation/feedback', { status: 401, key: '', body: said });
  const { body: page } = await walk(list, 'get', '/generations?q=LAKE&limit=1', { key });
  assert.equal(page.data[0].id, made.id);
  await walk(list, 'get', '/generations?limit=0', { status: 400 });
  await walk(list, 'get', '/generations', { status: 401, key: '' });
  await walk(`${list}/{id}`, 'delete', `/generations/${made.id}`, { status: 404 });
  await walk(`${list}/{id}`, 'delete', `/generations/${made.id}`, { status: 401, key: '' });
  await walk(`${list}/{id}`, 'delete', `/generations/${made.id}`, { key });
  await walk(`${list}/{id}`, 'delete', `/generations/${made.id}`, { key, status: 404 });
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
