// What was done and what it cost: the frame, the log, the sums and the files of them agree.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, finished, frames, GEMINI, Pages, PAINTER, say } from './browser.mjs';
import { eventually } from './harness.mjs';

let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

const dollars = (text) => Number(/\$([\d.]+)/.exec(text)?.[1]);
async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFileSync(await download.path(), 'utf8').trim().split('\r\n').map((line) => line.split(','));
}

test('what a frame says it cost is what usage, log, activity and their files say', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  await say(page, 'A storefront');
  await finished(page, 1);
  const cost = dollars(await frames(page).innerText());
  assert.ok(cost > 0);
  assert.equal(await page.evaluate(() => fetch('/api/v1/key').then((answer) => answer.json()).then(({ data }) => data.usage.toFixed(3))), cost.toFixed(3));

  await page.goto(`${pages.easel.origin}/logs`);
  const row = page.getByRole('row').filter({ hasText: GEMINI });
  await row.waitFor();
  assert.equal(dollars(await row.innerText()), cost);
  const log = await saved(page, () => page.getByRole('button', { name: 'CSV' }).click());
  assert.equal(log.length, 2);
  assert.equal(Number(log[1][log[0].indexOf('cost')]).toFixed(3), cost.toFixed(3));

  await page.goto(`${pages.easel.origin}/activity`);
  await page.getByRole('button', { name: /^Spend/, pressed: true }).waitFor();
  await page.getByRole('cell', { name: GEMINI, exact: true }).waitFor();
  assert.equal(dollars(await page.getByRole('button', { name: /^Spend/ }).innerText()), cost);
  assert.equal(dollars((await page.getByRole('row').filter({ hasText: GEMINI }).innerText()).split('\t').at(-1)), cost);
  const sums = await saved(page, () => page.getByRole('button', { name: 'CSV' }).click());
  assert.equal(Number(sums[1][sums[0].indexOf('usage')]).toFixed(3), cost.toFixed(3));

  await page.goto(`${pages.easel.origin}/rankings`);
  await page.getByRole('row').filter({ hasText: GEMINI }).waitFor();
  assert.equal(dollars(await page.getByRole('row').filter({ hasText: GEMINI }).innerText()), cost);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a log is found by filters that stand in the address, and shows who was tried, what was asked and what came', async () => {
  const { page, context, faults } = await pages.open({ at: 'logs' });
  pages.upstream.next({ error: { code: 403, message: 'This prompt is not allowed.' } });
  await pages.make(page, { model: GEMINI, prompt: 'It is refused' });
  await pages.make(page, { model: GEMINI, prompt: 'A <b>bold</b> storefront' });
  await page.reload();
  await page.getByLabel('State').selectOption('failed');
  await page.waitForURL('**/logs?state=failed');
  await page.getByRole('cell', { name: 'failed', exact: true }).first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('tbody td:nth-child(2)')].every((cell) => cell.innerText !== 'done'));
  await page.getByRole('link', { name: /failed: look closely/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Generation' });
  await sheet.getByText('This prompt is not allowed.').waitFor();
  await sheet.getByRole('button', { name: 'Attempts' }).click();
  await becomes(() => sheet.getByRole('list', { name: 'Attempts in their order' }).innerText(), /OpenRouter|openrouter/i);
  await page.keyboard.press('Escape');
  await page.waitForURL('**/logs?state=failed');
  await page.goBack();
  await page.getByRole('dialog', { name: 'Generation' }).waitFor();
  await page.goto(`${pages.easel.origin}/logs?model=${GEMINI}&state=done`);
  await page.getByRole('link', { name: /done: look closely/ }).first().click();
  await sheet.getByRole('button', { name: 'Prompt' }).click();
  await sheet.getByText('A <b>bold</b> storefront').waitFor();
  await sheet.getByRole('button', { name: 'Result' }).click();
  await sheet.getByText('320×240').waitFor();
  assert.deepEqual(faults.filter((fault) => !/403/.test(fault)), []);
  await context.close();
});

