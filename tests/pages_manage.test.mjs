// Presets, providers, status, comparing, the playground, and programs that ask for a key.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, finished, frames, GEMINI, Pages, PAINTER, say } from './browser.mjs';
import { tempFolder } from './harness.mjs';

// An engine that is run here: a program of the tests, and a file whose head says that it is a model.
const models = tempFolder();
const header = Buffer.from(JSON.stringify({ 'model.diffusion_model.input_blocks.0.0.weight': { dtype: 'F16', shape: [1], data_offsets: [0, 2] } }));
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(header.length));
writeFileSync(path.join(models, 'tiny.safetensors'), Buffer.concat([length, header, Buffer.alloc(2)]));
const engine = `[engines.sd]\ncommand = "${path.join(import.meta.dirname, 'standins/fake_sd_server.mjs')}"\nmodels = "${models}"\n`;

let pages;
before(async () => (pages = await Pages.start(engine)));
beforeEach(() => pages.reset());
after(() => pages?.stop());

test('a preset is made, used by a program, changed, and an older version taken back', async () => {
  const { page, context, faults } = await pages.open({ at: 'presets' });
  await page.getByRole('button', { name: 'Make a preset' }).click();
  await page.getByLabel('Name in requests').fill('ink');
  await page.getByRole('button', { name: 'Model', exact: true }).click();
  await page.keyboard.type('painter');
  await page.keyboard.press('Enter');
  await page.getByLabel('System prompt').fill('Draw in ink.');
  await page.getByLabel('Ratio').selectOption('21:9');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.waitForURL('**/presets/ink');
  await page.getByText('Draw in ink.').waitFor();
  const answer = await pages.easel.fetch('/chat/completions', { body: { model: '@preset/ink', messages: [{ role: 'user', content: 'A lake' }], modalities: ['image'], image_config: { image_size: '0.5K', aspect_ratio: '21:9' } } });
  assert.equal(answer.status, 200);
  await page.getByRole('button', { name: 'Change it' }).click();
  await page.getByLabel('Ratio').selectOption('1:1');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.getByText('version 2').waitFor();
  await page.getByRole('button', { name: 'Use version 1' }).click();
  await page.getByText('version 1', { exact: true }).waitFor();
  await page.getByText('"21:9"').waitFor();
  await page.getByRole('button', { name: 'Take it out of use' }).click();
  await page.getByRole('button', { name: 'Put it to use' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('providers say whether they are connected and how to connect them, and are asked by a button', async () => {
  const { page, context, faults } = await pages.open({ at: 'providers' });
  const gemini = page.getByRole('listitem').filter({ hasText: 'google-ai-studio' });
  await gemini.getByText('GEMINI_API_KEY').waitFor();
  await page.getByRole('button', { name: 'Test OpenRouter' }).click();
  await page.getByRole('status').filter({ hasText: 'It answers, and takes the credential.' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('an engine that is run here says what it has loaded', async () => {
  const { page, context, faults } = await pages.open({ at: 'providers' });
  await page.getByText('nothing is loaded; it starts with the first request').waitFor();
  const made = await pages.make(page, { model: 'local/tiny.safetensors', prompt: 'A fox', size: '128x96' });
  assert.equal(made.data?.length, 1, JSON.stringify(made).slice(0, 300));
  await page.reload();
  await page.getByText('loaded: tiny.safetensors').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a key of one\'s own at a provider is added, never shown, set last, and taken away', async () => {
  const { page, context, faults } = await pages.open({ at: 'providers' });
  const card = page.getByRole('listitem').filter({ hasText: 'black-forest-labs' }).first();
  await page.getByRole('button', { name: 'Your own key for Black Forest Labs' }).click();
  await page.getByRole('textbox', { name: 'Key' }).fill('bfl-secret-0123456789abcdef');
  await page.getByLabel('Name').fill('studio');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await card.getByText("Prioritized: before this server's own").waitFor();
  await becomes(() => card.innerText(), /studio[\s\S]*bfl…cdef/);
  assert.doesNotMatch(await page.content(), /bfl-secret/);
  await card.getByRole('button', { name: 'Use it last' }).click();
  await card.getByText("Fallback: after this server's own").waitFor();
  await card.getByRole('button', { name: 'on', exact: true }).click();
  await card.getByRole('button', { name: 'off', exact: true }).waitFor();
  await card.getByRole('button', { name: 'Delete' }).click();
  await card.getByRole('button', { name: 'Delete' }).click();
  await card.getByText('studio').waitFor({ state: 'hidden' });
  assert.deepEqual(faults, []);
  await context.close();
});

test('status and a model\'s uptime tell tries that failed by the provider\'s fault', async () => {
  const { page, context, faults } = await pages.open({ at: 'status' });
  pages.upstream.next({ error: { code: 403, message: 'Not this.' } });
  await pages.make(page, { model: GEMINI, prompt: 'refused, which is nobody\'s fault' });
  await pages.make(page, { model: GEMINI, prompt: 'well' });
  await page.getByText('Easel is well').waitFor();
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.getByRole('img', { name: /^OpenRouter: 100 % of \d+ tries/ }).waitFor();
  await page.goto(`${pages.easel.origin}/models/${GEMINI}/uptime`);
  await page.getByRole('img', { name: /^OpenRouter: 100 % of 2 tries/ }).waitFor();
  await page.getByRole('img', { name: /Google AI Studio: nobody asked it today/ }).waitFor();
  assert.deepEqual(faults.filter((fault) => !/403/.test(fault)), []);
  await context.close();
});

test('models are chosen on their page and compared side by side, at most four', async () => {
  const { page, context, faults } = await pages.open({ at: 'models?q=painter' });
  await page.getByRole('button', { name: 'Compare Easel: Painter 1' }).click();
  await page.getByRole('link', { name: 'Compare 1' }).click();
  await page.waitForURL(`**/compare/${PAINTER}`);
  for (const words of ['gemini 2.5 flash image', 'gemini 3 pro image', 'seedream']) {
    await page.getByRole('button', { name: 'Add a model' }).click();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await page.getByText('4 of 4').waitFor();
  await becomes(() => page.getByRole('button', { name: 'Add a model' }).count(), 0);
  await becomes(() => page.getByRole('row', { name: /^Price/ }).innerText(), /free/);
  await page.getByRole('button', { name: `Take ${GEMINI} away` }).click();
  await page.getByText('3 of 4').waitFor();
  await becomes(() => page.getByRole('link', { name: 'Ask all' }).getAttribute('href'), /models=easel\/painter-1,/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a model is tried on its own page, and the samples then ask for what was set there', async () => {
  const { page, context, faults } = await pages.open({ at: `models/${GEMINI}/playground` });
  await page.getByLabel('Aspect ratio').selectOption('3:2');
  await say(page, 'A teapot');
  await finished(page, 1);
  await becomes(() => frames(page).innerText(), /320×240/);
  await page.getByRole('link', { name: 'API', exact: true }).click();
  const sample = await page.locator('pre').innerText();
  assert.match(sample, /"aspect_ratio":"3:2"/);
  assert.match(sample, /A teapot|A lighthouse/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a program asks for a key: an owner sees who asks, gives one, and the program gets it once', async () => {
  const heard = [];
  const program = createServer((request, response) => {
    heard.push(request.url);
    response.end('<!doctype html><title>Back</title>');
  }).listen(0, '127.0.0.1');
  await once(program, 'listening');
  const callback = `http://127.0.0.1:${program.address().port}/back`;
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const { page, context } = await pages.open({ at: `auth?callback_url=${encodeURIComponent(callback)}&code_challenge=${challenge}&code_challenge_method=S256&key_label=Sketcher` });
  await page.getByRole('heading', { name: /127\.0\.0\.1:\d+ asks for a key/ }).waitFor();
  await becomes(() => page.getByLabel('Name of the key').inputValue(), 'Sketcher');
  await page.getByLabel('Limit, dollars').fill('3');
  await page.getByRole('button', { name: 'Give it a key' }).click();
  await page.waitForURL('**/back?code=*');
  const code = new URL(page.url()).searchParams.get('code');
  const exchange = () => fetch(`${pages.easel.base}/auth/keys`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code, code_verifier: verifier }) });
  const { key } = await (await exchange()).json();
  assert.equal((await exchange()).status, 403);
  const account = (await (await pages.easel.fetch('/key', { key })).json()).data;
  assert.equal(account.limit, 3);
  for (const address of ['javascript:alert(1)', 'http://elsewhere.example/x', '']) {
    await page.goto(`${pages.easel.origin}/auth?callback_url=${encodeURIComponent(address)}`);
    if (!address.startsWith('http')) await page.getByRole('heading', { name: 'No program asks' }).waitFor();
    else {
      await page.getByRole('button', { name: 'Give it a key' }).click();
      await page.getByRole('alert').filter({ hasText: 'https' }).waitFor();
    }
  }
  assert.equal(heard.filter((url) => url.startsWith('/back')).length, 1);
  await context.close();
  program.close();
});
