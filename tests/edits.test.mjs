// Pictures edited by words, through the API: what is done, what is refused, and what comes out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Easel, urlsOf } from './harness.mjs';
import { noisePng, pixelsOf } from './standins/pictures.mjs';

const frozen = (name) => readFileSync(new URL(`./pictures/enhance/${name}.webp`, import.meta.url));
const dataUrl = (bytes, type = 'webp') => `data:image/${type};base64,${bytes.toString('base64')}`;
const coast = dataUrl(frozen('coast')), day = dataUrl(frozen('day')), street = dataUrl(frozen('street'));
let easel;
before(async () => { easel = await Easel.start(); });
after(() => easel.stop());

const part = (url) => ({ type: 'image_url', image_url: { url } });
const about = (words, ...pictures) => [{ role: 'user', content: [{ type: 'text', text: words }, ...pictures.map(part)] }];
async function ask(messages, image_config) {
  const answer = await easel.fetch('/chat/completions', { body: { model: 'easel/painter-1', messages, image_config } });
  return { status: answer.status, body: await answer.json() };
}
const edit = (words, pictures = [coast], image_config = undefined) => ask(about(words, ...pictures), image_config);
const fileOf = (body) => Buffer.from(urlsOf(body)[0].split(',')[1], 'base64');

test('instructions are done in order, and the words say what became of each', async () => {
  const { status, body } = await edit('Crop to 16:9, make the lighthouse taller and make it warmer');
  assert.equal(status, 200, body.error?.message);
  const { width, height } = pixelsOf(fileOf(body));
  assert.deepEqual([width, height], [480, 270]);
  assert.deepEqual(body.easel.edits.map(({ how }) => how), ['done', 'refused', 'done']);
  assert.match(body.choices[0].message.content, /Not done: "make the lighthouse taller"/);
  assert.equal(body.usage.cost, 0);
});

test('where nothing can be done it is the same refusal at every door, and says why', async () => {
  const words = 'Make the dog smile';
  const why = /Nothing of what is asked can be done.*it would change what the picture shows/;
  const model = 'easel/painter-1';
  const doors = {
    '/chat/completions': { model, messages: about(words, coast) },
    '/images': { model, prompt: words, input_references: [part(coast)] },
    '/responses': { model, input: [{ role: 'user', content: [{ type: 'input_text', text: words }, { type: 'input_image', image_url: coast }] }] },
    '/messages': { model, max_tokens: 100, messages: [{ role: 'user', content: [{ type: 'text', text: words },
      { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: coast.split(',')[1] } }] }] },
  };
  for (const [path, body] of Object.entries(doors)) {
    const answer = await easel.fetch(path, { body });
    const told = await answer.json();
    assert.equal(answer.status, 400, `${path}: ${JSON.stringify(told).slice(0, 300)}`);
    assert.match(told.error.message, why, path);
  }
  const { body } = await edit(words);
  assert.deepEqual(body.error.metadata.edits.map(({ how }) => how), ['refused']);
});

test('a picture of an earlier turn is the one that is meant', async () => {
  const drawn = await easel.chat({ model: 'easel/painter-1', messages: [{ role: 'user', content: 'A calm sea' }],
    image_config: { image_size: '0.5K', seed: 2 } });
  const { status, body } = await ask([
    { role: 'user', content: 'A calm sea' },
    { role: 'assistant', content: 'Here.', images: drawn.body.choices[0].message.images },
    { role: 'user', content: 'Make it black and white' },
  ]);
  assert.equal(status, 200, body.error?.message);
  if (body.easel.edits) assert.equal(body.easel.edits[0].how, 'done');
});

test('ratio, tier and references of image_config are heeded', async () => {
  const { body } = await edit('Slightly more contrast', [coast],
    { aspect_ratio: '4:3', image_size: '1K', super_resolution_references: [dataUrl(frozen('coast_closer'))] });
  const { width, height } = pixelsOf(fileOf(body));
  assert.ok(Math.abs(width / height - 1184 / 864) < 0.01);
  assert.ok(Math.abs(width * height - 1024 * 1024) < 20_000, `${width}x${height}`);
  assert.ok(body.easel.upscaling.references[0].used);
});

test('several pictures make a collage, and one takes the colours of another', async () => {
  const collage = await edit('Make a collage', [coast, day, street]);
  assert.equal(collage.body.easel.edits[0].how, 'done');
  assert.ok(pixelsOf(fileOf(collage.body)).width > 960);
  const matched = await edit('Match the colours of the second picture', [coast, street]);
  assert.equal(matched.body.easel.edits[0].how, 'done');
});

test('simple art leaves as SVG, and a cut-out as a transparent PNG', async () => {
  const flat = await easel.chat({ model: 'easel/painter-1', messages: [{ role: 'user', content: 'Black and white stripes' }],
    image_config: { image_size: '0.5K', seed: 1 } });
  const svg = await edit('Vectorise it in 4 colours', [urlsOf(flat.body)[0]]);
  const [told] = svg.body.easel?.edits ?? svg.body.error.metadata.edits;
  if (told.how === 'done') assert.match(fileOf(svg.body).toString(), /^<svg/);
  else assert.match(told.said, /more colours/);
});

test('the same request gives the same bytes', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => edit('Extend to 16:9 and make it foggy', [coast])));
  assert.deepEqual(fileOf(one.body), fileOf(two.body));
});

test('what cannot be edited is a 400 that says why', async () => {
  const refused = async (promise, what) => {
    const { status, body } = await promise;
    assert.equal(status, 400, JSON.stringify(body.easel?.edits));
    assert.match(body.error.message, what);
  };
  await refused(edit('Please!', [coast]), /nothing says what to do/);
  await refused(edit('Crop to 1:1', [dataUrl(Buffer.from('GIF89a nothing'), 'gif')]), /messages\[0\]/);
  await refused(edit('Crop to 1:1', [dataUrl(frozen('coast').subarray(0, 20_000))]), /messages\[0\]\.content\[1\]/);
  await refused(edit('Crop to 1:1', Array(9).fill(dataUrl(noisePng(8, 8, 'x'), 'png'))), /at most 8 pictures/);
  await refused(edit('Crop', [coast], { super_resolution_references: Array(5).fill(day) }), /more than 4/);
});

test('a stream tells progress and then the picture', async () => {
  const { chunks, done } = await easel.stream({ messages: about('Make it night', coast) });
  assert.ok(done);
  assert.equal(chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []).length, 1);
});
