// What a wrong request gets: a sentence that says what is wrong, never a 500, never a crash.
import { once } from 'node:events';
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';

import { createKey, Easel, paint, run } from './harness.mjs';

let easel;
before(async () => { easel = await Easel.start({ config: '[limits]\nper_minute = 5000\n' }); });
after(async () => {
  assert.equal((await fetch(`${easel.origin}/healthz`)).status, 200, 'it has survived all of this');
  await easel.stop();
});

/** The issues that a validation failure carries as JSON text in its message. */
async function issues(body) {
  const answer = await easel.fetch('/chat/completions', { body });
  const parsed = await answer.json();
  assert.equal(answer.status, 400, JSON.stringify(parsed));
  assert.equal(parsed.error.code, 400);
  assert.equal(typeof parsed.user_id, 'string');
  return JSON.parse(parsed.error.message);
}

test('no key, a wrong scheme and an unknown key are 401', async () => {
  for (const headers of [{}, { Authorization: 'Basic abc' }, { Authorization: 'Bearer ' },
    { Authorization: 'Bearer sk-easel-v1-unknown' }]) {
    const answer = await easel.fetch('/chat/completions', { key: '', headers, body: paint() });
    assert.equal(answer.status, 401, JSON.stringify(headers));
    const { error } = await answer.json();
    assert.equal(error.code, 401);
    assert.ok(error.message.length > 0);
  }
  assert.equal((await easel.fetch('/key', { key: '' })).status, 401);
});

const wrong = {
  'no messages': [{ model: 'easel/painter-1' }, ['messages']],
  'messages that are no list': [paint({ messages: 'hello' }), ['messages']],
  'an unknown role': [paint({ messages: [{ role: 'wizard', content: 'x' }] }), ['messages', 0, 'role']],
  'a ratio that is none': [paint({ image_config: { aspect_ratio: 'wide' } }), ['image_config', 'aspect_ratio']],
  'a size that is none': [paint({ image_config: { image_size: '3K' } }), ['image_config', 'image_size']],
  'a count of zero': [paint({ image_config: { n: 0 } }), ['image_config', 'n']],
  'a seed in words': [paint({ seed: 'lucky' }), ['seed']],
  'an unknown modality': [paint({ modalities: ['image', 'smell'] }), ['modalities']],
  'a stream that is no flag': [paint({ stream: 'yes' }), ['stream']],
};
for (const [what, [body, where]] of Object.entries(wrong)) {
  test(`${what} is a 400 that names ${where.join('.')}`, async () => {
    const found = await issues(body);
    assert.ok(found.length > 0);
    assert.deepEqual(found[0].path, where);
    assert.ok(found[0].message.length > 0);
  });
}

test('a ratio that is none is told what is accepted', async () => {
  const [issue] = await issues(paint({ image_config: { aspect_ratio: '17:3' } }));
  assert.match(JSON.stringify(issue), /16:9/);
});

test('a body that is no JSON is a 400', async () => {
  for (const body of ['', '{', '[1,2', 'hello', '{"model":"a","model"', '\u0000', '{"a":1}}',
    `${'['.repeat(10_000)}`]) {
    const answer = await easel.fetch('/chat/completions', { body });
    assert.equal(answer.status, 400, body.slice(0, 20));
    assert.equal((await answer.json()).error.code, 400);
  }
});

test('an unknown model is a 400 that names the three nearest image models', async () => {
  const answer = await easel.chat({ model: 'easel/paynter-1' });
  assert.equal(answer.status, 400);
  const { error } = answer.body;
  assert.match(error.message, /^easel\/paynter-1 is not a valid model ID/);
  assert.match(error.message, /easel\/painter-1/);
  assert.ok((error.message.match(/[\w-]+\/[\w.-]+/g) ?? []).length >= 4, error.message);
  assert.equal(error.availability.code, 'model_not_found');
  assert.deepEqual(error.availability.requested_models, ['easel/paynter-1']);
});

test('a model that is known but not connected is a 404 with the routing funnel', async () => {
  const answer = await easel.chat({ model: 'google/gemini-2.5-flash-image' });
  assert.equal(answer.status, 404);
  const { error } = answer.body;
  assert.ok(error.metadata.routing_funnel.every((step) =>
    typeof step.step === 'string' && Number.isInteger(step.endpoint_count)));
  assert.equal(typeof error.metadata.failed_routing_step, 'string');
  assert.match(error.message, /OPENROUTER_API_KEY/);
});

