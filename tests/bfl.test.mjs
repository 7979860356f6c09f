// Black Forest Labs' API behind every door, played by a stand-in with a host of its own for pictures.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { Easel, eventually, urlsOf } from './harness.mjs';
import { behindBfl, BflStandIn } from './standins/bfl.mjs';
import { noisePng } from './standins/pictures.mjs';

const MODEL = 'black-forest-labs/flux.2-pro';
const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
let upstream;
let easel;
before(async () => {
  upstream = await BflStandIn.start();
  easel = await Easel.start(behindBfl(upstream));
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

test('a picture comes through the chat door at the price that upstream told, and its host sees no key', async () => {
  upstream.next({ picture, cost: 4.5 });
  const { status, body } = await ask(chat({ image_config: { aspect_ratio: '16:9' }, seed: 7 }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body), [url(picture)]);
  assert.equal(body.usage.cost, 0.045);
  assert.deepEqual(upstream.sent('POST')[0].body, { prompt: 'a fox', width: 1344, height: 768, seed: 7 });
  assert.equal(upstream.delivery.requests.length, 1);
  assert.ok(upstream.delivery.sawNoKey('bfl-secret'));
});

test('an address that leads to another is followed, without the key', async () => {
  upstream.delivery.reset();
  upstream.next({ picture, redirected: true });
  const { status, body } = await ask(chat());
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body), [url(picture)]);
  assert.equal(upstream.delivery.requests.length, 2);
  assert.ok(upstream.delivery.sawNoKey('bfl-secret'));
});

test('a streaming client hears of the progress and gets the picture', async () => {
  upstream.next({ picture, states: ['Pending', 'Reasoning'] });
  const { chunks, done } = await easel.stream(chat({ stream: true }));
  assert.ok(done);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => image.image_url.url), [url(picture)]);
});

test('the image door takes references and several pictures, a task for each', async () => {
  upstream.next({ picture, cost: 3 }, { picture: second, cost: 3 });
  const { status, body } = await ask({ model: MODEL, prompt: 'a fox', n: 2,
    input_references: [{ type: 'image_url', image_url: { url: url(second) } }] }, '/images');
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.data.map((entry) => entry.b64_json), [picture, second].map((png) => png.toString('base64')));
  assert.equal(upstream.sent('POST').length, 2);
  assert.equal(upstream.sent('POST')[1].body.input_image, second.toString('base64'));
  assert.equal(body.usage.cost, 0.06);
});

test('the responses door brings the picture too', async () => {
  upstream.next({ picture });
  const { status, body } = await ask({ model: MODEL, input: 'a fox', modalities: ['image'] }, '/responses');
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(JSON.stringify(body.output).includes(picture.toString('base64')));
});

const failures = [
  ['a refused request', { last: 'Request Moderated' }, [400, 403]],
  ['a withheld picture', { last: 'Content Moderated' }, [400, 403]],
  ['an error', { last: 'Error' }, [502]],
  ['an address that has expired', { expired: true }, [502]],
  ['an empty account', { refuse: { status: 402, body: { detail: 'Insufficient credits' } } }, [502]],
  ['too many tasks', { refuse: { status: 429, body: { detail: 'slow' }, headers: { 'Retry-After': '1' } } }, [429], 3],
];
// Only who is sure to have taken nothing is asked again.
for (const [what, behaviour, statuses, submissions = 1] of failures) {
  test(`${what} is an error that names the provider and costs nothing`, async () => {
    const spent = (await easel.account()).usage;
    upstream.always(behaviour);
    const { status, body } = await ask(chat());
    assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`);
    assert.match(JSON.stringify(body.error), /Black Forest Labs/);
    assert.ok(!JSON.stringify(body).includes('bfl-secret'));
    assert.equal(upstream.sent('POST').length, submissions);
    await eventually(async () => (await easel.listed()).held === 0);
    assert.equal((await easel.account()).usage, spent);
  });
}
