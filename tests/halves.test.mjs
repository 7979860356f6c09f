// Two providers of one model, one of which fails half the time in ways that are known to be unbilled:
// no client sees a failure, and the bill is what was served.
import assert from 'node:assert/strict';
import http from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Easel, eventually, relay, tempFolder, urlsOf } from './harness.mjs';
import { noisePng } from './standins/pictures.mjs';

const COSTS = { steady: 0.0125, shaky: 0.0031 };
const picture = noisePng(8, 8);

// As much of a chat door as is needed; on a fixed port, so that it can be gone for a while.
class Door {
  served = 0;
  failed = { 429: 0, 503: 0, refused: 0 };
  count = 0;

  constructor(name, shaky) {
    Object.assign(this, { name, shaky });
  }
  async open() {
    this.server = http.createServer((request, response) => this.answer(request, response));
    this.server.keepAliveTimeout = 60_000;
    await new Promise((resolve) => this.server.listen(this.port ?? 0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
  }
  async close() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
  async answer(request, response) {
    for await (const piece of request) void piece;
    const nth = this.count++;
    if (this.shaky && nth % 2 === 0) return this.fail(nth % 4 === 0 ? 429 : 503, response);
    this.served++;
    const url = `data:image/png;base64,${picture.toString('base64')}`;
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ id: 'gen-1', object: 'chat.completion', created: 1, model: 'one',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '',
        images: [{ type: 'image_url', image_url: { url } }] } }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: COSTS[this.name] } }));
  }
  fail(status, response) {
    this.failed[status]++;
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: { code: status, message: 'not now' } }));
  }
}

const steady = new Door('steady', false);
const shaky = new Door('shaky', true);
let easel;

const provider = (door) => `[[provider]]
slug = "${door.name}"
name = "${door.name}"
dialect = "openai_chat"
base_url = "http://127.0.0.1:${door.port}/v1"
`;
const endpoint = (door) => `[[model.endpoint]]
provider = "${door.name}"
model_name = "one"
most_per_image = "0.1"
[[model.endpoint.price]]
billable = "output_image"
unit = "image"
cost = "0.02"
`;
const model = (id, doors) => `[[model]]
id = "${id}"
name = "One"
input_modalities = ["text"]
output_modalities = ["image", "text"]
${doors.map(endpoint).join('')}`;

before(async () => {
  await steady.open();
  await shaky.open();
  const data = tempFolder();
  mkdirSync(path.join(data, 'catalog'));
  writeFileSync(path.join(data, 'catalog', 'doors.toml'), provider(steady) + provider(shaky) +
    model('half/both', [steady, shaky]) + model('half/shaky', [shaky]) + model('half/steady', [steady]));
  easel = await Easel.start({ data, config: '[limits]\nper_minute = 100000\n' });
});
after(async () => {
  await easel.stop();
  await steady.close();
  await shaky.close();
});

async function ask(id, fields = {}) {
  const answer = await easel.fetch('/chat/completions', { body: relay({ model: id, ...fields }) });
  const text = await answer.text();
  return { status: answer.status, text };
}

test('no client sees a failure, and the bill is what was served', { timeout: 110_000 }, async () => {
  const asked = 240;
  const before = (await easel.account()).usage;
  for (let round = 0; round < 12; round++) {
    // Every third round nobody listens there at all.
    const gone = round % 3 === 2;
    if (gone) await shaky.close();
    const first = { order: ['shaky', 'steady'] };
    await Promise.all(Array.from({ length: asked / 12 }, async (_, i) => {
      const stream = i % 4 === 3;
      const { status, text } = await ask('half/both', { stream, ...(i % 2 ? {} : { provider: first }) });
      assert.equal(status, 200, text);
      if (stream) {
        assert.ok(text.includes('"images"') && text.includes('[DONE]') && !text.includes('"error"'), text);
      } else {
        assert.equal(urlsOf(JSON.parse(text)).length, 1);
      }
    }));
    if (gone) await shaky.open();
  }
  assert.equal(steady.served + shaky.served, asked, 'each request was served once');
  assert.ok(shaky.failed[429] > 0 && shaky.failed[503] > 0, JSON.stringify(shaky.failed));
  const bill = steady.served * COSTS.steady + shaky.served * COSTS.shaky;
  await eventually(async () => Math.abs((await easel.account()).usage - before - bill) < 1e-6);
  assert.equal((await easel.listed()).held, 0);
});

test('with nobody else to ask, the same one is asked again, a little later', async () => {
  shaky.count = 0; // the next answer is a failure
  const { served } = shaky;
  const { status, text } = await ask('half/shaky');
  assert.equal(status, 200, text);
  assert.equal(shaky.served, served + 1);
});

test('what may have been paid for is not asked for again', async () => {
  const answer = steady.answer;
  let asked = 0;
  steady.answer = async (request, response) => {
    for await (const piece of request) void piece;
    asked++;
    response.writeHead(500, { 'Content-Type': 'application/json' });
    response.end('{"error":{"code":500,"message":"boom"}}');
  };
  const { status } = await ask('half/steady');
  steady.answer = answer;
  assert.equal(status, 502);
  assert.equal(asked, 1);
});

test('an outage is not amplified: of many requests few are repeated', async () => {
  await shaky.close();
  const counter = http.createServer();
  counter.on('request', (request, response) => {
    response.writeHead(503);
    response.end();
  });
  counter.on('request', () => requests++);
  let requests = 0;
  await new Promise((resolve) => counter.listen(shaky.port, '127.0.0.1', resolve));
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask('half/shaky')));
  assert.ok(answers.every(({ status }) => status === 503));
  assert.ok(requests >= 100 && requests <= 130, `${requests} requests for 100`);
  counter.closeAllConnections();
  await new Promise((resolve) => counter.close(resolve));
  await shaky.open();
});
