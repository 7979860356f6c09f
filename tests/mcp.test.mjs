// The door for agents, by the protocol's own client: over HTTP, and over standard input and output.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { behind, binary, createKey, Easel, eventually, PROMPT, run, UPSTREAM_MODEL } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { decodePng, hugePng, noisePng } from './standins/pictures.mjs';

const picture = noisePng(80, 60, 'for agents');
const small = { prompt: PROMPT, size: '128x96', seed: 5 };
let upstream;
let easel;
let client; // over HTTP
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  client = await overHttp();
});
beforeEach(() => upstream.reset());
after(async () => {
  await client.close();
  await easel.stop();
  await upstream.stop();
});

async function overHttp(key = easel.key) {
  const made = new Client({ name: 'tests', version: '1' });
  await made.connect(new StreamableHTTPClientTransport(new URL('/mcp', easel.origin),
    { requestInit: { headers: { Authorization: `Bearer ${key}` } } }));
  return made;
}

async function overStdio(...more) {
  const made = new Client({ name: 'tests', version: '1' });
  await made.connect(new StdioClientTransport({ command: binary,
    args: ['mcp', '--server', easel.origin, '--key', easel.key, ...more], stderr: 'inherit' }));
  return made;
}

const call = (name, args, options, by = client) => by.callTool({ name, arguments: args }, undefined, options);
const of = (result, type) => result.content.filter((content) => content.type === type);

function raw(body, { headers = {}, key = easel.key, ...rest } = {}) {
  return fetch(`${easel.origin}/mcp`, { method: 'POST', ...rest,
    headers: { 'Content-Type': 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body) });
}

test('the client learns who it speaks to and what there is to call', async () => {
  assert.equal(client.getServerVersion().name, 'easel');
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name),
    ['generate_image', 'edit_image', 'list_image_models', 'get_generation']);
  await client.ping();
});

