// Upstreams that lie, clients that race themselves, starts and stops at the wrong moment.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { behind, binary, Easel, eventually, relay, run, tempFolder } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

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

const metric = async (easel, name) => Number(new RegExp(`^easel_${name}\\S* (\\S+)`, 'm')
  .exec(await (await fetch(`${easel.origin}/metrics`)).text())[1]);

async function isIdle(easel) {
  await eventually(async () => await metric(easel, 'jobs_running') === 0);
  assert.equal((await easel.listed()).held, 0);
}

// What upstream's figure cannot be is charged by the price list: 7 tokens in, 1290 of a picture out.
const listed = 0.0387021;
for (const [what, usage, charged] of [
  ['a negative cost', { cost: -5 }, listed], ['a cost beyond all money', { cost: 1e300 }, listed],
  ['a cost as a text', { cost: '0.5' }, listed], ['counts beyond all counting', { completion_tokens: 1e300 }, 0.0387021]]) {
  test(`${what} from upstream harms nobody`, () => withHouse(async (easel, upstream) => {
    upstream.next({ usage });
    const answer = await easel.fetch('/chat/completions', { body: relay() });
    assert.equal(answer.status, 200);
    await answer.json();
    assert.equal((await easel.account()).usage, charged);
    await isIdle(easel);
  }));
}

test('a count that no integer holds is answered, and nothing stays held', () => withHouse(async (easel, upstream) => {
  upstream.next({ headers: { 'Content-Type': 'application/json' },
    raw: '{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],' +
      '"usage":{"prompt_tokens":18446744073709551615,"cost":0.25}}' });
  const answer = await easel.fetch('/chat/completions', { body: relay() });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).usage.prompt_tokens, 0);
  assert.equal((await easel.account()).usage, 0.25);
  await isIdle(easel);
}));

test('a picture without end is the failure of the provider', () => withHouse(async (easel, upstream) => {
  upstream.next({ pictures: Array.from({ length: 100 }, () => noisePng(4, 4)) });
  const answer = await easel.fetch('/chat/completions', { body: relay() });
  const body = await answer.json();
  assert.equal(answer.status, 200);
  assert.equal(body.choices[0].message.images.length, 64, 'what was whole is kept');
  await isIdle(easel);
}));

test('every end of a generation gives its place back', () => withHouse(async (easel, upstream) => {
  const status = async (fields, options) => (await easel.fetch('/chat/completions',
    { ...options, body: relay(fields) }).then(async (answer) => { await answer.arrayBuffer(); return answer.status; }));
  const headers = { 'Idempotency-Key': 'place' };
  for (let i = 0; i < 3; i++) {
    assert.equal(await status({}, { headers }), 200);
    upstream.next({ error: { code: 500, message: 'no' } }, { cutAt: 200 });
    assert.equal(await status(), 502);
    assert.equal(await status(), 502);
    const gone = new AbortController();
    const left = easel.post({ image_config: { size: '1600x1200' } }, { signal: gone.signal }).catch(() => 'left');
    await eventually(async () => await metric(easel, 'jobs_running') === 1);
    gone.abort();
    await left;
    await isIdle(easel);
  }
}, '[limits]\nat_once = 1\n'));

test('only a refusal before work is tried again elsewhere', () => withHouse(async (easel, upstream) => {
  const models = ['google/gemini-2.5-flash-image', 'google/gemini-3.1-flash-image'];
  upstream.next({ error: { code: 429, message: 'later' } }, {});
  const other = await easel.fetch('/chat/completions', { body: relay({ models }) });
  assert.equal(other.status, 200);
  assert.equal(upstream.requests.length, 2);
  upstream.next({ error: { code: 500, message: 'perhaps it was paid' } }, {});
  const failed = await easel.fetch('/chat/completions', { body: relay({ models }) });
  assert.equal(failed.status, 502);
  assert.equal(upstream.requests.length, 3);
}));

test('twenty simultaneous twins are one generation and the same bytes', () => withHouse(async (easel, upstream) => {
  upstream.always({ delay: 150, text: 'Here it is', reasoning: 'hm', usage: { cost: 0.02 } });
  for (const stream of [false, true]) {
    const headers = { 'Idempotency-Key': `twins ${stream}` };
    const before = upstream.requests.length;
    const answers = await Promise.all(Array.from({ length: 20 }, async () => {
      const answer = await easel.fetch('/chat/completions', { body: relay({ stream }), headers });
      assert.equal(answer.status, 200);
      return answer.text();
    }));
    assert.equal(upstream.requests.length - before, 1);
    if (!stream) assert.equal(new Set(answers).size, 1);
  }
  assert.equal((await easel.account()).usage, 0.04);
}));

