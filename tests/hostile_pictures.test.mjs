// Pictures that want to do harm, to everything here that reads pictures: a 400 that names the one and
// says why, in bounded time, with nothing billed and nobody else held up.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';
import { Easel, urlsOf } from './harness.mjs';
import { noisePng, pixelsOf } from './standins/pictures.mjs';

const frozen = (name) => readFileSync(new URL(`./pictures/enhance/${name}.webp`, import.meta.url));
const dataUrl = (bytes, type) => `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
let easel;
before(async () => { easel = await Easel.start(); });
after(() => easel.stop());

function chunk(name, body) {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(name, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(zlib.crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}
function png(width, height, depth, raw, more = []) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), ...more,
    chunk('IDAT', zlib.deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}

const animation = Buffer.alloc(8);
animation.writeUInt32BE(2, 0);
const good = noisePng(64, 48, 'good');
const webp = frozen('day');
const animated = Buffer.concat([Buffer.from('RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x3f\0\0\x3f\0\0ANIM\x06\0\0\0\0\0\0\0\0\0', 'latin1')]);
const hostile = {
  'a PNG of 50000×50000 in 2 KB': dataUrl(png(50_000, 50_000, 8, Buffer.alloc(1_000_000)), 'png'),
  'a PNG that ends in its middle': dataUrl(good.subarray(0, good.length / 2), 'png'),
  'a PNG with fewer rows than it says': dataUrl(png(100, 100, 8, Buffer.alloc(101 * 10)), 'png'),
  'a PNG of no width': dataUrl(png(0, 10, 8, Buffer.alloc(10)), 'png'),
  'a PNG whose chunk says it is longer than the file': dataUrl(Buffer.concat([good.subarray(0, 33), Buffer.from([0x7f, 0xff, 0xff, 0xff]), good.subarray(37)]), 'png'),
  'an animated WebP': dataUrl(animated, 'webp'),
  'a WebP that ends in its middle': dataUrl(webp.subarray(0, webp.length / 2), 'webp'),
  'a JPEG that is only its first bytes': dataUrl(Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0', 'latin1'), 'jpeg'),
  'an animated GIF': dataUrl(Buffer.from('GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0;', 'latin1'), 'gif'),
  'an SVG': dataUrl('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>', 'svg+xml'),
  'a page of HTML': dataUrl('<html>no picture</html>', 'png'),
  'four bytes': dataUrl('RIFF', 'webp'),
  nothing: dataUrl('', 'png'),
};

const content = (words, ...urls) => [{ role: 'user', content: [
  ...(words ? [{ type: 'text', text: words }] : []), ...urls.map((url) => ({ type: 'image_url', image_url: { url } }))] }];
async function ask(model, messages, image_config) {
  const answer = await easel.fetch('/chat/completions', { body: { model, messages, image_config } });
  return { status: answer.status, body: await answer.json() };
}

for (const [what, url] of Object.entries(hostile)) {
  test(`${what} is refused by name wherever a picture is read`, async () => {
    const fine = dataUrl(good, 'png');
    for (const [model, messages, config, field] of [
      ['easel/painter-1', content('Make it warmer', url), undefined, /messages\[0\]\.content\[1\]/],
      ['easel/painter-1', content('Make a collage', fine, url), undefined, /messages\[0\]\.content\[2\]/],
      ['easel/upscale-1', content('', url), undefined, /messages\[0\]\.content\[0\]/],
      ['easel/upscale-1', content('', fine), { super_resolution_references: [fine, url] }, /super_resolution_references\[1\]/],
    ]) {
      const { status, body } = await ask(model, messages, config);
      assert.ok([400, 413, 415].includes(status), `${status}: ${JSON.stringify(body.error)}`);
      assert.match(body.error.message, field);
    }
  });
}

test('afterwards nothing was billed, nothing is held, and others are served', async () => {
  assert.equal((await easel.account()).usage, 0);
  assert.equal((await easel.listed()).held, 0);
  const { status, body } = await ask('easel/painter-1', content('Flip it', dataUrl(good, 'png')));
  assert.equal(status, 200, body.error?.message);
});

test('twenty-five megapixels in a few kilobytes are read in bounded memory', async () => {
  const bomb = png(5000, 5000, 1, Buffer.alloc((5000 / 8 + 1) * 5000));
  assert.ok(bomb.length < 40_000);
  const { status, body } = await ask('easel/painter-1', content('Resize to 100x100', dataUrl(bomb, 'png')));
  assert.equal(status, 200, body.error?.message);
  const memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${easel.pid}/status`, 'utf8'))[1]);
  assert.ok(memory < 900_000, `${memory} kB`);
});

test('what hangs behind a picture does not come out of it again', async () => {
  const polyglot = Buffer.concat([good, Buffer.from('<script>alert(1)</script>PK\x03\x04')]);
  const { status, body } = await ask('easel/painter-1', content('Flip it', dataUrl(polyglot, 'png')));
  assert.equal(status, 200, body.error?.message);
  const file = Buffer.from(urlsOf(body)[0].split(',')[1], 'base64');
  assert.equal(file.includes('alert(1)'), false);
  assert.equal(pixelsOf(file).width, 64);
});

test('prompts of any bytes and lengths are read in bounded time', async () => {
  for (const words of ['crop '.repeat(3000), 'make it "'.repeat(2000), '1,'.repeat(5000) + ' box', '\u0000\u0001\u202e crop to 1:1', 'rotate 1e999 degrees', 'resize to 99999999x99999999',
    'crop the box 99999999999,9999999999,99999999999,1']) {
    const { status, body } = await ask('easel/painter-1', content(words, dataUrl(good, 'png')));
    assert.ok(status === 200 || status === 400, `${status} ${body.error?.message}`);
  }
});
