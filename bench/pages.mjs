// ./dev bench pages: how long the pages keep a browser's main thread. By the clock from Chromium's observer of
// long tasks (50 ms and more), which other work on the machine makes longer, and by the processor from its
// trace, which it does not. Run by tests/run.sh, which has the browser's driver.
import { test } from 'node:test';

import { finished, GEMINI, PAINTER, Pages, say } from '../tests/browser.mjs';
import { noisePng } from '../tests/standins/pictures.mjs';

const observe = () => {
  window.tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.tasks.push(Math.round(entry.duration)))).observe({ type: 'longtask', buffered: true });
};
const told = (tasks) => (tasks.length ? `longest page task ${Math.max(...tasks)} ms (${tasks.length} of 50 ms and more: ${tasks.join(' ')})` : 'no page task of 50 ms');

/** The dearest task of the page's main thread while `act` runs, in ms of the processor. */
async function dearest(pages, page, act) {
  await pages.browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  const result = await act();
  const { traceEvents } = JSON.parse((await pages.browser.stopTracing()).toString());
  const mains = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}.${tid}`));
  const tasks = traceEvents.filter(({ name, tdur, pid, tid }) => name === 'RunTask' && tdur && mains.has(`${pid}.${tid}`)).map(({ tdur }) => tdur / 1000);
  return { result, most: Math.max(0, ...tasks).toFixed(0) };
}

async function watched(pages, models) {
  const opened = await pages.chat(models);
  await opened.context.addInitScript(observe);
  await opened.page.reload();
  await opened.page.getByRole('textbox', { name: 'Describe an image' }).waitFor();
  await opened.page.waitForLoadState('networkidle');
  await opened.page.evaluate(() => { window.tasks.length = 0; });
  return opened;
}

test('pages', { timeout: 600_000 }, async () => {
  const pages = await Pages.start();

  let { page, context } = await watched(pages, [PAINTER]);
  await page.getByLabel('Size', { exact: true }).selectOption('1K');
  await page.getByLabel('How many pictures').selectOption('4');
  const small = await dearest(pages, page, async () => {
    await say(page, 'A mountain lake in autumn');
    await finished(page, 4);
  });
  console.log(`four pictures of 1K that develop by previews: dearest page task ${small.most} ms of processor; ${told(await page.evaluate(() => window.tasks))}`);
  await context.close();

  const huge = noisePng(4096, 4096, 'huge');
  const models = [GEMINI, 'google/gemini-3-pro-image', 'google/gemini-3.1-flash-image', 'openai/gpt-image-1'];
  pages.upstream.always({ pictures: [huge] });
  ({ page, context } = await watched(pages, models));
  const began = performance.now();
  const large = await dearest(pages, page, async () => {
    await say(page, 'Four at once');
    await finished(page, 4);
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`four pictures of 4K at once, ${(huge.length / 1e6).toFixed(0)} MB each, after ${seconds} s: dearest page task ${large.most} ms of processor; ${told(await page.evaluate(() => window.tasks))}`);
  await context.close();

  ({ page, context } = await pages.open({ signedIn: true }));
  await page.route('**/ui/v1/models', async (route) => {
    const { models: all } = await (await route.fetch()).json();
    const many = Array.from({ length: 400 }, (_, i) => ({ ...all[i % all.length], id: `author-${i % 40}/model-${i}`, name: `Author ${i % 40}: Model ${i}` }));
    await route.fulfill({ json: { models: many } });
  });
  await page.goto(`${pages.easel.origin}/models`);
  await page.waitForFunction(() => document.querySelectorAll('li.model').length === 400);
  const filtering = await dearest(pages, page, () => page.evaluate(async () => {
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    const times = [];
    const box = document.querySelector('input[type=search]');
    const act = async (change) => {
      await painted();
      const from = performance.now();
      change();
      await painted();
      times.push(Math.round(performance.now() - from));
    };
    for (const text of ['m', 'mo', 'model-1', 'model-12', '']) await act(() => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); });
    const ticks = [...document.querySelectorAll('.filters input[type=checkbox]')].slice(1, 5);
    for (const tick of [...ticks, ...ticks]) await act(() => tick.click());
    return times;
  }));
  const spent = filtering.result;
  console.log(`400 models, from a key or a tick to the painted list: dearest page task ${filtering.most} ms of processor; by the clock ${spent.join(' ')} ms`);
  await context.close();
  await pages.stop();
});
