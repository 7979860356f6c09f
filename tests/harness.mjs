// The real binary in a folder of its own, and small readers of what it says.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const here = import.meta.dirname;

export const binary = process.env.EASEL_BIN ??
  ['dev', 'release'].map((kind) => path.join(here, '..', 'build', kind, 'easel')).find(existsSync);

const folders = new Set();
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function tempFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'easel-e2e-'));
  folders.add(folder);
  return folder;
}

// What the tests must not inherit: a real key, a proxy.
function environment(extra = {}) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(OPENROUTER_|EASEL_API_KEY|OPENAI_|GEMINI_|GOOGLE_|BFL_|REPLICATE_|FAL_)|_proxy$/i.test(name)) delete env[name];
  }
  return { ...env, ...extra };
}

/** Runs the command line: { code, stdout, stderr }. */
export function run(args, { env, cwd, input } = {}) {
  return new Promise((resolve) => {
    const child = execFile(binary, args, { env: environment(env), cwd, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ code: error ? error.code ?? error.signal : 0, stdout, stderr }));
    if (input !== undefined) child.stdin.end(input);
  });
}

export async function createKey(data, name = 'test', ...more) {
  const made = await run(['keys', 'create', '--data', data, '--name', name, ...more]);
  assert.equal(made.code, 0, made.stderr);
  return made.stdout.trim();
}

export class Easel {
  stderr = '';

  /** options: config (text of easel.toml), env, data (a folder to use again), under (a command that runs it),
   *  host (the address it listens on). */
  static async start(options = {}) {
    const easel = new Easel();
    easel.data = options.data ?? tempFolder();
    if (options.config !== undefined) writeFileSync(path.join(easel.data, 'easel.toml'), options.config);
    const [command, ...first] = [...(options.under ?? []), binary];
    easel.child = spawn(command, [...first, 'serve', '--listen', `${options.host ?? '127.0.0.1'}:0`, '--data', easel.data],
      { env: environment(options.env), stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(easel.child);
    easel.ended = new Promise((resolve) => {
      easel.child.on('exit', (code, signal) => {
        children.delete(easel.child);
        resolve({ code, signal });
      });
    });
    easel.child.stderr.on('data', (piece) => { easel.stderr += piece; });
    // A test that failed before it stopped its server must not keep the run alive.
    for (const handle of [easel.child, easel.child.stdout, easel.child.stderr]) handle.unref();
    const line = await easel.#firstLine();
    const match = /^Easel \S+ listening on http:\/\/[\d.]+:(\d+)$/.exec(line);
    assert.ok(match, `the first line is: ${line}\n${easel.stderr}`);
    [, easel.port] = match;
    easel.origin = `http://127.0.0.1:${easel.port}`;
    easel.base = `${easel.origin}/api/v1`;
    await easel.#ready();
    easel.key = options.key ?? await createKey(easel.data, 'test', '--limit', 'none');
    return easel;
  }

  #firstLine() {
    return new Promise((resolve, reject) => {
      let text = '';
      this.child.stdout.on('data', (piece) => {
        text += piece;
        if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
      });
      this.child.on('exit', (code) => reject(new Error(`easel ended with ${code}: ${this.stderr}`)));
      this.child.on('error', reject);
    });
  }

  async #ready() {
    for (let i = 0; i < 200; i++) {
      const answer = await fetch(`${this.origin}/readyz`).catch(() => undefined);
      if (answer?.status === 200) return;
      await sleep(20);
    }
    throw new Error(`not ready: ${this.stderr}`);
  }

  get pid() {
    return this.child.pid;
  }

