// Frames side by side, one below the other and blind; what each model gets of the settings; keys on a frame, and
// keys that search everything.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, complaints, finished, frames, GEMINI, Pages, PAINTER, prompt, say, spoken } from './browser.mjs';
import { eventually } from './harness.mjs';
import { noisePng } from './standins/pictures.mjs';

const PRO = 'google/gemini-3-pro-image';
let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

const places = (page) => frames(page).evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ x, y }) => [Math.round(x), Math.round(y)]));

test('frames stand in columns or in a list, as was chosen last, and are swiped through on a phone', async () => {
  const { page, context, faults } = await pages.chat([GEMINI, PRO]);
  await say(page, 'Two of them');
  await finished(page, 2);
  let [one, two] = await places(page);
  assert.ok(one[1] === two[1] && one[0] < two[0], 'side by side');
  await page.getByLabel('Layout').selectOption('list');
  await eventually(async () => ([one, two] = await places(page)) && one[0] === two[0] && one[1] < two[1]);
  await page.reload();
  await finished(page, 2);
  await becomes(() => page.getByLabel('Layout').inputValue(), 'list');
  await page.getByLabel('Layout').selectOption('columns');
  await page.setViewportSize({ width: 390, height: 780 });
  await eventually(async () => ([one, two] = await places(page)) && one[1] === two[1] && two[0] > 300);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(faults, []);
  await context.close();
});

test('blind: nobody is told who made which, to the eye or to the ear, until the best is chosen', async () => {
  const { page, context, faults } = await pages.chat([GEMINI, PRO], { bypassCSP: true });
  await page.getByLabel('Layout').selectOption('blind');
  pages.upstream.next({ pictures: [noisePng(300, 200, 'one of two')], delay: 400 });
  pages.upstream.next({ error: { code: 403, message: 'Not this one.', metadata: { provider_name: 'Google' } } });
  await say(page, 'Judge them');
  await finished(page, 1);
  await page.getByRole('alert').filter({ hasText: 'Not this one.' }).waitFor();
  pages.upstream.always({ pictures: [noisePng(200, 300, 'the other')] });
  await page.getByRole('button', { name: 'Try again' }).click();
  await finished(page, 2);
  const html = await page.locator('.thread').innerHTML();
  assert.doesNotMatch(html, /gemini|google|\$0/i);
  await page.getByRole('status').filter({ hasText: /finished/ }).filter({ hasNotText: /gemini/ }).waitFor({ state: 'attached' });
  assert.deepEqual((await frames(page).locator('.slug > span:first-child').allInnerTexts()).map((text) => text.trim()), ['Picture A', 'Picture B']);
  await page.getByRole('button', { name: 'Look at picture 1 of Picture A closely' }).click();
  assert.doesNotMatch(await page.getByRole('dialog', { name: /^Picture / }).innerText(), /gemini|google/i);
  assert.deepEqual(await complaints(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await becomes(() => spoken(page), 'Look at picture 1 of Picture A closely');
  await page.keyboard.press('b');
  await frames(page).getByText('· the best').waitFor();
  assert.deepEqual((await frames(page).locator('.slug > span:first-child').allInnerTexts()).map((text) => text.split(/[ ·]/)[0]).sort(), [GEMINI, PRO]);
  await page.reload();
  await finished(page, 2);
  await frames(page).getByText('· the best').waitFor();
  assert.deepEqual(faults.filter((fault) => !/403/.test(fault)), []);
  await context.close();
});

test('what a model gets in another way stands on its chip, and is what is sent', async () => {
  const { page, context, faults } = await pages.chat([GEMINI, PRO]);
  const chips = page.getByRole('list', { name: 'Active models' });
  await page.getByLabel('Size', { exact: true }).selectOption('4K');
  await chips.getByRole('listitem').filter({ hasText: GEMINI }).getByText('4K → its own here').waitFor();
  await becomes(() => chips.getByRole('listitem').filter({ hasText: PRO }).getByText('here').count(), 0);
  await say(page, 'As large as may be');
  await finished(page, 2);
  const sizes = Object.fromEntries(pages.upstream.requests.map(({ body }) => [body.model, body.image_config?.image_size]));
  assert.deepEqual(sizes, { [GEMINI]: undefined, [PRO]: '4K' });
  await page.getByRole('button', { name: 'Add model' }).click();
  await page.getByRole('combobox', { name: 'Search models' }).fill('painter');
  await page.keyboard.press('Enter');
  await page.getByLabel('How many pictures').selectOption('2');
  await chips.getByRole('listitem').filter({ hasText: GEMINI }).getByText(/, \+1/).waitFor();
  await becomes(() => chips.getByRole('listitem').filter({ hasText: PAINTER }).getByText('n 2').count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a frame: arrows, stars, its settings, varied, taken away and back; and no letter acts when that is switched off', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  for (const [i, words] of ['First', 'Second'].entries()) {
    pages.upstream.next({ pictures: [noisePng(160 + i, 120, words)] });
    await say(page, words);
    await finished(page, i + 1);
  }
  const open = page.getByRole('button', { name: /^Look at picture 1/ });
  await open.first().focus();
  await page.keyboard.press('ArrowRight');
  assert.ok(await open.nth(1).evaluate((element) => element === document.activeElement));
  await page.keyboard.press('4');
  await page.getByText('★★★★').waitFor();
  await page.keyboard.press('v');
  await page.getByAltText('attachment 1').waitFor();
  await eventually(async () => (await prompt(page).inputValue()) === 'Second');
  await open.nth(1).focus();
  await page.keyboard.press('Delete');
  await eventually(async () => (await frames(page).count()) === 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => (await frames(page).count()) === 2);
  await page.goto(`${pages.easel.origin}/settings/chat`);
  await page.getByLabel(/^Single letters do something/).uncheck();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search everything' }).waitFor();
  assert.match(page.url(), /settings/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('everything is found from anywhere by Ctrl K: pages, rooms, models and documents', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  await say(page, 'A dirigible over rooftops');
  await finished(page, 1);
  await page.goto(`${pages.easel.origin}/keys`);
  await page.getByRole('button', { name: 'Create a key' }).waitFor();
  const box = page.getByRole('combobox', { name: 'Search everything' });
  const found = page.getByRole('listbox', { name: 'Found' });
  const go = async (words, kind, title) => {
    await page.keyboard.press('Control+k');
    await box.fill(words);
    const hit = found.getByRole('option').filter({ hasText: title }).filter({ hasText: kind }).first();
    await hit.waitFor();
    await hit.click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  };
  await go('dirigible', 'room', 'A dirigible over rooftops');
  await page.waitForURL(/\/chat\/\w+$/);
  await go('nano banana pro', 'model', PRO);
  await page.waitForURL(`**/models/${PRO}`);
  await go('strangers fonts', 'document', "How strangers' fonts are read");
  await page.waitForURL('**/docs/fonts#how-strangers-fonts-are-read');
  await page.keyboard.press('Control+k');
  await box.fill('trends');
  await found.getByRole('option', { name: 'page Trends' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/activity/trends');
  assert.deepEqual(faults, []);
  await context.close();
});
