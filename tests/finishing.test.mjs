// What this house does, when asked, to a provider's picture: exact pixels, texts, another format.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { behind, Easel, relay, run, tempFolder, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, pixelsOf } from './standins/pictures.mjs';

const picture = noisePng(600, 500, 'one');
const font = `data:font/ttf;base64,${readFileSync('/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf').toString('base64')}`;
let upstream, easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

async function ask(finish, image_config = {}, more = {}) {
  upstream.next({ pictures: [picture], ...more });
  const answer = await easel.fetch('/chat/completions', { body: relay({ image_config, easel: { finish } }) });
  const body = await answer.json();
  return { status: answer.status, body, file: answer.status === 200 ? Buffer.from(urlsOf(body)[0].split(',')[1], 'base64') : undefined };
}

test('a picture of another size is cut and scaled to what was asked for, and both are told', async () => {
  const { status, body, file } = await ask({ exact: true }, { aspect_ratio: '16:9' });
  assert.equal(status, 200, JSON.stringify(body));
  const { width, height } = pixelsOf(file);
  assert.deepEqual([width, height], [1344, 768]);
  assert.deepEqual(body.easel.finishing, [{ came: '600x500', made: '1344x768', did: ['cut', 'scaled'], index: 0 }]);
  assert.equal(body.easel.pictures[0].adjusted, false);
});

test('a picture that needs nothing keeps its exact bytes', async () => {
  const { body, file } = await ask({ exact: true, format: 'png' });
  assert.deepEqual(file, picture);
  assert.deepEqual(body.easel.finishing, [{ came: '600x500', index: 0 }]);
  assert.deepEqual((await ask(undefined)).file, picture);
});

test('texts stand over the picture of a model that has no fonts, and the model is not asked for them', async () => {
  const { status, body, file } = await ask({ fonts: true }, { font_inputs: [{ font_url: font, text: 'Over it' }] });
  assert.equal(status, 200, JSON.stringify(body));
  const [{ texts, did }] = body.easel.finishing;
  assert.deepEqual(did, ['texts']);
  assert.equal(texts[0].text, 'Over it');
  assert.ok(texts[0].contrast >= 4.5);
  assert.equal(pixelsOf(file).width, 600);
  assert.equal(upstream.last.body.image_config?.font_inputs, undefined);
});

test('another format, and the mark that this house changed the picture', async () => {
  const { file } = await ask({ format: 'webp' });
  const name = path.join(tempFolder(), 'made.webp');
  writeFileSync(name, file);
  const told = JSON.parse((await run(['inspect', '--json', name])).stdout);
  assert.equal(told.format, 'webp');
  assert.equal(told.changed_by_easel, true);
  assert.equal(told.digital_source_type, 'compositeSynthetic');
});

test('words and pictures that come together keep their places, also in a stream', async () => {
  upstream.next({ pictures: [picture, noisePng(40, 30, 'two')], text: 'Two of them.' });
  const { chunks, done } = await easel.stream(relay({ easel: { finish: { format: 'jpeg' } } }));
  assert.ok(done);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.equal(images.length, 2);
  assert.ok(images.every((image) => image.image_url.url.startsWith('data:image/jpeg')));
});

test('a wrong wish is a 400 that names it', async () => {
  assert.match((await ask({ format: 'gif' })).body.error.message, /easel\.finish\.format/);
  assert.match((await ask({ exact: 'yes' })).body.error.message, /easel\.finish\.exact/);
  assert.match((await ask('all')).body.error.message, /easel\.finish/);
});

test('a model says in the catalog what is done to its pictures, before the configuration does', async () => {
  const data = tempFolder();
  mkdirSync(path.join(data, 'catalog'));
  writeFileSync(path.join(data, 'catalog', 'exact.toml'), `[[model]]
id = "house/exact"
name = "Exact"
input_modalities = ["text"]
output_modalities = ["image"]
finish = { exact = true, format = "" }
[[model.endpoint]]
provider = "openrouter"
model_name = "house/exact"
most_per_image = "0.05"
capabilities = { aspect_ratios = ["16:9"] }
`);
  const other = await Easel.start({ ...behind(upstream, '[finishing]\nformat = "webp"\n'), data });
  try {
    const of = async (fields) => {
      upstream.next({ pictures: [picture] });
      return (await other.fetch('/chat/completions', { body: relay({ model: 'house/exact', ...fields }) })).json();
    };
    const made = await of({ image_config: { aspect_ratio: '16:9' } });
    assert.deepEqual(made.easel.finishing?.[0].did, ['cut', 'scaled'], JSON.stringify(made).slice(0, 600));
    const said = await of({ image_config: { aspect_ratio: '16:9' }, easel: { finish: {} } });
    assert.equal(said.easel.finishing, undefined);
  } finally {
    await other.stop();
  }
});

test('what the operator has configured is done where the request does not say', async () => {
  const other = await Easel.start(behind(upstream, '[finishing]\nexact = true\nformat = "webp"\n'));
  try {
    const of = async (fields) => {
      upstream.next({ pictures: [picture] });
      return (await other.fetch('/chat/completions', { body: relay(fields) })).json();
    };
    const made = await of({ image_config: { aspect_ratio: '16:9' } });
    assert.deepEqual(made.easel.finishing[0].did, ['cut', 'scaled', 'format']);
    const said = await of({ easel: { finish: { format: 'png' } } });
    assert.deepEqual(said.easel.finishing[0], { came: '600x500', index: 0 });
  } finally {
    await other.stop();
  }
});