  fetch(where, { key = this.key, headers = {}, body, ...rest } = {}) {
    const url = where.startsWith('/') ? `${this.base}${where}` : where;
    return fetch(url, { method: body === undefined ? 'GET' : 'POST', ...rest,
      headers: { ...(key ? { Authorization: `Bearer ${key}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body });
  }

  /** A chat completion with a small picture of the painter, unless `fields` say otherwise. */
  post(fields = {}, options = {}) {
    return this.fetch('/chat/completions', { ...options, body: paint(fields) });
  }

  /** The same, read: { status, headers, body }. */
  async chat(fields, options) {
    const answer = await this.post(fields, options);
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** The same, streamed and read: { status, headers, chunks, comments, done, text }. */
  async stream(fields, options) {
    const answer = await this.post({ ...fields, stream: true }, options);
    return { status: answer.status, headers: answer.headers, ...parseSse(await answer.text()) };
  }

  async account() {
    return (await (await this.fetch('/key')).json()).data;
  }

  async generation(id) {
    const answer = await this.fetch(`/generation?id=${id}`);
    return answer.status === 200 ? (await answer.json()).data : undefined;
  }

  /** What `easel keys list` says of the key called `name`, by column. */
  async listed(name = 'test') {
    const list = await run(['keys', 'list', '--data', this.data]);
    const [head, ...rows] = list.stdout.trimEnd().split('\n');
    const names = ['SPENT $', 'HELD $', 'LIMIT $', 'STATE'];
    const row = rows.find((line) => line.split(/\s+/)[1] === name).split(/\s+/);
    assert.ok(names.every((column) => head.includes(column)), head);
    const [spent, held, limit, state] = row.slice(-4);
    return { spent: Number(spent), held: Number(held), limit, state };
  }

  /** Ends it and returns { code, signal }. */
  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended;
  }
}

export const PROMPT = 'Generate a sunset over mountains';

export function paint({ prompt = PROMPT, ...fields } = {}) {
  return { model: 'easel/painter-1', messages: [{ role: 'user', content: prompt }],
    modalities: ['image', 'text'], image_config: imageConfig(fields.image_config),
    ...withoutConfig(fields) };
}

// Small pictures unless a test is about sizes: what is tested here is not the painter.
function imageConfig(given = {}) {
  const sized = ['size', 'image_size', 'aspect_ratio'].some((name) => name in given);
  return sized ? given : { size: '128x96', ...given };
}

function withoutConfig({ image_config, ...rest }) {
  return rest;
}

/** For a model that the stand-in of OpenRouter serves. */
export const UPSTREAM_MODEL = 'google/gemini-2.5-flash-image';
export function relay(fields = {}) {
  return { model: UPSTREAM_MODEL, messages: [{ role: 'user', content: PROMPT }],
    modalities: ['image', 'text'], ...fields };
}

export function behind(upstream, extra = '') {
  return { env: { OPENROUTER_API_KEY: 'upstream-secret' },
    config: `[providers.openrouter]\napi_key_env = "OPENROUTER_API_KEY"\n` +
      `base_url = "${upstream.url}"\n${extra}` };
}

export function parseSse(text) {
  const result = { text, comments: [], chunks: [], done: false, order: [] };
  for (const block of text.split(/\r?\n\r?\n/)) {
    if (block.startsWith(':')) {
      result.comments.push(block.slice(1).trim());
      result.order.push('comment');
    } else if (block === 'data: [DONE]') {
      result.done = true;
      result.order.push('done');
    } else if (block.startsWith('data: ')) {
      const chunk = JSON.parse(block.slice(6));
      result.chunks.push(chunk);
      result.order.push(kindOf(chunk));
    } else {
      assert.equal(block.trim(), '', `not a server-sent event: ${block.slice(0, 100)}`);
    }
  }
  return result;
}

function kindOf(chunk) {
  if (chunk.error) return 'error';
  if (chunk.usage) return 'usage';
  const [choice] = chunk.choices;
  if (choice?.finish_reason) return 'finish';
  if (choice?.delta.images) return 'image';
  return 'text';
}

export const urlsOf = (body) => body.choices[0].message.images.map((image) => image.image_url.url);

/** Calls `check` until it returns something true. */
export async function eventually(check, within = 10_000) {
  const until = Date.now() + within;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > until) throw new Error(`not within ${within} ms: ${check}`);
    await sleep(20);
  }
}
