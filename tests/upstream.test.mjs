// A network provider through the waist: OpenRouter's chat door, played by a stand-in.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { behind, Easel, eventually, relay, UPSTREAM_MODEL, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, readPng } from './standins/pictures.mjs';

const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
let upstream;
let easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

async function ask(fields = {}, options = {}) {
  const answer = await easel.fetch('/chat/completions', { ...options, body: relay(fields) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

test('a picture and words of upstream come through, buffered, whatever way upstream was asked', async () => {
  upstream.next({ pictures: [picture], text: 'Here it is.' });
  const { status, headers, body } = await ask();
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body), [url(picture)]);
  assert.equal(body.choices[0].message.content, 'Here it is.');
  assert.equal(body.model, UPSTREAM_MODEL);
  assert.equal(body.choices[0].finish_reason, 'stop');
  assert.equal(body.choices[0].native_finish_reason, 'STOP');
  assert.equal(headers.get('x-generation-id'), body.id);
  assert.notEqual(body.id, upstream.last.body.id);
});

test('a streamed picture comes through whole, behind the words', async () => {
  upstream.next({ pictures: [picture], text: 'Here it is.' });
  const { chunks, done } = await easel.stream(relay());
  assert.ok(done);
  const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
  assert.equal(text, 'Here it is.');
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => image.image_url.url), [url(picture)]);
});

test('several pictures keep their order', async () => {
  upstream.next({ pictures: [picture, second] });
  const { body } = await ask();
  assert.deepEqual(urlsOf(body), [url(picture), url(second)]);
  assert.deepEqual(body.choices[0].message.images.map((image) => image.index), [0, 1]);
});

test("the request reaches upstream with the house's key, the client's words and options, and no trace of the client's key", async () => {
  await ask({ seed: 7, temperature: 0.5, image_config: { aspect_ratio: '16:9' }, user: 'u1' });
  const { headers, body, raw } = upstream.last;
  assert.equal(headers.authorization, 'Bearer upstream-secret');
  assert.equal(body.model, UPSTREAM_MODEL);
  assert.equal(body.messages[0].content, 'Generate a sunset over mountains');
  assert.equal(body.image_config.aspect_ratio, '16:9');
  assert.equal(body.seed, 7);
  assert.equal(body.temperature, 0.5);
  assert.deepEqual(body.modalities, ['image', 'text']);
  assert.ok(!(raw + JSON.stringify(headers)).includes(easel.key));
});

test('fields that this house does not know travel up and down', async () => {
  upstream.next({ body: { x_provider_note: { a: [1, 2] } }, message: { annotations: [{ type: 'x' }] },
    usage: { server_tool_use_details: { web_search_requests: 3 } } });
  const { body } = await ask({ x_wish: { deep: true } });
  assert.deepEqual(upstream.last.body.x_wish, { deep: true });
  assert.deepEqual(body.x_provider_note, { a: [1, 2] });
  assert.deepEqual(body.choices[0].message.annotations, [{ type: 'x' }]);
  assert.deepEqual(body.usage.server_tool_use_details, { web_search_requests: 3 });
});

test('pictures in the messages and an assistant turn with pictures travel up', async () => {
  const messages = [
    { role: 'user', content: [{ type: 'text', text: 'make it blue' },
      { type: 'image_url', image_url: { url: url(second) } }] },
    { role: 'assistant', content: 'done', images: [{ type: 'image_url', image_url: { url: url(picture) } }] },
    { role: 'user', content: 'bluer' },
  ];
  const { status } = await ask({ messages });
  assert.equal(status, 200);
  const sent = upstream.last.body.messages;
  assert.equal(sent[0].content[1].image_url.url, url(second));
  assert.equal(sent[1].images[0].image_url.url, url(picture));
});

test('what upstream says it cost is charged, and shows in /key and /generation', async () => {
  const before = await easel.account();
  upstream.next({ usage: { cost: 0.0387021 } });
  const { body } = await ask();
  assert.equal(body.usage.cost, 0.0387021);
  const record = await eventually(() => easel.generation(body.id));
  assert.equal(record.total_cost, 0.0387021);
  await eventually(async () => Math.abs((await easel.account()).usage - before.usage - 0.0387021) < 1e-9);
  assert.equal((await easel.listed()).held, 0);
});

test('an answer in words alone has no images and is no failure', async () => {
  upstream.next({ pictures: [], text: 'I would rather talk about it.' });
  const { status, body } = await ask();
  assert.equal(status, 200);
  assert.ok(!('images' in body.choices[0].message));
  assert.equal(body.choices[0].message.content, 'I would rather talk about it.');
});

test('reasoning comes through on its own channel', async () => {
  upstream.next({ reasoning: 'Thinking of foxes.' });
  const { body } = await ask();
  assert.equal(body.choices[0].message.reasoning, 'Thinking of foxes.');
});

test('a finish that is told twice is told once', async () => {
  upstream.next({ twice: true });
  const { order } = await easel.stream(relay());
  assert.equal(order.filter((kind) => kind === 'finish').length, 1);
});

async function free(check) {
  const before = (await easel.account()).usage;
  await check();
  const listed = await easel.listed();
  assert.equal(listed.held, 0);
  assert.equal((await easel.account()).usage, before, 'a failure costs nothing');
}

