// The chat door on the wire, with the painter behind it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Easel, eventually, paint, parseSse, PROMPT, urlsOf } from './harness.mjs';
import { readPng } from './standins/pictures.mjs';

let easel;
before(async () => { easel = await Easel.start(); });
after(() => easel.stop());

const RATIOS = { '1:1': [1024, 1024], '2:3': [832, 1248], '3:2': [1248, 832], '3:4': [864, 1184],
  '4:3': [1184, 864], '4:5': [896, 1152], '5:4': [1152, 896], '9:16': [768, 1344],
  '16:9': [1344, 768], '21:9': [1536, 672] };

async function sizeOf(image_config) {
  const { status, body } = await easel.chat({ image_config, prompt: 'a calm sea' });
  assert.equal(status, 200, JSON.stringify(body));
  const { width, height } = readPng(urlsOf(body)[0]);
  return [width, height];
}

for (const [aspect_ratio, size] of Object.entries(RATIOS)) {
  test(`${aspect_ratio} at 1K is ${size.join('×')}`, async () => {
    assert.deepEqual(await sizeOf({ aspect_ratio, image_size: '1K' }), size);
  });
}

test('without an image_config a picture is 1024×1024', async () => {
  const answer = await easel.fetch('/chat/completions', { body: {
    model: 'easel/painter-1', messages: [{ role: 'user', content: 'a calm sea' }] } });
  const { width, height } = readPng(urlsOf(await answer.json())[0]);
  assert.deepEqual([width, height], [1024, 1024]);
});

test('2K is twice the 1K table', async () => {
  assert.deepEqual(await sizeOf({ aspect_ratio: '16:9', image_size: '2K' }), [2688, 1536]);
});

test('a buffered answer has every field that clients insist on', async () => {
  const { status, headers, body } = await easel.chat();
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^application\/json/);
  assert.match(body.id, /^gen-\d{10}-[A-Za-z0-9]{20}$/);
  assert.equal(headers.get('x-generation-id'), body.id);
  assert.equal(body.object, 'chat.completion');
  assert.ok(Number.isInteger(body.created));
  assert.equal(body.model, 'easel/painter-1');
  assert.equal(typeof body.provider, 'string');
  assert.ok('system_fingerprint' in body);
  assert.equal(body.choices.length, 1);
  const [choice] = body.choices;
  assert.equal(choice.index, 0);
  assert.equal(choice.finish_reason, 'stop');
  assert.equal(choice.message.role, 'assistant');
  assert.ok(choice.message.content.length > 0);
  assert.equal(choice.message.images.length, 1);
  assert.equal(choice.message.images[0].type, 'image_url');
  assert.equal(choice.message.images[0].index, 0);
  for (const count of ['prompt_tokens', 'completion_tokens', 'total_tokens']) {
    assert.ok(Number.isInteger(body.usage[count]), count);
  }
  assert.equal(body.usage.cost, 0);
  assert.equal(typeof body.usage.prompt_tokens_details.cached_tokens, 'number');
  assert.equal(typeof body.usage.completion_tokens_details.reasoning_tokens, 'number');
});

test('asked for a picture alone, the words are empty and the account travels in easel.account', async () => {
  const { body } = await easel.chat({ modalities: ['image'] });
  assert.equal(body.choices[0].message.content, '');
  assert.equal(body.choices[0].message.images.length, 1);
  assert.ok(Array.isArray(body.easel.account.drawn), JSON.stringify(body.easel));
});

test('a stream is text, whole picture, finish, usage, [DONE], in this order', async () => {
  const { status, headers, order, chunks, done } = await easel.stream();
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^text\/event-stream/);
  assert.ok(done);
  const told = order.filter((kind) => kind !== 'comment');
  assert.deepEqual(told.slice(-4), ['image', 'finish', 'usage', 'done']);
  assert.deepEqual(told.filter((kind) => kind === 'image'), ['image']);
  assert.ok(told.slice(0, -4).every((kind) => kind === 'text'));
  const ids = new Set(chunks.map((chunk) => chunk.id));
  assert.deepEqual([...ids], [headers.get('x-generation-id')]);
  for (const chunk of chunks) {
    assert.equal(chunk.object, 'chat.completion.chunk');
    assert.notEqual(chunk.system_fingerprint, null, 'the SDK refuses null here');
    for (const choice of chunk.choices) {
      assert.ok('index' in choice && 'finish_reason' in choice);
    }
  }
  const picture = chunks.find((chunk) => chunk.choices[0]?.delta.images);
  readPng(picture.choices[0].delta.images[0].image_url.url);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.cost, 0);
});

