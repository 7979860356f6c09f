// A connection that dies at any byte of a short reply, for every dialect and every step of it: no
// broken answer looks whole, nothing is submitted twice, and nothing is charged twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { behind, Easel, parseSse } from './harness.mjs';
import { behindBfl, BflStandIn } from './standins/bfl.mjs';
import { behindComfyUi, ComfyUiStandIn } from './standins/comfyui.mjs';
import { behindFal, FalStandIn } from './standins/fal.mjs';
import { behindGemini, GeminiStandIn } from './standins/gemini.mjs';
import { behindOpenAi, OpenAiImagesStandIn } from './standins/openai_images.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';
import { behindReplicate, ReplicateStandIn } from './standins/replicate.mjs';
import { behindSdServer, SdServerStandIn } from './standins/sd_server.mjs';

const picture = noisePng(2, 2);
const wanted = picture.toString('base64');
const MOST = 2048; // bytes of a reply
const ROOM = '[limits]\nper_minute = 1000000\n';

const DIALECTS = [
  { name: 'openrouter', StandIn: OpenRouterStandIn, behind, model: 'google/gemini-2.5-flash-image',
    usual: { pictures: [picture] }, steps: ['submit'] },
  { name: 'gemini', StandIn: GeminiStandIn, behind: behindGemini, model: 'google/gemini-2.5-flash-image',
    usual: { pictures: [picture] }, steps: ['submit'] },
  { name: 'openai_images', StandIn: OpenAiImagesStandIn, behind: behindOpenAi, model: 'openai/gpt-image-1',
    usual: { pictures: [picture] }, steps: ['submit'] },
  { name: 'bfl', StandIn: BflStandIn, behind: behindBfl, model: 'black-forest-labs/flux.2-pro',
    usual: { picture, states: [] }, steps: ['submit', 'poll', 'fetch'] },
  { name: 'replicate', StandIn: ReplicateStandIn, behind: behindReplicate, model: 'sourceful/riverflow-v2-pro',
    usual: { pictures: [picture], states: [] }, steps: ['submit', 'poll', 'fetch'] },
  { name: 'fal', StandIn: FalStandIn, behind: behindFal, model: 'black-forest-labs/flux.2-pro',
    usual: { pictures: [picture], queued: 0, running: 0 }, steps: ['submit', 'poll', 'fetch'] },
  { name: 'sd_server', StandIn: SdServerStandIn, behind: behindSdServer, model: 'desk/tiny',
    usual: { picture, states: [] }, steps: ['submit', 'poll'] },
  { name: 'comfyui', StandIn: ComfyUiStandIn, behind: behindComfyUi, model: 'comfy/sd_xl_base_1.0.safetensors',
    usual: { pictures: [picture], polls: 0 }, steps: ['submit', 'poll'] },
];

async function inParallel(count, width, run) {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < count) await run(next++);
  }));
}

const pictureOf = (message) => message?.images?.map((image) => image.image_url.url.split(',')[1]) ?? [];

/** { charged } when the whole picture came, { failed } when it was said to have failed; else it throws. */
async function ask(easel, model, stream) {
  const answer = await easel.fetch('/chat/completions', { body: { model, stream, modalities: ['image'],
    messages: [{ role: 'user', content: 'a fox' }] } });
  const text = await answer.text();
  if (answer.status !== 200) {
    assert.ok(JSON.parse(text).error.code >= 400, text);
    return { failed: true };
  }
  if (!stream) {
    const body = JSON.parse(text);
    assert.deepEqual(pictureOf(body.choices[0].message), [wanted], 'a 200 without its picture');
    return { charged: body.usage.cost };
  }
  const { chunks, done } = parseSse(text);
  const pictures = chunks.flatMap((chunk) => pictureOf(chunk.choices?.[0]?.delta));
  const error = chunks.find((chunk) => chunk.error);
  const finish = chunks.find((chunk) => chunk.choices?.[0]?.finish_reason)?.choices[0].finish_reason;
  if (error) {
    assert.equal(finish, 'error');
    return { failed: true };
  }
  assert.deepEqual(pictures, [wanted], `a stream that ends well without its picture: ${text.slice(0, 300)}`);
  assert.ok(done && finish);
  return { charged: chunks.findLast((chunk) => chunk.usage).usage.cost };
}

const roleOf = (record) => (record.method === 'POST' ? 'submit' : 'poll');

for (const { name, StandIn, behind: configure, model, usual, steps } of DIALECTS) {
  test(`${name}: a reply cut at any byte is no answer, and nothing is paid twice`, { timeout: 110_000 }, async () => {
    const upstream = await StandIn.start();
    upstream.always(usual);
    const options = configure(upstream);
    const easel = await Easel.start({ ...options, config: options.config + ROOM });
    try {
      for (const stream of [false, true]) {
        for (const step of steps) await everyByte(easel, upstream, model, step, stream);
      }
      assert.equal((await easel.listed()).held, 0);
    } finally {
      await easel.stop();
      await upstream.stop();
    }
  });
}

async function everyByte(easel, upstream, model, step, stream) {
  const place = step === 'fetch' ? upstream.delivery : upstream;
  const isStep = (record) => step === 'fetch' || roleOf(record) === step;
  const whole = await ask(easel, model, stream);
  assert.ok('charged' in whole, `${step} works at all`);
  const length = place.requests.findLast(isStep).sent;
  assert.ok(length < MOST, `a reply of ${length} bytes is not short`);

  const before = (await easel.account()).usage;
  const submitted = () => upstream.requests.filter((record) => record.method === 'POST').length;
  const already = submitted();
  let cut = 0;
  place.cutting = (record) => (isStep(record) && cut < length ? cut++ : undefined);
  let charged = 0;
  let whole_ones = 0;
  await inParallel(length, step === 'submit' ? 32 : 128, async () => {
    const { charged: cost } = await ask(easel, model, stream);
    if (cost === undefined) return;
    charged += cost;
    whole_ones++;
  });
  place.cutting = undefined;
  assert.equal(cut, length, 'every byte had its turn');
  assert.equal(submitted() - already, length, 'each was submitted once');
  if (step !== 'submit') assert.equal(whole_ones, length, 'what was made is asked for again until it is here');
  const paid = (await easel.account()).usage - before;
  assert.ok(Math.abs(paid - charged) < 1e-6, `charged ${paid}, told ${charged}`);
  assert.ok(charged <= whole_ones * whole.charged + 1e-6, 'no picture costs more than it does uncut');
}
