// The pages in a real browser, Debian's Chromium: one Easel behind a stand-in, one browser, and an owner
// who is signed in. For the files called pages_*.test.mjs.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { chromium } from 'playwright-core';

import { behind, Easel, eventually } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

export const PAINTER = 'easel/painter-1';
export const GEMINI = 'google/gemini-2.5-flash-image';
export const picture = noisePng(320, 240, 'pages');
const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');

export class Pages {
  /** extra: more lines of easel.toml. */
  static async start(extra = '') {
    const executablePath = ['/usr/bin/chromium', process.env.CHROMIUM].find((one) => one && existsSync(one));
    assert.ok(executablePath, "these tests need Debian's package chromium");
    const pages = new Pages();
    pages.upstream = await OpenRouterStandIn.start();
    pages.easel = await Easel.start(behind(pages.upstream, extra));
    pages.browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    pages.reset();
    const { page, context } = await pages.open();
    await page.goto(await pages.firstLink());
    await page.waitForURL('**/welcome');
    pages.cookies = await context.cookies();
    await context.close();
    return pages;
  }

  async stop() {
    await this.browser?.close();
    await this.easel?.stop();
    await this.upstream?.stop();
  }

  /** Upstream answers every request with one picture again. */
  reset() {
    this.upstream.reset();
    this.upstream.always({ pictures: [picture] });
  }

  firstLink() {
    return eventually(() => /http\S+\/sign-in#\w+/.exec(this.easel.stderr)?.[0]);
  }

  /** A page of a browser of its own, that writes down whatever is wrong with it. */
  async open({ signedIn = false, at, ...options } = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    if (signedIn || at !== undefined) await context.addCookies(this.cookies);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const faults = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`${message.text()} ${message.location().url}`));
    page.on('pageerror', (error) => faults.push(String(error)));
    const running = new Set();
    page.on('request', (request) => request.resourceType() !== 'eventsource' && running.add(request));
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => running.delete(request));
    page.on('request', (request) => {
      if (!request.url().startsWith(this.easel.origin) && !request.url().startsWith('blob:')) faults.push(`asked for ${request.url().slice(0, 80)}`);
    });
    if (at !== undefined) await page.goto(`${this.easel.origin}/${at}`);
    /** Nothing is asked for any more, at two looks. */
    const settled = () => eventually(() => {
      const now = running.size === 0;
      return now && new Promise((resolve) => setTimeout(() => resolve(running.size === 0), 60));
    }, 60_000);
    return { page, context, faults, settled };
  }

  /** The chat, with these models, ready to be typed into. */
  async chat(models, options) {
    const opened = await this.open({ ...options, at: `chat?models=${models.join(',')}` });
    await prompt(opened.page).waitFor();
    return opened;
  }

  /** Makes a picture as whoever is signed in on this page, without the page. */
  make(page, body, headers = {}) {
    return page.evaluate(([sent, more]) => fetch('/api/v1/images', { method: 'POST', body: JSON.stringify(sent),
      headers: { 'Content-Type': 'application/json', 'X-Easel-Delivery': 'url', ...more } }).then((answer) => answer.json()), [body, headers]);
  }
}

export const prompt = (page) => page.getByRole('textbox', { name: 'Describe an image' });
export const frames = (page) => page.locator('figure');
export async function say(page, words) {
  await prompt(page).fill(words);
  await prompt(page).press('Enter');
}
/** So many pictures stand there, and nothing is at work. */
export const finished = (page, count) => page.waitForFunction((wanted) => document.querySelectorAll('figure .open img').length >= wanted &&
  !document.querySelector('[role=progressbar]'), count, { timeout: 120_000 });
export const small = (page) => page.getByLabel('Size', { exact: true }).selectOption('0.5K');

/** Waits until it is that, or matches it; what it was last is told when it never is. For whatever a page shows a
 *  moment later than it is asked. */
export async function becomes(get, wanted, within = 60_000) {
  let last;
  const is = async () => {
    last = await get();
    return wanted instanceof RegExp ? wanted.test(last) : isDeepStrictEqual(last, wanted);
  };
  if (await eventually(is, within).catch(() => false)) return;
  if (wanted instanceof RegExp) assert.match(String(last), wanted);
  assert.deepEqual(last, wanted);
}

/** What a screen reader would say of where the focus is. */
export const spoken = (page) => page.evaluate(() => {
  const at = document.activeElement;
  return at?.ariaLabel || at?.labels?.[0]?.textContent.trim() || at?.textContent.trim().slice(0, 60) || '';
});
/** Tab, until the focus is on what is called so; everything that was said on the way. */
export async function tabTo(page, words, { most = 90, back = false } = {}) {
  const heard = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    heard.push(await spoken(page));
    if (words.test(heard.at(-1))) return heard;
  }
  return assert.fail(`${words} was not reached: ${heard.join(' | ')}`);
}

/** What axe has to say against the page, and whether it is wider than its window; `colours`: only what a theme
 *  can change. */
export async function complaints(page, { colours = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const runOnly = colours ? { type: 'rule', values: ['color-contrast'] } : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await page.evaluate((only) => window.axe.run(document, { resultTypes: ['violations'], preload: false, runOnly: only }), runOnly);
  const said = found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) said.push('it is wider than the window');
  return said;
}
