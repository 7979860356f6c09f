// Pictures given by address: fetched through the guarded client, or read from this house's own disk.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, beforeEach, test } from 'node:test';

import { behind, Easel, relay } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const picture = noisePng(300, 200, 'fetched');
let upstream, local, site, easel, guarded;
const seen = [];

before(async () => {
  upstream = await OpenRouterStandIn.start();
  local = await OpenRouterStandIn.start();
  site = http.createServer((request, response) => {
    seen.push({ url: request.url, headers: request.headers });
    const [, kind, more] = request.url.split('/');
    if (kind === 'picture') return response.writeHead(200, { 'Content-Type': 'text/plain' }).end(picture);
    if (kind === 'hop') return response.writeHead(302, { Location: more === '1' ? '/picture' : `/hop/${more - 1}` }).end();
    if (kind === 'away') return response.writeHead(302, { Location: 'file:///etc/passwd' }).end();
    if (kind === 'page') return response.writeHead(200, { 'Content-Type': 'image/png' }).end('<html>no picture</html>');
    if (kind === 'large') return response.writeHead(200).end(Buffer.concat([picture, Buffer.alloc(2 << 20)]));
    if (kind === 'cut') { response.writeHead(200, { 'Content-Length': 9999999 }); response.write(picture.subarray(0, 500)); return setTimeout(() => response.destroy(), 50); }
    return response.writeHead(404).end();
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  const more = `[providers.local]\ndialect = "openai_chat"\nbase_url = "${local.url}"\nmodels = ["eyes"]\n`;
  easel = await Easel.start(behind(upstream, `${more}[fetch]\nallow_private = true\nmax_mb = 1\n`));
  guarded = await Easel.start(behind(upstream, more));
});
beforeEach(() => { upstream.reset(); local.reset(); seen.length = 0; });
after(async () => {
  await easel.stop();
  await guarded.stop();
  await upstream.stop();
  await local.stop();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});
const at = (where) => `http://127.0.0.1:${site.address().port}/${where}`;
const look = async (house, ...urls) => {
  local.always({ pictures: [], text: 'I see.' });
  const answer = await house.fetch('/chat/completions', { body: { model: 'local/eyes', messages: [{ role: 'user',
    content: [{ type: 'text', text: 'What is it?' }, ...urls.map((url) => ({ type: 'image_url', image_url: { url } }))] }] } });
  return { status: answer.status, body: await answer.json() };
};
const sent = () => local.last.body.messages[0].content.slice(1).map((part) => part.image_url.url);
const data = `data:image/png;base64,${picture.toString('base64')}`;

test('a picture by address reaches who cannot fetch as its bytes, of its real type, fetched once', async () => {
  const { status, body } = await look(easel, at('picture'), at('picture'));
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(sent(), [data, data]);
  assert.equal(seen.length, 1);
  const { authorization, cookie, referer } = seen[0].headers;
  assert.deepEqual([authorization, cookie, referer], [undefined, undefined, undefined]);
});

test('three redirects are followed, a fourth is not', async () => {
  assert.equal((await look(easel, at('hop/3'))).status, 200);
  assert.deepEqual(sent(), [data]);
  const { status, body } = await look(easel, at('hop/4'));
  assert.equal(status, 400);
  assert.equal(body.error.metadata.error_type, 'image_download_failed');
});

for (const [what, where, type] of [['a 404', 'nothing', 'image_download_failed'], ['a redirect to a file', 'away', 'image_download_failed'],
  ['a page that says it is a picture', 'page', 'unsupported_image_format'], ['a picture over the limit', 'large', 'image_too_large'],
  ['a picture that is cut off', 'cut', 'image_download_failed']]) {
  test(`${what} is a 400 that names the picture, and nothing goes upstream`, async () => {
    const { status, body } = await look(easel, at(where));
    assert.equal(status, 400, JSON.stringify(body));
    assert.equal(body.error.metadata.error_type, type);
    assert.match(body.error.message, /^messages\[0\]\.content\[1\]\.image_url: /);
    assert.equal(local.requests.length, 0);
    assert.equal((await easel.listed()).held, 0);
  });
}

const inside = ['http://127.0.0.1:1/a.png', 'http://[::1]/a.png', 'http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/',
  'http://[::ffff:127.0.0.1]/', 'http://0/', 'http://2130706433/', 'http://localhost/', 'http://[64:ff9b::7f00:1]/'];
for (const url of inside) {
  test(`${url} is not fetched for anybody`, async () => {
    const { status, body } = await look(guarded, url);
    assert.equal(status, 400, JSON.stringify(body));
    assert.equal(body.error.metadata.error_type, 'image_download_failed');
    assert.equal(local.requests.length, 0);
  });
}

test('a picture by address is left to an upstream that fetches by itself', async () => {
  await guarded.fetch('/chat/completions', { body: relay({ messages: [{ role: 'user', content: [{ type: 'text', text: 'x' },
    { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] }] }) });
  assert.equal(upstream.last.body.messages[0].content[1].image_url.url, 'https://example.com/a.png');
});

test('a picture of this house goes upstream as its bytes, by its address or by its path', async () => {
  upstream.next({ pictures: [picture] });
  const made = await (await guarded.fetch('/chat/completions', { headers: { 'X-Easel-Delivery': 'url' }, body: relay() })).json();
  const { url } = made.choices[0].message.images[0].image_url;
  const { pathname } = new URL(url);
  for (const address of [url, pathname]) {
    const answer = await guarded.fetch('/chat/completions', { body: relay({ messages: [{ role: 'user', content: [{ type: 'text', text: 'bluer' },
      { type: 'image_url', image_url: { url: address } }] }] }) });
    assert.equal(answer.status, 200, await answer.text());
    assert.equal(upstream.last.body.messages[0].content[1].image_url.url, data, address.slice(0, 40));
  }
});

test('a fetch counts against the limits of its key, and gives its place back when it fails', async () => {
  const limited = await Easel.start(behind(upstream, `[providers.local]\ndialect = "openai_chat"\nbase_url = "${local.url}"\nmodels = ["eyes"]\n` +
    '[limits]\nat_once = 1\nper_minute = 3\n[fetch]\nallow_private = true\n'));
  for (let i = 0; i < 3; i++) assert.equal((await look(limited, at('nothing'))).status, 400);
  const before = seen.length;
  assert.equal((await look(limited, at('nothing'))).status, 429);
  assert.equal(seen.length, before, 'nothing was fetched');
  await limited.stop();
});