test('the same seed gives the same bytes, buffered and streamed', async () => {
  const first = await easel.chat({ seed: 4711 });
  const again = await easel.stream({ seed: 4711 });
  const other = await easel.chat({ seed: 4712 });
  const streamed = again.chunks.find((chunk) => chunk.choices[0]?.delta.images);
  const [url] = urlsOf(first.body);
  assert.equal(streamed.choices[0].delta.images[0].image_url.url, url);
  assert.notEqual(urlsOf(other.body)[0], url);
});

test('without a seed a fresh one is drawn and reported, and gives that picture again', async () => {
  const first = await easel.chat();
  const second = await easel.chat();
  const seed = first.body.easel.seed;
  assert.ok(Number.isSafeInteger(seed));
  assert.notEqual(second.body.easel.seed, seed);
  assert.notEqual(urlsOf(second.body)[0], urlsOf(first.body)[0]);
  const again = await easel.chat({ seed });
  assert.equal(urlsOf(again.body)[0], urlsOf(first.body)[0]);
});

test('image_config.n asks for several pictures, numbered and different', async () => {
  const { body } = await easel.chat({ image_config: { n: 3 } });
  const images = body.choices[0].message.images;
  assert.deepEqual(images.map((image) => image.index), [0, 1, 2]);
  assert.equal(new Set(urlsOf(body)).size, 3);
  const stream = await easel.stream({ image_config: { n: 2 }, seed: 5 });
  assert.equal(stream.order.filter((kind) => kind === 'image').length, 2);
});

test('content may be an array of text parts', async () => {
  const { status, body } = await easel.chat({ seed: 9, messages: [{ role: 'user', content: [
    { type: 'text', text: PROMPT }] }] });
  assert.equal(status, 200);
  const plain = await easel.chat({ seed: 9 });
  assert.equal(urlsOf(body)[0], urlsOf(plain.body)[0]);
});

test('the routes answer under /v1 too', async () => {
  const chat = await easel.fetch(`${easel.origin}/v1/chat/completions`, { body: paint() });
  assert.equal(chat.status, 200);
  assert.equal(urlsOf(await chat.json()).length, 1);
  const key = await easel.fetch(`${easel.origin}/v1/key`);
  assert.equal(key.status, 200);
});

test('a browser of any origin may call', async () => {
  const preflight = await easel.fetch('/chat/completions', { method: 'OPTIONS', key: '', headers: {
    Origin: 'https://example.com', 'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,content-type,x-title,x-stainless-lang' } });
  assert.ok([200, 204].includes(preflight.status));
  const allowed = preflight.headers.get('access-control-allow-headers').toLowerCase();
  for (const name of ['authorization', 'content-type', 'x-title', 'x-stainless-lang']) {
    assert.ok(allowed.includes(name) || allowed === '*', name);
  }
  assert.match(preflight.headers.get('access-control-allow-methods'), /POST/);
  const answer = await easel.chat({}, { headers: { Origin: 'https://example.com' } });
  assert.ok(['*', 'https://example.com'].includes(answer.headers.get('access-control-allow-origin')));
  assert.match(answer.headers.get('access-control-expose-headers'), /x-generation-id/i);
});

test('a browser may read errors too', async () => {
  const refused = await easel.chat({}, { key: 'wrong' });
  assert.equal(refused.status, 401);
  assert.ok(refused.headers.get('access-control-allow-origin'));
});

test('GET /generation tells of a generation, to its key alone', async () => {
  const { body } = await easel.chat({ stream: false });
  const record = await eventually(() => easel.generation(body.id));
  assert.equal(record.id, body.id);
  assert.equal(record.model, 'easel/painter-1');
  assert.equal(record.streamed, false);
  assert.equal(record.cancelled, false);
  assert.equal(record.finish_reason, 'stop');
  assert.equal(record.total_cost, 0);
  assert.match(record.created_at, /^\d{4}-\d\d-\d\dT/);
  assert.equal(record.num_media_completion, 1);
  const nobody = await easel.fetch('/generation?id=gen-1700000000-aaaaaaaaaaaaaaaaaaaa');
  assert.equal(nobody.status, 404);
  const stranger = await easel.fetch(`/generation?id=${body.id}`, { key: 'sk-easel-v1-unknown' });
  assert.equal(stranger.status, 401);
});