test('who waits for a twin gets the picture, though the first client leaves', () => withHouse(async (easel) => {
  const fields = { prompt: 'a wide valley', image_config: { size: '1600x1200' } };
  const headers = { 'Idempotency-Key': 'left' };
  const gone = new AbortController();
  const first = easel.post(fields, { headers, signal: gone.signal }).catch(() => 'left');
  await eventually(async () => await metric(easel, 'jobs_running') === 1);
  const second = easel.post(fields, { headers });
  await sleep(100);
  gone.abort();
  assert.equal(await first, 'left');
  assert.equal((await second).status, 200);
}));

test('who comes again while the first try is being cancelled gets a try of its own', () => withHouse(async (easel) => {
  const fields = { prompt: 'a wide valley', image_config: { size: '1600x1200' } };
  const headers = { 'Idempotency-Key': 'again' };
  const gone = new AbortController();
  const first = easel.post(fields, { headers, signal: gone.signal }).catch(() => 'left');
  await eventually(async () => await metric(easel, 'jobs_running') === 1);
  gone.abort();
  await first;
  const again = await Promise.all([1, 2, 3].map(() => easel.post(fields, { headers })));
  assert.deepEqual(again.map((answer) => answer.status), [200, 200, 200]);
}));

test('a client that leaves is no error in the log', () => withHouse(async (easel, upstream) => {
  upstream.next({ delay: 300 });
  const gone = new AbortController();
  const asked = easel.fetch('/chat/completions', { body: relay(), signal: gone.signal }).catch(() => 'left');
  await upstream.arrived();
  gone.abort();
  await asked;
  const half = net.connect(easel.port, '127.0.0.1');
  half.write(`POST /api/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${easel.key}\r\n` +
    'Content-Length: 1000\r\n\r\n{"model"');
  await sleep(100);
  half.destroy();
  await isIdle(easel);
  await sleep(100);
  assert.doesNotMatch(easel.stderr, /error|warning/);
}));

test('a list of models as long as a book is refused at once', () => withHouse(async (easel) => {
  const models = Array.from({ length: 60_000 }, (_, i) => `m${i}`);
  const began = Date.now();
  const { status, body } = await easel.chat({ model: undefined, models });
  assert.equal(status, 400);
  assert.match(body.error.message, /at most 64 models/);
  assert.ok(Date.now() - began < 1000);
  const long = await easel.chat({ model: 'x'.repeat(100_000) });
  assert.equal(long.status, 400);
  assert.doesNotMatch(long.body.error.message, /easel-long-string/);
}));

test('a provider that repeats our key does not get it into an answer or the log', () => withHouse(async (easel, upstream) => {
  upstream.next({ error: { code: 500, message: 'bad key upstream-secret', metadata: { raw: 'upstream-secret' } } });
  const answer = await easel.fetch('/chat/completions', { body: relay() });
  assert.equal(answer.status, 502);
  assert.doesNotMatch(await answer.text(), /upstream-secret/);
  await sleep(100);
  assert.doesNotMatch(easel.stderr, /upstream-secret/);
}));

test('SIGTERM at any moment of the start ends with 0', async () => {
  for (let wait = 0; wait < 200; wait += 10) {
    const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', '--data', tempFolder()], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    await sleep(wait);
    child.kill('SIGTERM');
    // Before the handler is there, the signal itself ends it.
    assert.ok([0, 'SIGTERM'].includes(await ended), `after ${wait} ms`);
  }
});

test('a data folder in which something else lies is one clear line', async () => {
  for (const name of ['easel.toml', 'easel.db', 'serve.lock']) {
    const data = tempFolder();
    mkdirSync(path.join(data, name));
    const { code, stderr } = await run(['serve', '--listen', '127.0.0.1:0', '--data', data]);
    assert.equal(code, 1, `${name}: ${stderr}`);
    assert.match(stderr, new RegExp(`^easel: .*${name}.*\n$`));
  }
  const data = tempFolder();
  writeFileSync(path.join(data, 'media'), '');
  const { code, stderr } = await run(['serve', '--listen', '127.0.0.1:0', '--data', data]);
  assert.equal(code, 1);
  assert.match(stderr, /^easel: .*Not a directory/);
});

test('a key that could not be printed is a failure', async () => {
  const data = tempFolder();
  const child = spawn('/bin/sh', ['-c', '"$0" keys create --name x --data "$1" > /dev/full', binary, data]);
  assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 1);
});
