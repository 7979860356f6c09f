// POST /completions: a prompt in, a text out, as before there were chats.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import OpenAI from 'openai';

import { behind, Easel, PROMPT, UPSTREAM_MODEL } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const picture = noisePng(80, 60, 'one');
let upstream;
let easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});
const openai = () => new OpenAI({ apiKey: easel.key, baseURL: easel.base, maxRetries: 0 });

test("OpenAI's client completes a prompt", async () => {
  upstream.next({ pictures: [], text: 'and a valley' });
  const result = await openai().completions.create({ model: UPSTREAM_MODEL, prompt: PROMPT, max_tokens: 9 });
  assert.equal(result.object, 'text_completion');
  assert.equal(result.choices[0].text, 'and a valley');
  assert.equal(result.choices[0].finish_reason, 'stop');
  assert.deepEqual(upstream.last.body.messages, [{ role: 'user', content: PROMPT }]);
  assert.equal(upstream.last.body.max_tokens, 9);
});

test("OpenAI's client streams a completion", async () => {
  upstream.next({ pictures: [], text: 'and a valley' });
  const stream = await openai().completions.create({ model: UPSTREAM_MODEL, prompt: PROMPT, stream: true });
  let text = '';
  let usage;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.text ?? '';
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, 'and a valley');
  assert.ok(usage.total_tokens > 0);
});

test('a picture that comes with the text is not lost', async () => {
  upstream.next({ pictures: [picture], text: 'Here.' });
  const answer = await easel.fetch('/completions', { body: { model: UPSTREAM_MODEL, prompt: PROMPT } });
  const { choices } = await answer.json();
  assert.equal(choices[0].text, 'Here.');
  assert.equal(choices[0].images[0].image_url.url, `data:image/png;base64,${picture.toString('base64')}`);
});

test('no prompt is a 400 that names it', async () => {
  await assert.rejects(openai().completions.create({ model: UPSTREAM_MODEL }),
    (error) => error instanceof OpenAI.BadRequestError && /prompt/.test(error.message));
});
