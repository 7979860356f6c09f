// Keys, credits, generations and what was used, with OpenRouter's own SDK and by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { behind, createKey, Easel, eventually, relay, run } from './harness.mjs';
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
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};
const makeKey = async (body, key = lead) => (await ask('/keys', { key, body })).body;
const buy = async (key, fields = {}) => {
  const answer = await easel.fetch('/chat/completions', { key, body: relay(fields) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};

test("OpenRouter's SDK makes, reads, changes, lists and deletes keys", async () => {
  const made = await sdk().apiKeys.create({ requestBody: { name: 'sdk', limit: 3, limitReset: 'weekly', expiresAt: new Date(Date.now() + 3.6e6) } });
  assert.match(made.key, /^sk-easel-v1-[0-9a-f]{64}$/);
  assert.equal(made.data.limitRemaining, 3);
  const { hash } = made.data;
  assert.equal((await sdk().apiKeys.get({ hash })).data.name, 'sdk');
  const changed = await sdk().apiKeys.update({ hash, requestBody: { name: 'renamed', limit: null, limitReset: null, includeByokInLimit: true } });
  assert.deepEqual([changed.data.name, changed.data.limit, changed.data.limitReset, changed.data.includeByokInLimit], ['renamed', null, null, true]);
  const listed = await sdk().apiKeys.list();
  assert.ok((listed.data ?? listed.result.data).some((key) => key.hash === hash));
  assert.equal((await sdk().apiKeys.delete({ hash })).deleted, true);
  await assert.rejects(sdk().apiKeys.get({ hash }), { statusCode: 404 });
  await eventually(async () => (await easel.fetch('/key', { key: made.key })).status === 401);
});

test("OpenRouter's SDK reads credits, generations and activity", async () => {
  const credit = await sdk().credits.getCredits();
  assert.equal(typeof credit.data.totalCredits, 'number');
  const { body } = await buy(easel.key);
  const seen = await eventually(() => sdk(easel.key).generations.getGeneration({ id: body.id }).catch(() => undefined));
  assert.equal(seen.data.totalCost, 0.0387021);
  const today = new Date().toISOString().slice(0, 10);
  const days = await sdk().analytics.getUserActivity({ date: today });
  assert.ok(days.data.some((row) => row.usage >= 0.0387));
  const meta = await sdk().analytics.getAnalyticsMeta();
  assert.ok(meta.data.metrics.length > 5);
  const sums = await sdk().analytics.queryAnalytics({ requestBody: { metrics: ['usage', 'request_count'], dimensions: ['provider'], granularity: 'day',
    timeRange: { start: new Date(Date.now() - 864e5), end: new Date(Date.now() + 3.6e6) }, orderBy: { field: 'usage', direction: 'desc' } } });
  assert.equal(sums.data.metadata.rowCount, 1); // the SDK keeps no field of a row
});

test('a new key has a limit for what costs, is told so, and draws with the painter for nothing', async () => {
  const made = await makeKey({ name: 'default' });
  assert.deepEqual([made.data.limit, made.data.limit_reset], [5, 'daily']);
  assert.match(made.easel.note, /\$5 a day/);
  const byHand = await run(['keys', 'create', '--data', easel.data, '--name', 'by-hand']);
  assert.match(byHand.stderr, /\$5 a day/);
  const none = await makeKey({ name: 'nothing', limit: 0 });
  assert.equal((await easel.chat({}, { key: none.key })).status, 200);
  assert.equal((await buy(none.key)).status, 402);
});

test('limits that come back answer 403 with when, and those that do not 402', async () => {
  const daily = await makeKey({ name: 'daily', limit: 0.01, limit_reset: 'daily' });
  const refused = await buy(daily.key);
  assert.equal(refused.status, 403);
  const { metadata } = refused.body.error;
  assert.deepEqual([metadata.limit_source, metadata.scope, metadata.limit_usd, metadata.spend_usd], ['openrouter_key_limit', 'daily', 0.01, 0]);
  assert.ok(new Date(metadata.resets_at) > new Date());
  const total = await makeKey({ name: 'total', limit: 0.01 });
  const broke = await buy(total.key);
  assert.equal(broke.status, 402);
  assert.equal(broke.body.error.metadata.limit_source, 'openrouter_key_limit');
});

test('management keys cannot make anything, and ordinary keys cannot manage', async () => {
  assert.equal((await easel.chat({}, { key: lead })).status, 403);
  const refused = await ask('/keys', {});
  assert.equal(refused.status, 403);
  assert.equal(refused.body.error.message, 'Only management keys can perform this operation');
});

test("a key is never wider than the one that made it, and spends of its maker's limit", async () => {
  const small = await createKey(easel.data, 'small-lead', '--management', '--limit', '0.2', '--expires', '2099-01-01');
  assert.equal((await ask('/keys', { key: small, body: { name: 'x', limit: 1, expires_at: '2098-01-01T00:00:00Z' } })).status, 400);
  assert.equal((await ask('/keys', { key: small, body: { name: 'x', limit: null, expires_at: '2098-01-01T00:00:00Z' } })).status, 400);
  assert.equal((await ask('/keys', { key: small, body: { name: 'x', limit: 0.1 } })).status, 400);
  const child = await makeKey({ name: 'child', expires_at: '2098-01-01T00:00:00Z' }, small);
  assert.equal(child.data.limit, 0.2);
  const widened = await ask(`/keys/${child.data.hash}`, { key: small, method: 'PATCH', body: { limit: 9 } });
  assert.equal(widened.status, 400);
  const sister = await makeKey({ name: 'sister', expires_at: '2098-01-01T00:00:00Z' }, small);
  let spent = 0;
  for (const key of [child.key, sister.key, child.key, sister.key, child.key, sister.key]) spent += (await buy(key)).status === 200 ? 0.0387021 : 0;
  assert.ok(spent > 0 && spent <= 0.2, `${spent}`);
  const own = (await ask('/key', { key: small })).body.data;
  assert.ok(Math.abs(own.usage - spent) < 1e-9);
});

test('what belongs to others is not found', async () => {
  const mine = await createKey(easel.data, 'mine-lead', '--management', '--limit', '1');
  const other = await makeKey({ name: 'of another' });
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    assert.equal((await ask(`/keys/${other.data.hash}`, { key: mine, method, body: method === 'PATCH' ? { limit: 0 } : undefined })).status, 404);
  }
  const { body } = await easel.chat({}, { key: other.key });
  await eventually(async () => (await ask(`/generation?id=${body.id}`, { key: other.key })).status === 200);
  for (const key of [mine, easel.key]) {
    assert.equal((await ask(`/generation?id=${body.id}`, { key })).status, 404);
    assert.equal((await ask(`/generations/${body.id}`, { key, method: 'DELETE' })).status, 404);
  }
  assert.equal((await ask(`/generation?id=${body.id}`, { key: lead })).status, 200);
  assert.equal((await ask('/generations', { key: mine })).body.data.length, 0);
});

test('SQL and patterns in names, ids and searches find what they say and nothing else', async () => {
  const evil = "'; DROP TABLE keys; -- % _ \\";
  const made = await makeKey({ name: evil, easel: { logging: true } });
  assert.equal(made.data.name, evil);
  const { body } = await easel.chat({ prompt: '100% a lake_with \\ sails', user: evil, session_id: "' OR 1=1" }, { key: made.key });
  await eventually(async () => (await ask(`/generation?id=${body.id}`, { key: made.key })).status === 200);
  const found = async (query) => (await ask(`/generations?${new URLSearchParams(query)}`, { key: lead })).body.data.map((row) => row.id);
  assert.deepEqual(await found({ user: evil }), [body.id]);
  assert.deepEqual(await found({ session_id: "' OR 1=1" }), [body.id]);
  assert.deepEqual(await found({ q: '100% A' }), [body.id]);
  assert.deepEqual(await found({ q: 'lake_with \\' }), [body.id]);
  assert.deepEqual(await found({ q: '100_' }), []);
  assert.deepEqual(await found({ user: '%' }), []);
  assert.deepEqual(await found({ key: "x' OR '1'='1" }), []);
  for (const id of ["' OR 1=1 --", '%', '../../etc/passwd', '\u0000']) {
    assert.equal((await ask(`/generation?id=${encodeURIComponent(id)}`, { key: lead })).status, 404);
    assert.equal((await ask(`/keys/${encodeURIComponent(id)}`, { key: lead })).status, 404);
  }
});

test('money that is none is refused', async () => {
  for (const limit of [-1, 1e300, '5', true, [1]]) assert.equal((await ask('/keys', { key: lead, body: { name: 'x', limit } })).status, 400, `${limit}`);
  for (const amount of [0, -1, 1e10, '5', null]) assert.equal((await ask('/credits', { key: lead, body: { amount } })).status, 400, `${amount}`);
  assert.equal((await ask('/keys', { key: lead, body: '{"name":"x","limit":NaN}' })).status, 400);
  for (const text of ['nan', '1e9', '', '99999999999999999999', '-5x', '0']) {
    assert.equal((await run(['credits', 'add', '--data', easel.data, text])).code, 2, text);
  }
});

test('who asked, through what, and what they called it is kept and found again', async () => {
  const answer = await easel.fetch('/chat/completions', { headers: { 'HTTP-Referer': 'https://paint.example', 'X-Title': 'Paint', 'x-session-id': 'sess-1' },
    body: { model: MODEL, messages: [{ role: 'user', content: 'a lake' }], image_config: { size: '128x96' }, user: 'ada', trace: { trace_id: 't-77' }, metadata: { project: 'spring' } } });
  const { id } = await answer.json();
  await eventually(() => easel.generation(id));
  const row = await easel.generation(id);
  assert.deepEqual([row.http_referer, row.external_user, row.session_id, row.easel.app, row.easel.labels['trace.trace_id']], ['https://paint.example', 'ada', 'sess-1', 'Paint', 't-77']);
  for (const query of ['user=ada', 'session_id=sess-1', 'trace_id=t-77', 'metadata=project:spring', 'app=Paint', 'model=easel/painter-1&user=ada', 'state=done&user=ada']) {
    assert.deepEqual((await ask(`/generations?${query}`)).body.data.map((one) => one.id), [id], query);
  }
  assert.equal((await ask('/generations?metadata=project:autumn')).body.data.length, 0);
});

test('the list of generations goes on where it stopped', async () => {
  const { key } = await makeKey({ name: 'pages' });
  const made = [];
  for (let i = 0; i < 5; i++) made.unshift((await easel.chat({}, { key })).body.id);
  await eventually(async () => (await ask('/generations', { key })).body.data.length === 5);
  const seen = [];
  let cursor = '';
  do {
    const { body } = await ask(`/generations?limit=2&cursor=${cursor}`, { key });
    seen.push(...body.data.map((row) => row.id));
    cursor = body.next_cursor;
  } while (cursor);
  assert.deepEqual(seen, made);
});

test('activity and analytics leave as CSV too', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const days = await easel.fetch(`/activity?date=${today}&format=csv`, { key: lead });
  assert.match(days.headers.get('content-type'), /^text\/csv/);
  const [head, first] = (await days.text()).split('\r\n');
  assert.match(head, /^date,model,/);
  assert.match(first, new RegExp(`^${today},`));
  const sums = await easel.fetch('/analytics/query', { key: lead, headers: { Accept: 'text/csv' }, body: { metrics: ['images'], dimensions: ['app', 'user'] } });
  assert.match(await sums.text(), /^app,user,images\r\n/);
});

