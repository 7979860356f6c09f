// Rooms and what helps to write in them: carried away and brought in, chats of one tab, kept prompts, a
// prompt improved, what was asked before, texts in fonts, and everything deleted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, finished, frames, GEMINI, Pages, PAINTER, prompt, say } from './browser.mjs';
import { eventually } from './harness.mjs';
import { noisePng } from './standins/pictures.mjs';

let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

test('rooms are exported with their pictures, and come back on another Easel', async () => {
  const { page, context } = await pages.chat([GEMINI]);
  pages.upstream.always({ pictures: [noisePng(210, 140, 'travels')] });
  await say(page, 'A trunk that travels <img src=x onerror=alert(1)>');
  await finished(page, 1);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()]);
  const file = readFileSync(await download.path());
  await context.close();

  const other = await Pages.start();
  const there = await other.open({ at: 'chat' });
  const input = there.page.getByLabel('A file of rooms');
  await input.setInputFiles({ name: 'rooms.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip at all') });
  await there.page.getByText('This is no zip file that can be read.').waitFor();
  await input.setInputFiles({ name: 'rooms.zip', mimeType: 'application/zip', buffer: file });
  await there.page.getByText('1 room and 1 picture came.').waitFor();
  await there.page.getByRole('link', { name: /A trunk that travels/ }).click();
  await finished(there.page, 1);
  await there.page.waitForFunction(() => document.querySelector('figure .open img').naturalWidth > 0);
  await becomes(() => frames(there.page).innerText(), /210×140/);
  assert.deepEqual(there.faults.filter((fault) => !/404/.test(fault)), []);
  await other.stop();
});

