// Anthropic's Messages API, with its own client, over any connected model.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import Anthropic from '@anthropic-ai/sdk';

import { behind, Easel } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng, readPng } from './standins/pictures.mjs';

const MODEL = 'anthropic/claude-sonnet-4.5';
let upstream, easel, client;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  client = new Anthropic({ apiKey: easel.key, baseURL: `${easel.origin}/api`, maxRetries: 0 });
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});
const ask = (fields = {}) => client.messages.create({ model: MODEL, max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello' }], ...fields });
const words = (more = {}) => ({ pictures: [], text: 'Good day.', usage: { prompt_tokens: 9, completion_tokens: 4, cost: 0.0001 }, ...more });
const weather = { name: 'weather', description: 'of a place', input_schema: { type: 'object', properties: { place: { type: 'string' } } } };
const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"place":"Oslo"}' } };

test("Anthropic's client gets words, a reason and what it took", async () => {
  upstream.next(words());
  const message = await ask({ system: 'Be kind.', stop_sequences: ['END'], metadata: { user_id: 'u7' } });
  assert.equal(message.type, 'message');
  assert.deepEqual(message.content, [{ type: 'text', text: 'Good day.', citations: null }]);
  assert.equal(message.stop_reason, 'end_turn');
  assert.equal(message.usage.input_tokens, 9);
  assert.equal(message.usage.output_tokens, 4);
  assert.equal(message.usage.cost, 0.0001);
  const { body } = upstream.last;
  assert.deepEqual(body.messages, [{ role: 'system', content: 'Be kind.' }, { role: 'user', content: 'Hello' }]);
  assert.deepEqual([body.max_tokens, body.stop, body.user], [100, ['END'], 'u7']);
});

test('a streamed answer adds up to the same message', async () => {
  upstream.next(words({ reasoning: 'Thinking.', message: undefined }));
  const stream = client.messages.stream({ model: MODEL, max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }],
    thinking: { type: 'enabled', budget_tokens: 2000 } });
  const heard = [];
  stream.on('text', (text) => heard.push(text));
  const message = await stream.finalMessage();
  assert.equal(heard.join(''), 'Good day.');
  assert.deepEqual(message.content.map((block) => block.type), ['thinking', 'text']);
  assert.equal(message.content[0].thinking, 'Thinking.');
  assert.equal(message.usage.output_tokens, 4);
  assert.deepEqual(upstream.last.body.reasoning, { max_tokens: 2000 });
});

for (const streamed of [false, true]) {
  test(`a tool is called and its result goes back, ${streamed ? 'streamed' : 'buffered'}`, async () => {
    upstream.next(words({ text: '', finish: 'tool_calls',
      ...(streamed ? { deltas: [{ tool_calls: [{ ...call, function: { name: 'weather', arguments: '' } }] },
        { tool_calls: [{ index: 0, function: { arguments: '{"place":' } }] },
        { tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] }] } : { message: { tool_calls: [call] } }) }));
    const request = { model: MODEL, max_tokens: 100, tools: [weather], tool_choice: { type: 'any', disable_parallel_tool_use: true },
      messages: [{ role: 'user', content: 'Rain?' }] };
    const message = streamed ? await client.messages.stream(request).finalMessage() : await client.messages.create(request);
    assert.equal(message.stop_reason, 'tool_use');
    const [used] = message.content;
    assert.deepEqual([used.type, used.id, used.name, used.input], ['tool_use', 'call_1', 'weather', { place: 'Oslo' }]);
    assert.equal(upstream.last.body.tool_choice, 'required');
    assert.equal(upstream.last.body.parallel_tool_calls, false);
    assert.deepEqual(upstream.last.body.tools[0].function.parameters, weather.input_schema);

    upstream.next(words());
    await ask({ tools: [weather], messages: [...request.messages, { role: 'assistant', content: message.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: used.id, content: 'wet' }, { type: 'text', text: 'So?' }] }] });
    const sent = upstream.last.body.messages;
    assert.deepEqual(sent[1].tool_calls, [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"place":"Oslo"}' } }]);
    assert.deepEqual(sent[2], { role: 'tool', tool_call_id: 'call_1', content: 'wet' });
    assert.deepEqual(sent[3].content, [{ type: 'text', text: 'So?' }]);
  });
}

