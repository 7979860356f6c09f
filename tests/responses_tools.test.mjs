// The responses door over a text model: functions, reasoning, schemas.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';
import OpenAI from 'openai';

import { behind, Easel } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const MODEL = 'openai/gpt-4o-mini';
let upstream, easel, openai;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  openai = new OpenAI({ apiKey: easel.key, baseURL: easel.base, maxRetries: 0 });
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});
const words = (more = {}) => ({ pictures: [], text: 'Good day.', usage: { prompt_tokens: 9, completion_tokens: 4, cost: 0.0001 }, ...more });
const weather = { type: 'function', name: 'weather', description: 'of a place', strict: true,
  parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'], additionalProperties: false } };
const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"place":"Oslo"}' } };
const pieces = [{ tool_calls: [{ ...call, function: { name: 'weather', arguments: '' } }] },
  { tool_calls: [{ index: 0, function: { arguments: '{"place":' } }] }, { tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] }];

test("a function is called and its result goes back, with OpenAI's client", async () => {
  upstream.next(words({ text: '', finish: 'tool_calls', message: { tool_calls: [call] } }));
  const first = await openai.responses.create({ model: MODEL, input: 'Rain?', tools: [weather], tool_choice: 'required', parallel_tool_calls: false });
  const made = first.output.find((item) => item.type === 'function_call');
  assert.deepEqual([made.call_id, made.name, made.arguments, made.status], ['call_1', 'weather', '{"place":"Oslo"}', 'completed']);
  const { body } = upstream.last;
  assert.deepEqual(body.tools, [{ type: 'function', function: { name: 'weather', description: 'of a place', parameters: weather.parameters, strict: true } }]);
  assert.deepEqual([body.tool_choice, body.parallel_tool_calls], ['required', false]);

  upstream.next(words());
  const second = await openai.responses.create({ model: MODEL, tools: [weather],
    input: [{ role: 'user', content: 'Rain?' }, made, { type: 'function_call_output', call_id: 'call_1', output: 'wet' }] });
  assert.equal(second.output_text, 'Good day.');
  assert.deepEqual(upstream.last.body.messages.slice(1), [
    { role: 'assistant', content: '', tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"place":"Oslo"}' } }] },
    { role: 'tool', tool_call_id: 'call_1', content: 'wet' }]);
});

test('streamed thoughts, words and calls come as items of their own, in order', async () => {
  upstream.next(words({ reasoning: 'Hm.', text: 'Let me look.', deltas: pieces, finish: 'tool_calls' }));
  const stream = await openai.responses.create({ model: MODEL, input: 'Rain?', tools: [weather], stream: true });
  const events = [];
  for await (const event of stream) events.push(event);
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, index) => index));
  const added = events.filter((event) => event.type === 'response.output_item.added');
  assert.deepEqual(added.map((event) => event.item.type), ['reasoning', 'message', 'function_call']);
  const types = events.map((event) => event.type);
  for (const type of ['response.reasoning_text.delta', 'response.reasoning_text.done', 'response.output_text.done',
    'response.function_call_arguments.delta', 'response.function_call_arguments.done', 'response.completed']) {
    assert.ok(types.includes(type), type);
  }
  const last = events.at(-1).response;
  assert.deepEqual(last.output.map((item) => item.status), ['completed', 'completed', 'completed']);
  assert.equal(last.output[0].content[0].text, 'Hm.');
  assert.equal(last.output[2].arguments, '{"place":"Oslo"}');
});

test('a schema for the words reaches the model as its response_format', async () => {
  upstream.next(words({ text: '{"a":1}' }));
  const schema = { type: 'object', properties: { a: { type: 'number' } } };
  await openai.responses.create({ model: MODEL, input: 'x', text: { format: { type: 'json_schema', name: 'answer', schema, strict: true } } });
  assert.deepEqual(upstream.last.body.response_format, { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } });
});

test('what a model thought goes back with its turn', async () => {
  upstream.next(words());
  await easel.fetch('/responses', { body: { model: MODEL, input: [{ role: 'user', content: 'a' },
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'c2VjcmV0' }, { role: 'assistant', content: 'b' }, { role: 'user', content: 'c' }] } });
  assert.deepEqual(upstream.last.body.messages[1], { role: 'assistant', content: 'b',
    reasoning_details: [{ type: 'reasoning.encrypted', data: 'c2VjcmV0' }] });
});

test("OpenRouter's SDK accepts an answer with thoughts and a call", async () => {
  upstream.next(words({ reasoning: 'Hm.', finish: 'tool_calls', message: { tool_calls: [call] } }));
  const sdk = new OpenRouter({ apiKey: easel.key, serverURL: easel.base, retryConfig: { strategy: 'none' } });
  const answer = await sdk.responses.send({ responsesRequest: { model: MODEL, input: 'Rain?', tools: [weather] } });
  assert.deepEqual(answer.output.map((item) => item.type), ['reasoning', 'message', 'function_call']);
});

test('a tool that nobody here runs is a 400 that names it', async () => {
  const answer = await easel.fetch('/responses', { body: { model: MODEL, input: 'x', tools: [{ type: 'file_search', vector_store_ids: [] }] } });
  assert.equal(answer.status, 400);
  assert.match((await answer.json()).error.message, /tools\[0\]\.type/);
});
