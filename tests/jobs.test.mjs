// Long waits: jobs to come back for, callbacks, and answers that keep their connection alive.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, beforeEach, test } from 'node:test';

import { behind, createKey, Easel, eventually, paint, parseSse, PROMPT, relay, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, readPng } from './standins/pictures.mjs';

const picture = noisePng(80, 60, 'late');
const LATER = { Prefer: 'respond-async' };
const big = { image_config: { image_size: '1K' } };
let upstream;
let easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream, '[fetch]\nallow_private = true\n'));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

async function submit(body, { where = '/chat/completions', headers = {}, server = easel, ...options } = {}) {
  const answer = await server.fetch(where, { ...options, body, headers: { ...LATER, ...headers } });
  return { status: answer.status, headers: answer.headers, job: await answer.json() };
}
async function finished(job, server = easel) {
  return eventually(async () => {
    const body = await (await server.fetch(`/jobs/${job.id}`)).json();
    return ['completed', 'failed', 'cancelled'].includes(body.status) && body;
  }, 60_000);
}

test('a job is accepted at once, says how far it is, and then holds the whole answer', async () => {
  const { status, headers, job } = await submit(paint({ seed: 3, ...big }));
  assert.equal(status, 202);
  assert.equal(headers.get('location'), job.polling_url);
  assert.equal(headers.get('preference-applied'), 'respond-async');
  assert.equal(job.polling_url, `${easel.base}/jobs/${job.id}`);
  assert.equal(job.events_url, `${easel.base}/jobs/${job.id}/events`);
  assert.ok(['queued', 'in_progress'].includes(job.status));
  const midway = await eventually(async () => {
    const body = await (await easel.fetch(`/jobs/${job.id}`)).json();
    return body.progress > 0 && body.progress < 1 && body;
  });
  assert.equal(midway.status, 'in_progress');
  const done = await finished(job);
  assert.equal(done.status, 'completed');
  assert.equal(done.result.object, 'chat.completion');
  assert.equal(readPng(urlsOf(done.result)[0]).width, 1024);
  assert.equal((await easel.generation(job.id)).state, 'done');
});

test('every door gives its own body as the result', async () => {
  const model = 'easel/painter-1';
  const bodies = { '/chat/completions': paint(), '/completions': { model, prompt: PROMPT, image_config: { size: '128x96' } },
    '/responses': { model, input: PROMPT, modalities: ['image', 'text'], image_config: { size: '128x96' }, metadata: { a: 'b' } },
    '/images': { model, prompt: PROMPT, size: '128x96', n: 2 },
    '/images/generations': { model, prompt: PROMPT, size: '128x96', response_format: 'url' } };
  const results = {};
  for (const [where, body] of Object.entries(bodies)) {
    const { status, job } = await submit(body, { where });
    assert.equal(status, 202, where);
    results[where] = (await finished(job)).result;
  }
  assert.equal(results['/chat/completions'].choices[0].message.images.length, 1);
  assert.equal(results['/completions'].object, 'text_completion');
  assert.equal(results['/responses'].object, 'response');
  assert.deepEqual(results['/responses'].metadata, { a: 'b' });
  assert.equal(results['/images'].data.length, 2);
  assert.equal((await fetch(results['/images/generations'].data[0].url)).status, 200);
});

test("another key's job is a 404, and so is one that was never a job", async () => {
  const { job } = await submit(paint());
  await finished(job);
  const stranger = await createKey(easel.data, 'stranger');
  assert.equal((await easel.fetch(`/jobs/${job.id}`, { key: stranger })).status, 404);
  assert.equal((await easel.fetch(`/jobs/${job.id}/events`, { key: stranger })).status, 404);
  assert.equal((await easel.fetch(`/jobs/${job.id}`, { key: stranger, method: 'DELETE' })).status, 404);
  assert.equal((await easel.fetch('/jobs/gen-1-x')).status, 404);
  assert.equal((await easel.fetch(`/jobs/${job.id}`, { key: '' })).status, 401);
  const plain = await easel.chat();
  assert.equal((await easel.fetch(`/jobs/${plain.body.id}`)).status, 404);
});

