// Files: pictures that a key keeps here and names in its requests. With OpenRouter's own SDK.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { behind, createKey, Easel, run } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const MODEL = 'google/gemini-2.5-flash-image';
let upstream, easel, other;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream, '[media]\nmax_picture_mb = 1'));
  other = await createKey(easel.data, 'other', '--limit', 'none');
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const sdk = (key = easel.key) => new OpenRouter({ apiKey: key, serverURL: easel.base, retryConfig: { strategy: 'none' } });
const upload = (bytes, fileName = 'lake.png', key = easel.key) => sdk(key).files.upload({ requestBody: { file: { fileName, content: bytes } } });
const form = (bytes, name = 'x.png', field = 'file') => {
  const made = new FormData();
  made.append(field, new Blob([bytes]), name);
  return made;
};
const send = (body, key = easel.key) => fetch(`${easel.base}/files`, { method: 'POST', body, headers: { Authorization: `Bearer ${key}` } });
const listed = async (key) => {
  const found = [];
  for await (const page of await sdk(key).files.list({ limit: 2 })) found.push(...page.result.data.map((file) => file.id));
  return found;
};
const kept = () => {
  const folder = path.join(easel.data, 'media', 'pictures');
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.png')).length : 0;
};

test("OpenRouter's SDK keeps a picture, finds, lists, reads and deletes it", async () => {
  const bytes = noisePng(40, 30, 1);
  const before = kept();
  const made = await upload(bytes, 'C:\\summer/lake \u00fc.png');
  assert.equal(made.shape, 'openrouter');
  assert.equal(made.filename, 'lake \u00fc.png');
  assert.equal(made.mimeType, 'image/png');
  assert.equal(made.sizeBytes, bytes.length);
  assert.deepEqual(await sdk().files.retrieve({ fileId: made.id }), made);
  assert.ok((await listed()).includes(made.id));
  const content = await new Response(await sdk().files.download({ fileId: made.id })).bytes();
  assert.deepEqual(Buffer.from(content), bytes);
  assert.equal(kept(), before + 1);
  assert.deepEqual(await sdk().files.delete({ fileId: made.id }), { shape: 'openrouter', id: made.id, type: 'file_deleted' });
  assert.equal(kept(), before);
  await assert.rejects(sdk().files.retrieve({ fileId: made.id }), { statusCode: 404 });
  assert.equal((await listed()).includes(made.id), false);
});

test('pages follow each other, by cursor and by id', async () => {
  const key = await createKey(easel.data, 'pages', '--limit', 'none');
  const ids = [];
  for (let at = 0; at < 5; at++) ids.push((await upload(noisePng(20, 20, 2 + at), `${at}.png`, key)).id);
  assert.deepEqual(await listed(key), ids);
  const { result } = await sdk(key).files.list({ limit: 3, afterId: ids[0] });
  assert.deepEqual([result.firstId, result.lastId, result.hasMore], [ids[1], ids[3], true]);
  for (const query of ['limit=0', 'order=desc', `before_id=${ids[1]}`, 'provider=openai']) {
    assert.equal((await easel.fetch(`/files?${query}`, { key })).status, 400, query);
  }
  assert.equal((await easel.fetch('/files?workspace_id=another', { key })).status, 403);
});

test("another key's file is not found by anything", async () => {
  const { id } = await upload(noisePng(20, 20, 9));
  for (const [method, where] of [['GET', ''], ['DELETE', ''], ['GET', '/content']]) {
    const answer = await easel.fetch(`/files/${id}${where}`, { method, key: other });
    assert.equal(answer.status, 404, `${method} ${where}`);
    assert.equal((await answer.json()).error.code, 404);
  }
  assert.deepEqual(await listed(other), []);
  assert.equal((await easel.fetch(`/files/${id}`, { key: '' })).status, 401);
  assert.equal((await easel.fetch(`/files/${id}`)).status, 200);
});

test('the content comes with its own type, to be saved, whole or in part, and once', async () => {
  const bytes = noisePng(40, 30, 10);
  const { id } = await upload(bytes);
  const whole = await easel.fetch(`/files/${id}/content`);
  assert.deepEqual(Buffer.from(await whole.arrayBuffer()), bytes);
  const header = (name) => whole.headers.get(name);
  assert.equal(header('content-type'), 'image/png');
  assert.equal(header('x-content-type-options'), 'nosniff');
  assert.match(header('content-security-policy'), /sandbox/);
  assert.match(header('content-disposition'), /^attachment; filename="easel-[0-9a-f]{12}\.png"$/);
  const untyped = await easel.fetch(`/files/${id}/content`, { headers: { Accept: 'application/octet-stream' } });
  assert.equal(untyped.headers.get('content-type'), 'application/octet-stream');
  const part = await easel.fetch(`/files/${id}/content`, { headers: { Range: 'bytes=2-5' } });
  assert.equal(part.status, 206);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(2, 6));
  const again = await easel.fetch(`/files/${id}/content`, { headers: { 'If-None-Match': header('etag') } });
  assert.equal(again.status, 304);
});

