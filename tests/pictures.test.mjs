// Pictures by address: GET /images/{sha256}, what opens it, in parts and made smaller, and every
// door that answers with addresses when asked to.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, test } from 'node:test';

import OpenAI from 'openai';

import { behind, createKey, Easel, PROMPT, relay, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { decodePng, hugePng, noisePng } from './standins/pictures.mjs';

const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const picture = noisePng(300, 200, 'by address');
const hash = sha(picture);
let upstream;
let easel;
let address; // signed, of `picture`
let stranger;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  stranger = await createKey(easel.data, 'stranger');
  upstream.next({ pictures: [picture] });
  const { body } = await easel.chat(relay({ image_config: { delivery: 'url' } }));
  [address] = urlsOf(body);
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const bytesOf = async (answer) => Buffer.from(await answer.arrayBuffer());
const read = (where, options = {}) => easel.fetch(where, { key: '', ...options });
const own = (options) => easel.fetch(`/images/${hash}`, options);

test('a chat answers with a signed absolute address, and nothing of the wish goes upstream', async () => {
  assert.match(address, new RegExp(`^${easel.origin}/api/v1/images/${hash}\\?owner=[0-9a-f]{16}&expires=\\d+&signature=[0-9a-f]{64}$`));
  const answer = await read(address);
  assert.equal(answer.status, 200);
  assert.deepEqual(await bytesOf(answer), picture);
  assert.equal(answer.headers.get('content-type'), 'image/png');
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(answer.headers.get('etag'), `"${hash}"`);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  assert.equal(answer.headers.get('content-disposition'), `inline; filename="easel-${hash.slice(0, 12)}.png"`);
  upstream.next({ pictures: [picture] });
  await easel.chat(relay({ image_config: { delivery: 'url' } }));
  assert.doesNotMatch(upstream.last.raw, /delivery/);
});

test('a stream and the header do the same', async () => {
  upstream.next({ pictures: [picture] });
  const { chunks } = await easel.stream(relay(), { headers: { 'X-Easel-Delivery': 'url' } });
  const images = chunks.flatMap((chunk) => chunk.choices?.[0]?.delta?.images ?? []);
  assert.equal(new URL(images[0].image_url.url).pathname, `/api/v1/images/${hash}`);
  const wrong = await easel.post({}, { headers: { 'X-Easel-Delivery': 'pigeon' } });
  assert.equal(wrong.status, 400);
  assert.match((await wrong.json()).error.message, /X-Easel-Delivery/);
});

test('the other doors answer with addresses in their own places', async () => {
  const headers = { 'X-Easel-Delivery': 'url' };
  const ask = async (where, body) => (await easel.fetch(where, { headers, body })).json();
  const model = 'easel/painter-1';
  const image = await ask('/images', { model, prompt: PROMPT, size: '128x96' });
  assert.deepEqual(Object.keys(image.data[0]), ['url', 'media_type']);
  const response = await ask('/responses', { model, input: PROMPT, modalities: ['image'], image_config: { size: '128x96' } });
  const call = response.output.find((item) => item.type === 'image_generation_call');
  const completion = await ask('/completions', { model, prompt: PROMPT, image_config: { size: '128x96' } });
  for (const url of [image.data[0].url, call.result, completion.choices[0].images[0].image_url.url]) {
    const answer = await read(url);
    assert.equal(answer.status, 200, url);
    assert.equal(decodePng(await bytesOf(answer)).width, 128);
  }
});

test("OpenAI's client gets its url", async () => {
  const openai = new OpenAI({ apiKey: easel.key, baseURL: easel.base, maxRetries: 0 });
  const { data } = await openai.images.generate({ model: 'easel/painter-1', prompt: PROMPT,
    size: '128x96', response_format: 'url' });
  assert.equal(data[0].b64_json, undefined);
  assert.equal((await read(data[0].url)).status, 200);
  await assert.rejects(openai.images.generate({ model: 'easel/painter-1', prompt: PROMPT,
    response_format: 'pigeon' }), OpenAI.BadRequestError);
});

test('its owner needs no signature; a stranger and an unknown hash get the same 404', async () => {
  const answer = await own();
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('cache-control'), /^private/);
  const refused = [await own({ key: stranger }), await easel.fetch(`/images/${'0'.repeat(64)}`),
    await easel.fetch('/images/nothing')];
  const bodies = await Promise.all(refused.map((each) => each.text()));
  assert.deepEqual(refused.map((each) => each.status), [404, 404, 404]);
  assert.equal(new Set(bodies).size, 1);
  assert.equal((await own({ key: '' })).status, 401);
});

