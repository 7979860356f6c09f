// Super-resolution by references: easel/upscale-1, and over the pictures of any provider.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { behind, Easel, relay, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, pixelsOf } from './standins/pictures.mjs';

const frozen = (name) => readFileSync(new URL(`./pictures/enhance/${name}.webp`, import.meta.url));
const dataUrl = (bytes, type = 'webp') => `data:image/${type};base64,${bytes.toString('base64')}`;
const street = dataUrl(frozen('street')), stepped = dataUrl(frozen('street_stepped'));
let upstream, easel, server, origin;

before(async () => {
  server = http.createServer((request, response) => {
    if (request.url !== '/stepped.webp') response.statusCode = 404;
    response.end(frozen('street_stepped'));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  server.unref();
  origin = `http://127.0.0.1:${server.address().port}`;
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream, '[fetch]\nallow_private = true\n'));
});
beforeEach(() => upstream.reset());
after(async () => {
  server.close();
  await easel.stop();
  await upstream.stop();
});

const about = (...pictures) => [{ role: 'user', content: pictures.map((url) => ({ type: 'image_url', image_url: { url } })) }];
async function upscale(messages, image_config) {
  const answer = await easel.fetch('/chat/completions', { body: { model: 'easel/upscale-1', messages, image_config } });
  return { status: answer.status, body: await answer.json() };
}
const fileOf = (body) => Buffer.from(urlsOf(body)[0].split(',')[1], 'base64');

test('a picture comes out twice as large, or as large as the tier', async () => {
  const twice = await upscale(about(street));
  assert.equal(twice.status, 200, twice.body.error?.message);
  assert.equal(pixelsOf(fileOf(twice.body)).width, 960);
  assert.equal(twice.body.usage.cost, 0);
  const tier = await upscale(about(dataUrl(noisePng(300, 200, 'small'), 'png')), { image_size: '1K' });
  const { width, height } = pixelsOf(fileOf(tier.body));
  assert.deepEqual([width, height], [1200, 800], 'four times at most');
  assert.equal(tier.body.easel.upscaling.made, '1200x800');
});

test('references are used where they match, by address and as data URLs, and it is told', async () => {
  const { status, body } = await upscale(about(street), {
    image_size: '1K', super_resolution_references: [`${origin}/stepped.webp`, dataUrl(frozen('coast'))],
  });
  assert.equal(status, 200, body.error?.message);
  const [good, wrong] = body.easel.upscaling.references;
  assert.ok(good.used && good.matched > 0.1, JSON.stringify(good));
  assert.equal(wrong.used, false);
  assert.match(body.easel.upscaling.text, /1 of 2 references matches/);
});

test('what cannot be enhanced is a 400 that names it, and costs nothing', async () => {
  const refused = async (messages, image_config, what) => {
    const { status, body } = await upscale(messages, image_config);
    assert.equal(status, 400, body.error?.message);
    assert.match(body.error.message, what);
  };
  await refused(about(street), { super_resolution_references: Array(5).fill(stepped) }, /super_resolution_references holds more than 4/);
  await refused([{ role: 'user', content: 'A cat' }], { super_resolution_references: [stepped] }, /enhance a picture, and the request holds none/);
  await refused([{ role: 'user', content: 'A cat' }], {}, /holds none/);
  await refused(about(street, stepped), {}, /2 pictures/);
  await refused(about(street), { super_resolution_references: [stepped, dataUrl(Buffer.from('no picture at all'))] },
    /super_resolution_references\[1\]/);
  await refused(about(street), { super_resolution_references: [`${origin}/nothing.webp`] }, /super_resolution_references\[0\]/);
  await refused(about(dataUrl(frozen('street').subarray(0, 4000))), {}, /messages\[0\]/);
  await refused(about(street), { super_resolution_references: 'https://x/1.png' }, /super_resolution_references/);
});

test('a picture of a provider is enhanced when asked, and the model is not asked for it', async () => {
  upstream.next({ pictures: [frozen('street')] });
  const answer = await easel.fetch('/chat/completions', { body: relay({
    messages: about(street),
    image_config: { super_resolution_references: [stepped] },
    easel: { finish: { references: true, format: 'png' } },
  }) });
  const body = await answer.json();
  assert.equal(answer.status, 200, body.error?.message);
  const [told] = body.easel.finishing;
  assert.deepEqual(told.did, ['enhanced', 'format']);
  assert.ok(told.references[0].matched > 0.1);
  assert.equal(pixelsOf(fileOf(body)).width, 480);
  assert.equal(upstream.last.body.image_config?.super_resolution_references, undefined);
});

test('wrong references are heard of before a provider is asked', async () => {
  const before = upstream.requests?.length ?? 0;
  for (const [messages, references, what] of [
    [about(street), Array(5).fill(stepped), /more than 4/],
    [[{ role: 'user', content: 'A cat' }], [stepped], /holds none/],
    [about(street), [dataUrl(Buffer.from('RIFF....WEBPnothing'))], /super_resolution_references\[0\]/],
  ]) {
    const answer = await easel.fetch('/chat/completions', { body: relay({
      messages, image_config: { super_resolution_references: references }, easel: { finish: { references: true } },
    }) });
    const body = await answer.json();
    assert.equal(answer.status, 400, body.error?.message);
    assert.match(body.error.message, what);
  }
  assert.equal(upstream.requests?.length ?? 0, before);
});