test('what is no picture, too large, or no form is refused in words and leaves nothing', async () => {
  const before = kept();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>';
  for (const [body, status, said] of [[form('words'), 400, /no whole picture/], [form(''), 400, /no whole picture/], [form(svg), 400, /no whole picture/],
    [form(noisePng(20, 20).subarray(0, 200)), 400, /no whole picture/], [form(noisePng(20, 20), 'x.png', 'picture'), 400, /no part called file/],
    ['{}', 400, /multipart/], [form(noisePng(800, 700)), 413, /larger than 1 MB/]]) {
    const answer = await send(body);
    const { error } = await answer.json();
    assert.equal(answer.status, status, error.message);
    assert.equal(error.code, status);
    assert.match(error.message, said);
  }
  assert.equal(kept(), before);
  assert.deepEqual(readdirSync(path.join(easel.data, 'media', 'parts')), []);
});

test('a key with zero data retention keeps nothing', async () => {
  const key = await createKey(easel.data, 'quiet', '--limit', 'none', '--zdr', 'true');
  const answer = await send(form(noisePng(20, 20)), key);
  assert.equal(answer.status, 403);
  assert.match((await answer.json()).error.message, /zero data retention/);
});

test('every door takes a picture by its file_id, and only from its own key', async () => {
  const bytes = noisePng(40, 30, 11);
  const { id } = await upload(bytes);
  const text = { type: 'text', text: 'bluer' };
  const image_config = { size: '128x96' };
  const doors = {
    '/responses': { input: [{ role: 'user', content: [{ type: 'input_text', text: 'bluer' }, { type: 'input_image', detail: 'auto', file_id: id }] }] },
    '/chat/completions': { messages: [{ role: 'user', content: [text, { type: 'file', file: { file_id: id } }] }] },
    '/messages': { max_tokens: 9, messages: [{ role: 'user', content: [text, { type: 'image', source: { type: 'file', file_id: id } }] }] },
    '/images': { prompt: 'bluer', input_references: [{ type: 'image_url', image_url: { url: `/api/v1/files/${id}/content` } }] },
  };
  for (const [door, fields] of Object.entries(doors)) {
    const body = { model: MODEL, modalities: ['image', 'text'], image_config, ...fields };
    if (door === '/images') ['modalities', 'image_config'].forEach((name) => delete body[name]);
    upstream.next({ pictures: [noisePng(64, 48)] });
    const answer = await easel.fetch(door, { body });
    assert.equal(answer.status, 200, `${door}: ${await answer.clone().text()}`);
    await answer.arrayBuffer();
    assert.ok(JSON.stringify(upstream.last.body).includes(bytes.toString('base64')), door);
    const count = upstream.requests.length;
    const refused = await easel.fetch(door, { body, key: other });
    assert.equal(refused.status, 400, door);
    assert.match(JSON.stringify(await refused.json()), /no such file, or it is another key's/);
    assert.equal(upstream.requests.length, count);
  }
});

test('files survive a restart, and are exported and forgotten with their key', async () => {
  const key = await createKey(easel.data, 'ada', '--limit', 'none');
  const { id } = await upload(noisePng(40, 30, 12), 'ada.png', key);
  await easel.stop('SIGKILL');
  easel = await Easel.start({ ...behind(upstream), data: easel.data, key: easel.key });
  assert.deepEqual(await listed(key), [id]);
  assert.equal((await easel.fetch(`/files/${id}/content`, { key })).status, 200);
  const before = kept();
  const zip = path.join(easel.data, 'ada.zip');
  const exported = await run(['export', '--data', easel.data, '--key', 'ada', '-o', zip]);
  assert.match(exported.stdout, /0 generations, 1 pictures/, exported.stderr);
  assert.equal((await run(['forget', '--data', easel.data, '--key', 'ada'])).code, 0);
  assert.deepEqual(await listed(key), []);
  assert.equal(kept(), before - 1);
});
