// Five whole journeys by keyboard alone, with what a screen reader would say on the way.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, finished, GEMINI, Pages, prompt, say, spoken, tabTo } from './browser.mjs';

let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

const nowhere = (page) => page.evaluate(() => document.activeElement.blur());
const status = (page, words) => page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached' });

test('a picture: to the prompt, to the frame, into the lightbox and back, and on from it', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  await nowhere(page);
  const heard = await tabTo(page, /^Describe an image$/);
  assert.equal(heard[0], 'Skip to the page');
  for (const way of ['Chat', 'Models', 'Gallery', 'Activity', 'Keys', 'Documents', 'Settings', 'New chat', 'Search rooms', `Remove ${GEMINI}`, 'Add model', 'A temporary chat'])
    assert.ok(heard.includes(way), `${way} is not among ${heard.join(' | ')}`);
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await finished(page, 1);
  await status(page, '1 of 1 finished');
  await page.keyboard.press('ArrowUp');
  await becomes(() => prompt(page).inputValue(), 'By keyboard');
  await prompt(page).fill('');
  await tabTo(page, /^Look at picture 1 of google/, { back: true });
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Picture 1 of 1' }).waitFor();
  await tabTo(page, /^Download$/);
  await page.keyboard.press('Escape');
  await becomes(() => spoken(page), /^Look at picture 1/);
  await page.keyboard.press('e');
  await page.getByAltText('attachment 1').waitFor();
  await becomes(() => spoken(page), 'Describe an image');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a model: go there by a key, tick a filter, open one, and chat with it', async () => {
  const { page, context, faults } = await pages.open({ at: 'gallery' });
  await page.getByRole('heading', { name: 'Gallery' }).waitFor();
  await nowhere(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.getByRole('heading', { name: 'Models', exact: true }).waitFor();
  await tabTo(page, /^connected only$/);
  await page.keyboard.press('Space');
  await page.waitForURL('**/models?connected=true');
  await tabTo(page, /^Search models$/);
  await page.keyboard.type('2.5 flash image');
  await page.waitForFunction(() => document.querySelectorAll('li.model').length === 1);
  const heard = await tabTo(page, /^Google: Nano Banana/);
  assert.ok(heard.includes('Order'), heard.join(' | '));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Providers' }).waitFor();
  await nowhere(page);
  await page.locator('main').focus();
  const there = await tabTo(page, /^Chat$/);
  assert.equal(there.at(-1), 'Chat');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Remove ${GEMINI}` }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('the gallery: open a picture, give it stars, close it, choose it and delete it', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  await say(page, 'A picture to be judged');
  await finished(page, 1);
  await nowhere(page);
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await page.getByRole('heading', { name: 'Gallery' }).waitFor();
  await page.getByRole('button', { name: 'Look at it closely: A picture to be judged' }).waitFor();
  await tabTo(page, /^Look at it closely: A picture to be judged$/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: /^Picture 1 of/ }).waitFor();
  await page.keyboard.press('5');
  await tabTo(page, /^5 stars$/);
  assert.equal(await page.evaluate(() => document.activeElement.ariaPressed), 'true');
  await page.keyboard.press('Escape');
  await becomes(() => spoken(page), 'Look at it closely: A picture to be judged');
  await page.keyboard.press('x');
  await status(page, '1 selected');
  await tabTo(page, /^Delete$/, { back: true });
  await page.keyboard.press('Enter');
  await tabTo(page, /^Delete them$/, { back: true });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /A picture to be judged/ }).waitFor({ state: 'detached' });
  await status(page, '0 selected');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a key: made in a dialog that keeps the focus, copied, and turned off', async () => {
  const { page, context, faults } = await pages.open({ at: 'keys' });
  await page.getByRole('button', { name: 'Create a key' }).waitFor();
  await nowhere(page);
  await tabTo(page, /^Create a key$/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  if (!/^Name/.test(await spoken(page))) await tabTo(page, /^Name/);
  await page.keyboard.type('by hand');
  const heard = await tabTo(page, /^Create$/);
  assert.ok(heard.some((words) => /^Limit, dollars/.test(words)), heard.join(' | '));
  await page.keyboard.press('Enter');
  await page.getByText(/^sk-easel-v1-\w{64}$/).waitFor();
  await tabTo(page, /^Copy/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^I saved it$/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await tabTo(page, /^by hand is on$/);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'by hand is off' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('the documents: go there, search, choose with arrows, and copy the page', async () => {
  const { page, context, faults } = await pages.open({ at: 'settings' });
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await nowhere(page);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.locator('.markdown h1').waitFor();
  await page.keyboard.press('/');
  await becomes(() => spoken(page), 'Search the documents');
  await page.keyboard.type('routing');
  await page.getByRole('listbox', { name: 'Found' }).getByRole('option').nth(1).waitFor();
  await page.keyboard.press('ArrowDown');
  const chosen = page.getByRole('option', { selected: true });
  await becomes(() => page.getByLabel('Search the documents').getAttribute('aria-activedescendant'), await chosen.getAttribute('id'));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/docs/*#*');
  await page.locator('.markdown h1').waitFor();
  await tabTo(page, /^Copy page as Markdown$/);
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: /Copied|does not let pages copy/ }).first().waitFor({ state: 'attached' });
  assert.deepEqual(faults, []);
  await context.close();
});
