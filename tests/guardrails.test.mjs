// Guardrails: which models, which providers and how much a key may have, and what becomes of data.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { behind, createKey, Easel, relay, run, UPSTREAM_MODEL } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const MODEL = 'easel/painter-1';
let upstream, easel, lead;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  lead = await createKey(easel.data, 'lead', '--management');
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const sdk = (apiKey = lead) => new OpenRouter({ apiKey, serverURL: easel.base, retryConfig: { strategy: 'none' } });
const ask = async (where, options) => {
  const answer = await easel.fetch(where, options);
  return { status: answer.status, body: await answer.json() };
};
const manage = (where, method, body) => ask(where, { key: lead, method, body });
const makeKey = async (fields = {}) => (await manage('/keys', 'POST', { name: 'held', limit: null, ...fields })).body;
/** A key that a guardrail with these rules holds for. */
async function heldBy(rules) {
  const key = await makeKey();
  const { body } = await manage('/guardrails', 'POST', { name: 'rules', ...rules });
  const assigned = await manage(`/guardrails/${body.data.id}/assignments/keys`, 'POST', { key_hashes: [key.data.hash] });
  assert.equal(assigned.body.assigned_count, 1);
  return { key: key.key, hash: key.data.hash, id: body.data.id };
}
const buy = (key, fields) => ask('/chat/completions', { key, body: relay(fields) });
const draw = (key, fields) => easel.chat(fields, { key });

test("OpenRouter's SDK makes, lists, changes, assigns and deletes guardrails", async () => {
  const made = await manage('/guardrails', 'POST', { name: 'sdk', limit_usd: 5, reset_interval: 'daily', allowed_models: [MODEL] });
  assert.equal(made.status, 201);
  const { id } = made.body.data;
  const read = await sdk().guardrails.get({ id });
  assert.deepEqual([read.data.limitUsd, read.data.resetInterval, read.data.allowedModels], [5, 'daily', [MODEL]]);
  const listed = await sdk().guardrails.list();
  assert.ok((listed.result ?? listed).data.some((one) => one.id === id));
  const key = await makeKey();
  await manage(`/guardrails/${id}/assignments/keys`, 'POST', { key_hashes: [key.data.hash] });
  const assigned = await sdk().guardrails.listGuardrailKeyAssignments({ id });
  assert.equal((assigned.result ?? assigned).data[0].keyHash, key.data.hash);
  const removed = await manage(`/guardrails/${id}/assignments/keys/remove`, 'POST', { key_hashes: [key.data.hash, 'none'] });
  assert.equal(removed.body.unassigned_count, 1);
  assert.equal((await sdk().guardrails.delete({ id })).deleted, true);
  assert.equal((await manage(`/guardrails/${id}`)).status, 404);
});

test('models that are not allowed are not there, whatever they are called by', async () => {
  const { key, id } = await heldBy({ allowed_models: ['easel/*'] });
  assert.equal((await draw(key)).status, 200);
  for (const model of [UPSTREAM_MODEL, `${UPSTREAM_MODEL}:nitro`]) {
    const refused = await buy(key, { model });
    assert.equal(refused.status, 404);
    assert.equal(refused.body.error.metadata.failed_routing_step, 'Filter by Guardrails');
  }
  assert.equal((await buy(key, { models: [UPSTREAM_MODEL, MODEL], model: undefined, image_config: { size: '128x96' } })).status, 200);
  const estimate = await ask('/estimate', { key, body: relay() });
  assert.equal(estimate.body.data.allowed, false);
  await manage(`/guardrails/${id}`, 'PATCH', { allowed_models: null, ignored_models: [MODEL] });
  assert.equal((await buy(key)).status, 200);
  assert.equal((await draw(key)).status, 404);
});

test('providers that are not allowed are not asked', async () => {
  const { key, id } = await heldBy({ ignored_providers: ['openrouter'] });
  upstream.reset();
  assert.equal((await buy(key)).status, 404);
  assert.equal(upstream.requests.length, 0);
  await manage(`/guardrails/${id}`, 'PATCH', { ignored_providers: null, allowed_providers: ['openrouter'] });
  assert.equal((await buy(key)).status, 200);
  assert.equal((await draw(key)).status, 404);
});

test('its budget is of each key, and answers 403 with what it is', async () => {
  const { key } = await heldBy({ limit_usd: 0.01, reset_interval: 'monthly' });
  const refused = await buy(key);
  assert.equal(refused.status, 403);
  const { metadata, message } = refused.body.error;
  assert.match(message, /^Budget limit exceeded/);
  assert.deepEqual([metadata.limit_source, metadata.scope, metadata.limit_usd, metadata.spend_usd], ['openrouter_guardrail_budget', 'monthly', 0.01, 0]);
  assert.ok(Date.parse(metadata.resets_at) > Date.now());
  assert.equal((await draw(key)).status, 200);
});

test("what goes to the team's own accounts counts where the guardrail says so", async () => {
  const { body } = await manage('/byok', 'POST', { provider: 'openrouter', key: 'sk-or-v1-mine-0123456789' });
  const free = await heldBy({ limit_usd: 0.01 });
  assert.equal((await buy(free.key)).status, 200);
  const counted = await heldBy({ limit_usd: 0.01, include_byok_in_budgets: true });
  assert.equal((await buy(counted.key)).status, 402);
  await manage(`/byok/${body.data.id}`, 'DELETE');
});

