// Credentials of a team at providers: kept sealed, never told, used before the house's own or behind it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { behind, createKey, Easel, eventually, relay } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const SECRET = 'sk-or-v1-team-secret-0123456789';
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
const ask = async (where, options, server = easel) => {
  const answer = await server.fetch(where, options);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};
const bring = async (fields = {}, key = lead) => (await ask('/byok', { key, body: { provider: 'openrouter', key: SECRET, ...fields } })).body.data;
const drop = (id, key = lead) => easel.fetch(`/byok/${id}`, { key, method: 'DELETE' });
const buy = (key, fields) => ask('/chat/completions', { key, body: relay(fields) });
const bearers = () => upstream.requests.map((request) => request.headers.authorization.replace('Bearer ', ''));

test("OpenRouter's SDK keeps, lists, reads, changes and deletes credentials, and never sees them again", async () => {
  const made = await sdk().byok.create({ createBYOKKeyRequest: { provider: 'openrouter', key: SECRET, name: 'ours' } }).catch(async () =>
    sdk().byok.create({ provider: 'openrouter', key: SECRET, name: 'ours' }));
  assert.equal(made.data.label, 'sk-…6789');
  const { id } = made.data;
  assert.equal((await sdk().byok.get({ id })).data.name, 'ours');
  const listed = await sdk().byok.list({ provider: 'openrouter' });
  assert.ok((listed.result ?? listed).data.some((one) => one.id === id));
  const changed = await ask(`/byok/${id}`, { key: lead, method: 'PATCH', body: { disabled: true, allowed_models: ['google/*'], declared_zdr: true } });
  assert.deepEqual([changed.body.data.disabled, changed.body.data.allowed_models, changed.body.data.declared_zdr], [true, ['google/*'], true]);
  assert.ok(!JSON.stringify([made, listed, changed.body]).includes(SECRET));
  assert.equal((await sdk().byok.delete({ id })).deleted, true);
  assert.equal((await ask(`/byok/${id}`, { key: lead })).status, 404);
});

test('what it holds lies sealed on the disk, under a key for its owner alone', async () => {
  const { id } = await bring();
  for (const name of readdirSync(easel.data).filter((one) => one.startsWith('easel.db') || one === 'byok.key')) {
    assert.ok(!readFileSync(path.join(easel.data, name)).includes(SECRET), name);
  }
  assert.equal(statSync(path.join(easel.data, 'byok.key')).mode & 0o777, 0o600);
  assert.ok(!easel.stderr.includes(SECRET));
  await drop(id);
});

test("a team's own key pays: the house charges nothing, and counts it by itself", async () => {
  const { id } = await bring();
  const made = await ask('/keys', { key: lead, body: { name: 'payer', limit: 0 } });
  upstream.reset();
  upstream.next({ usage: { cost: 0.04 } });
  const { status, body } = await buy(made.body.key);
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(bearers(), [SECRET]);
  assert.deepEqual([body.usage.cost, body.usage.is_byok, body.usage.cost_details.upstream_inference_cost], [0, true, 0.04]);
  const key = await eventually(async () => {
    const { data } = (await ask('/key', { key: made.body.key })).body;
    return data.byok_usage > 0 && data;
  });
  assert.deepEqual([key.usage, key.byok_usage, key.byok_usage_daily], [0, 0.04, 0.04]);
  const record = await ask(`/generation?id=${body.id}`, { key: made.body.key });
  assert.deepEqual([record.body.data.is_byok, record.body.data.total_cost, record.body.data.upstream_inference_cost], [true, 0, 0.04]);
  const today = new Date().toISOString().slice(0, 10);
  const days = await ask(`/activity?date=${today}&api_key_hash=${made.body.data.hash}`, { key: lead });
  assert.equal(days.body.data[0].byok_usage_inference, 0.04);
  await drop(id);
});

test('with include_byok_in_limit it counts against the limit', async () => {
  const { id } = await bring();
  const made = await ask('/keys', { key: lead, body: { name: 'counted', limit: 0, include_byok_in_limit: true } });
  assert.equal((await buy(made.body.key)).status, 402);
  await drop(id);
});

test("a fallback waits behind the house's own, and a wrong key gives way to the next", async () => {
  const fallback = await bring({ is_fallback: true });
  upstream.reset();
  upstream.next({ error: { code: 401, message: 'who?' } });
  const first = await buy(easel.key);
  assert.equal(first.status, 200);
  assert.deepEqual(bearers(), ['upstream-secret', SECRET]);
  await drop(fallback.id);
  const second = await bring({ key: 'sk-or-v1-second-0123456789abcd' });
  const third = await bring({ key: 'sk-or-v1-third-0123456789abcde' });
  await ask(`/byok/${second.id}`, { key: lead, method: 'PATCH', body: { sort_order: 9 } });
  upstream.reset();
  upstream.next({ error: { code: 401, message: 'who?' } }, { error: { code: 402, message: 'empty' } });
  const { body } = await buy(easel.key);
  assert.deepEqual(bearers(), ['sk-or-v1-third-0123456789abcde', 'sk-or-v1-second-0123456789abcd', 'upstream-secret']);
  assert.equal(body.usage.is_byok, false);
  await drop(second.id);
  await drop(third.id);
});