const failures = [
  ['a 500', { error: { code: 500, message: 'boom' } }, 502],
  ['a 502 in HTML', { status: 502, raw: '<html><body>Bad gateway</body></html>' }, 502],
  ['a 503', { error: { code: 503, message: 'Service temporarily unavailable' } }, 503],
  ['a 200 in HTML', { raw: '<html>Welcome to the hotel network</html>' }, 502],
  ['a 200 that holds an error', { raw: '{"error":{"code":502,"message":"Provider returned error"}}' }, 502],
  ["a 401 for the house's key", { error: { code: 401, message: 'User not found.' } }, 502],
  ["a 402 for the house's account", { error: { code: 402, message: 'Insufficient credits' } }, 502],
  ['half a body', { cutAt: 3000 }, 502],
  ['a connection cut before the body', { cutAt: 0 }, 502],
];
for (const [what, behaviour, status] of failures) {
  test(`${what} of upstream is a ${status} that names the provider and costs nothing`, () => free(async () => {
    upstream.always(behaviour);
    const answer = await ask();
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    assert.equal(answer.body.error.code, status);
    assert.match(JSON.stringify(answer.body.error), /OpenRouter/);
    assert.ok(!JSON.stringify(answer.body).includes('upstream-secret'));
  }));
}

test('a 429 of upstream is a 429 with its Retry-After', () => free(async () => {
  upstream.always({ error: { code: 429, message: 'Rate limit exceeded' }, headers: { 'Retry-After': '17' } });
  const answer = await ask();
  assert.equal(answer.status, 429);
  assert.equal(answer.headers.get('retry-after'), '17');
}));

test('a 400 of upstream about the content is told as such', () => free(async () => {
  upstream.always({ error: { code: 400, message: 'Invalid prompt: too rude' } });
  const answer = await ask();
  assert.equal(answer.status, 400);
  assert.match(answer.body.error.message, /too rude/);
}));

test('a moderation refusal stays a 403 with its reasons', () => free(async () => {
  upstream.always({ error: { code: 403, message: 'Your input was flagged',
    metadata: { reasons: ['violence'], flagged_input: 'a…z', provider_name: 'OpenAI' } } });
  const answer = await ask();
  assert.equal(answer.status, 403);
}));

test('a picture that is none is not passed on and not charged', () => free(async () => {
  upstream.always({ pictures: [Buffer.from('this is not a picture at all')] });
  const answer = await ask();
  assert.ok(answer.status >= 400, JSON.stringify(answer.body).slice(0, 300));
}));

test('an error in the middle of a stream is one error chunk and an end', async () => {
  upstream.always({ text: 'some words first', pictures: [], midError: { code: 502, message: 'Provider returned error' } });
  const answer = await easel.stream(relay());
  if (answer.status !== 200) return assert.equal(answer.status, 502);
  const failed = answer.chunks.filter((chunk) => chunk.error);
  assert.equal(failed.length, 1);
  assert.ok(Number.isInteger(failed[0].error.code));
  assert.equal(failed[0].choices[0].finish_reason, 'error');
  assert.equal((await easel.listed()).held, 0);
});

test('a stream cut in the middle ends in an error chunk, never in silence', async () => {
  upstream.always({ text: 'a few words and then nothing more', cutAt: 900 });
  const answer = await easel.stream(relay());
  if (answer.status !== 200) return assert.equal(answer.status, 502);
  assert.equal(answer.chunks.filter((chunk) => chunk.error).length, 1);
});

test('while upstream works, a streaming client hears comments', async () => {
  upstream.next({ heartbeats: 70, every: 100 });
  const { comments, order } = await easel.stream(relay());
  assert.ok(comments.includes('OPENROUTER PROCESSING'), JSON.stringify(comments));
  assert.equal(order[0], 'comment');
});

test('a request is submitted once, though the client asks twice with one Idempotency-Key', async () => {
  const headers = { 'Idempotency-Key': 'paid once' };
  const before = (await easel.account()).usage;
  upstream.next({ delay: 300, usage: { cost: 0.01 } });
  const answers = await Promise.all([ask({}, { headers }), ask({}, { headers })]);
  const third = await ask({}, { headers });
  assert.equal(new Set([...answers, third].map((answer) => answer.body.id)).size, 1);
  assert.equal(upstream.requests.length, 1);
  assert.equal(third.body.usage.cost, 0.01);
  await eventually(async () => Math.abs((await easel.account()).usage - before - 0.01) < 1e-9);
});

test('a key with a limit is refused what it cannot pay, before upstream is asked', async () => {
  const { run } = await import('./harness.mjs');
  const made = await run(['keys', 'create', '--data', easel.data, '--name', 'poor', '--limit', '0.001']);
  const answer = await ask({}, { key: made.stdout.trim() });
  assert.equal(answer.status, 402);
  assert.equal(answer.body.error.metadata.limit_source, 'openrouter_key_limit');
  assert.equal(upstream.requests.length, 0);
});

test('a slow body of upstream is taken at its pace', async () => {
  const large = noisePng(300, 200, 'slow');
  upstream.next({ pictures: [large], pace: 300_000 });
  const { body } = await ask();
  assert.deepEqual([readPng(urlsOf(body)[0]).width, readPng(urlsOf(body)[0]).height], [300, 200]);
});

test('/models pages with offset and limit and searches with q', async () => {
  const all = await (await easel.fetch('/models?output_modalities=all')).json();
  const page = await (await easel.fetch('/models?output_modalities=all&offset=1&limit=2')).json();
  assert.deepEqual(page.data.map((model) => model.id), all.data.slice(1, 3).map((model) => model.id));
  assert.equal(page.total_count, all.total_count);
  const found = await (await easel.fetch('/models?output_modalities=all&q=painter')).json();
  assert.ok(found.data.length >= 1 && found.data.length < all.data.length);
  const texts = await (await easel.fetch('/models')).json();
  assert.ok(texts.data.every((model) => model.architecture.output_modalities.includes('text')));
});