test('a temporary chat is in its tab alone', async () => {
  const { page, context, faults } = await pages.open({ at: `chat?models=${GEMINI}` });
  await page.getByRole('link', { name: 'A temporary chat' }).click();
  await page.getByText('This chat lives in this tab alone').waitFor();
  await page.getByRole('button', { name: `Remove ${GEMINI}` }).waitFor();
  const writes = [];
  page.on('request', (request) => request.method() === 'PUT' && writes.push(request.url()));
  await say(page, 'Nobody keeps this conversation');
  await finished(page, 1);
  assert.deepEqual(writes, []);
  await becomes(() => page.getByRole('complementary', { name: 'Rooms' }).getByText('Nobody keeps').count(), 0);
  await page.getByRole('link', { name: 'New chat' }).click();
  await page.getByText('No prints yet').waitFor();
  await becomes(() => frames(page).count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a prompt is kept, asks for its variables when it is used, is changed and deleted', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  const dialog = page.getByRole('dialog', { name: 'Saved prompts' });
  const open = () => page.getByRole('button', { name: 'Saved prompts' }).click();
  await prompt(page).fill('A {animal} in {weather=the rain}, ink');
  await open();
  await dialog.getByRole('button', { name: 'Keep the prompt that stands there' }).click();
  await dialog.getByLabel('Name').fill('Animal <i>portrait</i>');
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await dialog.getByRole('button', { name: 'Use Animal <i>portrait</i>' }).click();
  await dialog.getByLabel('animal').fill('heron');
  await becomes(() => dialog.getByLabel('weather').inputValue(), 'the rain');
  await dialog.getByRole('button', { name: 'Use it' }).click();
  await becomes(() => prompt(page).inputValue(), 'A heron in the rain, ink');
  await page.reload();
  await open();
  await dialog.getByRole('button', { name: 'Change Animal <i>portrait</i>' }).click();
  await dialog.getByLabel('Prompt').fill('Just a heron');
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await dialog.getByText('Just a heron').waitFor();
  await dialog.getByRole('button', { name: 'Delete Animal <i>portrait</i>' }).click();
  await dialog.getByText('None is kept yet').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a prompt is improved only when asked, with the difference and the cost to see', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  await prompt(page).fill('A heron');
  await page.getByRole('button', { name: 'Improve the prompt' }).click();
  const dialog = page.getByRole('dialog', { name: 'Improve the prompt' });
  await dialog.getByText(/at most \$/).waitFor();
  assert.equal(pages.upstream.requests.length, 0);
  pages.upstream.next({ pictures: [], text: 'A grey heron at dawn', usage: { cost: 0.0004 } });
  await dialog.getByRole('button', { name: 'Ask' }).click();
  const changed = dialog.getByLabel('What changed');
  await changed.waitFor();
  await becomes(() => changed.locator('ins').first().innerText(), /grey/);
  await dialog.getByText(/It cost \$0\.0004/).waitFor();
  await becomes(() => prompt(page).inputValue(), 'A heron');
  await dialog.getByRole('button', { name: 'Use it' }).click();
  await becomes(() => prompt(page).inputValue(), 'A grey heron at dawn');
  assert.deepEqual(faults, []);
  await context.close();
});

test('arrow up and down walk through what was asked in this room', async () => {
  const { page, context } = await pages.chat([GEMINI]);
  for (const [i, words] of ['One', 'Two'].entries()) {
    await say(page, words);
    await finished(page, i + 1);
  }
  for (const [key, words] of [['ArrowUp', 'Two'], ['ArrowUp', 'One'], ['ArrowUp', 'One'], ['ArrowDown', 'Two'], ['ArrowDown', '']]) {
    await prompt(page).press(key);
    await becomes(() => prompt(page).inputValue(), words);
  }
  await prompt(page).fill('Something else');
  await prompt(page).press('ArrowUp');
  await becomes(() => prompt(page).inputValue(), 'Something else');
  await context.close();
});

test('texts in fonts and pictures for detail are there where a model knows them, with their price', async () => {
  const model = 'sourceful/riverflow-v2-fast';
  const { page, context, faults } = await pages.chat([GEMINI]);
  await becomes(() => page.getByRole('button', { name: /Text in a font/ }).count(), 0);
  await page.goto(`${pages.easel.origin}/chat?models=${model}`);
  await page.getByRole('button', { name: 'More settings' }).click();
  const cost = async () => Number(/\$([\d.]+)/.exec(await page.getByText(/^at most \$/).innerText())[1]);
  await page.getByText(/^at most \$/).waitFor();
  const plain = await cost();
  const add = page.getByRole('button', { name: /Text in a font \+\$0\.03 each/ });
  await add.click();
  await page.getByLabel('Address of font 1').fill('https://fonts.example/serif.woff2');
  await page.getByRole('textbox', { name: 'Text 1' }).fill('Night Ferry');
  await eventually(async () => (await cost()) > plain, 60_000);
  await add.click();
  await add.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Take text 2 away' }).click();
  await page.getByRole('button', { name: /Pictures for fine detail \+\$0\.2/ }).waitFor();
  await page.getByLabel('Pictures for fine detail', { exact: true }).last().setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: noisePng(80, 60, 'detail') });
  await page.getByAltText('for fine detail 1').waitFor();
  await page.getByText('They need a picture to work on').waitFor();
  await page.getByLabel('Pictures to attach').setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: noisePng(80, 60, 'base') });
  await page.getByAltText('attachment 1').waitFor();
  await say(page, 'A quiet harbour');
  await finished(page, 1);
  const sent = pages.upstream.requests.at(-1).body;
  assert.equal(sent.image_config.font_inputs[0].text, 'Night Ferry');
  assert.equal(sent.image_config.super_resolution_references.length, 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('everything is deleted when it is meant: rooms, prompts, and if so wished every picture', async () => {
  const { page, context, faults } = await pages.chat([PAINTER]);
  await page.getByLabel('Size', { exact: true }).selectOption('0.5K');
  await say(page, 'A mandala, the last of its kind');
  await finished(page, 1);
  const picture = (await page.locator('figure .open img').getAttribute('src')).split('?')[0];
  await page.goto(`${pages.easel.origin}/settings`);
  const button = page.getByRole('button', { name: 'Delete for ever' });
  assert.ok(await button.isDisabled());
  await page.getByLabel('also the words and pictures').check();
  await page.getByLabel('Write “delete” to be sure').fill('delete');
  await button.click();
  await page.getByRole('status').filter({ hasText: /and the words and pictures of \d+ requests/ }).waitFor();
  assert.equal(await page.evaluate((url) => fetch(url, { cache: 'reload' }).then((answer) => answer.status), picture), 404);
  await page.goto(`${pages.easel.origin}/chat`);
  await page.getByText('Your rooms will be listed here').waitFor();
  await page.goto(`${pages.easel.origin}/gallery`);
  await page.getByText('What you make will hang here').waitFor();
  assert.deepEqual(faults.filter((fault) => !/404/.test(fault)), []);
  await context.close();
});