test('pictures and documents go up, small and large', async () => {
  const small = noisePng(20, 10), large = noisePng(300, 200);
  upstream.next(words());
  await ask({ messages: [{ role: 'user', content: [
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: small.toString('base64') } },
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: large.toString('base64') } },
    { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
    { type: 'document', title: 'a.pdf', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } },
    { type: 'text', text: 'What is it?', cache_control: { type: 'ephemeral' } }] }] });
  const parts = upstream.last.body.messages[0].content;
  assert.equal(parts[0].image_url.url, `data:image/png;base64,${small.toString('base64')}`);
  assert.equal(parts[1].image_url.url, `data:image/png;base64,${large.toString('base64')}`);
  assert.equal(parts[2].image_url.url, 'https://example.com/a.png');
  assert.deepEqual(parts[3], { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' } });
  assert.deepEqual(parts[4].cache_control, { type: 'ephemeral' });
});

test('a model that draws answers with an image block, buffered and streamed', async () => {
  const request = { model: 'easel/painter-1', max_tokens: 100, messages: [{ role: 'user', content: 'a lake at dusk' }],
    image_config: { size: '128x96' }, seed: 5 };
  const message = await client.messages.create(request);
  const image = message.content.find((block) => block.type === 'image');
  assert.equal(readPng(`data:image/png;base64,${image.source.data}`).width, 128);
  const events = [];
  for await (const event of await client.messages.create({ ...request, stream: true })) events.push(event);
  const block = events.find((event) => event.content_block?.type === 'image').content_block;
  assert.equal(readPng(`data:image/png;base64,${block.source.data}`).height, 96);
  assert.equal(events.at(-1).type, 'message_stop');
});

for (const [what, fields, status, type] of [
  ['no max_tokens', { max_tokens: undefined }, 400, 'invalid_request_error'],
  ['an unknown model', { model: 'no/such' }, 400, 'invalid_request_error'],
  ['a tool that runs elsewhere', { tools: [{ type: 'bash_20250124', name: 'bash' }] }, 400, 'invalid_request_error'],
  ['a block of no kind', { messages: [{ role: 'user', content: [{ type: 'smell' }] }] }, 400, 'invalid_request_error'],
  ['an empty conversation', { messages: [] }, 400, 'invalid_request_error'],
]) {
  test(`${what} is an error that Anthropic's client understands`, async () => {
    await assert.rejects(ask(fields), (error) => {
      assert.equal(error.status, status);
      assert.equal(error.error.type, 'error');
      assert.equal(error.error.error.type, type);
      return true;
    });
  });
}

test('a wrong key is an authentication_error', async () => {
  const stranger = new Anthropic({ apiKey: 'sk-nobody', baseURL: `${easel.origin}/api`, maxRetries: 0 });
  await assert.rejects(stranger.messages.create({ model: MODEL, max_tokens: 5, messages: [{ role: 'user', content: 'x' }] }),
    (error) => error.status === 401 && error.error.error.type === 'authentication_error');
});

test('a failure of upstream has the status of its kind', async () => {
  upstream.always({ error: { code: 429, message: 'slow down' } });
  await assert.rejects(ask(), (error) => error.status === 429 && error.error.error.type === 'rate_limit_error');
});

test('a stream that breaks ends in an error event', async () => {
  upstream.next(words({ midError: { code: 502, message: 'Provider returned error' } }));
  await assert.rejects(client.messages.stream({ model: MODEL, max_tokens: 5, messages: [{ role: 'user', content: 'x' }] }).finalMessage());
});
