// Models: the list that stands in the address, samples that run, keys for them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';

import { becomes, GEMINI, Pages } from './browser.mjs';
import { eventually, tempFolder } from './harness.mjs';

const exec = promisify(execFile);

let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

test('a deep link shows what it says, and Back goes back to it', async () => {
  const { page, context, faults } = await pages.open({ signedIn: true });
  await page.goto(`${pages.easel.origin}/models?output_modalities=image&q=gemini`);
  const names = page.locator('li.model h2');
  await names.first().waitFor();
  const count = await names.count();
  assert.ok(count >= 2 && count < 10);
  assert.ok((await page.locator('li.model').allInnerTexts()).every((text) => /gemini/i.test(text)));
  await names.first().getByRole('link').click();
  await page.getByRole('heading', { name: 'Providers' }).waitFor();
  await page.goBack();
  await names.first().waitFor();
  await becomes(() => names.count(), count);
  await becomes(() => page.getByLabel('Search models').inputValue(), 'gemini');
  await page.getByLabel('connected only').check();
  assert.match(page.url(), /connected=true/);
  await page.goto(`${pages.easel.origin}/models/${GEMINI}`);
  await page.getByText('set GEMINI_API_KEY').waitFor();
  await page.goto(`${pages.easel.origin}/models/nobody/nothing`);
  await page.getByText('There is no model nobody/nothing').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a model is also where OpenRouter has it, and each of its parts has an address', async () => {
  const { page, context, faults } = await pages.open({ at: GEMINI });
  await page.waitForURL(`**/models/${GEMINI}`);
  const parts = page.getByRole('navigation', { name: /^About / });
  await parts.getByRole('link', { name: 'Providers' }).click();
  await page.waitForURL(`**/models/${GEMINI}/providers`);
  await page.getByRole('link', { name: 'OpenRouter' }).click();
  await page.waitForURL('**/providers/openrouter');
  await eventually(() => page.evaluate(() => document.activeElement.id === 'openrouter'));
  await page.goto(`${pages.easel.origin}/models/${GEMINI}/activity`);
  await page.getByRole('columnheader', { name: 'Requests by provider' }).waitFor();
  assert.equal((await fetch(`${pages.easel.origin}/nobody/nothing`)).status, 404);
  assert.equal((await fetch(`${pages.easel.origin}/${GEMINI}`, { method: 'POST' })).status, 404);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a key is made, shown once, works, and is turned off; the copied sample saves a picture', async () => {
  const { page, context, faults } = await pages.open({ signedIn: true });
  await page.goto(`${pages.easel.origin}/keys`);
  await page.getByRole('button', { name: 'Create a key' }).click();
  await page.getByLabel('Name').fill('a program');
  await page.getByLabel('Limit, dollars').fill('2.50');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const key = await page.getByText(/^sk-easel-v1-\w{64}$/).innerText();
  await page.getByRole('button', { name: 'I saved it' }).click();
  await becomes(() => page.getByText(key).count(), 0);
  for (const language of ['curl', 'Python', 'TypeScript']) {
    await page.goto(`${pages.easel.origin}/models/${GEMINI}`);
    await page.getByRole('button', { name: language }).click();
    const sample = await page.locator('pre').innerText();
    const cwd = tempFolder();
    const env = { ...process.env, EASEL_API_KEY: key, NO_PROXY: '*' };
    if (language === 'curl') await exec('bash', ['-c', sample], { cwd, env });
    else if (language === 'Python') await exec('python3', ['-c', sample], { cwd, env });
    else await exec(process.execPath, ['--input-type=module', '-e', sample], { cwd, env });
    assert.equal(readFileSync(path.join(cwd, 'picture.png')).subarray(1, 4).toString(), 'PNG', language);
  }
  await page.goto(`${pages.easel.origin}/keys`);
  await page.getByRole('button', { name: 'a program is on' }).click();
  await page.getByRole('button', { name: 'a program is off' }).waitFor();
  await eventually(async () => (await pages.easel.fetch('/key', { key })).status === 401);
  assert.deepEqual(faults, []);
  await context.close();
});
