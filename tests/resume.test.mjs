// The process dies while an upstream is at work: after the restart the job is asked about again, its
// picture is kept under its generation's id, and it is charged once.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Easel, eventually } from './harness.mjs';
import { behindBfl, BflStandIn } from './standins/bfl.mjs';
import { noisePng } from './standins/pictures.mjs';

const body = { model: 'black-forest-labs/flux.2-pro', modalities: ['image'], messages: [{ role: 'user', content: 'a fox' }] };
const picture = noisePng(80, 60, 'paid');

async function killedWhilePolling(headers, check) {
  const upstream = await BflStandIn.start();
  let easel = await Easel.start(behindBfl(upstream));
  const { data, key } = easel;
  upstream.next({ picture, cost: 4.5, states: Array(8).fill('Pending') });
  const asked = easel.fetch('/chat/completions', { body, headers }).catch(() => undefined);
  await eventually(() => upstream.sent('GET').length >= 2);
  await easel.stop('SIGKILL');
  const answer = await asked;
  const id = answer?.status === 202 ? (await answer.json()).id : undefined;
  easel = await Easel.start({ ...behindBfl(upstream), data, key });
  try {
    await check(easel, upstream, id);
    assert.equal(upstream.sent('POST').length, 1, 'it was submitted once');
    await eventually(async () => Math.abs((await easel.listed()).spent - 0.045) < 1e-9);
    assert.equal((await easel.listed()).held, 0);
  } finally {
    await easel.stop();
    await upstream.stop();
  }
}

test('a job is finished after a restart, and can be fetched', () => killedWhilePolling({ Prefer: 'respond-async' }, async (easel, upstream, id) => {
  const job = await eventually(async () => {
    const told = await (await easel.fetch(`/jobs/${id}`)).json();
    return told.status === 'completed' && told;
  }, 30_000);
  const [image] = job.result.choices[0].message.images;
  assert.deepEqual(Buffer.from(image.image_url.url.split(',')[1], 'base64'), picture);
  const record = await easel.generation(id);
  assert.equal(record.total_cost, 0.045);
  assert.equal(record.num_media_completion, 1);
}));

test('a client that repeats its idempotency key after the restart gets the picture that was paid for', () =>
  killedWhilePolling({ 'Idempotency-Key': 'once' }, async (easel) => {
    const answer = await easel.fetch('/chat/completions', { body, headers: { 'Idempotency-Key': 'once' } });
    const { choices } = await answer.json();
    assert.equal(answer.status, 200);
    assert.deepEqual(Buffer.from(choices[0].message.images[0].image_url.url.split(',')[1], 'base64'), picture);
  }));

test('all tasks of a request are taken up again, and what was kept of them is not fetched twice', async () => {
  const upstream = await BflStandIn.start();
  let easel = await Easel.start(behindBfl(upstream));
  const { data, key } = easel;
  const pictures = [0, 1, 2].map((i) => noisePng(80, 60, `paid ${i}`));
  upstream.next({ picture: pictures[0], cost: 4.5, states: [] },
    ...pictures.slice(1).map((one) => ({ picture: one, cost: 4.5, states: Array(6).fill('Pending') })));
  const headers = { 'Idempotency-Key': 'three' };
  const three = { ...body, image_config: { n: 3 } };
  const asked = easel.fetch('/chat/completions', { body: three, headers }).catch(() => undefined);
  await eventually(() => upstream.delivery.requests.length === 1); // the first is here, two are not
  await eventually(() => upstream.sent('GET').length >= 3);
  await easel.stop('SIGKILL');
  await asked;
  easel = await Easel.start({ ...behindBfl(upstream), data, key });
  const answer = await (await easel.fetch('/chat/completions', { body: three, headers })).json();
  const got = answer.choices[0].message.images.map((image) => Buffer.from(image.image_url.url.split(',')[1], 'base64'));
  assert.deepEqual(got, pictures);
  assert.equal(upstream.sent('POST').length, 3, 'each was submitted once');
  assert.equal(upstream.delivery.requests.length, 3, 'each was fetched once');
  await eventually(async () => Math.abs((await easel.listed()).spent - 0.135) < 1e-9);
  assert.equal((await easel.listed()).held, 0);
  await easel.stop();
  await upstream.stop();
});
