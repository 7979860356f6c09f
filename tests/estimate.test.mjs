// POST /estimate: what a request would cost, for the body of any door, without asking anybody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { behind, createKey, Easel, PROMPT, relay, UPSTREAM_MODEL } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

let upstream;
let easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

async function estimate(body, options) {
  const answer = await easel.fetch('/estimate', { ...options, body });
  const said = await answer.json();
  return { status: answer.status, data: said.data, error: said.error };
}

test('every door gets its figure, nobody is called and nothing is held', async () => {
  const bodies = [relay(), { model: UPSTREAM_MODEL, input: PROMPT, modalities: ['image', 'text'] },
    { model: UPSTREAM_MODEL, prompt: PROMPT, n: 1 },
    { model: UPSTREAM_MODEL, prompt: PROMPT, modalities: ['image', 'text'] }];
  const said = await Promise.all(bodies.map((body) => estimate(body)));
  for (const { status, data } of said) {
    assert.equal(status, 200);
    assert.equal(data.allowed, true);
    assert.equal(data.candidates[0].model, UPSTREAM_MODEL);
    assert.equal(data.candidates[0].provider, 'openrouter');
    assert.ok(data.most > 0);
  }
  const [chat, responses, , completions] = said.map(({ data }) => data.most);
  assert.equal(responses, chat);
  assert.equal(completions, chat);
  assert.equal(upstream.requests.length, 0);
  assert.equal((await easel.listed()).held, 0);
});

test('what a model has no knob for is said beforehand', async () => {
  const { data } = await estimate(relay({ image_config: { quality: 'high' } }));
  assert.deepEqual(data.candidates[0].ignored, ['image_config.quality']);
});

test("a key's limit counts", async () => {
  const poor = await createKey(easel.data, 'poor', '--limit', '0.000001');
  const { data } = await estimate(relay(), { key: poor });
  assert.equal(data.allowed, false);
  assert.match(data.reason, /limit/);
  const answer = await easel.fetch('/chat/completions', { key: poor, body: relay() });
  assert.equal(answer.status, 402);
});

test('an unknown model is a refusal; a body that no door reads is a 400; no key is a 401', async () => {
  const { data } = await estimate({ model: 'no/such', prompt: PROMPT });
  assert.equal(data.allowed, false);
  assert.equal(data.refusals[0].code, 400);
  assert.equal((await estimate({ model: UPSTREAM_MODEL })).status, 400);
  assert.equal((await estimate({ ...relay(), messages: 7 })).status, 400);
  assert.equal((await estimate(relay(), { key: '' })).status, 401);
});
