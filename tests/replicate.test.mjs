// Replicate behind every door, played by a stand-in with a host of its own for files.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import Replicate from 'replicate';

import { createKey, Easel, eventually, urlsOf } from './harness.mjs';
import { behindReplicate, ReplicateStandIn } from './standins/replicate.mjs';
import { noisePng } from './standins/pictures.mjs';

const MODEL = 'sourceful/riverflow-v2-fast';
const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
let upstream;
let easel;
before(async () => {
  upstream = await ReplicateStandIn.start();
  easel = await Easel.start(behindReplicate(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const chat = (fields) => ({ model: MODEL, messages: [{ role: 'user', content: 'a label' }], modalities: ['image'], ...fields });
async function ask(body, where = '/chat/completions') {
  const answer = await easel.fetch(where, { body });
  return { status: answer.status, body: await answer.json() };
}

test("Replicate's own client takes the stand-in for the real one", async () => {
  const client = new Replicate({ auth: 'r8_secret', baseUrl: upstream.url, useFileOutput: false });
  upstream.always({ pictures: [picture] });
  const output = await client.run('sourceful/riverflow-2.0-fast',
    { input: { instruction: 'a label' }, wait: { mode: 'poll', interval: 10 } });
  assert.deepEqual(Buffer.from(await (await fetch(output[0])).arrayBuffer()), picture);
});

test('a picture comes through the chat door, and the host of the files sees no key', async () => {
  upstream.delivery.reset();
  upstream.next({ pictures: [picture] });
  const { status, body } = await ask(chat({ image_config: { aspect_ratio: '4:5', image_size: '2K' } }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body), [url(picture)]);
  assert.deepEqual(upstream.sent('POST')[0].body, { input: { instruction: 'a label', aspect_ratio: '4:5', resolution: '2K' } });
  assert.equal(upstream.delivery.requests.length, 1);
  assert.ok(upstream.delivery.sawNoKey('r8_secret'));
});

test('two fonts and four references cost 86 cents above the base, and nothing when the call fails', async () => {
  const extras = { font_inputs: [{ font_url: 'https://f.example/a.ttf', text: 'A' }, { font_url: 'https://f.example/b.ttf', text: 'B' }],
    super_resolution_references: [1, 2, 3, 4].map((i) => `https://r.example/${i}.png`) };
  const messages = [{ role: 'user', content: [{ type: 'text', text: 'A and B' }, { type: 'image_url', image_url: { url: url(second) } }] }];
  const base = await ask(chat({ messages }));
  const full = await ask(chat({ messages, image_config: extras }));
  assert.equal(full.status, 200, JSON.stringify(full.body));
  assert.equal((full.body.usage.cost - base.body.usage.cost).toFixed(9), '0.860000000');
  const both = base.body.usage.cost + full.body.usage.cost;
  const record = await eventually(() => easel.generation(full.body.id));
  assert.equal(record.total_cost, full.body.usage.cost);
  const lead = await createKey(easel.data, 'lead', '--management');
  const today = new Date().toISOString().slice(0, 10);
  const listed = async () => (await (await easel.fetch(`/activity?date=${today}`, { key: lead })).json()).data
    .reduce((sum, row) => sum + row.usage, 0);
  const earlier = (await easel.account()).usage - both;
  assert.equal((await listed() - earlier).toFixed(9), both.toFixed(9));
  const { input } = upstream.sent('POST')[1].body;
  assert.deepEqual(input.font_texts, ['A', 'B']);
  assert.equal(input.super_resolution_refs.length, 4);
  assert.deepEqual(input.init_images, [url(second)]);
  const spent = (await easel.account()).usage;
  upstream.always({ last: 'failed' });
  assert.equal((await ask(chat({ messages, image_config: extras }))).status, 502);
  assert.equal((await easel.account()).usage, spent);
});

test('a stream and the other doors bring the picture too', async () => {
  upstream.always({ pictures: [picture] });
  const { chunks, done } = await easel.stream(chat({ stream: true }));
  assert.ok(done);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => image.image_url.url), [url(picture)]);
  const image = await ask({ model: MODEL, prompt: 'a label' }, '/images');
  assert.equal(image.body.data[0].b64_json, picture.toString('base64'));
  const response = await ask({ model: MODEL, input: 'a label', modalities: ['image'] }, '/responses');
  assert.ok(JSON.stringify(response.body.output).includes(picture.toString('base64')));
});

test('several files of one prediction are several pictures', async () => {
  upstream.next({ pictures: [picture, second] });
  const { body } = await ask(chat());
  assert.deepEqual(urlsOf(body), [url(picture), url(second)]);
});

const failures = [
  ['refused content', { last: 'failed', failure: 'NSFW content detected' }, [400, 403]],
  ['a failure', { last: 'failed', failure: 'CUDA out of memory' }, [502]],
  ['an empty account', { refuse: { status: 402, body: { detail: 'no credit' } } }, [502]],
  ['a limit', { refuse: { status: 429, body: { detail: 'throttled' }, headers: { 'Retry-After': '1' } } }, [429]],
];
for (const [what, behaviour, statuses] of failures) {
  test(`${what} is an error that names the provider and costs nothing`, async () => {
    const spent = (await easel.account()).usage;
    upstream.always(behaviour);
    const { status, body } = await ask(chat());
    assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`);
    assert.match(JSON.stringify(body.error), /Replicate/);
    await eventually(async () => (await easel.listed()).held === 0);
    assert.equal((await easel.account()).usage, spent);
  });
}
