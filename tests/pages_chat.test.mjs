// The chat: models, the Image button, frames that succeed, fail, develop and are stopped, attachments, the
// lightbox, and rooms.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { becomes, finished, frames, GEMINI, Pages, PAINTER, picture, say, small } from './browser.mjs';
import { eventually } from './harness.mjs';
import { noisePng } from './standins/pictures.mjs';

let pages;
before(async () => (pages = await Pages.start()));
beforeEach(() => pages.reset());
after(() => pages?.stop());

test('Image with no model that makes images asks for one, with the list filtered, and gives the focus back', async () => {
  const { page, context, faults } = await pages.open({ signedIn: true });
  await page.goto(`${pages.easel.origin}/chat?models=openai/gpt-4o-mini&image=0`);
  const button = page.getByRole('button', { name: 'Image', exact: true });
  await button.waitFor();
  await becomes(() => button.getAttribute('aria-pressed'), 'false');
  await button.click();
  await page.getByRole('heading', { name: 'Add a model that makes images' }).waitFor();
  await becomes(() => page.getByRole('button', { name: 'Makes images' }).getAttribute('aria-pressed'), 'true');
  const options = await page.getByRole('option').allInnerTexts();
  assert.ok(options.length > 10 && !options.some((name) => /GPT-4o mini/i.test(name)), options.join('\n'));
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  await page.keyboard.press('Control+i');
  await page.keyboard.press('Control+i');
  await page.keyboard.type('painter');
  await page.keyboard.press('Enter');
  await page.getByRole('listitem').filter({ hasText: PAINTER }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('two models answer one prompt, and the one that fails says so in its own frame', async () => {
  pages.upstream.always({ error: { code: 403, message: 'This prompt is not allowed.', metadata: { provider_name: 'Google' } } });
  const { page, context } = await pages.chat([PAINTER, GEMINI]);
  await small(page);
  await say(page, 'A mandala <script>document.title = "no"</script>');
  await finished(page, 1);
  const alert = frames(page).nth(1).getByRole('alert');
  await becomes(() => alert.innerText(), /This prompt is not allowed/);
  await becomes(() => alert.innerText(), /not billed/);
  await becomes(() => frames(page).first().innerText(), /512×512[\s\S]*\$0/);
  await becomes(() => frames(page).first().locator('img').getAttribute('alt'), /mandala/);
  await page.getByRole('status').filter({ hasText: /1 of 2 finished; .*failed/ }).waitFor({ state: 'attached' });
  await becomes(() => page.title(), /Easel/);
  await alert.getByRole('button', { name: 'Try another model' }).click();
  await page.keyboard.type('gemini 3 pro');
  await page.keyboard.press('Enter');
  await frames(page).nth(1).getByText('google/gemini-3-pro-image made no picture').waitFor();
  pages.upstream.always({ pictures: [picture] });
  await alert.getByRole('button', { name: 'Try again' }).click();
  await finished(page, 2);
  await becomes(() => frames(page).count(), 2);
  await becomes(() => frames(page).nth(1).innerText(), /gemini-3-pro-image[\s\S]*320×240/);
  await context.close();
});

test('eight models answer at once, over one stream of events, and one of them fails', async () => {
  const ids = (await (await pages.easel.fetch('/images/models')).json()).data.map(({ id }) => id).filter((id) => !id.startsWith('easel/')).slice(0, 8);
  pages.upstream.next({ error: { code: 403, message: 'Not this one.' } });
  const { page, context, faults } = await pages.chat(ids);
  const streams = [];
  page.on('request', (request) => request.url().endsWith('/ui/v1/events') && streams.push(request));
  await say(page, 'Everybody at once');
  await finished(page, 7);
  await becomes(() => frames(page).count(), 8);
  await becomes(() => frames(page).getByRole('alert').count(), 1);
  assert.equal(streams.length, 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a preview becomes the picture, and no picture is ever written into the page', async () => {
  const { page, context, faults } = await pages.chat([PAINTER]);
  await page.evaluate(() => {
    window.sources = new Set();
    new MutationObserver(() => document.querySelectorAll('img').forEach((image) => window.sources.add(image.src)))
      .observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await page.getByLabel('Size', { exact: true }).selectOption('1K');
  await say(page, 'A mountain lake in autumn');
  await page.getByRole('progressbar').waitFor();
  await finished(page, 1);
  const sources = await page.evaluate(() => [...window.sources]);
  const kind = (source) => new URL(source).pathname.replace(/gen-[\w-]+|[0-9a-f]{64}/, '*');
  const kinds = sources.map(kind);
  assert.ok(kinds.indexOf('/ui/v1/jobs/*/previews/0') >= 0, kinds.join('\n'));
  assert.ok(kinds.indexOf('/ui/v1/jobs/*/previews/0') < kinds.indexOf('/api/v1/images/*'));
  assert.ok(sources.every((source) => source.startsWith(pages.easel.origin)));
  assert.deepEqual(faults, []);
  await context.close();
});

test('pictures are pasted, dropped and picked; an edit sends an address and not the picture', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  const sent = [];
  page.on('request', (request) => request.url().endsWith('/api/v1/images') && sent.push(request.postData()));
  const [pasted, dropped, picked] = ['a', 'b', 'c'].map((name) => noisePng(200, 150, name));
  const give = (kind, selector, bytes) => page.evaluate(([type, where, base64]) => {
    const file = new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'it.png', { type: 'image/png' });
    const data = new DataTransfer();
    data.items.add(file);
    const event = type === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector(where).dispatchEvent(event);
  }, [kind, selector, bytes.toString('base64')]);
  await give('paste', 'textarea', pasted);
  await page.getByAltText('attachment 1').waitFor();
  await give('drop', '.thread', dropped);
  await page.getByAltText('attachment 2').waitFor();
  await page.getByLabel('Pictures to attach').setInputFiles({ name: 'c.png', mimeType: 'image/png', buffer: picked });
  await page.getByAltText('attachment 3').waitFor();
  await page.getByLabel('Pictures to attach').setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="x">') });
  await page.getByRole('alert').filter({ hasText: 'no.png' }).waitFor();
  await say(page, 'Put these together');
  await finished(page, 1);
  await page.getByRole('button', { name: 'Continue from this picture' }).click();
  await page.getByAltText('attachment 1').last().waitFor();
  await say(page, 'Now at night');
  await finished(page, 2);
  assert.equal(sent.length, 2);
  assert.ok(sent.every((body) => body.length < 2000), 'an edit is small');
  const given = (request) => JSON.stringify(request.body);
  const [first, second] = pages.upstream.requests;
  for (const bytes of [pasted, dropped, picked]) assert.ok(given(first).includes(bytes.toString('base64')));
  assert.ok(given(second).includes(picture.toString('base64')));
  assert.deepEqual(faults.filter((fault) => !fault.includes('/ui/v1/uploads')), []);
  await context.close();
});

test('the lightbox is walked by keyboard, and gives the focus back to the frame', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  pages.upstream.next({ pictures: [noisePng(300, 200, 'one')] });
  pages.upstream.next({ pictures: [noisePng(200, 300, 'two')] });
  await say(page, 'One');
  await finished(page, 1);
  await say(page, 'Two');
  await finished(page, 2);
  const button = page.getByRole('button', { name: /Look at picture 1/ }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByText('1 / 2').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('2 / 2').waitFor();
  await becomes(() => page.getByRole('dialog').innerText(), /Two[\s\S]*200×300/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await page.getByText('1 / 2').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  assert.deepEqual(faults, []);
  await context.close();
});

test('a page that is loaded anew in the middle of a run takes it up again', async () => {
  pages.upstream.always({ pictures: [picture], delay: 2500 });
  const { page, context } = await pages.chat([GEMINI]);
  await say(page, 'Slowly');
  await page.waitForURL('**/chat/*');
  await eventually(() => pages.upstream.requests.length === 1);
  await eventually(() => page.evaluate(() => fetch(`/ui/v1/rooms/${location.pathname.split('/')[2]}`).then((answer) => answer.json()).then((room) => room.turns[0]?.body.frames[0].job)));
  await page.reload();
  await page.getByRole('progressbar').waitFor();
  await finished(page, 1);
  assert.equal(pages.upstream.requests.length, 1);
  await page.reload();
  await finished(page, 1);
  await context.close();
});

test('a run is stopped, and the controls are those that the models have', async () => {
  const { page, context } = await pages.chat([PAINTER]);
  await page.getByLabel('Size', { exact: true }).selectOption('4K');
  await page.getByText('free').waitFor();
  await page.getByLabel('How many pictures').selectOption('4'); // long enough to be stopped, on any machine
  await say(page, 'A sunset over mountains');
  await page.locator('img.develops').first().waitFor();
  await page.getByRole('button', { name: `Stop ${PAINTER}` }).click();
  await page.getByText('stopped · not billed').waitFor();
  await page.getByRole('button', { name: `Remove ${PAINTER}` }).click();
  await page.goto(`${pages.easel.origin}/chat?models=${GEMINI}`);
  await page.getByLabel('Aspect ratio').waitFor();
  await becomes(() => page.getByLabel('Size', { exact: true }).count(), 0);
  await page.getByText(/at most \$0\.08/).waitFor();
  await context.close();
});

test('rooms are renamed, found by their words, and deleted', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  await say(page, 'An unmistakable zeppelin');
  await finished(page, 1);
  const rooms = page.getByRole('complementary', { name: 'Rooms' });
  await rooms.getByRole('button', { name: 'Rename An unmistakable zeppelin' }).click();
  await rooms.getByLabel('Name of the room').fill('Airships');
  await page.keyboard.press('Enter');
  await rooms.getByRole('link', { name: 'Airships' }).waitFor();
  await rooms.getByLabel('Search rooms').fill('ZEPPELIN');
  await eventually(async () => (await rooms.getByRole('listitem').count()) === 1);
  await rooms.getByRole('button', { name: 'Delete Airships' }).click();
  await rooms.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.waitForURL('**/chat');
  await rooms.getByText('No room has these words').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a picture is described in one\'s own words, and they are what is said of it from then on', async () => {
  const { page, context, faults } = await pages.chat([GEMINI]);
  await say(page, 'Something abstract');
  await finished(page, 1);
  await frames(page).getByAltText('Something abstract').click();
  await page.getByRole('button', { name: 'Describe it' }).click();
  await page.getByLabel('What is in the picture').fill('Noise, in every colour');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await frames(page).getByAltText('Noise, in every colour').waitFor();
  await eventually(() => page.evaluate(() => fetch(`/ui/v1/rooms/${location.pathname.split('/')[2]}`).then((answer) => answer.text()).then((text) => text.includes('in every colour'))));
  await page.reload();
  await frames(page).getByAltText('Noise, in every colour').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a model that only enlarges needs a picture and no words, and shows both side by side', async () => {
  const { page, context, faults } = await pages.open({ at: 'chat?models=easel/upscale-1' });
  const send = page.getByRole('button', { name: 'Send' });
  await page.getByPlaceholder('Attach a picture; no words are needed').waitFor();
  assert.ok(await send.isDisabled());
  await page.getByLabel('Pictures to attach').setInputFiles({ name: 'small.png', mimeType: 'image/png', buffer: noisePng(96, 64, 'small') });
  await page.getByAltText('attachment 1').waitFor();
  await send.click();
  await finished(page, 1);
  await becomes(() => frames(page).innerText(), /192×128/);
  await page.getByRole('button', { name: /Look at picture 1/ }).click();
  await page.keyboard.press('b');
  await page.getByAltText('Before').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
