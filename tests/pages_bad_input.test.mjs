// What people, files, providers and networks do wrong: it is said in one sentence where it happened, and
// nothing of it is ever run.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, finished, frames, GEMINI, Pages, prompt, say } from './browser.mjs';
import { eventually } from './harness.mjs';
import { noisePng } from './standins/pictures.mjs';

const EVIL = '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>';
let pages;
before(async () => (pages = await Pages.start('[media]\nmax_picture_mb = 1\n')));
beforeEach(() => pages.reset());
after(() => pages?.stop());

test('a file that is no picture, too large, broken, or markup in disguise is refused by its name', async () => {
  const { page, context } = await pages.chat([GEMINI]);
  const pick = (name, mimeType, buffer) => page.getByLabel('Pictures to attach').setInputFiles({ name, mimeType, buffer });
  const refused = (name) => page.getByRole('alert').filter({ hasText: name }).waitFor();
  await pick('words.txt', 'text/plain', Buffer.from('no picture'));
  await refused('words.txt is no picture.');
  await pick('page.png', 'image/png', Buffer.from(`<!doctype html>${EVIL}`));
  await refused('page.png');
  await pick(`${EVIL.slice(0, 40)}.png`, 'image/png', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${EVIL}</svg>`));
  await refused('<img src=x');
  await pick('huge.png', 'image/png', noisePng(800, 600, 'huge'));
  await refused('huge.png');
  await pick('cut.png', 'image/png', noisePng(64, 64, 'cut').subarray(0, 20));
  await refused('cut.png');
  await becomes(() => page.getByAltText(/^attachment/).count(), 0);
  await becomes(() => page.title(), /Easel/);
  await context.close();
});

test('more pictures than a model takes are told before anything is sent', async () => {
  const { page, context } = await pages.chat([GEMINI]);
  await page.getByLabel('Pictures to attach').setInputFiles(['a', 'b', 'c', 'd'].map((name) => ({ name: `${name}.png`, mimeType: 'image/png', buffer: noisePng(60, 40, name) })));
  await page.getByAltText('attachment 4').waitFor();
  await page.getByText('These models take 3 at most.').waitFor();
  await page.getByRole('button', { name: 'Take attachment 4 away' }).click();
  await page.getByText('These models take 3 at most.').waitFor({ state: 'detached' });
  await context.close();
});

test('a model that is not there, or no longer, is crossed out, and says so in its own frame', async () => {
  const { page, context } = await pages.chat([GEMINI, 'nobody/nothing']);
  await page.locator('li.gone').filter({ hasText: 'nobody/nothing' }).waitFor();
  await say(page, 'Is anybody there?');
  await finished(page, 1);
  await frames(page).nth(1).getByRole('alert').waitFor();
  await becomes(() => frames(page).nth(1).innerText(), /nobody\/nothing[\s\S]*not billed/);
  await becomes(() => frames(page).nth(0).locator('img').count(), 1);
  await context.close();
});

test('script in prompts, answers and names is shown as the text it is', async () => {
  const { page, context } = await pages.open({ at: 'chat?models=openai/gpt-4o-mini&image=0' });
  pages.upstream.always({ pictures: [], text: `${EVIL}\n\n[click](javascript:document.title='run') **bold** | *a list*` });
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill(EVIL);
  await box.press('Enter');
  await page.waitForFunction(() => /onerror/.test(document.querySelector('figure')?.innerText ?? '') && !document.querySelector('[role=progressbar]'));
  await becomes(() => frames(page).locator('a[href^="javascript"], script, img').count(), 0);
  await frames(page).locator('strong').filter({ hasText: 'bold' }).waitFor();
  await becomes(() => page.locator('.asked .prompt').innerText(), /<script>/);
  await page.getByRole('complementary', { name: 'Rooms' }).getByRole('link', { name: /<img src=x/ }).waitFor();
  await becomes(() => page.title(), /Easel/);
  await context.close();
});

test('an SVG that a provider sends is a picture in a frame and is never run', async () => {
  pages.upstream.always({ message: { images: [{ type: 'image_url', image_url: { url: `data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>document.title="run"</script><rect width="40" height="30"/></svg>`).toString('base64')}` } }] }, pictures: [] });
  const { page, context } = await pages.chat([GEMINI]);
  await say(page, 'A drawing in lines');
  await page.waitForFunction(() => document.querySelector('figure') && !document.querySelector('[role=progressbar]'));
  await becomes(() => frames(page).count(), 1);
  const source = await frames(page).locator('.open img').first().getAttribute('src', { timeout: 2000 }).catch(() => undefined);
  if (source) {
    const answer = await page.goto(`${pages.easel.origin}${source.split('?')[0]}`);
    assert.match(answer.headers()['content-security-policy'], /sandbox/);
    assert.match(answer.headers()['x-content-type-options'], /nosniff/);
  }
  assert.doesNotMatch(await page.title(), /^run/);
  await context.close();
});

test('a connection that is lost is told, and what ran meanwhile is there when it is back', async () => {
  pages.upstream.always({ pictures: [noisePng(100, 80, 'late')], delay: 4000 });
  const { page, context } = await pages.chat([GEMINI]);
  await say(page, 'While nobody looks');
  await eventually(() => pages.upstream.requests.length === 1);
  await page.waitForFunction(() => document.querySelector('[role=progressbar]'));
  await eventually(() => page.evaluate(() => location.pathname.split('/')[2] !== undefined));
  await context.setOffline(true);
  await page.getByText('The connection is lost; it is tried again.').waitFor();
  await context.setOffline(false);
  await finished(page, 1);
  assert.equal(pages.upstream.requests.length, 1);
  await page.reload();
  await finished(page, 1);
  await prompt(page).waitFor();
  await context.close();
});

test('answers that the pages ask for refuse what makes no sense', async () => {
  const { page, context } = await pages.open({ at: 'chat' });
  const status = (where, method, body) => page.evaluate(([url, verb, sent]) => fetch(`/ui/v1${url}`, { method: verb, body: sent && JSON.stringify(sent) }).then((answer) => answer.status), [where, method, body]);
  const sha = 'a'.repeat(64);
  for (const [where, method, body, wanted] of [
    ['/ratings/nohash', 'PUT', { stars: 3 }, 400], [`/ratings/${sha}`, 'PUT', { stars: 9 }, 400], [`/ratings/${sha}`, 'PUT', { stars: 'many' }, 400], [`/ratings/${sha}`, 'PUT', { stars: 0 }, 200],
    ['/prompts/x', 'PUT', { name: '', body: 'y' }, 400], ['/prompts/x', 'PUT', { name: 'n'.repeat(300), body: 'y' }, 400], ['/pictures/..%2f..%2fetc', 'GET', undefined, 400], [`/pictures/${sha}`, 'GET', undefined, 200],
    ['/rankings?days=x', 'GET', undefined, 400], ['/uptime?model=%27%3B%20DROP', 'GET', undefined, 200], ['/providers/none/test', 'POST', {}, 404], ['/rated?stars=99', 'GET', undefined, 400], ['/everything', 'DELETE', { pictures: 'yes' }, 400],
  ]) assert.equal(await status(where, method, body), wanted, `${method} ${where}`);
  await context.close();
});