test('an owner sees what everybody asked for but not their words; a member sees their own', async () => {
  const owner = await pages.open({ at: 'settings' });
  await owner.page.getByRole('button', { name: 'Make a link' }).click();
  const link = await owner.page.getByText(/\/sign-in#/).innerText();
  const { page, context } = await pages.open();
  await page.goto(link);
  await page.getByLabel('Name').fill('bob');
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.waitForURL('**/welcome');
  await pages.make(page, { model: PAINTER, prompt: 'A mandala that bob keeps to himself', resolution: '512' });
  await page.goto(`${pages.easel.origin}/logs?who=all`);
  await page.getByRole('cell', { name: PAINTER, exact: true }).waitFor();
  await becomes(() => page.locator('tbody tr').filter({ hasText: GEMINI }).count(), 0);
  await becomes(() => page.getByRole('button', { name: "Everybody's" }).count(), 0);
  assert.equal(await page.evaluate(() => fetch('/api/v1/generations?everybody=true').then((answer) => answer.json()).then(({ data }) => data.length)), 1);
  await page.goto(`${pages.easel.origin}/activity`);
  await page.getByText('Spent this month').waitFor();
  await page.goto(`${pages.easel.origin}/rankings`);
  await page.getByRole('cell', { name: PAINTER }).first().waitFor();
  await becomes(() => page.getByRole('columnheader', { name: 'spent' }).count(), 0);

  await owner.page.goto(`${pages.easel.origin}/logs`);
  await owner.page.getByRole('cell', { name: GEMINI, exact: true }).first().waitFor();
  await becomes(() => owner.page.getByRole('cell', { name: PAINTER, exact: true }).count(), 0);
  await owner.page.getByRole('button', { name: "Everybody's" }).click();
  await owner.page.getByRole('link', { name: new RegExp(PAINTER) }).click();
  const sheet = owner.page.getByRole('dialog', { name: 'Generation' });
  await sheet.getByRole('button', { name: 'Prompt' }).click();
  await sheet.getByText('not found').waitFor();
  await becomes(() => sheet.getByText('A mandala that bob keeps').count(), 0);
  await context.close();
  await owner.context.close();
});

test('a chart is figures too: every series in a table, every moment on demand', async () => {
  const { page, context } = await pages.open({ at: 'activity?metric=request_count&period=day&by=provider' });
  await page.getByRole('columnheader', { name: 'Requests by provider' }).waitFor();
  const row = page.locator('figcaption table').first().getByRole('row').nth(1);
  const sum = Number((await row.innerText()).split('\t').at(-1));
  assert.ok(sum > 0);
  await page.getByText('Every moment as a figure').click();
  const cells = await page.locator('figcaption details tbody tr').evaluateAll((rows) => rows.map((one) => Number(one.children[1].innerText || 0)));
  assert.equal(cells.reduce((all, one) => all + one, 0), sum);
  await context.close();
});

test('a chart is drawn in the colours of the theme, and anew when that changes', async () => {
  const { page, context, faults } = await pages.open({ at: 'activity?metric=request_count', colorScheme: 'light' });
  await page.locator('figure canvas').waitFor();
  // The accent that the table's own mark has, looked for among the dots of the canvas.
  const drawn = () => page.evaluate(() => {
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    probe.fillStyle = getComputedStyle(document.querySelector('figcaption .dot')).color;
    probe.fillRect(0, 0, 1, 1);
    const wanted = [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
    const canvas = document.querySelector('figure canvas');
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height }).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const dots = copy.getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let i = 0; i < dots.length; i += 4) if (wanted.every((value, k) => Math.abs(dots[i + k] - value) < 3) && dots[i + 3] > 250) count++;
    return { count, wanted: wanted.join() };
  });
  await eventually(async () => (await drawn()).count > 20);
  const light = (await drawn()).wanted;
  await page.emulateMedia({ colorScheme: 'dark' });
  await eventually(async () => (await drawn()).wanted !== light && (await drawn()).count > 20);
  await becomes(() => page.getByRole('img', { name: /Requests by model; the same is in the table below/ }).count(), 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('activity has three views that share their filters: trends against the time before, and any figure by two things', async () => {
  const { page, context, faults } = await pages.open({ at: `activity?period=week&metric=images&model=${PAINTER}` });
  await page.getByRole('cell', { name: PAINTER, exact: true }).waitFor();
  await becomes(() => page.getByRole('cell', { name: GEMINI, exact: true }).count(), 0);
  await page.getByRole('link', { name: 'Trends' }).click();
  await page.waitForURL('**/activity/trends?period=week&metric=images&model=**');
  const requests = page.getByRole('row', { name: /^Requests/ });
  await requests.waitFor();
  await becomes(() => requests.innerText(), /^Requests\s+[1-9]\d*\s+0\s+new/);
  await page.getByRole('link', { name: 'Explore' }).click();
  await page.getByLabel('Figure').selectOption('request_count');
  await page.getByLabel('Also by').selectOption('provider');
  await page.waitForURL('**/activity/explore?period=week&metric=request_count&model=**');
  await page.getByRole('columnheader', { name: 'Requests by model and provider', exact: true }).waitFor();
  await page.getByRole('cell', { name: new RegExp(`${PAINTER} · `) }).waitFor();
  await page.getByLabel('added up').check();
  await page.getByRole('columnheader', { name: /added up/ }).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