test('a picture limit that is used up leaves the words working, and the reverse', async () => {
  const words = { pictures: [], text: 'Good day.' };
  const say = (key) => { upstream.next(words); return easel.fetch('/chat/completions', { key, body: { model: 'openai/gpt-4o-mini', messages: [{ role: 'user', content: 'x' }] } }); };
  const painter = await makeKey({ name: 'one picture', easel: { pictures_per_minute: 1 } });
  assert.equal((await easel.chat({}, { key: painter.key })).status, 200);
  const limited = await easel.chat({}, { key: painter.key });
  assert.equal(limited.status, 429);
  assert.equal(limited.headers.get('x-ratelimit-limit'), '1');
  assert.ok(limited.headers.get('retry-after') > 0);
  assert.equal(limited.body.error.metadata.headers['X-RateLimit-Remaining'], '0');
  assert.equal((await say(painter.key)).status, 200);
  const talker = await makeKey({ name: 'one word', easel: { per_minute: 1 } });
  assert.equal((await say(talker.key)).status, 200);
  assert.equal((await say(talker.key)).status, 429);
  upstream.reset();
  assert.equal((await easel.chat({}, { key: talker.key })).status, 200);
});

test('rotating keeps what was spent, and the old secret dies', async () => {
  const old = await makeKey({ name: 'turning', limit: 1 });
  assert.equal((await buy(old.key)).status, 200);
  const made = JSON.parse((await run(['keys', 'rotate', '--data', easel.data, '--json', 'turning'])).stdout);
  await eventually(async () => (await easel.fetch('/key', { key: old.key })).status === 401);
  const now = (await ask('/key', { key: made.key })).body.data;
  assert.deepEqual([now.limit, now.usage], [1, 0.0387021]);
});