test('an Idempotency-Key used twice runs once and answers the same', async () => {
  const headers = { 'Idempotency-Key': 'once' };
  const first = await easel.chat({ prompt: 'a snowy valley' }, { headers });
  const second = await easel.chat({ prompt: 'a snowy valley' }, { headers });
  assert.equal(second.status, 200);
  assert.equal(second.body.id, first.body.id);
  assert.equal(urlsOf(second.body)[0], urlsOf(first.body)[0]);
});

test('two requests at once with one Idempotency-Key share one generation', async () => {
  const headers = { 'Idempotency-Key': 'at once' };
  const both = await Promise.all([easel.chat({}, { headers }), easel.chat({}, { headers })]);
  assert.equal(both[0].body.id, both[1].body.id);
  assert.equal(urlsOf(both[0].body)[0], urlsOf(both[1].body)[0]);
});

test('an Idempotency-Key with another body is a conflict', async () => {
  const headers = { 'Idempotency-Key': 'other body' };
  await easel.chat({ seed: 1 }, { headers });
  const refused = await easel.chat({ seed: 2 }, { headers });
  assert.equal(refused.status, 409);
});

test('/models lists image models with all that clients insist on', async () => {
  const answer = await easel.fetch('/models?output_modalities=image', { key: '' });
  const list = await answer.json();
  assert.equal(list.total_count, list.data.length);
  assert.equal(list.links.next, null);
  assert.ok(list.data.some((model) => model.id === 'easel/painter-1'));
  for (const model of list.data) {
    assert.ok(model.architecture.output_modalities.includes('image'), model.id);
    assert.equal(typeof model.pricing.prompt, 'string');
    for (const name of ['supported_voices', 'default_parameters', 'per_request_limits', 'links']) {
      assert.ok(name in model, `${model.id}: ${name}`);
    }
  }
});

test('a model, its endpoints and the providers can be asked for', async () => {
  const model = await (await easel.fetch('/model/easel/painter-1')).json();
  assert.equal(model.data.id, 'easel/painter-1');
  const { data } = await (await easel.fetch('/models/easel/painter-1/endpoints')).json();
  assert.equal(data.id, 'easel/painter-1');
  assert.ok(data.endpoints.length > 0);
  assert.deepEqual(Object.keys(data.endpoints[0].supports_tool_choice).sort(),
    ['auto', 'function', 'none', 'required']);
  const providers = await (await easel.fetch('/providers')).json();
  assert.ok(providers.data.every((provider) => provider.name && provider.slug));
  assert.equal((await easel.fetch('/model/nobody/nothing')).status, 404);
});

test('/key tells what clients insist on', async () => {
  const account = await easel.account();
  assert.match(account.label, /^sk-easel-v1-.{3}….{3}$|^sk-easel-v1-.{3}\.\.\..{3}$/);
  for (const name of ['limit', 'limit_remaining', 'usage', 'usage_daily', 'usage_weekly',
    'usage_monthly', 'is_free_tier', 'is_management_key', 'rate_limit', 'allowed_data_regions',
    'free_model_daily_requests', 'organization_id', 'workspace_id']) {
    assert.ok(name in account, name);
  }
});

test('health, readiness and metrics answer without a key', async () => {
  for (const where of ['/healthz', '/readyz', '/metrics']) {
    const answer = await fetch(easel.origin + where);
    assert.equal(answer.status, 200, where);
  }
});

test('a stream that is asked for previews shows the picture while it grows', async () => {
  const answer = await easel.post({ stream: true, easel: { previews: true },
    image_config: { size: '640x512' } });
  const { chunks } = parseSse(await answer.text());
  const previews = chunks.filter((chunk) => chunk.easel?.preview);
  assert.ok(previews.length > 0);
  const { width } = readPng(previews[0].easel.preview.url);
  assert.ok(width < 640);
});

test("the scheme before a key is read in any case, on every route", async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const headers = { Authorization: `${scheme} ${easel.key}` };
    assert.equal((await easel.fetch('/key', { key: undefined, headers })).status, 200, scheme);
    assert.equal((await easel.chat({}, { key: undefined, headers })).status, 200, scheme);
  }
});
