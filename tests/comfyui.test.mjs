// An operator's own ComfyUI behind every door: a stand-in, or, with COMFYUI_URL, a real one (with the
// checkpoint that COMFYUI_CHECKPOINT names).
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from '@stable-canvas/comfyui-client';

import { Easel, eventually, run, tempFolder, urlsOf } from './harness.mjs';
import { ComfyUiStandIn } from './standins/comfyui.mjs';
import { decodePng, noisePng, readPng } from './standins/pictures.mjs';

const live = process.env.COMFYUI_URL;
const onlyPlayed = { skip: live ? 'a real ComfyUI cannot be scripted' : false };
const checkpoint = process.env.COMFYUI_CHECKPOINT ?? 'sd_xl_base_1.0.safetensors';
const MODEL = `comfy/${checkpoint}`;
const picture = noisePng(80, 60, 'one');
const reference = noisePng(64, 64, 'reference');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
// An operator's own, of a fixed size.
const portrait = {
  3: { class_type: 'KSampler', inputs: { seed: '{{seed}}', steps: '{{steps|4}}', cfg: 7, sampler_name: 'euler', scheduler: 'normal',
    denoise: 1, model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] } },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 128, height: 192, batch_size: 1 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a portrait of {{prompt}}, 85mm', clip: ['4', 1] } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'blurry {{negative_prompt}}', clip: ['4', 1] } },
  8: { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  9: { class_type: 'SaveImage', inputs: { filename_prefix: 'easel', images: ['8', 0] } },
};
function folderWith(workflows) {
  const data = tempFolder();
  mkdirSync(path.join(data, 'workflows'));
  for (const [name, text] of Object.entries(workflows)) writeFileSync(path.join(data, 'workflows', `${name}.json`), text);
  return data;
}
let upstream;
let easel;
before(async () => {
  upstream = await ComfyUiStandIn.start();
  easel = await Easel.start({ data: folderWith({ portrait: JSON.stringify(portrait) }),
    config: `[providers.comfy]\ndialect = "comfyui"\nbase_url = "${live ?? upstream.origin}"\nmodels = ["${checkpoint}"]\n` });
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const chat = (fields) => ({ model: MODEL, messages: [{ role: 'user', content: 'a fox' }], modalities: ['image'],
  image_config: { size: '128x128', steps: 2 }, ...fields });
async function ask(body, where = '/chat/completions') {
  const answer = await easel.fetch(where, { body });
  return { status: answer.status, body: await answer.json() };
}
const size = ({ width, height }) => [width, height];
const given = () => upstream.requests.filter((request) => request.method === 'POST' && request.path === '/prompt');

test('a live ComfyUI', { skip: live ? false : 'COMFYUI_URL is not set: played by the stand-in' }, async () => {
  assert.ok((await (await fetch(`${live}/system_stats`)).json()).system);
});

test('a client of ComfyUI\'s users takes the stand-in for the real one', onlyPlayed, async () => {
  const client = new Client({ api_host: new URL(upstream.origin).host, ssl: false, WebSocket: class {}, fetch });
  upstream.next({ pictures: [picture] });
  const graph = structuredClone(portrait);
  Object.assign(graph[3].inputs, { seed: 7, steps: 4 });
  const output = await client.enqueue_polling(graph, { polling_ms: 20 });
  assert.equal(output.images.length, 1);
  const [image] = output.images;
  const bytes = image.type === 'buff' ? Buffer.from(image.data)
    : Buffer.from(await (await fetch(image.data)).arrayBuffer());
  assert.deepEqual(bytes, Buffer.from(picture));
  await client.close?.();
});

test('a checkpoint draws through the chat door, in the pixels that were asked, for nothing', async () => {
  const { status, body } = await ask(chat({ seed: 7, image_config: { size: '120x100', steps: 2, negative_prompt: 'fog' } }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body).map(readPng).map(size), [[120, 100]]);
  assert.equal(body.usage.cost, 0);
  assert.equal(body.easel.seed, 7);
  if (live) return;
  const graph = given()[0].body.prompt;
  assert.deepEqual([graph[5].inputs.width, graph[5].inputs.height], [128, 112]);
  assert.deepEqual([graph[3].inputs.seed, graph[3].inputs.steps, graph[3].inputs.cfg], [7, 2, 7]);
  assert.deepEqual([graph[6].inputs.text, graph[7].inputs.text], ['a fox', 'fog']);
});

test('a workflow of the operator is a model, and says what it has no place for', async () => {
  const { status, body } = await ask(chat({ model: 'comfy/portrait', image_config: { aspect_ratio: '16:9' } }));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body).map(readPng).map(size), [[128, 192]]);
  assert.match(JSON.stringify(body.easel.warnings), /aspect_ratio/);
  if (!live) assert.equal(given()[0].body.prompt[6].inputs.text, 'a portrait of a fox, 85mm');
});