test('a failure has the code it would have had at once', async () => {
  upstream.next({ error: { code: 403, message: 'not this', metadata: { error_type: 'content_policy_violation' } } });
  const at_once = await easel.chat(relay());
  upstream.next({ error: { code: 403, message: 'not this', metadata: { error_type: 'content_policy_violation' } } });
  const { job } = await submit(relay());
  const failed = await finished(job);
  assert.equal(failed.status, 'failed');
  assert.equal(failed.result, undefined);
  assert.equal(failed.error.code, at_once.status);
  assert.equal(failed.error.message, at_once.body.error.message);
  assert.equal((await submit({ ...relay(), messages: 7 })).status, 400);
});

test('the events are those of the stream, from the beginning, while it runs and after', async () => {
  const { job } = await submit(paint({ image_config: { size: '640x480' } }));
  const live = parseSse(await (await easel.fetch(`/jobs/${job.id}/events`)).text());
  assert.ok(live.done);
  const progress = live.chunks.filter((chunk) => chunk.easel?.progress !== undefined);
  assert.ok(progress.length > 0);
  const images = (stream) => stream.chunks.flatMap((chunk) => chunk.choices?.[0]?.delta?.images ?? []);
  assert.equal(images(live).length, 1);
  assert.ok(live.chunks.at(-1).usage);
  await finished(job);
  const later = parseSse(await (await easel.fetch(`/jobs/${job.id}/events`)).text());
  assert.ok(later.done);
  assert.deepEqual(images(later), images(live));
  upstream.next({ status: 500, raw: '{}' });
  const { job: bad } = await submit(relay());
  await finished(bad);
  const told = parseSse(await (await easel.fetch(`/jobs/${bad.id}/events`)).text());
  assert.ok(told.done);
  assert.ok(told.chunks.at(-1).error);
});

test('drawing stops when it is cancelled', async () => {
  const { job } = await submit(paint({ image_config: { image_size: '4K', n: 10 } }));
  const answer = await easel.fetch(`/jobs/${job.id}`, { method: 'DELETE' });
  assert.equal(answer.status, 200);
  const end = await finished(job);
  assert.equal(end.status, 'cancelled');
  assert.equal((await easel.generation(job.id)).cancelled, true);
  const again = await (await easel.fetch(`/jobs/${job.id}`, { method: 'DELETE' })).json();
  assert.equal(again.status, 'cancelled');
});

test('what is paid for upstream runs on and is kept', async () => {
  upstream.next({ pictures: [picture], delay: 700 });
  const { job } = await submit(relay());
  await upstream.arrived();
  const answer = await (await easel.fetch(`/jobs/${job.id}`, { method: 'DELETE' })).json();
  assert.match(answer.note, /runs on/);
  const done = await finished(job);
  assert.equal(done.status, 'completed');
  assert.equal(urlsOf(done.result)[0], `data:image/png;base64,${picture.toString('base64')}`);
});

test('a repeated idempotency key gets the same job at once, and it is paid for once', async () => {
  upstream.always({ pictures: [picture], delay: 300 });
  const headers = { 'Idempotency-Key': 'one and the same' };
  const first = await submit(relay(), { headers });
  const second = await submit(relay(), { headers });
  assert.equal(second.status, 202);
  assert.equal(second.job.id, first.job.id);
  await finished(first.job);
  assert.equal(upstream.requests.length, 1);
});

test('a job is still there after a restart, whole or failed; one that was cut says so', async () => {
  const options = behind(upstream);
  const first = await Easel.start(options);
  upstream.next({ pictures: [picture], text: 'Late, but here.' });
  const { job } = await submit(relay(), { server: first });
  await finished(job, first);
  upstream.next({ error: { code: 403, message: 'never' } });
  const { job: bad } = await submit(relay(), { server: first });
  const failure = await finished(bad, first);
  upstream.next({ pictures: [picture], delay: 60_000 });
  const { job: cut } = await submit(relay(), { server: first });
  await upstream.arrived(3);
  await first.stop('SIGKILL');
  const again = await Easel.start({ ...options, data: first.data, key: first.key });
  const read = async (id) => (await again.fetch(`/jobs/${id}`)).json();
  const whole = await read(job.id);
  assert.equal(whole.status, 'completed');
  assert.equal(whole.result.choices[0].message.content, 'Late, but here.');
  assert.equal(urlsOf(whole.result).length, 1);
  assert.deepEqual((await read(bad.id)).error, failure.error);
  const interrupted = await read(cut.id);
  assert.equal(interrupted.status, 'failed');
  assert.match(interrupted.error.message, /stopped/);
  await again.stop();
});

