// Text models behind the chat door: what a client sends reaches upstream as it came, and what upstream
// answers comes back whole.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { behind, Easel, eventually, parseSse } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const TEXT = 'openai/gpt-4o-mini';
let upstream, server, easel;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  server = await OpenRouterStandIn.start();
  const local = `[providers.local]\ndialect = "openai_chat"\nbase_url = "${server.url}"\n` +
    'models = ["llama3.2"]\n';
  easel = await Easel.start(behind(upstream, local));
});
beforeEach(() => { upstream.reset(); server.reset(); });
after(async () => {
  await easel.stop();
  await upstream.stop();
  await server.stop();
});

async function ask(fields) {
  const answer = await easel.fetch('/chat/completions', { body: { model: TEXT,
    messages: [{ role: 'user', content: 'Hello' }], ...fields } });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}
async function stream(fields) {
  const answer = await easel.fetch('/chat/completions', { body: { model: TEXT, stream: true,
    messages: [{ role: 'user', content: 'Hello' }], ...fields } });
  return parseSse(await answer.text());
}
const words = (more = {}) => ({ pictures: [], text: 'Good day.', usage: { prompt_tokens: 9,
  completion_tokens: 4, total_tokens: 13, cost: 0.00002, completion_tokens_details: { reasoning_tokens: 0 } }, ...more });

test('words come back, and cost what upstream says', async () => {
  upstream.next(words());
  const { status, body } = await ask();
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.choices[0].message.content, 'Good day.');
  assert.ok(!('images' in body.choices[0].message));
  assert.equal(body.usage.cost, 0.00002);
  assert.ok(!('modalities' in upstream.last.body), 'nothing is added to a text request');
  assert.equal((await eventually(() => easel.generation(body.id))).total_cost, 0.00002);
});

test('words whose cost upstream does not say are charged by their tokens', async () => {
  upstream.next(words({ usage: { prompt_tokens: 1000, completion_tokens: 500, cost: undefined,
    completion_tokens_details: {} } }));
  const { body } = await ask();
  assert.equal(body.usage.cost, 1000 * 0.00000015 + 500 * 0.0000006);
});

const tools = [{ type: 'function', function: { name: 'weather', strict: true,
  parameters: { type: 'object', properties: { place: { type: 'string' } } } } }];
const file = { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } };
const sound = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } };
const film = { type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } };
const everything = {
  'tools and a choice among them': { tools, tool_choice: { type: 'function', function: { name: 'weather' } }, parallel_tool_calls: false },
  'a tool\'s answer': { messages: [{ role: 'user', content: 'x' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: 'rain' }] },
  'plugins': { plugins: [{ id: 'web', max_results: 3 }] },
  'transforms': { transforms: ['middle-out'] },
  'reasoning': { reasoning: { effort: 'high', exclude: false } },
  'a schema for the answer': { response_format: { type: 'json_schema', json_schema: { name: 'a', strict: true, schema: { type: 'object' } } } },
  'cache_control': { cache_control: { type: 'ephemeral' }, messages: [{ role: 'user',
    content: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } }] }] },
  'sampling and limits': { temperature: 0.1, top_p: 0.9, top_k: 3, min_p: 0.1, logit_bias: { 50: 1 }, logprobs: true, top_logprobs: 2, stop: ['x'], max_tokens: 77 },
  'files, sound and films': { model: 'google/gemini-2.5-flash', messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }, file, sound, film] }] },
  'a provider of OpenRouter\'s and its ways': { provider: { order: ['azure'], data_collection: 'deny', zdr: true, quantizations: ['fp8'], sort: { by: 'price' }, max_price: { prompt: 1 } } },
  'marks of the caller': { user: 'u', session_id: 's', metadata: { a: 'b' }, trace: { trace_id: 't', mine: 1 } },
  'what nobody knows yet': { x_new_knob: { deep: [1, { a: null }] } },
};
for (const [what, fields] of Object.entries(everything)) {
  test(`${what} reach a connected text model untouched`, async () => {
    upstream.next(words());
    const { status, body } = await ask(fields);
    assert.equal(status, 200, JSON.stringify(body));
    for (const [name, value] of Object.entries(fields)) {
      if (name !== 'model') assert.deepEqual(upstream.last.body[name], value, name);
    }
  });
}

const call = (index, more) => ({ index, id: `call_${index}`, type: 'function', ...more });

test('tool calls, annotations, reasoning details and what stands beside the message come back', async () => {
  const message = { content: null, tool_calls: [call(0, { function: { name: 'weather', arguments: '{"place":"Oslo"}' } })],
    annotations: [{ type: 'url_citation', url_citation: { url: 'https://e.org' } }],
    reasoning_details: [{ type: 'reasoning.text', text: 'hm', format: 'x' }], x_new: { a: 1 } };
  upstream.next(words({ text: '', message, finish: 'tool_calls', native: 'TOOL', reasoning: 'Thinking.',
    choice: { logprobs: { content: [{ token: 'a', logprob: -1, bytes: null, top_logprobs: [] }] } }, body: { x_body: [1] } }));
  const { body } = await ask({ tools });
  const [choice] = body.choices;
  for (const [name, value] of Object.entries(message)) {
    if (name !== 'content') assert.deepEqual(choice.message[name], value, name);
  }
  assert.equal(choice.finish_reason, 'tool_calls');
  assert.equal(choice.native_finish_reason, 'TOOL');
  assert.equal(choice.message.reasoning, 'Thinking.');
  assert.equal(choice.logprobs.content[0].token, 'a');
  assert.deepEqual(body.x_body, [1]);
});