test('equal bytes of two owners: each has its own address, neither opens by the other', async () => {
  const shared = noisePng(40, 30, 'shared');
  upstream.always({ pictures: [shared] });
  await easel.chat(relay());
  assert.equal((await easel.fetch(`/images/${sha(shared)}`, { key: stranger })).status, 404);
  await easel.chat(relay(), { key: stranger });
  assert.equal((await easel.fetch(`/images/${sha(shared)}`, { key: stranger })).status, 200);
  const database = new DatabaseSync(path.join(easel.data, 'easel.db'));
  database.exec('PRAGMA busy_timeout = 5000');
  database.prepare(`DELETE FROM pictures WHERE sha256 = ? AND generation_id IN
    (SELECT id FROM generations JOIN keys ON keys.hash = key_hash WHERE name = 'test')`).run(sha(shared));
  database.close();
  assert.equal((await easel.fetch(`/images/${sha(shared)}`)).status, 404);
  assert.equal((await easel.fetch(`/images/${sha(shared)}`, { key: stranger })).status, 200);
});

test('a wrong signature is a 403, an expired address a 410', async () => {
  const changed = (change) => {
    const url = new URL(address);
    change(url.searchParams);
    return read(url.href);
  };
  assert.equal((await changed((query) => query.set('expires', '4102444800'))).status, 403);
  assert.equal((await changed((query) => query.set('owner', '0'.repeat(16)))).status, 403);
  assert.equal((await changed((query) => query.delete('signature'))).status, 403);
  const database = new DatabaseSync(path.join(easel.data, 'easel.db'), { readOnly: true });
  const { value } = database.prepare("SELECT value FROM secrets WHERE name = 'pictures'").get();
  database.close();
  const owner = new URL(address).searchParams.get('owner');
  const signature = createHmac('sha256', value).update(`${hash}.${owner}.1000`).digest('hex');
  const expired = await changed((query) => {
    query.set('expires', '1000');
    query.set('signature', signature);
  });
  assert.equal(expired.status, 410);
  assert.equal((await expired.json()).error.code, 410);
});

test('the address lives through a restart, and ends with the picture', async () => {
  const first = await Easel.start();
  const { body } = await first.chat({ image_config: { size: '128x96', delivery: 'url' } });
  const { pathname, search } = new URL(urlsOf(body)[0]);
  await first.stop();
  const again = await Easel.start({ data: first.data, key: first.key });
  const ask = (more = '') => fetch(again.origin + pathname + search + more);
  assert.equal((await ask()).status, 200);
  const small = await ask('&w=160');
  assert.equal(small.status, 200);
  await small.arrayBuffer();
  const renditions = path.join(again.data, 'media', 'renditions');
  assert.equal(readdirSync(renditions).length, 1);
  rmSync(renditions, { recursive: true });
  assert.equal((await ask('&w=160')).status, 200, 'the cache may go at any time');
  const folder = path.join(again.data, 'media', 'pictures');
  rmSync(folder, { recursive: true });
  assert.equal((await ask()).status, 410);
  await again.stop();
  assert.ok(!existsSync(folder));
});

