// The accounts in PostgreSQL, by one line of configuration; and two servers on one database.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { behind, createKey, Easel, eventually, paint, relay, run, tempFolder, urlsOf } from './harness.mjs';
import { Postgresql } from './postgresql.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

let upstream, database;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  database = await Postgresql.start();
});
after(async () => {
  await upstream.stop();
  await database.stop();
});

// A database of its own for each test.
let number = 0;
async function fresh() {
  const schema = `s${++number}`;
  await database.run(`CREATE SCHEMA ${schema}`);
  return { schema, url: `${database.url}&options=-csearch_path%3D${schema}` };
}

const media = tempFolder();
const node = (url, more = {}) => {
  const base = behind(upstream, `[store]\nurl = "${url}"\n[media]\nfolder = "${media}"\n`);
  return Easel.start({ ...base, ...more });
};

test('one line of configuration: keys, pictures, generations, money and the command line', async () => {
  const { url, schema } = await fresh();
  const easel = await node(url);
  upstream.reset();
  upstream.always({ pictures: [noisePng(40, 30)] });
  const key = await createKey(easel.data, "Robert'); DROP TABLE keys;--", '--limit', '3');
  const made = await easel.fetch('/chat/completions', { key, body: relay({ user: 'ada', metadata: { project: '100%_' } }), headers: { 'X-Title': 'caf\xe9', 'HTTP-Referer': 'https://a.example' } });
  assert.equal(made.status, 200);
  const { id, usage } = await made.json();
  assert.equal(usage.cost, 0.0387021);
  const record = await (await easel.fetch(`/generation?id=${id}`, { key })).json();
  assert.equal(record.data.total_cost, 0.0387021);
  assert.deepEqual([record.data.easel.app, record.data.external_user], ['caf\uFFFD', 'ada']);
  const listed = async (query) => (await (await easel.fetch(`/generations?${query}`, { key })).json()).data.length;
  assert.equal(await listed('metadata=project:100%25_'), 1);
  assert.equal(await listed('metadata=project:100%25x'), 0);
  assert.equal(await listed('user=ada'), 1);
  assert.equal((await easel.fetch('/generation?id=gen-%FF', { key })).status, 400, 'bytes that are no text');
  assert.equal((await (await easel.fetch('/key', { key })).json()).data.usage, 0.0387021);
  const lead = await createKey(easel.data, 'lead', '--management');
  const today = new Date().toISOString().slice(0, 10);
  const activity = (await (await easel.fetch(`/activity?date=${today}`, { key: lead })).json()).data;
  assert.deepEqual(activity.map((row) => [row.requests, row.usage]), [[1, 0.0387021]]);
  assert.equal((await (await easel.fetch('/keys', { key: lead })).json()).data.length, 2);
  assert.match((await run(['backup', '-o', path.join(tempFolder(), 'x.zip'), '--data', easel.data])).stderr, /pg_dump/);
  const [row] = await database.ask(`SELECT node FROM ${schema}.generations`);
  assert.match(row.node, /^node-/);
  await easel.stop();
});

test('a database of a newer Easel is refused in one clear line; one that cannot be reached, too', async () => {
  const { url, schema } = await fresh();
  const folder = tempFolder();
  const env = { EASEL_STORE_URL: url };
  assert.equal((await run(['keys', 'list', '--data', folder], { env })).code, 0);
  await database.run(`UPDATE ${schema}.meta SET value = 99 WHERE name = 'schema'`);
  const newer = await run(['serve', '--listen', '127.0.0.1:0', '--data', folder], { env });
  assert.notEqual(newer.code, 0);
  assert.match(newer.stderr, /was written by a newer Easel \(schema 99, this program knows \d+\)/);
  const gone = await run(['keys', 'list', '--data', folder], { env: { EASEL_STORE_URL: 'postgresql://me:secret@127.0.0.1:1/x' } });
  assert.notEqual(gone.code, 0);
  assert.match(gone.stderr, /postgresql:\/\/me@127\.0\.0\.1:1\/x cannot be reached: .*refused/);
  assert.doesNotMatch(gone.stderr, /secret/);
});

test('many servers that start at once on an empty database make its tables once', async () => {
  const { url } = await fresh();
  const env = { EASEL_STORE_URL: url };
  const made = await Promise.all(Array.from({ length: 8 }, (_, i) =>
    run(['keys', 'create', '--data', tempFolder(), '--name', `k${i}`], { env })));
  assert.deepEqual(made.map((one) => one.code), Array(8).fill(0), made.map((one) => one.stderr).join());
  const list = JSON.parse((await run(['keys', 'list', '--data', tempFolder(), '--json'], { env })).stdout);
  assert.equal(list.length, 8);
});