test('the command line shows, changes and disables keys', async () => {
  const on = (...args) => run(['keys', ...args, '--data', easel.data]);
  await on('create', '--name', 'by-cli', '--limit', '2', '--limit-reset', 'monthly', '--json');
  const shown = JSON.parse((await on('show', 'by-cli', '--json')).stdout);
  assert.deepEqual([shown.limit, shown.limit_reset], [2, 'monthly']);
  assert.match((await on('show', 'by-cli')).stdout, /limit \$ +2\/month/);
  const set = JSON.parse((await on('set', 'by-cli', '--limit', 'none', '--limit-reset', 'never', '--logging', 'true', '--keep-hours', '0', '--json')).stdout);
  assert.deepEqual([set.limit, set.limit_reset, set.easel.logging, set.easel.keep_hours], [null, null, true, 0]);
  assert.equal(JSON.parse((await on('set', 'by-cli', '--disable', '--json')).stdout).disabled, true);
  assert.ok(JSON.parse((await on('list', '--json')).stdout).some((key) => key.name === 'by-cli'));
  assert.equal((await on('set', 'nobody', '--disable')).code, 1);
  assert.equal((await on('set', 'by-cli', '--limit', 'much')).code, 2);
});

test("keys have OpenRouter's shape where that is wished, and OpenRouter's own are told where they belong", async () => {
  const other = await Easel.start({ config: '[keys]\nprefix = "sk-or-v1-"\nlimit = "none"\n' });
  assert.match(other.key, /^sk-or-v1-[0-9a-f]{64}$/);
  const { label, limit } = await other.account();
  assert.match(label, /^sk-or-v1-[0-9a-f]{3}\u2026[0-9a-f]{3}$/);
  assert.equal(limit, null);
  assert.equal((await other.chat()).status, 200);
  const stranger = await other.chat({}, { key: `sk-or-v1-${'0'.repeat(64)}` });
  assert.equal(stranger.status, 401);
  assert.match(stranger.body.error.message, /OPENROUTER_API_KEY/);
  await other.stop();
});