test('a part of it, and what its tag says', async () => {
  const part = async (range, more = {}) => {
    const answer = await read(address, { headers: { Range: range, ...more } });
    return { status: answer.status, range: answer.headers.get('content-range'), bytes: await bytesOf(answer) };
  };
  const size = picture.length;
  const middle = await part('bytes=10-19');
  assert.equal(middle.status, 206);
  assert.equal(middle.range, `bytes 10-19/${size}`);
  assert.deepEqual(middle.bytes, picture.subarray(10, 20));
  assert.deepEqual((await part('bytes=-5')).bytes, picture.subarray(-5));
  assert.deepEqual((await part(`bytes=${size - 5}-`)).bytes, picture.subarray(-5));
  const beyond = await part(`bytes=${size}-`);
  assert.equal(beyond.status, 416);
  assert.equal(beyond.range, `bytes */${size}`);
  assert.equal((await part('bytes=0-1,4-5')).status, 200);
  assert.equal((await part('bytes=0-1', { 'If-Range': `"${hash}"` })).status, 206);
  assert.equal((await part('bytes=0-1', { 'If-Range': '"another"' })).status, 200);
  const unchanged = await read(address, { headers: { 'If-None-Match': `W/"x", "${hash}"` } });
  assert.equal(unchanged.status, 304);
  const head = await read(address, { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-length'), String(size));
});

test('a large picture leaves whole', async () => {
  const huge = hugePng('large');
  upstream.next({ pictures: [huge] });
  const { body } = await easel.chat(relay({ image_config: { delivery: 'url' } }));
  assert.equal(sha(await bytesOf(await read(urlsOf(body)[0]))), sha(huge));
  const small = await bytesOf(await read(`${urlsOf(body)[0]}&w=640`));
  assert.equal(webpSize(small).width, 640);
});

// The three kinds of WebP say their size in three places.
function webpSize(bytes) {
  assert.equal(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 12), 'RIFFWEBP');
  assert.equal(bytes.toString('latin1', 12, 16), 'VP8 ');
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
}

test('made smaller it is a WebP, never larger than the picture', async () => {
  const small = await read(`${address}&w=160`);
  assert.equal(small.status, 200);
  assert.equal(small.headers.get('content-type'), 'image/webp');
  assert.match(small.headers.get('content-disposition'), /-160\.webp"$/);
  const tag = small.headers.get('etag');
  assert.notEqual(tag, `"${hash}"`);
  assert.deepEqual(webpSize(await bytesOf(small)), { width: 160, height: 107 });
  assert.equal((await read(`${address}&w=160`, { headers: { 'If-None-Match': tag } })).status, 304);
  assert.deepEqual(webpSize(await bytesOf(await read(`${address}&w=2048`))), { width: 300, height: 200 });
  for (const width of ['0', '161', '-160', '', 'x', '160x']) {
    assert.equal((await read(`${address}&w=${width}`)).status, 400, width);
  }
  assert.equal((await own({ key: stranger })).status, 404);
  assert.equal((await easel.fetch(`/images/${hash}?w=160`, { key: stranger })).status, 404);
});

test('public_url is what addresses begin with', async () => {
  const named = await Easel.start({ config: '[server]\npublic_url = "https://easel.example"\n' });
  const { body } = await named.chat({ image_config: { size: '128x96', delivery: 'url' } });
  assert.match(urlsOf(body)[0], /^https:\/\/easel\.example\/api\/v1\/images\//);
  await named.stop();
});

test('a stream of the image door has the address in its last event', async () => {
  const answer = await easel.fetch('/images', { headers: { 'X-Easel-Delivery': 'url' },
    body: { model: 'easel/painter-1', prompt: PROMPT, size: '128x96', stream: true } });
  const last = (await answer.text()).split('\n\n').filter((block) => block.includes('completed')).at(-1);
  const event = JSON.parse(last.slice(6));
  assert.equal(event.b64_json, undefined);
  assert.equal((await read(event.url)).status, 200);
});
