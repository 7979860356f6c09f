// The documents inside the pages, and the API's reference made from its own description.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { becomes, Pages } from './browser.mjs';

let pages;
before(async () => (pages = await Pages.start()));
after(() => pages?.stop());
const root = path.join(import.meta.dirname, '..');

test('every document is a page, with this address in its samples and links that lead to the others', async () => {
  const { page, context, faults } = await pages.open({ at: 'docs' });
  const documents = page.getByRole('navigation', { name: 'Documents' });
  await page.getByRole('heading', { name: 'Two commands' }).waitFor();
  const shown = await documents.getByRole('link').evaluateAll((links) => links.map((link) => link.pathname.split('/')[2]));
  const files = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => name.replace('.md', ''));
  assert.deepEqual(shown.filter((slug) => !['overview', 'served'].includes(slug)).sort(), files.sort());
  for (const slug of shown.filter((one) => one !== 'api')) {
    await page.goto(`${pages.easel.origin}/docs/${slug}`);
    await page.locator('.markdown h1').waitFor();
    const text = await page.locator('.markdown').innerText();
    assert.ok(text.length > 500, slug);
    assert.doesNotMatch(text, /http:\/\/127\.0\.0\.1:8080/, slug);
    const dead = await page.locator('.markdown a').evaluateAll((links) => links.filter((link) => link.origin === location.origin && link.pathname.startsWith('/docs/')).map((link) => link.pathname.split('/')[2]));
    assert.ok(dead.every((slug) => shown.includes(slug)), `${slug} links to ${dead}`);
  }
  await page.goto(`${pages.easel.origin}/docs/api.md`);
  await page.getByText('There is no page').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a slash searches all documents; what is found is opened at its heading', async () => {
  const { page, context, faults } = await pages.open({ at: 'docs/routing' });
  await page.locator('.markdown h1').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('fonts zyzzyva');
  await page.getByText('Nothing has all these words').waitFor();
  await page.getByLabel('Search the documents').fill('');
  await page.keyboard.type('strangers fonts');
  await page.getByRole('option', { name: /How strangers' fonts are read/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/docs/fonts#how-strangers-fonts-are-read');
  await page.locator('#how-strangers-fonts-are-read').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a page is copied as the Markdown it was written in', async () => {
  const { page, context } = await pages.open({ at: 'docs/painter', permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Copy page as Markdown' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, readFileSync(path.join(root, 'docs/painter.md'), 'utf8').replaceAll('http://127.0.0.1:8080', pages.easel.origin));
  await context.close();
});

test('the reference has every operation of the program itself, and they are filtered', async () => {
  const { paths } = await (await pages.easel.fetch('/openapi.json')).json();
  const count = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
  const { page, context, faults } = await pages.open({ at: 'docs/api' });
  await page.locator('summary').first().waitFor();
  await becomes(() => page.locator('details.card').count(), count);
  await page.getByLabel('Filter operations').fill('estimate');
  await page.waitForFunction(() => document.querySelectorAll('details.card').length === 1);
  await page.locator('summary').click();
  await becomes(() => page.locator('details[open] pre').first().innerText(), new RegExp(`curl -X POST ${pages.easel.origin}/api/v1/estimate`));
  assert.deepEqual(faults, []);
  await context.close();
});

test('documents are for everybody, also for who is not signed in', async () => {
  const { page, context, faults } = await pages.open();
  await page.goto(`${pages.easel.origin}/docs/image-generation`);
  await page.locator('.markdown h1').waitFor();
  await becomes(() => page.getByRole('link', { name: 'Chat' }).count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});
