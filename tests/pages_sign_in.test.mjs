// Signing in: by a link that opens once, by name and password; who may do what; how it ends.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, finished, Pages } from './browser.mjs';
import { eventually, run } from './harness.mjs';

let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

test('the first start prints a link that signs in, once; the cookie is for pages of this origin alone', async () => {
  const link = await pages.firstLink();
  const { page, context } = await pages.open();
  await page.goto(link);
  await page.getByRole('alert').waitFor();
  await becomes(() => page.getByRole('alert').innerText(), /used, or is older than 15 minutes/);
  await context.close();
  const [cookie] = pages.cookies;
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Lax');
  const headers = { Cookie: `${cookie.name}=${cookie.value}` };
  const where = async (more) => (await fetch(`${pages.easel.origin}/`, { headers: more, redirect: 'manual' })).headers.get('location');
  assert.equal(await where(headers), '/welcome');
  assert.equal(await where({}), '/sign-in');
  const write = (more) => fetch(`${pages.easel.base}/images`, { method: 'POST', headers: { ...headers, ...more, 'Content-Type': 'application/json' }, body: '{}' });
  for (const strange of [{}, { Origin: 'http://elsewhere.example' }, { Origin: pages.easel.origin, 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'null' }])
    assert.equal((await write(strange)).status, 403, JSON.stringify(strange));
  assert.equal((await write({ Origin: pages.easel.origin })).status, 400);
  const another = await run(['link', '--data', pages.easel.data, '--origin', pages.easel.origin]);
  assert.match(another.stdout, new RegExp(`^${pages.easel.origin}/sign-in#\\w{32}\n$`));
});

test('a newcomer is welcomed with first steps, that lead to a first picture; later the start is the last room', async () => {
  const { page, context, faults } = await pages.open({ at: '' });
  await page.waitForURL('**/welcome');
  for (const step of ['Connect a provider', 'Make a key for your programs', 'Choose a password']) await page.getByRole('heading', { name: step }).waitFor();
  await page.getByLabel('What to draw').fill('A first mandala');
  await page.getByRole('button', { name: 'Take it to the chat' }).click();
  const box = page.getByRole('textbox', { name: 'Describe an image' });
  await box.waitFor();
  await eventually(async () => (await box.inputValue()) === 'A first mandala');
  await box.press('Enter');
  await page.waitForURL(/\/chat\/\w+$/);
  const room = page.url();
  await finished(page, 1);
  await page.goto(`${pages.easel.origin}/`);
  await page.waitForURL(room);
  await page.goto(`${pages.easel.origin}/welcome`);
  await page.getByRole('heading', { name: /Make a first picture ?, done/ }).waitFor();
  await page.goto(`${pages.easel.origin}/login`);
  await page.waitForURL('**/sign-in');
  await page.goto(`${pages.easel.origin}/licenses`);
  await page.getByText(/^uplot 1/m).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('an owner invites by link; a member has name and password, no keys to manage, and can be signed out', async () => {
  const owner = await pages.open({ signedIn: true });
  await owner.page.goto(`${pages.easel.origin}/settings`);
  await owner.page.getByRole('button', { name: 'Make a link' }).click();
  const link = await owner.page.getByText(/\/sign-in#/).innerText();

  const { page, context } = await pages.open();
  await page.goto(link);
  await page.getByText('You are invited').waitFor();
  await page.getByLabel('Name').fill('ann');
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.waitForURL('**/welcome');
  await page.goto(`${pages.easel.origin}/keys`);
  await page.getByText('made by the owners').waitFor();
  await becomes(() => page.getByRole('button', { name: 'Create a key' }).count(), 0);
  assert.equal(await page.evaluate(() => fetch('/api/v1/keys').then((answer) => answer.status)), 403);
  assert.equal(await page.evaluate(() => fetch('/ui/v1/members').then((answer) => answer.status)), 403);
  await page.goto(`${pages.easel.origin}/settings`);
  await page.getByRole('button', { name: /Sign out .*this one/ }).click();
  await page.waitForURL('**/sign-in**');
  await page.getByLabel('Name').fill('ann');
  await page.getByLabel('Password').fill('wrong horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await becomes(() => page.getByRole('alert').innerText(), /name or the password is wrong/);
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/settings');

  await owner.page.reload();
  await owner.page.getByRole('button', { name: 'may come in: ann' }).click();
  await owner.page.getByText('shut out').waitFor();
  await page.goto(`${pages.easel.origin}/chat`);
  await page.waitForURL('**/sign-in**');
  await owner.page.getByLabel('Role of owner').selectOption('viewer');
  await becomes(() => owner.page.getByRole('alert').innerText(), /last owner/);
  await context.close();
  await owner.context.close();
});
