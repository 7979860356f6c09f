// fal's queue behind every door, played by a stand-in with a host of its own for pictures.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createFalClient } from '@fal-ai/client';

import { Easel, eventually, urlsOf } from './harness.mjs';
import { behindFal, FalStandIn } from './standins/fal.mjs';
import { noisePng } from './standins/pictures.mjs';

const MODEL = 'black-forest-labs/flux.2-pro';
const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
let upstream;
let easel;
before(async () => {
  upstream = await FalStandIn.start();
  easel = await Easel.start(behindFal(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const chat = (fields) => ({ model: MODEL, messages: [{ role: 'user', content: 'a fox' }], modalities: ['image'], ...fields });
async function ask(body, where = '/chat/completions') {
  const answer = await easel.fetch(where, { body });
  return { status: answer.status, body: await answer.json() };
}

test("fal's own client takes the stand-in for the real one", async () => {
  // The client knows no other host than fal's: its requests are led to the stand-in.
  const led = (input, init) => fetch(String(input).replace('https://queue.fal.run', upstream.url), init);
  const client = createFalClient({ credentials: 'fal-secret', fetch: led });
  upstream.always({ pictures: [picture] });
  const result = await client.subscribe('fal-ai/flux-2-pro', { input: { prompt: 'a fox' }, pollInterval: 10 });
  assert.equal(result.data.images.length, 1);
  assert.deepEqual(Buffer.from(await (await fetch(result.data.images[0].url)).arrayBuffer()), picture);
});

test('a picture comes through the chat door, and the host of the pictures sees no key', async () => {
  upstream.delivery.reset();
  upstream.next({ pictures: [picture], queued: 2 });
  const { status, body } = await ask(chat({ image_config: { aspect_ratio: '16:9' }, seed: 7 }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body), [url(picture)]);
  assert.deepEqual(upstream.sent('POST')[0].body, { prompt: 'a fox', image_size: { width: 1344, height: 768 }, seed: 7 });
  assert.equal(upstream.sent('POST').length, 1);
  assert.equal(upstream.delivery.requests.length, 1);
  assert.ok(upstream.delivery.sawNoKey('fal-secret'));
});

test('a reference goes to the editing address of the model', async () => {
  upstream.next({ pictures: [picture] });
  const { status, body } = await ask({ model: MODEL, prompt: 'bluer',
    input_references: [{ type: 'image_url', image_url: { url: url(second) } }] }, '/images');
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.data[0].b64_json, picture.toString('base64'));
  assert.equal(upstream.sent('POST')[0].path, '/fal-ai/flux-2-pro/edit');
  assert.deepEqual(upstream.sent('POST')[0].body.image_urls, [url(second)]);
});

test('a stream, the responses door and several pictures', async () => {
  upstream.always({ pictures: [picture, second] });
  const { chunks, done } = await easel.stream(chat({ stream: true }));
  assert.ok(done);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => image.image_url.url), [url(picture), url(second)]);
  const response = await ask({ model: MODEL, input: 'a fox', modalities: ['image'] }, '/responses');
  assert.ok(JSON.stringify(response.body.output).includes(picture.toString('base64')));
});

const blocked = { detail: [{ loc: ['body', 'prompt'], msg: 'flagged', type: 'content_policy_violation' }] };
const failures = [
  ['a refused prompt', { result: { status: 422, body: blocked } }, [400, 403]],
  ['a blacked out picture', { nsfw: true }, [400, 403]],
  ['a result that failed', { result: { status: 500, body: { detail: 'Internal Server Error' } } }, [502]],
  ['an empty account', { refuse: { status: 403, body: { detail: 'User is locked. Reason: Exhausted balance.' } } }, [502]],
  ['a limit', { refuse: { status: 429, body: { detail: 'slow' }, headers: { 'Retry-After': '1' } } }, [429]],
];
for (const [what, behaviour, statuses] of failures) {
  test(`${what} is an error that names the provider and costs nothing`, async () => {
    const spent = (await easel.account()).usage;
    upstream.always(behaviour);
    const { status, body } = await ask(chat());
    assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`);
    assert.match(JSON.stringify(body.error), /fal/);
    assert.ok(!JSON.stringify(body).includes('fal-secret'));
    await eventually(async () => (await easel.listed()).held === 0);
    assert.equal((await easel.account()).usage, spent);
  });
}