test('a disabled, an expired and a deleted key are refused, and enabling lets one in again', async () => {
  const { data, key } = await makeKey({ name: 'switch' });
  const status = async () => (await easel.fetch('/key', { key })).status;
  await ask(`/keys/${data.hash}`, { key: lead, method: 'PATCH', body: { disabled: true } });
  assert.equal(await status(), 401);
  const hidden = (await ask('/keys', { key: lead })).body.data;
  assert.ok(!hidden.some((one) => one.hash === data.hash));
  const shown = (await ask('/keys?include_disabled=true', { key: lead })).body.data;
  assert.ok(shown.some((one) => one.hash === data.hash && one.disabled));
  await ask(`/keys/${data.hash}`, { key: lead, method: 'PATCH', body: { disabled: false } });
  assert.equal(await status(), 200);
  await ask(`/keys/${data.hash}`, { key: lead, method: 'PATCH', body: { expires_at: '2020-01-01T00:00:00Z' } });
  assert.equal(await status(), 401);
  assert.equal((await ask('/keys', { key: lead, body: { name: 'late', expires_at: '2020-01-01T00:00:00Z' } })).status, 400);
});

test('the pages of /keys go on by offset', async () => {
  for (let i = 0; i < 3; i++) await makeKey({ name: `page ${i}` });
  const all = (await ask('/keys', { key: lead })).body.data.map((key) => key.hash);
  const rest = (await ask('/keys?offset=2', { key: lead })).body.data.map((key) => key.hash);
  assert.deepEqual(rest, all.slice(2));
  assert.deepEqual((await ask('/keys?offset=100000', { key: lead })).body.data, []);
});
