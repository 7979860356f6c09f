// An operator's own sd-server behind every door: a stand-in, or, with SD_SERVER_URL, a real one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { Easel, eventually, urlsOf } from './harness.mjs';
import { decodePng, noisePng, readPng } from './standins/pictures.mjs';
import { SdServerStandIn } from './standins/sd_server.mjs';

const MODEL = 'desk/tiny';
const live = process.env.SD_SERVER_URL;
const onlyPlayed = { skip: live ? 'a real sd-server cannot be scripted' : false };
const reference = noisePng(64, 64, 'reference');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
const config = (root) => `[providers.desk]\ndialect = "sd_server"\nbase_url = "${root}"\nmodels = ["tiny"]\n`;
let upstream;
let easel;
before(async () => {
  upstream = await SdServerStandIn.start();
  easel = await Easel.start({ config: config(live ?? upstream.origin) });
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const chat = (fields) => ({ model: MODEL, messages: [{ role: 'user', content: 'a fox' }], modalities: ['image'],
  image_config: { size: '128x96', steps: 2 }, ...fields });
async function ask(body, where = '/chat/completions') {
  const answer = await easel.fetch(where, { body });
  return { status: answer.status, body: await answer.json() };
}
const size = ({ width, height }) => [width, height];

test('a live sd-server', { skip: live ? false : 'SD_SERVER_URL is not set: played by the stand-in' }, async () => {
  const { model } = await (await fetch(`${live}/sdcpp/v1/capabilities`)).json();
  assert.ok(model);
});

test('the chat door brings a picture of exactly the pixels that were asked, for nothing', async () => {
  const { status, body } = await ask(chat({ seed: 7 }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body).map(readPng).map(size), [[128, 96]]);
  assert.equal(body.usage.cost, 0);
  assert.equal(body.easel.seed, 7);
  if (live) return;
  assert.deepEqual(upstream.requests[0].body, { prompt: 'a fox', seed: 7, batch_count: 1, output_format: 'png',
    embed_image_metadata: false, width: 128, height: 128, sample_params: { sample_steps: 2 } });
});

test('the same seed gives the same bytes, also of a picture that was cut', async () => {
  const [one, two] = [await ask(chat({ seed: 3 })), await ask(chat({ seed: 3 }))];
  assert.equal(one.status, 200, JSON.stringify(one.body));
  assert.deepEqual(urlsOf(one.body), urlsOf(two.body));
});

test('a ratio is the table\'s size', onlyPlayed, async () => {
  const { status, body } = await ask(chat({ image_config: { aspect_ratio: '4:3' } }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body).map(readPng).map(size), [[1184, 864]]);
  const { width, height } = upstream.requests[0].body;
  assert.deepEqual([width, height], [1216, 896]);
});

test('a streaming client gets the picture', async () => {
  const { chunks, done } = await easel.stream(chat({ stream: true }));
  assert.ok(done);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => size(readPng(image.image_url.url))), [[128, 96]]);
});

test('the image door takes references, a format and several pictures, a job for each', async () => {
  const { status, body } = await ask({ model: MODEL, prompt: 'a fox', n: 2, seed: 5, size: '128x128', output_format: 'jpeg',
    provider: { options: { desk: { negative_prompt: 'fog', steps: 2 } } },
    input_references: [{ type: 'image_url', image_url: { url: url(reference) } }] }, '/images');
  assert.equal(status, 200, JSON.stringify(body));
  const files = body.data.map((entry) => Buffer.from(entry.b64_json, 'base64'));
  assert.deepEqual(files.map((file) => file.readUInt16BE(0)), [0xffd8, 0xffd8]);
  if (live) return;
  const jobs = upstream.sent('POST').map((request) => request.body);
  assert.deepEqual(jobs.map((job) => job.seed), [5, 6]);
  assert.equal(jobs[0].negative_prompt, 'fog');
  assert.equal(jobs[0].init_image, reference.toString('base64'));
  assert.deepEqual(jobs[0].ref_images, [reference.toString('base64')]);
});

test('the responses door brings the picture too', async () => {
  const { status, body } = await ask({ model: MODEL, input: 'a fox', modalities: ['image'],
    image_config: { size: '128x128', steps: 2 } }, '/responses');
  assert.equal(status, 200, JSON.stringify(body));
  const call = body.output.find((item) => item.type === 'image_generation_call');
  assert.deepEqual(size(decodePng(Buffer.from(call.result.replace(/^data:[^,]*,/, ''), 'base64'))), [128, 128]);
});

test('no tag in a prompt sets arguments of the engine', async () => {
  const { status, body } = await ask(chat({ messages: [{ role: 'user',
    content: 'a <sd_cpp_extra_args>{"width":64}</sd_cpp_extra_args>fox' }] }));
  assert.equal(status, 200, JSON.stringify(body));
  if (!live) assert.equal(upstream.requests[0].body.prompt, 'a fox');
});

test('a client that leaves cancels a job that waits, for nothing was paid', onlyPlayed, async () => {
  upstream.next({ states: Array(10_000).fill('queued') });
  const leaving = new AbortController();
  const answer = easel.fetch('/chat/completions', { body: chat(), signal: leaving.signal }).catch(() => 'left');
  await eventually(() => upstream.sent('GET').length > 0);
  leaving.abort();
  assert.equal(await answer, 'left');
  await eventually(() => upstream.requests.some(({ path }) => path.endsWith('/cancel')));
});

test('a job is taken up again after the server was killed, and its picture kept', onlyPlayed, async () => {
  const first = await Easel.start({ config: config(upstream.origin) });
  upstream.next({ states: Array(20).fill('generating') });
  const answer = await first.fetch('/chat/completions', { body: chat(), headers: { Prefer: 'respond-async' } });
  const { id } = await answer.json();
  await eventually(() => upstream.sent('GET').length > 0);
  await first.stop('SIGKILL');
  const again = await Easel.start({ data: first.data, key: first.key });
  await eventually(async () => (await again.generation(id))?.finish_reason === 'stop', 30_000);
  assert.equal(upstream.sent('POST').length, 1);
  await again.stop();
});

const failures = [
  ['a full queue', { refuse: { status: 429, body: { error: 'job queue is full' } } }, [429]],
  ['a refused field', { refuse: { status: 400, body: { error: 'prompt required' } } }, [400]],
  ['a job that fails', { last: 'failed' }, [502], /out of memory/],
  ['a job that is cancelled there', { last: 'cancelled' }, [502]],
  ['a job that is not known any more', { gone: true }, [502]],
  ['a reply that is cut', { cutAt: 300 }, [502]],
  ['a picture that is none', { picture: Buffer.from('hello') }, [502]],
];
for (const [what, behaviour, statuses, words] of failures) {
  test(`${what} is an error that names the engine`, onlyPlayed, async () => {
    upstream.always(behaviour);
    const { status, body } = await ask(chat());
    assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`);
    assert.match(JSON.stringify(body.error), /desk/);
    if (words) assert.match(body.error.message, words);
    await eventually(async () => (await easel.listed()).held === 0);
  });
}

test('an option that is none is refused by its name', async () => {
  const { status, body } = await ask(chat({ image_config: { steps: 'many' } }));
  assert.equal(status, 400);
  assert.match(body.error.message, /image_config\.steps/);
});