test('a picture comes as content, as a link, in words and as structured content', async () => {
  const result = await call('generate_image', small);
  assert.ok(!result.isError, JSON.stringify(result.content));
  const [image] = of(result, 'image');
  assert.equal(image.mimeType, 'image/png');
  const bytes = Buffer.from(image.data, 'base64');
  assert.equal(decodePng(bytes).width, 128);
  const [link] = of(result, 'resource_link');
  assert.deepEqual(Buffer.from(await (await fetch(link.uri)).arrayBuffer()), bytes);
  assert.match(of(result, 'text')[0].text, /easel\/painter-1 made 1 picture for \$0/);
  const { id, model, cost, pictures, seed } = result.structuredContent;
  assert.equal(model, 'easel/painter-1');
  assert.equal(cost, 0);
  assert.equal(seed, 5);
  assert.equal(pictures[0].sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.equal((await easel.generation(id)).api_type, 'image');
});

test('a large picture is a link alone', async () => {
  const huge = hugePng('for agents');
  upstream.next({ pictures: [huge], usage: { cost: 0.04 } });
  const result = await call('generate_image', { prompt: PROMPT, model: UPSTREAM_MODEL });
  assert.equal(of(result, 'image').length, 0);
  const [link] = of(result, 'resource_link');
  assert.equal(link.size, huge.length);
  assert.equal(result.structuredContent.cost, 0.04);
});

test('progress is told while it draws', async () => {
  const told = [];
  const result = await call('generate_image', { ...small, size: '640x480', n: 3 },
    { onprogress: (progress) => told.push(progress) });
  assert.equal(of(result, 'image').length, 3);
  assert.ok(told.length > 1);
  assert.deepEqual(told.map((each) => each.progress), told.map((each) => each.progress).sort((a, b) => a - b));
  assert.equal(told[0].total, 1);
});

test('a picture is edited from an address, a data URL or base64', async () => {
  const base64 = picture.toString('base64');
  for (const image of [`data:image/png;base64,${base64}`, base64]) {
    upstream.next({ pictures: [picture] });
    const result = await call('edit_image', { prompt: 'bluer', images: [image], model: UPSTREAM_MODEL });
    assert.ok(!result.isError, JSON.stringify(result.content));
    const parts = upstream.last.body.messages[0].content;
    assert.equal(parts.find((part) => part.type === 'image_url').image_url.url, `data:image/png;base64,${base64}`);
  }
  const [{ uri }] = of(await call('generate_image', small), 'resource_link');
  upstream.next({ pictures: [picture] });
  const again = await call('edit_image', { prompt: 'bluer', images: [uri], model: UPSTREAM_MODEL });
  assert.ok(!again.isError, JSON.stringify(again.content));
  assert.match(upstream.last.raw, /data:image\/png;base64,/);
  const none = await call('edit_image', { prompt: 'bluer', images: [] });
  assert.ok(none.isError);
});

test('models are listed, and a generation is looked up by its own key', async () => {
  const { structuredContent: { models } } = await call('list_image_models', {});
  assert.ok(models.some((model) => model.id === 'easel/painter-1'));
  const made = await call('generate_image', small);
  const { id } = made.structuredContent;
  const found = await call('get_generation', { id });
  assert.equal(found.structuredContent.state, 'done');
  assert.equal((await fetch(found.structuredContent.pictures[0].url)).status, 200);
  const stranger = await overHttp(await createKey(easel.data, 'stranger'));
  assert.ok((await call('get_generation', { id }, undefined, stranger)).isError);
  await stranger.close();
});

test("what goes wrong is a tool error with this house's sentence", async () => {
  const sentence = async (args) => {
    const result = await call('generate_image', args);
    assert.ok(result.isError);
    return result.content[0].text;
  };
  assert.match(await sentence({ prompt: PROMPT, model: 'no/such' }), /no\/such/);
  assert.match(await sentence({ prompt: PROMPT, size: 'huge' }), /size/);
  assert.match(await sentence({ prompt: PROMPT, steps: 4 }), /steps/);
  upstream.next({ error: { code: 403, message: 'not this' } });
  assert.ok((await sentence({ prompt: PROMPT, model: UPSTREAM_MODEL })).length > 0);
  await assert.rejects(call('no_such_tool', {}), /no_such_tool/);
});

test("the key's limit is respected", async () => {
  const poor = await overHttp(await createKey(easel.data, 'poor', '--limit', '0.000001'));
  const result = await call('generate_image', { prompt: PROMPT, model: UPSTREAM_MODEL }, undefined, poor);
  assert.ok(result.isError);
  assert.match(result.content[0].text, /limit/);
  assert.equal(upstream.requests.length, 0);
  await poor.close();
});

test('drawing stops when the client goes', async () => {
  const gone = new AbortController();
  const asked = raw({ jsonrpc: '2.0', id: 1, method: 'tools/call',
    params: { name: 'generate_image', arguments: { prompt: PROMPT, size: '4K', n: 10 } } }, { signal: gone.signal });
  const running = async () => Number(/^easel_jobs_running (\d+)/m.exec(
    await (await fetch(`${easel.origin}/metrics`)).text())?.[1] ?? 0);
  await eventually(async () => await running() > 0);
  gone.abort();
  await assert.rejects(asked);
  await eventually(async () => await running() === 0);
});

test('the transport keeps its rules', async () => {
  const ping = { jsonrpc: '2.0', id: 'a', method: 'ping' };
  assert.deepEqual(await (await raw(ping)).json(), { jsonrpc: '2.0', id: 'a', result: {} });
  assert.equal((await raw(ping, { key: '' })).status, 401);
  assert.equal((await raw({ jsonrpc: '2.0', method: 'notifications/initialized' })).status, 202);
  assert.equal((await fetch(`${easel.origin}/mcp`)).status, 405);
  assert.equal((await raw(ping, { headers: { Origin: 'https://evil.example' } })).status, 403);
  assert.equal((await raw(ping, { headers: { Origin: easel.origin } })).status, 200);
  assert.equal((await raw(ping, { headers: { 'MCP-Protocol-Version': '1999-01-01' } })).status, 400);
  const code = async (body) => (await (await raw(body)).json()).error.code;
  assert.equal(await code('{'), -32700);
  assert.equal(await code([ping]), -32700);
  assert.equal(await code({ id: 1, method: 'ping' }), -32600);
  assert.equal(await code({ jsonrpc: '2.0', id: 1, method: 'resources/list' }), -32601);
  const agreed = async (protocolVersion) => (await (await raw({ jsonrpc: '2.0', id: 1, method: 'initialize',
    params: { protocolVersion, capabilities: {}, clientInfo: { name: 'x', version: '1' } } })).json()).result.protocolVersion;
  for (const version of ['2025-03-26', '2025-06-18', '2025-11-25']) assert.equal(await agreed(version), version);
  assert.equal(await agreed('2099-01-01'), '2025-11-25');
});

test('the same over standard input and output', async () => {
  const stdio = await overStdio();
  const { tools } = await stdio.listTools();
  assert.equal(tools.length, 4);
  const told = [];
  const result = await call('generate_image', small, { onprogress: (each) => told.push(each) }, stdio);
  const overTheWire = await call('generate_image', small);
  assert.equal(of(result, 'image')[0].data, of(overTheWire, 'image')[0].data);
  upstream.next({ pictures: [picture] });
  const edited = await call('edit_image', { prompt: 'bluer', model: UPSTREAM_MODEL,
    images: [noisePng(300, 300, 'long').toString('base64')] }, undefined, stdio);
  assert.ok(!edited.isError, JSON.stringify(edited.content));
  const both = await Promise.all([call('generate_image', small, undefined, stdio), call('list_image_models', {}, undefined, stdio)]);
  assert.ok(both.every((each) => !each.isError));
  await stdio.close();
});

test('standard input may end before the answers; what cannot be sent is an error with its id', async () => {
  const lines = ['{"jsonrpc":"2.0","id":1,"method":"ping"}', 'nonsense', '', '{"jsonrpc":"2.0","id":2,"method":"tools/list"}'];
  const args = ['mcp', '--server', easel.origin];
  const good = await run(args, { env: { EASEL_API_KEY: easel.key }, input: `${lines.join('\n')}\n` });
  assert.equal(good.code, 0, good.stderr);
  const said = good.stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(said.length, 3);
  assert.ok(said.find((message) => message.id === 2).result.tools);
  assert.equal(said.find((message) => message.id === null).error.code, -32700);
  const wrongKey = await run([...args, '--key', 'sk-wrong'], { input: `${lines[0]}\n` });
  assert.equal(JSON.parse(wrongKey.stdout).id, 1);
  assert.ok(JSON.parse(wrongKey.stdout).error.message);
  const nobody = await run(['mcp', '--server', 'http://127.0.0.1:9', '--key', 'k'], { input: `${lines[0]}\n` });
  assert.equal(JSON.parse(nobody.stdout).error.code, -32000);
  assert.equal((await run(args, { input: '' })).code, 2);
});
