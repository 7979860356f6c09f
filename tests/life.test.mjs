// What a house has to survive: clients that leave, a kill, a restart, a stop.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { behind, createKey, Easel, eventually, relay, run, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { hugePng, noisePng, readPng } from './standins/pictures.mjs';

/** Runs `body` with a stand-in and a server before it; both are gone afterwards. */
async function withHouse(body, extra = '') {
  const upstream = await OpenRouterStandIn.start();
  const easel = await Easel.start(behind(upstream, extra));
  try {
    await body(easel, upstream);
  } finally {
    await easel.stop('SIGKILL');
    await upstream.stop();
  }
}

function leave(easel, fields, after) {
  const gone = new AbortController();
  const asked = easel.fetch('/chat/completions', { body: relay(fields), signal: gone.signal })
    .then((answer) => answer.arrayBuffer()).catch(() => 'left');
  return sleep(after).then(() => { gone.abort(); return asked; });
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name))
    .filter((name) => statSync(name).isFile());
}

const kept = (easel) => files(path.join(easel.data, 'media', 'pictures'));
const parts = (easel) => files(path.join(easel.data, 'media', 'parts'));
const usage = async (easel) => (await easel.account()).usage;

for (const stream of [false, true]) {
  test(`a client that leaves a ${stream ? 'streamed' : 'buffered'} request is charged once, and its picture is kept`,
    () => withHouse(async (easel, upstream) => {
      upstream.next({ delay: 500, pictures: [noisePng(200, 200)], usage: { cost: 0.02 } });
      await leave(easel, { stream }, 250);
      await eventually(async () => await usage(easel) > 0);
      await sleep(100);
      assert.equal(await usage(easel), 0.02);
      assert.equal(upstream.requests.length, 1);
      assert.equal(kept(easel).length, 1);
      assert.deepEqual(parts(easel), []);
      assert.equal((await easel.listed()).held, 0);
    }));
}

test('a client that left finds its picture again with its Idempotency-Key', () => withHouse(async (easel, upstream) => {
  upstream.next({ delay: 400, usage: { cost: 0.02 } });
  const headers = { 'Idempotency-Key': 'come back' };
  const gone = new AbortController();
  const first = easel.fetch('/chat/completions', { body: relay(), headers, signal: gone.signal }).catch(() => 'left');
  await upstream.arrived();
  gone.abort();
  await first;
  const again = await (await easel.fetch('/chat/completions', { body: relay(), headers })).json();
  assert.equal(urlsOf(again).length, 1);
  assert.equal(upstream.requests.length, 1);
  assert.equal(await usage(easel), 0.02);
}));

test("a painter's client that leaves leaves nothing held", () => withHouse(async (easel) => {
  const gone = new AbortController();
  const asked = easel.post({ image_config: { image_size: '4K' } }, { signal: gone.signal }).catch(() => 'left');
  await sleep(300);
  gone.abort();
  await asked;
  await eventually(async () => /^easel_jobs_running\S* 0/m.test(
    await (await fetch(`${easel.origin}/metrics`)).text()) || undefined, 30_000);
  assert.equal((await easel.listed()).held, 0);
}));

async function killedWithRequestsInFlight(easel, upstream) {
  upstream.always({ delay: 60_000 });
  const paying = Array.from({ length: 5 }, () =>
    easel.fetch('/chat/completions', { body: relay() }).catch(() => 'cut'));
  const painting = Array.from({ length: 3 }, () =>
    easel.post({ image_config: { image_size: '2K' } }).catch(() => 'cut'));
  await upstream.arrived(5);
  assert.ok((await easel.listed()).held > 0, 'something is held while they run');
  assert.deepEqual(await easel.stop('SIGKILL'), { code: null, signal: 'SIGKILL' });
  await Promise.all([...paying, ...painting]);
}

test('after a kill with requests in flight the store opens, nothing is held, no key is lost',
  () => withHouse(async (easel, upstream) => {
    const spare = await createKey(easel.data, 'spare');
    upstream.next({ usage: { cost: 0.01 } });
    await easel.fetch('/chat/completions', { body: relay() }).then((answer) => answer.json());
    const spent = await usage(easel);
    await killedWithRequestsInFlight(easel, upstream);

    upstream.reset();
    const again = await Easel.start({ ...behind(upstream), data: easel.data, key: easel.key });
    assert.equal((await again.listed()).held, 0);
    assert.equal(await usage(again), spent);
    assert.deepEqual(parts(again), []);
    for (const key of [easel.key, spare]) {
      const { status } = await again.chat({}, { key });
      assert.equal(status, 200);
    }
    await again.stop('SIGKILL');
  }));

