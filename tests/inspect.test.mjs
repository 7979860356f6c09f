// easel inspect: the mark of origin, in every format, and files that have none or are hostile.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Easel, run, tempFolder } from './harness.mjs';
import { noisePng } from './standins/pictures.mjs';

const folder = tempFolder();
let easel;
before(async () => { easel = await Easel.start(); });
after(() => easel.stop());

async function inspect(bytes) {
  const file = path.join(folder, 'picture');
  writeFileSync(file, bytes);
  const said = await run(['inspect', '--json', file]);
  return { code: said.code, stderr: said.stderr, told: said.code === 0 ? JSON.parse(said.stdout) : undefined };
}

async function draw(output_format, easelWish = {}) {
  const { body } = await easel.chat({ prompt: 'Calm sea', easel: easelWish,
    image_config: { size: '128x96', seed: 11, output_format } });
  return Buffer.from(body.choices[0].message.images[0].image_url.url.split(',')[1], 'base64');
}

for (const format of ['png', 'jpeg', 'webp']) {
  test(`a ${format} of the painter says where it comes from, and the prompt only when asked`, async () => {
    const { told } = await inspect(await draw(format));
    assert.deepEqual(told, { format, width: 128, height: 96, digital_source_type: 'algorithmicMedia', by_easel: true,
      changed_by_easel: false, tool: 'Easel painter-1 (procedural)', model: 'easel/painter-1', seed: '11', prompt: '', generation: '',
      xmp: true, exif: true, c2pa_manifest: false });
    assert.equal((await inspect(await draw(format, { metadata_prompt: true }))).told.prompt, 'Calm sea');
  });
}

test('the id of the generation is in the file where it is asked for, and the same order else gives the same bytes', async () => {
  const ask = async (wish) => {
    const { body } = await easel.chat({ prompt: 'Calm sea', easel: wish, image_config: { size: '96x64', seed: 3 } });
    return { id: body.id, bytes: Buffer.from(body.choices[0].message.images[0].image_url.url.split(',')[1], 'base64') };
  };
  const marked = await ask({ metadata_generation: true });
  assert.equal((await inspect(marked.bytes)).told.generation, marked.id);
  assert.deepEqual((await ask({})).bytes, (await ask({})).bytes);
});

test('a picture of somebody else has no mark', async () => {
  const { told } = await inspect(noisePng(8, 8));
  assert.equal(told.by_easel, false);
  assert.equal(told.digital_source_type, '');
});

test('what is no picture, or is cut, is said in one line', async () => {
  for (const bytes of [Buffer.from('no picture'), Buffer.alloc(0), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')]) {
    const { code, stderr } = await inspect(bytes);
    assert.equal(code, 1);
    assert.match(stderr, /^easel: .*no PNG, JPEG or WebP/);
  }
  assert.equal((await run(['inspect', path.join(folder, 'none')])).code, 1);
});
