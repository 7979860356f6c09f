// Two servers, one PostgreSQL and one Redis: the limits of a key are those of the fleet.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { behind, createKey, Easel, eventually, relay } from './harness.mjs';
import { Postgresql } from './postgresql.mjs';
import { Redis } from './redis.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

let upstream, database, redis, nodes, settings;
before(async () => {
  [upstream, database, redis] = [await OpenRouterStandIn.start(), await Postgresql.start(), await Redis.start()];
  settings = behind(upstream, `[store]\nurl = "${database.url}"\n[limits]\nredis = "${redis.url}"\n`);
  nodes = [await Easel.start(settings), await Easel.start(settings)];
});
after(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await redis.kill();
  await database.stop();
  await upstream.stop();
});

const ask = async (node, key) => {
  const answer = await node.fetch('/chat/completions', { key, body: relay() });
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.json() };
};

test('what a key may ask for a minute holds over both', async () => {
  const key = await createKey(nodes[0].data, 'minute', '--limit', 'none', '--per-minute', '6');
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(nodes[i % 2], key)));
  const refused = answers.filter(({ status }) => status === 429);
  assert.equal(answers.filter(({ status }) => status === 200).length, 6);
  assert.equal(refused.length, 6);
  assert.ok(refused.every(({ retryAfter, body }) => Number(retryAfter) > 0 && body.error.metadata.headers['X-RateLimit-Limit'] === '6'));
});

test('a picture that one of them makes takes a place at the other too, until half a minute after it died', async () => {
  const key = await createKey(nodes[0].data, 'once', '--limit', 'none', '--pictures-at-once', '1');
  upstream.reset();
  upstream.next({ delay: 600_000 });
  const first = nodes[0].fetch('/chat/completions', { key, body: relay() }).catch(() => undefined);
  await upstream.arrived(1);
  assert.equal((await ask(nodes[1], key)).status, 429);
  await nodes[0].stop('SIGKILL');
  await first;
  // What a server that died had running counts until it has been silent for half a minute.
  await eventually(async () => (await ask(nodes[1], key)).status === 200, 60_000);
  nodes[0] = await Easel.start({ ...settings, data: nodes[0].data });
});

test('without Redis each limits by itself and says so once; with it they share again', async () => {
  const key = await createKey(nodes[0].data, 'alone', '--limit', 'none', '--per-minute', '2');
  await redis.kill();
  for (const node of nodes) {
    for (const wanted of [200, 200, 429]) assert.equal((await ask(node, key)).status, wanted);
    assert.equal(node.stderr.match(/this server limits by itself/g).length, 1);
  }
  await redis.start();
  const other = await createKey(nodes[0].data, 'shared', '--limit', 'none');
  await eventually(async () => {
    for (const node of nodes) await ask(node, other);
    return nodes.every((node) => node.stderr.includes('limits are shared'));
  }, 30_000);
  const again = await createKey(nodes[0].data, 'again', '--limit', 'none', '--per-minute', '2');
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push((await ask(nodes[i % 2], again)).status);
  assert.deepEqual(answers, [200, 200, 429, 429, 429, 429]);
});