test('a kill while a picture arrives leaves no part behind', () => withHouse(async (easel, upstream) => {
  upstream.next({ pictures: [hugePng('part')], pace: 4 << 20 });
  const cut = easel.fetch('/chat/completions', { body: relay({ stream: true }) }).then((answer) => answer.text())
    .catch(() => 'cut');
  await eventually(() => parts(easel).length > 0);
  await easel.stop('SIGKILL');
  await cut;
  assert.ok(parts(easel).length > 0);
  const again = await Easel.start({ ...behind(upstream), data: easel.data, key: easel.key });
  assert.deepEqual(parts(again), []);
  assert.deepEqual(kept(again), []);
  assert.equal((await again.listed()).held, 0);
  await again.stop('SIGKILL');
}));

test('SIGTERM lets a running picture be finished and answered, refuses new ones, then ends with 0',
  () => withHouse(async (easel, upstream) => {
    upstream.next({ delay: 1200, pictures: [noisePng(90, 70)], usage: { cost: 0.01 } });
    const running = easel.fetch('/chat/completions', { body: relay() }).then((answer) => answer.json());
    await upstream.arrived();
    const ending = easel.stop('SIGTERM');
    await sleep(200);
    const late = await easel.chat().then((answer) => answer.status, () => 'refused');
    assert.ok(late === 503 || late === 'refused', `${late}`);
    const { width } = readPng(urlsOf(await running)[0]);
    assert.equal(width, 90);
    assert.deepEqual(await ending, { code: 0, signal: null });
    assert.equal((await easel.listed()).spent, 0.01);
  }));

test('SIGTERM ends an idle server within a second, with 0', () => withHouse(async (easel) => {
  const begun = Date.now();
  assert.deepEqual(await easel.stop('SIGTERM'), { code: 0, signal: null });
  assert.ok(Date.now() - begun < 1000, `${Date.now() - begun} ms`);
}));

test('a key made while serving works at once, and a revoked one dies within a second', () => withHouse(async (easel) => {
  const key = await createKey(easel.data, 'fresh');
  assert.equal((await easel.fetch('/key', { key })).status, 200);
  assert.equal((await easel.chat({}, { key })).status, 200);
  const revoked = await run(['keys', 'revoke', '--data', easel.data, 'fresh']);
  assert.equal(revoked.code, 0, revoked.stderr);
  await eventually(async () => (await easel.fetch('/key', { key })).status === 401, 1000);
  assert.equal((await easel.chat({}, { key })).status, 401);
  assert.equal((await easel.fetch('/key')).status, 200, 'the others live on');
}));

test('a second server on the same folder is refused in one line', () => withHouse(async (easel) => {
  const other = await run(['serve', '--listen', '127.0.0.1:0', '--data', easel.data]);
  assert.equal(other.code, 1);
  assert.match(other.stderr, /^easel: .*already.*\n$/i);
}));

test('keys, prompts and pictures stay out of the log', () => withHouse(async (easel, upstream) => {
  upstream.next({ error: { code: 500, message: 'boom' } });
  const prompt = 'a very private octopus';
  await easel.fetch('/chat/completions', { body: relay({ messages: [{ role: 'user', content: prompt }] }) });
  await easel.chat({ prompt });
  await easel.stop();
  for (const secret of [prompt, easel.key, 'upstream-secret', 'base64,']) {
    assert.ok(!easel.stderr.includes(secret), `the log holds ${secret}`);
  }
}));

test('the data folder is for its owner alone', () => withHouse(async (easel, upstream) => {
  upstream.next({ pictures: [noisePng(300, 300)] });
  await easel.fetch('/chat/completions', { body: relay() }).then((answer) => answer.json());
  for (const file of files(easel.data).filter((name) => !name.endsWith('easel.toml'))) {
    assert.equal(statSync(file).mode & 0o077, 0, file);
  }
}));

test('twenty requests at once with one Idempotency-Key are one generation, on whichever loop', () =>
  withHouse(async (easel) => {
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () =>
        easel.chat({ model: 'easel/painter-1' }, { headers: { 'Idempotency-Key': `round ${round}` } })));
      const ids = new Set(answers.map(({ status, body }) => `${status} ${body.id}`));
      assert.equal(ids.size, 1, [...ids].join(', '));
      const pictures = new Set(answers.map(({ body }) => body.choices[0].message.images[0].image_url.url));
      assert.equal(pictures.size, 1);
    }
  }));
