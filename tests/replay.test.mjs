// Repeated requests: with a key, without one after a cut, and a hundred at once.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { OpenRouter } from '@openrouter/sdk';

import { behind, createKey, Easel, eventually, relay, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const big = noisePng(1600, 1200);  // more than the sockets between would hold
let upstream, easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

/** A proxy that destroys the first `cuts` connections after that many bytes of the answer (0: as the request ends). */
async function cutter(port, cuts, bytes) {
  const server = net.createServer((client) => {
    const cut = cuts-- > 0;
    const behindIt = net.connect(port, '127.0.0.1');
    let passed = 0;
    const end = () => { client.destroy(); behindIt.destroy(); };
    client.on('data', (piece) => {
      behindIt.write(piece);
      if (cut && bytes === 0) setTimeout(end, 300);
    });
    behindIt.on('data', (piece) => {
      passed += piece.length;
      if (cut && passed > bytes) return end();
      if (!client.write(piece)) { behindIt.pause(); client.once('drain', () => behindIt.resume()); }
    });
    for (const socket of [client, behindIt]) { socket.on('error', end); socket.on('close', end); }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/api/v1`, port: server.address().port, stop: () => server.close() };
}

const chatRequest = { model: 'google/gemini-2.5-flash-image', messages: [{ role: 'user', content: 'a lake' }], modalities: ['image', 'text'] };

for (const [name, bytes, delay] of [['in the middle of the answer', 50_000, 0], ['while the provider was at work', 0, 1500]]) {
  test(`the SDK's own retry after a cut ${name} gets that very picture, and it is charged once`, async () => {
    const key = await createKey(easel.data, name.slice(0, 8));
    upstream.reset();
    upstream.next({ pictures: [big], delay }, { pictures: [noisePng(64, 48)] });
    const proxy = await cutter(easel.port, 1, bytes);
    const sdk = new OpenRouter({ apiKey: key, serverURL: proxy.url,
      retryConfig: { strategy: 'backoff', backoff: { initialInterval: 300, maxInterval: 1000, exponent: 1.5, maxElapsedTime: 30_000 }, retryConnectionErrors: true } });
    const send = async () => {
      for (let i = 0; ; i++) {
        try { return await sdk.chat.send({ chatRequest }); } catch (error) { if (i === 3) throw error; await sleep(500); }
      }
    };
    const result = await send();
    assert.equal(result.choices[0].message.images[0].imageUrl.url.split(',')[1], big.toString('base64'));
    assert.equal(upstream.requests.length, 1);
    assert.equal((await (await easel.fetch('/key', { key })).json()).data.usage, 0.0387021);
    proxy.stop();
    const again = await easel.fetch('/chat/completions', { key, body: relay() });
    assert.equal(again.headers.get('x-easel-replayed'), null, 'what was told in full is not told again');
    await again.arrayBuffer();
  });
}

test('an answer that arrived, or another key, or another body, is no reason to join', async () => {
  const key = await createKey(easel.data, 'whole');
  upstream.reset();
  for (let i = 0; i < 2; i++) assert.equal((await easel.fetch('/chat/completions', { key, body: relay() })).headers.get('x-easel-replayed'), null);
  assert.equal(upstream.requests.length, 2);
});

test('two equal requests at once, whose askers both listen, are two', async () => {
  const key = await createKey(easel.data, 'pair');
  upstream.reset();
  upstream.always({ delay: 300 });
  const both = await Promise.all([1, 2].map(() => easel.fetch('/chat/completions', { key, body: relay() })));
  for (const answer of both) assert.equal(answer.headers.get('x-easel-replayed'), null);
  assert.equal(upstream.requests.length, 2);
  upstream.reset();
});

test('[replay] implicit = false turns it off', async () => {
  const off = await Easel.start(behind(upstream, '[replay]\nimplicit = false\n'));
  upstream.reset();
  upstream.next({ pictures: [big] });
  const proxy = await cutter(off.port, 1, 50_000);
  await assert.rejects(fetch(`${proxy.url}/chat/completions`, { method: 'POST', headers: { Authorization: `Bearer ${off.key}`, 'Content-Type': 'application/json' }, body: JSON.stringify(relay()) })
    .then((answer) => answer.arrayBuffer()));
  await sleep(300);
  const again = await off.fetch('/chat/completions', { body: relay() });
  assert.equal(again.headers.get('x-easel-replayed'), null);
  assert.equal(upstream.requests.length, 2);
  proxy.stop();
  await off.stop();
});

test('a hundred equal requests at once with one Idempotency-Key: one upstream call, one charge, a hundred equal answers', async () => {
  const key = await createKey(easel.data, 'storm');
  upstream.reset();
  upstream.always({ pictures: [noisePng(64, 48)], delay: 500 });
  const ask = () => easel.fetch('/chat/completions', { key, body: relay(), headers: { 'Idempotency-Key': 'storm' } });
  const answers = await Promise.all(Array.from({ length: 100 }, async () => {
    const answer = await ask();
    return { status: answer.status, replayed: answer.headers.get('x-easel-replayed'), body: await answer.json() };
  }));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(upstream.requests.length, 1);
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal(new Set(answers.map(({ body }) => urlsOf(body)[0])).size, 1);
  assert.equal(answers.filter(({ replayed }) => replayed === 'true').length, 99);
  await eventually(async () => (await (await easel.fetch('/key', { key })).json()).data.usage === 0.0387021);
  upstream.reset();
});