test('zero data retention and no training are asked of upstream, and kept here', async () => {
  const zdr = await heldBy({ enforce_zdr: true });
  upstream.reset();
  const { body } = await buy(zdr.key);
  assert.equal(upstream.last.body.provider.zdr, true);
  const record = await ask(`/generation?id=${body.id}`, { key: zdr.key });
  assert.equal(record.body.data.easel.zdr, true);
  const other = await heldBy({ enforce_zdr_anthropic: true, enable_paid_model_training: false });
  upstream.reset();
  await buy(other.key);
  assert.deepEqual([upstream.last.body.provider.zdr, upstream.last.body.provider.data_collection], [undefined, 'deny']);
});

test('a key that is rotated stays held', async () => {
  const { key, hash } = await heldBy({ allowed_models: ['easel/*'] });
  const rotated = await run(['keys', 'rotate', hash, '--data', easel.data]);
  assert.equal(rotated.code, 0, rotated.stderr);
  assert.equal((await buy(rotated.stdout.trim())).status, 404);
  assert.notEqual(rotated.stdout.trim(), key);
});

test('content filters redact, block and flag what is asked, before it leaves', async () => {
  const rules = { content_filters: [{ pattern: 'project [a-z]+', action: 'redact', label: '[PROJECT]' }, { pattern: 'dragon', action: 'flag' }],
    content_filter_builtins: [{ slug: 'email', action: 'block' }] };
  const { key, id } = await heldBy(rules);
  const kept = (await manage(`/guardrails/${id}`)).body.data;
  assert.deepEqual([kept.content_filters[0], kept.content_filter_builtins], [rules.content_filters[0], rules.content_filter_builtins]);
  const asking = (content) => ({ messages: [{ role: 'user', content }] });
  upstream.reset();
  const made = await buy(key, asking('A dragon for Project x, project falcon and project crow'));
  assert.equal(made.status, 200);
  assert.equal(upstream.last.body.messages.at(-1).content, 'A dragon for Project x, [PROJECT] and [PROJECT]');
  const flagged = await ask(`/generations?metadata=guardrail.flag:x`, { key });
  assert.equal(flagged.status, 200);
  assert.equal((await ask(`/generation?id=${made.body.id}`, { key })).body.data.easel.labels['guardrail.flag'], '[REDACTED]');
  const blocked = await buy(key, asking('Write to ada@example.com'));
  assert.equal(blocked.status, 403);
  assert.match(blocked.body.error.message, /\[EMAIL\]/);
  assert.doesNotMatch(blocked.body.error.message, /ada@/);
  assert.equal(upstream.requests.length, 1);
  const long = `${'a lake, '.repeat(20_000)} for project falcon`;
  assert.equal((await buy(key, asking(long))).status, 200);
  assert.ok(upstream.last.body.messages.at(-1).content.endsWith('for [PROJECT]'), 'also in a prompt as long as a book');
  const drawn = await ask('/images', { key, body: { model: MODEL, prompt: 'mail ada@example.com', size: '128x96' } });
  assert.equal(drawn.status, 403, 'at every door');
  assert.equal((await manage(`/guardrails/${id}`, 'PATCH', { content_filters: null, content_filter_builtins: null })).status, 200);
  assert.equal((await buy(key, asking('Write to ada@example.com'))).status, 200);
});

test("another team's guardrails and keys are not there, and bad input is a 400 that names the field", async () => {
  const limited = await createKey(easel.data, 'limited', '--management', '--limit', '10');
  const { id, hash } = await heldBy({});
  for (const [where, method, body] of [['', 'GET'], ['', 'PATCH', {}], ['', 'DELETE'], ['/assignments/keys', 'GET'], ['/assignments/keys', 'POST', { key_hashes: [hash] }]]) {
    assert.equal((await ask(`/guardrails/${id}${where}`, { key: limited, method, body })).status, 404);
    assert.equal((await ask(`/guardrails/${id}${where}`, { method, body })).status, 403);
  }
  const own = await ask('/guardrails', { key: limited, body: { name: 'own' } });
  const foreign = await ask(`/guardrails/${own.body.data.id}/assignments/keys`, { key: limited, body: { key_hashes: [hash] } });
  assert.equal(foreign.status, 404);
  assert.equal((await ask('/guardrails/assignments/keys', { key: limited })).body.total_count, 0);
  const wrong = { name: '', limit_usd: -1, reset_interval: 'hourly', allowed_models: [], ignored_providers: [5], enforce_zdr: 'yes', include_byok_in_budgets: 1,
    content_filters: [{ pattern: '(', action: 'block' }], content_filter_builtins: [{ slug: 'person-name', action: 'block' }], allowed_data_regions: ['eu'], workspace_id: 'other' };
  for (const [field, value] of Object.entries(wrong)) {
    const answer = await manage('/guardrails', 'POST', { name: 'bad', [field]: value });
    assert.equal(answer.status, 400, field);
    assert.ok(answer.body.error.message.includes(field), answer.body.error.message);
  }
});
