// Every page is clean: readable for everybody in both themes, on a phone and on a desk, without an error
// and without asking anybody else; also at an address of the local network over plain http.
import assert from 'node:assert/strict';
import os from 'node:os';
import { after, before, beforeEach, test } from 'node:test';

import { chromium } from 'playwright-core';

import { complaints, finished, GEMINI, PAINTER, Pages, say, small } from './browser.mjs';
import { Easel, eventually } from './harness.mjs';

let pages;
before(async () => {
  pages = await Pages.start();
  const { page, context } = await pages.open({ at: 'chat' });
  await page.evaluate(() => fetch('/api/v1/presets/ink/chat/completions', { method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: 'easel/painter-1', image_config: { aspect_ratio: '16:9' }, messages: [{ role: 'system', content: 'Draw in ink.' }] }) }));
  await context.close();
});
beforeEach(() => pages.reset());
after(() => pages?.stop());

const routes = ['chat', 'models', 'models?fmt=table', `models/${GEMINI}`, `models/${PAINTER}/playground`, `models/${GEMINI}/api`, `models/${GEMINI}/uptime`, `models/${GEMINI}/providers`, `models/${PAINTER}/activity`,
  `compare/${PAINTER}/${GEMINI}`, 'compare', 'gallery', 'activity', 'activity?metric=request_count&by=provider', 'activity/trends', 'activity/explore?metric=avg_generation_time', 'logs', 'rankings', 'keys', 'presets', 'presets/ink', 'providers',
  'status', 'welcome', 'licenses', 'settings', 'settings/data', 'docs', 'docs/image-generation', 'docs/api', 'auth?callback_url=https%3A%2F%2Fprogram.example%2Fback', 'auth'];

for (const [colorScheme, viewport] of [['light', { width: 1280, height: 800 }], ['dark', { width: 390, height: 780 }]]) {
  test(`every page is readable for everybody, ${viewport.width} pixels wide, in both themes`, async () => {
    pages.upstream.always({ error: { code: 403, message: 'This prompt is not allowed.' } });
    const { page, context, faults, settled } = await pages.chat([PAINTER, GEMINI], { colorScheme, viewport, reducedMotion: 'reduce', bypassCSP: true });
    await small(page);
    await say(page, 'A mandala in red and blue');
    await finished(page, 1);
    const room = new URL(page.url()).pathname.slice(1);
    const log = (await page.evaluate(() => fetch('/api/v1/generations').then((answer) => answer.json()))).data[0].id;
    const sha = /[0-9a-f]{64}/.exec(await page.locator('figure .open img').first().getAttribute('src'))[0];
    // On the phone as people go, without loading the page anew; on the desk each address by itself.
    const phone = viewport.width < 500;
    for (const route of [...routes, room, `logs/${log}`, `gallery/${sha}`, 'sign-in']) {
      if (!phone) await page.goto(`${pages.easel.origin}/${route}`);
      else await page.evaluate((to) => { history.pushState(null, '', `/${to}`); dispatchEvent(new PopStateEvent('popstate')); }, route);
      await page.locator('main').first().waitFor();
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await settled();
      assert.deepEqual(await complaints(page), [], route);
      await page.emulateMedia({ colorScheme: colorScheme === 'light' ? 'dark' : 'light' });
      assert.deepEqual(await complaints(page, { colours: true }), [], `${route}, the other theme`);
      await page.emulateMedia({ colorScheme });
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('the first load of the chat is at most 150 kB, fonts included, and asks for no style in place', async () => {
  const { page, context, faults } = await pages.open({ signedIn: true });
  const sizes = [];
  page.on('requestfinished', (request) => sizes.push(request.sizes().then((size) => [new URL(request.url()).pathname, size.responseBodySize + size.responseHeadersSize])));
  await page.goto(`${pages.easel.origin}/chat`);
  await page.getByRole('textbox', { name: 'Describe an image' }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  const all = (await Promise.all(sizes)).filter(([name]) => !name.startsWith('/ui/'));
  const sum = all.reduce((total, [, size]) => total + size, 0);
  assert.ok(sum > 60_000 && sum <= 150_000, `${sum}: ${all.join(' ')}`);
  assert.deepEqual(faults, []);
  await context.close();
});

test('files come compressed, named by their content, and with a policy that lets nothing else in', async () => {
  const shell = await fetch(`${pages.easel.origin}/models/${GEMINI}`);
  assert.equal(shell.status, 200);
  const html = await shell.text();
  assert.doesNotMatch(html, /<style|<script(?![^>]*src=)|style=|https?:/);
  assert.match(shell.headers.get('content-security-policy'), /default-src 'none'; script-src 'self'; style-src 'self'/);
  assert.doesNotMatch(shell.headers.get('content-security-policy'), /unsafe|data:/);
  assert.equal(shell.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(shell.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(shell.headers.get('cache-control'), 'no-cache');
  const script = /src="(\/assets\/[^"]+)"/.exec(html)[1];
  const file = await fetch(`${pages.easel.origin}${script}`);
  assert.equal(file.headers.get('content-encoding'), 'gzip');
  assert.match(file.headers.get('cache-control'), /immutable/);
  const plain = await fetch(`${pages.easel.origin}${script}`, { headers: { 'Accept-Encoding': 'identity' } });
  assert.equal(plain.headers.get('content-encoding'), null);
  assert.equal(await plain.text(), await file.text());
  assert.notEqual(plain.headers.get('etag'), file.headers.get('etag'));
  const again = await fetch(`${pages.easel.origin}${script}`, { headers: { 'If-None-Match': file.headers.get('etag') } });
  assert.equal(again.status, 304);
  const head = await fetch(`${pages.easel.origin}${script}`, { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal((await fetch(`${pages.easel.origin}/assets/none.js`)).status, 404);
});

// Where the machine has no address but its own, a name that only this browser knows stands for one: pages
// of plain http lose the same things there.
test('over plain http from the local network: a picture is made, words are copied, and what cannot be is said', async () => {
  const address = Object.values(os.networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address;
  const easel = await Easel.start({ host: '0.0.0.0' });
  const origin = `http://${address ?? 'easel.lan'}:${easel.port}`;
  const browser = address ? pages.browser : await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--host-resolver-rules=MAP easel.lan 127.0.0.1'] });
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  const link = await eventually(() => /\/sign-in#\w+/.exec(easel.stderr)?.[0]);
  await page.goto(`${origin}${link}`);
  await page.waitForURL('**/welcome');
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await page.getByRole('button', { name: 'Take it to the chat' }).click();
  await small(page);
  await say(page, 'A mandala in green');
  await finished(page, 1);
  await page.getByRole('button', { name: /Look at picture 1/ }).click();
  await page.keyboard.press('c');
  await page.getByRole('status').filter({ hasText: 'needs https or localhost' }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${origin}/models/${PAINTER}`);
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: /Copied/ }).waitFor();
  await page.goto(`${origin}/keys`);
  await page.getByRole('button', { name: 'Create a key' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
  if (!address) await browser.close();
  await easel.stop();
});

test('it can be installed where the origin is secure: a manifest with icons that are there', async () => {
  const manifest = await (await fetch(`${pages.easel.origin}/easel.webmanifest`)).json();
  assert.equal(manifest.display, 'standalone');
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await fetch(`${pages.easel.origin}${src}`);
    assert.equal(answer.headers.get('content-type'), type);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (type === 'image/png') assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes);
  }
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'));
});
