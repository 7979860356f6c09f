// The gallery: found by words, stars and shape; chosen, zipped and deleted; and where a picture came from.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';

import { becomes, finished, GEMINI, Pages, PAINTER, say } from './browser.mjs';
import { eventually, tempFolder } from './harness.mjs';
import { noisePng } from './standins/pictures.mjs';

const exec = promisify(execFile);
let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

const prints = (page) => page.locator('.open img');
const shows = (page, count) => eventually(async () => (await prints(page).count()) === count, 60_000);
async function making(...pictures) {
  const opened = await pages.open({ at: 'gallery' });
  for (const [prompt, width, height] of pictures) {
    pages.upstream.next({ pictures: [noisePng(width, height, prompt)] });
    await pages.make(opened.page, { model: GEMINI, prompt });
  }
  await opened.page.reload();
  return opened;
}

test('pictures are found by their words, and deleted for ever', async () => {
  const { page, context, faults } = await making(['A quagga beside a bicycle', 260, 200]);
  await page.getByLabel('Search prompts').fill('quagga');
  await page.waitForURL('**/gallery?q=quagga');
  await shows(page, 1);
  await page.getByRole('button', { name: 'Look at it closely: A quagga beside a bicycle' }).click();
  await becomes(() => page.getByRole('dialog').innerText(), /A quagga beside a bicycle[\s\S]*260×200/);
  await page.keyboard.press('Escape');
  const address = await prints(page).getAttribute('src');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No picture of yours is like that').waitFor();
  assert.equal(await page.evaluate((url) => fetch(`${url}&anew`).then((answer) => answer.status), address), 404);
  assert.deepEqual(faults.filter((fault) => !/404/.test(fault)), []);
  await context.close();
});