test('streamed tool calls come piece by piece, and an idempotent repetition has them whole', async () => {
  const pieces = [{ tool_calls: [call(0, { function: { name: 'weather', arguments: '' } })] },
    { tool_calls: [{ index: 0, function: { arguments: '{"place":' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] }];
  upstream.next(words({ text: '', deltas: pieces, finish: 'tool_calls' }));
  const headers = { 'Idempotency-Key': `tools-${Date.now()}` };
  const body = { model: TEXT, stream: true, tools, messages: [{ role: 'user', content: 'x' }] };
  const first = parseSse(await (await easel.fetch('/chat/completions', { body, headers })).text());
  const got = first.chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
  assert.deepEqual(got, pieces.flatMap((piece) => piece.tool_calls));
  const again = parseSse(await (await easel.fetch('/chat/completions', { body, headers })).text());
  const [whole] = again.chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
  assert.equal(whole.function.arguments, '{"place":"Oslo"}');
  assert.equal(upstream.requests.length, 1);
});

test('a server of one\'s own is asked in plain OpenAI, and streamed with its usage', async () => {
  server.next(words({ message: { reasoning_content: 'Hm.' } }));
  const { chunks } = await stream({ model: 'local/llama3.2', reasoning: { effort: 'low' }, transforms: [], usage: { include: true },
    provider: { sort: 'price' }, tools, easel: { previews: true } });
  assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), 'Good day.');
  assert.ok(chunks.some((chunk) => chunk.choices[0]?.delta.reasoning === 'Hm.'));
  const sent = server.last.body;
  assert.equal(sent.model, 'llama3.2');
  assert.deepEqual(sent.stream_options, { include_usage: true });
  assert.equal(sent.reasoning_effort, 'low');
  for (const name of ['transforms', 'usage', 'provider', 'easel', 'reasoning']) assert.ok(!(name in sent), name);
  assert.deepEqual(sent.tools, tools);
  assert.equal(server.last.headers.authorization, undefined);
});

const cannot = {
  tools: [{ tools }, 'tools'],
  plugins: [{ plugins: [{ id: 'web' }] }, 'plugins'],
  'a schema': [{ response_format: { type: 'json_object' } }, 'response_format'],
  'a file': [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }, file] }] }, 'messages[0].content[1]'],
  sound: [{ messages: [{ role: 'user', content: [sound, { type: 'text', text: 'x' }] }] }, 'messages[0].content[0]'],
};
for (const [what, [fields, field]] of Object.entries(cannot)) {
  test(`${what} for a model that cannot do it is a 400 that names it`, async () => {
    const { status, body } = await ask({ model: 'easel/painter-1', ...fields });
    assert.equal(status, 400, JSON.stringify(body));
    const [issue] = JSON.parse(body.error.message);
    assert.ok(issue.message.startsWith(field), issue.message);
  });
}

test('plugins for a server that has none are a 400, and nothing is sent', async () => {
  const { status } = await ask({ model: 'local/llama3.2', plugins: [{ id: 'web' }] });
  assert.equal(status, 400);
  assert.equal(server.requests.length, 0);
});

test('a picture asked of a text model ends in the routing, not in words', async () => {
  const { status, body } = await ask({ modalities: ['image', 'text'] });
  assert.equal(status, 404);
  assert.equal(body.error.metadata.failed_routing_step, 'Filter by Model Output Modalities');
});

test('too wide modalities of a model without words are narrowed, and the answer says so', async () => {
  const { status, headers, body } = await ask({ model: 'black-forest-labs/flux.2-pro', modalities: ['image', 'text'] });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(headers.get('x-easel-modalities'), 'image');
  assert.deepEqual(upstream.last.body.modalities, ['image']);
});

test('a tier in the wrong case is taken, and goes up in the right one', async () => {
  for (const [given, sent] of [['2k', '2K'], ['512', '0.5K'], ['4K', '4K']]) {
    await ask({ model: 'google/gemini-3.1-flash-image', modalities: ['image', 'text'], image_config: { image_size: given } });
    assert.equal(upstream.last.body.image_config.image_size, sent);
  }
});

test('absent modalities of a picture model are derived, and upstream is told', async () => {
  const { headers } = await ask({ model: 'google/gemini-2.5-flash-image' });
  assert.equal(headers.get('x-easel-modalities'), 'image, text');
  assert.deepEqual(upstream.last.body.modalities, ['image', 'text']);
});

