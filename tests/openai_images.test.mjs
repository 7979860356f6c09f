// OpenAI's image API behind every door, and an operator's own server that looks like it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import OpenAI, { toFile } from 'openai';

import { Easel, eventually, urlsOf } from './harness.mjs';
import { behindOpenAi, OpenAiImagesStandIn } from './standins/openai_images.mjs';
import { noisePng } from './standins/pictures.mjs';

const MODEL = 'openai/gpt-image-1';
const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const base64 = (png) => png.toString('base64');
const url = (png) => `data:image/png;base64,${base64(png)}`;
let upstream;
let desk;
let easel;
before(async () => {
  upstream = await OpenAiImagesStandIn.start();
  desk = await OpenAiImagesStandIn.start();
  desk.lookAlike = true;
  const options = behindOpenAi(upstream);
  options.config += `[providers.desk]\ndialect = "openai_images"\nbase_url = "${desk.url}"\nmodels = ["flux-local"]\n`;
  easel = await Easel.start(options);
});
beforeEach(() => {
  upstream.reset();
  desk.reset();
});
after(async () => {
  await easel.stop();
  await upstream.stop();
  await desk.stop();
});

const chat = (fields) => ({ model: MODEL, messages: [{ role: 'user', content: 'a fox' }], modalities: ['image'], ...fields });
async function ask(body, where = '/chat/completions') {
  const answer = await easel.fetch(where, { body });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

test("OpenAI's own client takes the stand-in for the real one: generations, edits and a stream", async () => {
  const client = new OpenAI({ apiKey: 'openai-secret', baseURL: upstream.url });
  upstream.always({ pictures: [picture], partials: [second] });
  const made = await client.images.generate({ model: 'gpt-image-1', prompt: 'a fox' });
  assert.equal(made.data[0].b64_json, base64(picture));
  const edited = await client.images.edit({ model: 'gpt-image-1', prompt: 'bluer',
    image: [await toFile(picture, 'a.png', { type: 'image/png' }), await toFile(second, 'b.png', { type: 'image/png' })] });
  assert.equal(edited.data[0].b64_json, base64(picture));
  assert.deepEqual(upstream.last.fields.images.map((image) => image.bytes), [picture, second]);
  const types = [];
  for await (const event of await client.images.generate({ model: 'gpt-image-1', prompt: 'a fox', stream: true, partial_images: 1 })) {
    types.push(event.type);
  }
  assert.deepEqual(types, ['image_generation.partial_image', 'image_generation.completed']);
});

test('a picture comes through the chat door at the price of its tokens', async () => {
  upstream.next({ pictures: [picture] });
  const { status, body } = await ask(chat({ image_config: { aspect_ratio: '16:9', quality: 'high' } }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body), [url(picture)]);
  assert.deepEqual(upstream.last.body, { model: 'gpt-image-1', prompt: 'a fox', size: '1536x1024', quality: 'high' });
  assert.equal(body.usage.cost, Number((50 * 10e-6 + 4160 * 40e-6).toFixed(9)));
});

test('a stream of upstream is a stream of ours, and its partial pictures are no results', async () => {
  upstream.next({ pictures: [picture], partials: [second, second] });
  const { chunks, done } = await easel.stream(chat({ stream: true }));
  assert.ok(done);
  assert.equal(upstream.last.body.stream, true);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => image.image_url.url), [url(picture)]);
});

test('the image door sends references as files and takes several pictures', async () => {
  upstream.next({ pictures: [picture, second] });
  const { status, body } = await ask({ model: MODEL, prompt: 'a fox', n: 2, output_format: 'png',
    input_references: [{ type: 'image_url', image_url: { url: url(second) } }] }, '/images');
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.data.map((entry) => entry.b64_json), [base64(picture), base64(second)]);
  assert.equal(upstream.last.path, '/v1/images/edits');
  assert.equal(upstream.last.fields.n, '2');
  assert.deepEqual(upstream.last.fields.images, [{ name: 'image', type: 'image/png', bytes: second }]);
});

test('the responses door brings the picture too', async () => {
  upstream.next({ pictures: [picture] });
  const { status, body } = await ask({ model: MODEL, input: 'a fox', modalities: ['image'] }, '/responses');
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(JSON.stringify(body.output).includes(base64(picture)));
});

test('a server of the operator takes exact sizes and a seed, and no key of another', async () => {
  desk.next({ pictures: [picture] }, { pictures: [picture, second], byAddress: true });
  const one = await ask(chat({ model: 'desk/flux-local', seed: 7, image_config: { size: '512x256' },
    messages: [{ role: 'user', content: 'a <sd_cpp_extra_args>{"x":1}</sd_cpp_extra_args>fox' }] }));
  assert.equal(one.status, 200, JSON.stringify(one.body));
  assert.deepEqual(desk.last.body, { model: 'flux-local', prompt: 'a fox', size: '512x256', seed: 7, response_format: 'b64_json' });
  assert.equal(desk.last.headers.authorization, undefined);
  const two = await ask(chat({ model: 'desk/flux-local', n: 2 }));
  assert.deepEqual(urlsOf(two.body), [url(picture), url(second)]);
  assert.equal(two.body.usage.cost, 0);
});

const coded = (status, code, headers) =>
  ({ error: { status, body: { error: { message: 'no', type: 't', param: null, code } }, headers } });
const failures = [
  ['a refused prompt', coded(400, 'moderation_blocked'), [400, 403]],
  ['an empty account', coded(429, 'insufficient_quota'), [502]],
  ['a limit', coded(429, 'rate_limit_exceeded', { 'Retry-After': '9' }), [429]],
  ['an error in a 200', { error: { status: 200, body: { error: { message: 'no' } } } }, [502]],
  ['a reply that is cut', { cutAt: 300 }, [502]],
  ['a gateway in HTML', { error: { status: 502, body: '<html>' } }, [502]],
];
for (const [what, behaviour, statuses] of failures) {
  test(`${what} is an error that names the provider and costs nothing`, async () => {
    const spent = (await easel.account()).usage;
    upstream.always(behaviour);
    const { status, body } = await ask(chat());
    assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`);
    assert.match(JSON.stringify(body.error), /OpenAI/);
    assert.ok(!JSON.stringify(body).includes('openai-secret'));
    await eventually(async () => (await easel.listed()).held === 0);
    assert.equal((await easel.account()).usage, spent);
  });
}

test('an unknown switch is a slip of the pen that the start tells', async () => {
  await assert.rejects(Easel.start({ config: `[providers.x]\ndialect = "openai_images"\nbase_url = "http://127.0.0.1:1"\nmodels = ["m"]\nswitches = { edit = "none" }\n` }),
    /there is no setting "providers\.x\.switches\.edit"/);
});