test('stars are given by a key or a click, kept, and looked for; shapes too', async () => {
  const { page, context, faults } = await making(['A wide one', 400, 200], ['A tall one', 200, 400]);
  await page.getByRole('button', { name: 'Look at it closely: A wide one' }).click();
  await page.keyboard.press('4');
  await page.getByRole('group', { name: '4 stars' }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByText('A tall one').waitFor();
  await page.getByRole('button', { name: '2 stars' }).click();
  await page.getByRole('group', { name: '2 stars' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByLabel('Rating').selectOption('3');
  await page.waitForURL('**/gallery?rating=3');
  await shows(page, 1);
  await page.reload();
  await shows(page, 1);
  await page.getByRole('button', { name: 'Look at it closely: A wide one' }).click();
  await page.keyboard.press('4');
  await page.getByRole('group', { name: 'no stars' }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${pages.easel.origin}/gallery`);
  const [wide, tall] = ['A wide one', 'A tall one'].map((name) => page.getByRole('button', { name: `Look at it closely: ${name}` }));
  await wide.waitFor();
  await tall.focus();
  await page.keyboard.press('ArrowRight');
  await becomes(() => wide.evaluate((element) => element === document.activeElement), true);
  await page.keyboard.press('5');
  await wide.getByText('★★★★★').waitFor();
  await page.keyboard.press('Delete');
  await page.getByText('For ever?').waitFor();
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.goto(`${pages.easel.origin}/gallery?ratio=tall`);
  await shows(page, 1);
  await page.getByRole('button', { name: 'Look at it closely: A tall one' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('several are chosen, saved as one zip and deleted together', async () => {
  const { page, context, faults } = await making(['Chosen one', 120, 90], ['Chosen two', 90, 120], ['Not this', 100, 100]);
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  for (const name of ['Chosen one', 'Chosen two']) await page.getByRole('button', { name: `Select: ${name}` }).click();
  await page.getByRole('status').filter({ hasText: '2 selected' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Zip' }).click()]);
  const cwd = tempFolder();
  await exec('python3', ['-m', 'zipfile', '-e', await download.path(), cwd]);
  const names = readdirSync(cwd);
  assert.equal(names.length, 2);
  const wanted = ['Chosen one', 'Chosen two'].map((name, i) => noisePng(...[[120, 90], [90, 120]][i], name).toString('base64')).sort();
  assert.deepEqual(names.map((name) => readFileSync(path.join(cwd, name)).toString('base64')).sort(), wanted);
  await page.getByRole('button', { name: 'Delete', exact: true }).first().click();
  await page.getByRole('button', { name: 'Delete them' }).click();
  await page.getByRole('button', { name: 'Select: Chosen one' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Select: Not this' }).waitFor();
  await becomes(() => page.getByRole('button', { name: /Select: Chosen/ }).count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a picture says what it was made from and what became of it, and shows both side by side', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  pages.upstream.next({ pictures: [noisePng(300, 200, 'first')] });
  await say(page, 'The first');
  await finished(page, 1);
  pages.upstream.next({ pictures: [noisePng(300, 200, 'second')] });
  await page.getByRole('button', { name: 'Continue from this picture' }).click();
  await say(page, 'The second, at night');
  await finished(page, 2);
  await page.goto(`${pages.easel.origin}/gallery?q=at night`);
  await shows(page, 1);
  await page.goto(`${pages.easel.origin}/gallery`);
  await page.getByRole('button', { name: 'Look at it closely: The second, at night' }).click();
  await page.getByRole('group', { name: 'Made from' }).waitFor();
  await page.keyboard.press('b');
  const slider = page.getByLabel('How much is shown as before');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await becomes(() => slider.inputValue(), '51');
  await page.getByRole('button', { name: 'Made from 1: look at it' }).click();
  await page.getByRole('dialog').getByText('The first', { exact: true }).waitFor();
  await page.getByRole('group', { name: 'Became' }).waitFor();
  await becomes(() => page.getByLabel('Before and after').count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a picture that is let go in the gallery brings back its prompt and settings', async () => {
  const { page, context, faults } = await pages.chat([PAINTER]);
  await page.getByLabel('Size', { exact: true }).selectOption('0.5K');
  await page.getByLabel('Aspect ratio').selectOption('3:2');
  await say(page, 'A mandala in red and blue');
  await finished(page, 1);
  const source = await page.locator('figure .open img').getAttribute('src');
  await page.goto(`${pages.easel.origin}/gallery`);
  await shows(page, await page.evaluate(() => fetch('/api/v1/generations?state=done').then((answer) => answer.json()).then(({ data }) => data.length)));
  const drop = (url, name) => page.evaluate(async ([from, called]) => {
    const bytes = from ? await (await fetch(from)).blob() : new Blob(['<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"/>']);
    const data = new DataTransfer();
    data.items.add(new File([bytes], called, { type: 'image/png' }));
    document.querySelector('.page').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [url, name]);
  await drop(source.split('?')[0], 'fox<b>.png');
  const sheet = page.getByRole('dialog', { name: 'fox<b>.png' });
  await sheet.getByText('A mandala in red and blue').waitFor();
  await becomes(() => sheet.innerText(), /easel\/painter-1[\s\S]*ratio 3:2[\s\S]*size 0\.5K[\s\S]*seed \d+/);
  await sheet.getByRole('link', { name: 'Use prompt and settings' }).click();
  await page.waitForURL('**/chat?models=*');
  await becomes(() => page.getByRole('textbox', { name: 'Describe an image' }).inputValue(), 'A mandala in red and blue');
  await becomes(() => page.getByLabel('Aspect ratio').inputValue(), '3:2');
  await becomes(() => page.getByLabel('Size', { exact: true }).inputValue(), '0.5K');
  await page.goto(`${pages.easel.origin}/gallery`);
  await prints(page).first().waitFor();
  await drop('', 'bad.png');
  await page.getByRole('alert').filter({ hasText: 'bad.png' }).waitFor();
  assert.doesNotMatch(await page.title(), /^1/);
  assert.deepEqual(faults.filter((fault) => !/\/ui\/v1\/uploads/.test(fault)), []);
  await context.close();
});

test('a picture that is looked at has an address: Back closes it, a link opens it, and one that is not there is told', async () => {
  const { page, context, faults } = await making(['Addressed one', 140, 100], ['Addressed two', 100, 140]);
  const dialog = page.getByRole('dialog', { name: /^Picture / });
  await page.getByRole('button', { name: 'Look at it closely: Addressed two' }).click();
  await page.waitForURL(/\/gallery\/[0-9a-f]{64}$/);
  const address = page.url();
  await page.keyboard.press('ArrowRight');
  await dialog.getByText('Addressed one', { exact: true }).waitFor();
  await page.waitForURL((url) => url.href !== address);
  await page.goBack();
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForURL('**/gallery');
  await page.getByRole('button', { name: 'Look at it closely: Addressed two' }).click();
  await dialog.getByText('Addressed two', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForURL('**/gallery');
  await page.goto(`${address}?q=nothing-is-called-so`);
  await dialog.getByText('Addressed two', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('No picture of yours is like that').waitFor();
  await page.goto(`${pages.easel.origin}/gallery/${'0'.repeat(64)}`);
  await page.getByRole('alert').filter({ hasText: 'There is no such picture, or it is not yours.' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a picture that a program made brings back what its request asked for; where that was not kept, it says so', async () => {
  const { page, context, faults } = await pages.open({ at: 'gallery' });
  const { data: [own] } = await pages.make(page, { model: PAINTER, prompt: 'A mandala like reeds', aspect_ratio: '3:2', resolution: '512' });
  const shaOf = (address) => /[0-9a-f]{64}/.exec(address)[0];
  const theirs = await (await pages.easel.fetch('/images', { body: { model: PAINTER, prompt: 'A mandala of another key', resolution: '512' }, headers: { 'X-Easel-Delivery': 'url' } })).json();
  await page.goto(`${pages.easel.origin}/gallery/${shaOf(own.url)}`);
  await page.getByRole('button', { name: 'Use prompt and settings' }).last().click();
  await page.waitForURL('**/chat?**');
  await page.getByLabel('Aspect ratio').waitFor();
  await eventually(async () => (await page.getByLabel('Aspect ratio').inputValue()) === '3:2');
  await becomes(() => page.getByRole('textbox', { name: 'Describe an image' }).inputValue(), 'A mandala like reeds');
  await becomes(() => page.getByLabel('Size', { exact: true }).inputValue(), '0.5K');
  assert.match(page.url(), /seed=\d+/);
  await page.goto(`${pages.easel.origin}/gallery`);
  const bytes = Buffer.from(await (await pages.easel.fetch(new URL(theirs.data[0].url, pages.easel.origin).href)).arrayBuffer()).toString('base64');
  await page.getByRole('heading', { name: 'Gallery' }).waitFor();
  await page.evaluate((base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'theirs.png', { type: 'image/png' }));
    document.querySelector('.page').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, bytes);
  const sheet = page.getByRole('dialog', { name: 'theirs.png' });
  await sheet.getByText('belongs to another key: of it only the model is known').waitFor();
  await becomes(() => sheet.innerText(), /easel\/painter-1/);
  await becomes(() => sheet.getByText('A mandala of another key').count(), 0);
  assert.deepEqual(faults.filter((fault) => !/404/.test(fault)), []);
  await context.close();
});

test('the gallery shows one room alone, a span of days, and the oldest or the best first', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  pages.upstream.next({ pictures: [noisePng(130, 100, 'in the room')] });
  await say(page, 'Only in this room');
  await finished(page, 1);
  await page.getByRole('link', { name: 'The pictures of this room' }).click();
  await page.waitForURL('**/gallery?room=*');
  await page.getByRole('button', { name: 'Look at it closely: Only in this room' }).waitFor();
  await shows(page, 1);
  await page.getByRole('button', { name: 'Only in this room ×' }).click();
  await page.waitForURL('**/gallery');
  await eventually(async () => (await prints(page).count()) > 1, 60_000);
  await page.getByLabel('Order').selectOption('oldest');
  await page.waitForURL('**/gallery?sort=oldest');
  await eventually(async () => /Only in this room/.test(await page.locator('.open').last().getAttribute('aria-label')), 60_000);
  await page.getByLabel('until').fill('2020-01-01');
  await page.getByText('No picture of yours is like that').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