test('a picture model that answers in words is billed for them, and a hint says what helps', async () => {
  upstream.next(words({ text: 'Which lake?' }));
  const { status, body } = await ask({ model: 'google/gemini-2.5-flash-image', modalities: ['image', 'text'] });
  assert.equal(status, 200);
  assert.ok(!('images' in body.choices[0].message));
  assert.equal(body.usage.cost, 0.00002);
  assert.match(body.easel.hint, /words alone/);
});

test('debug shows what was sent upstream, without the key', async () => {
  upstream.next(words());
  const { chunks, text } = await stream({ debug: { echo_upstream_body: true }, temperature: 0.25 });
  const [first] = chunks;
  assert.deepEqual(first.choices, []);
  assert.equal(first.debug.echo_upstream_body.temperature, 0.25);
  assert.equal(first.debug.echo_upstream_body.model, TEXT);
  assert.ok(!text.includes('upstream-secret'));
});

test('the router tells how it went, when asked by header', async () => {
  upstream.next({ error: { code: 429, message: 'slow down' } }, words());
  const answer = await easel.fetch('/chat/completions', { headers: { 'X-OpenRouter-Metadata': 'enabled' },
    body: { models: ['openai/gpt-4o-mini', 'meta-llama/llama-3.3-70b-instruct'], messages: [{ role: 'user', content: 'x' }] } });
  const { openrouter_metadata: told } = await answer.json();
  assert.equal(told.requested, 'openai/gpt-4o-mini');
  assert.equal(told.strategy, 'fallback');
  assert.equal(told.attempt, 2);
  assert.deepEqual(told.attempts.map((attempt) => attempt.status), [429, 200]);
  assert.deepEqual(told.endpoints.available.map((endpoint) => endpoint.selected), [false, true]);
});

test('what is true of a picture stands beside it', async () => {
  const png = noisePng(80, 60);
  upstream.next({ pictures: [png] });
  const { body } = await ask({ model: 'google/gemini-2.5-flash-image', modalities: ['image', 'text'],
    image_config: { aspect_ratio: '16:9' } });
  const [fact] = body.easel.pictures;
  assert.equal(fact.media_type, 'image/png');
  assert.deepEqual([fact.width, fact.height, fact.bytes], [80, 60, png.length]);
  assert.equal(fact.aspect_ratio, '4:3');
  assert.deepEqual(fact.asked, { aspect_ratio: '16:9' });
  assert.equal(fact.adjusted, true);
  const { createHash } = await import('node:crypto');
  assert.equal(fact.sha256, createHash('sha256').update(png).digest('hex'));
});

const details = [{ type: 'reasoning.encrypted', data: 'c2lnbmVk', format: 'google-gemini-v1', index: 0 }];
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
const turn = (png, more = {}) => [{ role: 'user', content: 'a lake' },
  { role: 'assistant', content: '', images: [{ type: 'image_url', image_url: { url: url(png) } }], ...more },
  { role: 'user', content: 'bluer' }];

for (const [how, size] of [['a small picture', [80, 60]], ['a picture of a megabyte', [640, 600]]]) {
  test(`the signature of ${how} goes back with it, though the client dropped it`, async () => {
    const png = noisePng(...size, how);
    upstream.next({ pictures: [png], message: { reasoning_details: details } });
    const first = await ask({ model: 'google/gemini-2.5-flash-image', modalities: ['image', 'text'] });
    assert.deepEqual(first.body.choices[0].message.reasoning_details, details);
    await ask({ model: 'google/gemini-2.5-flash-image', modalities: ['image', 'text'], messages: turn(png) });
    assert.deepEqual(upstream.last.body.messages[1].reasoning_details, details);
  });
}

test('a signature that the client kept goes back as the client has it', async () => {
  const png = noisePng(70, 60, 'kept');
  upstream.next({ pictures: [png], message: { reasoning_details: details } });
  await ask({ model: 'google/gemini-2.5-flash-image', modalities: ['image', 'text'] });
  const own = [{ type: 'reasoning.encrypted', data: 'b3du' }];
  await ask({ model: 'google/gemini-2.5-flash-image', modalities: ['image', 'text'],
    messages: turn(png, { reasoning_details: own }) });
  assert.deepEqual(upstream.last.body.messages[1].reasoning_details, own);
});

test('endpoints tell what was really seen of them', async () => {
  upstream.always(words());
  for (let i = 0; i < 3; i++) await ask({ model: 'meta-llama/llama-3.3-70b-instruct' });
  upstream.always({ error: { code: 500, message: 'boom' } });
  await ask({ model: 'meta-llama/llama-3.3-70b-instruct' });
  const { data } = await (await easel.fetch('/models/meta-llama/llama-3.3-70b-instruct/endpoints')).json();
  const [endpoint] = data.endpoints;
  assert.ok(endpoint.uptime_last_30m > 50 && endpoint.uptime_last_30m < 100, `${endpoint.uptime_last_30m}`);
  assert.ok(endpoint.latency_last_30m.p50 > 0);
  assert.ok(endpoint.throughput_last_30m.p50 > 0);
});