test('modalities that a model has not are a 404 with the funnel', async () => {
  const answer = await easel.chat({ modalities: ['audio'] });
  assert.equal(answer.status, 404);
  assert.match(answer.body.error.message, /output modalities: audio/);
  assert.equal(answer.body.error.metadata.failed_routing_step, 'Filter by Model Output Modalities');
});

test('a body that is too large is a 413, told from its length alone', async () => {
  const socket = net.connect(easel.port, '127.0.0.1');
  socket.write('POST /api/v1/chat/completions HTTP/1.1\r\nHost: easel\r\n' +
    `Authorization: Bearer ${easel.key}\r\nContent-Length: ${70 << 20}\r\n\r\n`);
  const [first] = await once(socket, 'data');
  socket.destroy();
  assert.match(first.toString(), /^HTTP\/1\.1 413 /);
});

test('an unknown path is a 404, a wrong method a 405 that names the right one', async () => {
  const nowhere = await easel.fetch('/nowhere');
  assert.equal(nowhere.status, 404);
  assert.equal((await nowhere.json()).error.code, 404);
  const wrongMethod = await easel.fetch('/chat/completions', { method: 'GET' });
  assert.equal(wrongMethod.status, 405);
  assert.match(wrongMethod.headers.get('allow'), /POST/);
});

test('a key whose limit is spent cannot hold more', async () => {
  const made = await run(['keys', 'create', '--data', easel.data, '--name', 'poor', '--limit', '0']);
  assert.equal(made.code, 0, made.stderr);
  const free = await easel.chat({}, { key: made.stdout.trim() });
  assert.equal(free.status, 200, JSON.stringify(free.body));
});

test('too many requests a minute are a 429 that says when to come back', async () => {
  const strict = await Easel.start({ config: '[limits]\nper_minute = 3\n' });
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push(await strict.chat());
  const refused = answers.filter((answer) => answer.status === 429);
  assert.ok(refused.length >= 2);
  assert.ok(Number(refused[0].headers.get('retry-after')) >= 1);
  assert.equal(refused[0].body.error.code, 429);
  await strict.stop();
});

function raw(text) {
  return new Promise((resolve) => {
    const socket = net.connect(easel.port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.on('data', (piece) => { answer += piece; });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });
}

test('a smuggler is refused', async () => {
  const host = 'Host: x\r\n';
  const bad = [
    `GET /healthz HTTP/1.1\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\n${host}${host}\r\n`,
    `POST /api/v1/chat/completions HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    `POST /api/v1/chat/completions HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\n${host}A: b\r\n c\r\n\r\n`,
    `GET /\xff HTTP/1.1\r\n${host}\r\n`,
    'NONSENSE\r\n\r\n',
    `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n`,
  ];
  for (const text of bad) {
    const answer = await raw(Buffer.from(text, 'latin1'));
    assert.match(answer, /^HTTP\/1\.1 4\d\d /, JSON.stringify(text.slice(0, 80)));
  }
});

test('random bytes as prompt, headers and query do no harm', async () => {
  const strange = ['', '\u0000', '😀'.repeat(500), '"}]}', '%00%ff', 'a'.repeat(200_000), '‮', '\ud800'];
  for (const prompt of strange) {
    const answer = await easel.chat({ prompt });
    assert.ok([200, 400].includes(answer.status), `${answer.status} for ${JSON.stringify(prompt.slice(0, 10))}`);
  }
  for (const query of ['?id=%', '?id=%zz&&&=', '?id=' + 'x'.repeat(5000), '?id=\'"<>']) {
    const answer = await easel.fetch(`/generation${query}`);
    assert.ok([400, 404].includes(answer.status), `${answer.status} for ${query.slice(0, 20)}`);
  }
  for (const query of ['?limit=-1', '?limit=abc', '?offset=99999999999999999999', '?limit=0']) {
    const answer = await easel.fetch(`/models${query}`);
    assert.ok([200, 400].includes(answer.status), `${answer.status} for ${query}`);
  }
});

test('keys of another name do not help a key that is revoked', async () => {
  const mine = await createKey(easel.data, 'mine');
  await createKey(easel.data, 'yours');
  assert.equal((await run(['keys', 'revoke', '--data', easel.data, 'mine'])).code, 0);
  const until = Date.now() + 1500;
  let status;
  do status = (await easel.fetch('/key', { key: mine })).status;
  while (status !== 401 && Date.now() < until);
  assert.equal(status, 401, 'a revoked key dies within about a second');
});