test('two servers, five hundred requests on one key: reserved and spent never exceed its limit', async () => {
  const { url, schema } = await fresh();
  const [one, two] = [await node(url), await node(url)];
  const key = await createKey(one.data, 'crowd', '--limit', '1');
  upstream.reset();
  upstream.always({ pictures: [noisePng(32, 24)], delay: 30 });
  let most = 0, looks = 0, done = false;
  const watching = (async () => {
    while (!done) {
      const [row] = await database.ask(`SELECT usage_total + (SELECT COALESCE(SUM(amount), 0) FROM ${schema}.holds) AS sum FROM ${schema}.keys WHERE name = 'crowd'`);
      most = Math.max(most, row.sum);
      looks++;
    }
  })();
  const counts = {};
  await Promise.all(Array.from({ length: 500 }, async (_, i) => {
    const answer = await (i % 2 ? one : two).fetch('/chat/completions', { key, body: relay() });
    counts[answer.status] = (counts[answer.status] ?? 0) + 1;
    await answer.arrayBuffer();
  }));
  done = true;
  await watching;
  assert.ok(looks > 10 && most > 5e8 && most <= 1e9, `${looks} looks, $${most / 1e9} at once`);
  assert.ok(counts[200] > 0 && counts[402] > 0, JSON.stringify(counts));
  assert.equal(upstream.requests.length, counts[200]);
  const [sums] = await database.ask(`SELECT usage_total AS usage, (SELECT held FROM ${schema}.accounts) AS held, (SELECT spent FROM ${schema}.accounts) AS spent FROM ${schema}.keys WHERE name = 'crowd'`);
  assert.deepEqual(sums, { usage: counts[200] * 38702100, held: 0, spent: counts[200] * 38702100 });
  await Promise.all([one.stop(), two.stop()]);
});

test('a hundred equal requests at two servers: one upstream call, one charge, equal answers', async () => {
  const { url, schema } = await fresh();
  const [one, two] = [await node(url), await node(url)];
  const key = await createKey(one.data, 'storm', '--limit', 'none');
  upstream.reset();
  upstream.always({ pictures: [noisePng(48, 40)], delay: 400 });
  const answers = await Promise.all(Array.from({ length: 100 }, async (_, i) => {
    const answer = await (i % 2 ? one : two).fetch('/chat/completions', { key, body: relay(), headers: { 'Idempotency-Key': 'once' } });
    return { status: answer.status, body: await answer.json() };
  }));
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
  assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1);
  assert.equal(new Set(answers.map((answer) => urlsOf(answer.body)[0])).size, 1);
  assert.equal(upstream.requests.length, 1);
  assert.equal((await database.ask(`SELECT 1 FROM ${schema}.ledger WHERE kind = 'charge'`)).length, 1);
  await Promise.all([one.stop(), two.stop()]);
});

test('a server that starts closes what it left behind, and leaves the others theirs', async () => {
  const { url, schema } = await fresh();
  const [one, two] = [await node(url), await node(url)];
  const key = await createKey(one.data, 'k', '--limit', 'none');
  upstream.reset();
  upstream.always({ pictures: [noisePng(40, 30)], delay: 3000 });
  const ask = (easel, mark) => easel.fetch('/chat/completions', { key, body: relay({ user: mark }) });
  const lost = ask(one, 'lost').catch(() => {});
  const whole = ask(two, 'whole');
  await upstream.arrived(2);
  await one.stop('SIGKILL');
  await lost;
  const again = await node(url, { data: one.data });
  const states = async () => Object.fromEntries((await database.ask(`SELECT external_user AS mark, state FROM ${schema}.generations`)).map((row) => [row.mark, row.state]));
  assert.deepEqual(await states(), { lost: 'interrupted', whole: 'running' });
  assert.equal((await whole).status, 200);
  assert.deepEqual(await states(), { lost: 'interrupted', whole: 'done' });
  const { id } = await (await whole).json();
  const record = await (await again.fetch(`/generation?id=${id}`, { key })).json();
  const picture = await again.fetch(`/images/${record.data.easel.pictures[0].sha256}`, { key });
  assert.equal(picture.status, 200, 'made by the other, kept in one folder');
  await Promise.all([again.stop(), two.stop()]);
});

test('a connection that is lost is made anew; meanwhile the answer is 503 and says so', async () => {
  const { url } = await fresh();
  const easel = await node(url);
  const key = await createKey(easel.data, 'k');
  const ask = () => easel.fetch('/chat/completions', { key, body: paint() });
  assert.equal((await ask()).status, 200);
  await database.run(`ALTER DATABASE easel ALLOW_CONNECTIONS false`, 'postgres');
  await database.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'easel'`, 'postgres');
  const refused = await eventually(async () => { const answer = await ask(); return answer.status !== 200 && answer; });
  assert.equal(refused.status, 503);
  assert.match((await refused.json()).error.message, /cannot be reached/);
  await database.run(`ALTER DATABASE easel ALLOW_CONNECTIONS true`, 'postgres');
  await eventually(async () => (await ask()).status === 200);
  await easel.stop();
});