test('a streaming client hears of the queue and gets the picture', async () => {
  const { chunks, done } = await easel.stream(chat({ stream: true }));
  assert.ok(done);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => size(readPng(image.image_url.url))), [[128, 128]]);
});

test('the image door sends a reference up and makes several pictures, a prompt for each', async () => {
  const { status, body } = await ask({ model: MODEL, prompt: 'a fox', n: 2, seed: 5, size: '128x128',
    provider: { options: { comfy: { steps: 2, strength: 0.5 } } },
    input_references: [{ type: 'image_url', image_url: { url: url(reference) } }] }, '/images');
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.data.map((entry) => size(decodePng(Buffer.from(entry.b64_json, 'base64')))), [[128, 128], [128, 128]]);
  if (live) return;
  assert.deepEqual(given().map((request) => request.body.prompt[3].inputs.seed), [5, 6]);
  assert.equal(given()[0].body.prompt[3].inputs.denoise, 0.5);
  const uploads = upstream.requests.filter((request) => request.uploaded);
  assert.deepEqual(uploads.map((request) => request.uploaded), [reference]);
});

test('the responses door brings the picture too', async () => {
  const { status, body } = await ask({ model: MODEL, input: 'a fox', modalities: ['image'],
    image_config: { size: '128x128', steps: 2 } }, '/responses');
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(body.output.some((item) => item.type === 'image_generation_call'));
});

test('a client that leaves takes its prompt from the queue, for nothing was paid', onlyPlayed, async () => {
  upstream.next({ polls: 10_000 });
  const leaving = new AbortController();
  const answer = easel.fetch('/chat/completions', { body: chat(), signal: leaving.signal }).catch(() => 'left');
  await eventually(() => upstream.requests.some((request) => request.path === '/queue'));
  leaving.abort();
  assert.equal(await answer, 'left');
  await eventually(() => upstream.requests.some(({ method, path: where }) => method === 'POST' && where === '/queue'));
  upstream.prompts.clear();
});

test('a checkpoint that ComfyUI does not have is a 400 that names the node', onlyPlayed, async () => {
  const other = await Easel.start({ config: `[providers.comfy]\ndialect = "comfyui"\nbase_url = "${upstream.origin}"\nmodels = ["other.safetensors"]\n` });
  const { status, body } = await other.chat({ model: 'comfy/other.safetensors', modalities: ['image'] });
  assert.equal(status, 400);
  assert.match(body.error.message, /node 4 \(CheckpointLoaderSimple\): Value not in list: ckpt_name: 'other\.safetensors'/);
  await other.stop();
});

const failures = [
  ['a node that fails', { error: { node_id: '3', node_type: 'KSampler', exception_message: 'CUDA out of memory' } }, [502], /node 3 \(KSampler\): CUDA out of memory/],
  ['a prompt that is lost', { lost: true }, [502], /restarted/],
  ['a picture that is gone', { missing: true }, [502]],
  ['a picture that is cut', { pictures: [noisePng(80, 60)], cutAt: 300 }, [502]],
  ['a gateway in HTML', { refuse: { status: 502, body: '<html>' } }, [502]],
];
for (const [what, behaviour, statuses, words] of failures) {
  test(`${what} is an error that names the engine`, onlyPlayed, async () => {
    upstream.always(behaviour);
    const { status, body } = await ask(chat());
    assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`);
    assert.match(JSON.stringify(body.error), /comfy/i);
    if (words) assert.match(body.error.message, words);
    await eventually(async () => (await easel.listed()).held === 0);
  });
}

for (const [what, text, words] of [
  ['no JSON', 'hello', /broken\.json is no workflow: it is no JSON object/],
  ['the page\'s own format', '{"nodes":[],"links":[]}', /Export \(API\)/],
  ['an unknown placeholder', '{"1":{"class_type":"X","inputs":{"text":"{{promt}}"}}}', /\{\{promt\}\}/],
]) {
  test(`a workflow that is ${what} is one line that names the file`, async () => {
    const data = folderWith({ broken: text });
    writeFileSync(path.join(data, 'easel.toml'), '[providers.comfy]\ndialect = "comfyui"\nbase_url = "http://127.0.0.1:1"\n');
    const refused = await run(['serve', '--listen', '127.0.0.1:0', '--data', data]);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, words);
  });
}