test("a required key leaves no way to the house's own", async () => {
  const { id } = await bring({ is_required: true });
  upstream.reset();
  upstream.next({ error: { code: 401, message: 'who?' } });
  assert.notEqual((await buy(easel.key)).status, 200);
  assert.deepEqual(bearers(), [SECRET]);
  await drop(id);
});

test('it is used only for the models, keys and users it is for, and not when it is disabled', async () => {
  const used = async (fields, request = {}) => {
    const { id } = await bring(fields);
    upstream.reset();
    await buy(easel.key, request);
    await drop(id);
    return bearers().includes(SECRET);
  };
  const { hash } = (await ask('/keys', { key: lead })).body.data.find((key) => key.name === 'test');
  assert.equal(await used({}), true);
  assert.equal(await used({ disabled: true }), false);
  assert.equal(await used({ allowed_models: ['openai/*'] }), false);
  assert.equal(await used({ allowed_models: ['google/*'] }), true);
  assert.equal(await used({ allowed_api_key_hashes: [hash] }), true);
  assert.equal(await used({ allowed_user_ids: ['ada'] }), false);
  assert.equal(await used({ allowed_user_ids: ['ada'] }, { user: 'ada' }), true);
});

test('a provider without a key of the house serves those who bring one, and only them', async () => {
  const alone = await Easel.start({ config: `[providers.openrouter]\nbase_url = "${upstream.url}"\n`, env: { EASEL_BYOK_KEY: 'ab'.repeat(32) } });
  try {
    const operator = await createKey(alone.data, 'lead', '--management');
    const limited = await createKey(alone.data, 'limited', '--management', '--limit', '10');
    const child = (await ask('/keys', { key: limited, body: { name: 'child', limit: 1 } }, alone)).body.key;
    assert.equal((await ask('/chat/completions', { body: relay() }, alone)).status, 404);
    const made = await ask('/byok', { key: limited, body: { provider: 'openrouter', key: SECRET } }, alone);
    assert.equal(made.status, 201);
    upstream.reset();
    assert.equal((await ask('/chat/completions', { key: child, body: relay() }, alone)).status, 200);
    assert.deepEqual(bearers(), [SECRET]);
    assert.equal((await ask('/chat/completions', { body: relay() }, alone)).status, 404);
    const estimate = await ask('/estimate', { key: child, body: relay() }, alone);
    assert.equal(estimate.body.data.most, 0);
    assert.equal((await ask('/byok', { key: operator }, alone)).body.total_count, 1);
    assert.ok(!readdirSync(alone.data).includes('byok.key'));
    await alone.stop();
    const again = await Easel.start({ data: alone.data, env: { EASEL_BYOK_KEY: 'cd'.repeat(32) }, key: child });
    assert.equal((await ask('/chat/completions', { body: relay() }, again)).status, 404);
    assert.match(again.stderr, /cannot be used/);
    await again.stop();
  } finally {
    await alone.stop();
  }
});

test("another team's credentials are not there, and bad input is a 400 that names the field", async () => {
  const { id } = await bring();
  const limited = await createKey(easel.data, 'limited', '--management', '--limit', '10');
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    assert.equal((await ask(`/byok/${id}`, { key: limited, method, body: method === 'PATCH' ? {} : undefined })).status, 404);
    assert.equal((await ask(`/byok/${id}`, { method, body: method === 'PATCH' ? {} : undefined })).status, 403);
  }
  assert.equal((await ask('/byok', { key: limited })).body.total_count, 0);
  const wrong = [['provider', { provider: 'nobody' }], ['provider', { provider: 'easel' }], ['key', { key: '' }], ['key', { key: 'a\r\nX-Evil: 1' }], ['key', { key: 'x'.repeat(9000) }],
    ['name', { name: 'x'.repeat(256) }], ['allowed_models', { allowed_models: [] }], ['allowed_api_key_hashes', { allowed_api_key_hashes: ['none'] }], ['workspace_id', { workspace_id: 'other' }], ['disabled', { disabled: 'yes' }]];
  for (const [field, fields] of wrong) {
    const answer = await ask('/byok', { key: lead, body: { provider: 'openrouter', key: SECRET, ...fields } });
    assert.equal(answer.status, 400, field);
    assert.ok(answer.body.error.message.includes(field), answer.body.error.message);
    assert.ok(!answer.body.error.message.includes(SECRET));
  }
  await drop(id);
});