// Somebody who is called back: { url, posts, fail(n), stop }.
async function listener() {
  const posts = [];
  let failures = 0;
  const server = http.createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    posts.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
    response.writeHead(failures-- > 0 ? 500 : 204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { posts, url: `http://127.0.0.1:${server.address().port}/done`, fail: (n) => { failures = n; },
    stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

function verify(post, secret) {
  const [, at, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(post.headers['x-easel-signature']);
  assert.equal(signature, createHmac('sha256', secret).update(`${at}.${post.body}`).digest('hex'));
  assert.ok(Math.abs(Date.now() / 1000 - Number(at)) < 60);
  return JSON.parse(post.body);
}

test('a callback is posted, signed, with addresses instead of base64', async () => {
  const ear = await listener();
  const { job } = await submit(paint({ callback_url: ear.url }));
  await eventually(() => ear.posts.length === 1);
  const secret = (await (await easel.fetch('/callbacks/secret')).json()).data.secret;
  const body = verify(ear.posts[0], secret);
  assert.equal(body.id, job.id);
  assert.equal(body.status, 'completed');
  assert.doesNotMatch(ear.posts[0].body, /base64/);
  const [url] = urlsOf(body.result);
  assert.equal((await fetch(url)).status, 200);
  const other = await createKey(easel.data, 'other');
  const theirs = await (await easel.fetch('/callbacks/secret', { key: other })).json();
  assert.notEqual(theirs.data.secret, secret);
  await ear.stop();
});

test('an ordinary request may have a callback too, also of a failure, and upstream never sees it', async () => {
  const ear = await listener();
  upstream.next({ error: { code: 400, message: 'no' } });
  const answer = await easel.chat({ ...relay(), easel: { callback_url: ear.url } });
  assert.equal(answer.status, 400);
  await eventually(() => ear.posts.length === 1);
  assert.equal(JSON.parse(ear.posts[0].body).status, 'failed');
  assert.doesNotMatch(upstream.last.raw, /callback/);
  await ear.stop();
});

test('a callback that was not taken is tried again, and a restart forgets none', async () => {
  const ear = await listener();
  ear.fail(1);
  const first = await Easel.start({ config: '[fetch]\nallow_private = true\n' });
  await submit(paint({ callback_url: ear.url }), { server: first });
  await eventually(() => ear.posts.length === 1);
  await first.stop();
  const again = await Easel.start({ data: first.data, key: first.key });
  await eventually(() => ear.posts.length === 2, 30_000);
  assert.equal(JSON.parse(ear.posts[1].body).status, 'completed');
  await again.stop();
  await ear.stop();
});

test('a private address is not called unless the configuration says so', async () => {
  const ear = await listener();
  const strict = await Easel.start();
  const { status, job } = await submit(paint({ callback_url: ear.url }), { server: strict });
  assert.equal(status, 202);
  await finished(job, strict);
  await eventually(() => /callback not delivered/.test(strict.stderr));
  assert.equal(ear.posts.length, 0);
  await strict.stop();
  await ear.stop();
});

test('a callback that is no address is a 400 that names it', async () => {
  for (const callback_url of ['ftp://x', 'nowhere', 'http://user@host/', 7]) {
    const { status, body } = await easel.chat({ callback_url });
    assert.equal(status, 400);
    assert.match(body.error.message, /callback_url/);
  }
});

test('white space keeps a buffered answer alive, and a failure then comes in a 200', async () => {
  upstream.next({ pictures: [picture], delay: 5600 });
  const answer = await easel.post(relay(), { headers: { 'X-Easel-Keep-Alive': 'whitespace' } });
  assert.equal(answer.status, 200);
  const text = await answer.text();
  assert.match(text, /^ +\{/);
  assert.equal(urlsOf(JSON.parse(text)).length, 1);
  upstream.next({ error: { code: 500, message: 'boom' } });
  const failed = await easel.post({ ...relay(), easel: { keep_alive: true } });
  assert.equal(failed.status, 200);
  assert.equal((await failed.json()).error.code, 502);
});
