// What is kept, for how long, and what never reaches the disk.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { behind, createKey, Easel, eventually, relay, run, tempFolder, urlsOf } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const exec = promisify(execFile);
const PROMPT = 'zanzibar-quokka-4711 on a unicycle';
let upstream;
before(async () => { upstream = await OpenRouterStandIn.start(); });
after(() => upstream.stop());

// Every write of the process that does not go to a socket, as hexadecimal bytes.
const STRACE = ['-D', '-f', '-q', '-xx', '-yy', '-s', '1000000', '-e', 'trace=write,pwrite64,writev,pwritev,pwritev2,sendfile,splice,mmap'];
function written(file) {
  const found = [];
  for (const line of readFileSync(file, 'latin1').split('\n')) {
    const call = /(p?writev?2?|pwrite64|sendfile|splice)\(\d+<([^>]*)>/.exec(line);
    if (call && !/^(TCP|UDP|UNIX|socket|anon_inode)/.test(decode(call[2]))) found.push(line);
    assert.ok(!/mmap\(.*PROT_WRITE, MAP_SHARED, \d+<.*(media|\.part)/.test(line), line);
  }
  return found.join('\n');
}
const decode = (text) => text.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
const hex = (bytes) => [...Buffer.from(bytes)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

// Needles of a picture: bytes from its middle, and their base64 at each of the three alignments.
function needles(png) {
  const middle = png.subarray(png.length >> 1, (png.length >> 1) + 48);
  const base64 = [0, 1, 2].map((skip) => middle.subarray(skip, skip + 30).toString('base64'));
  return { bytes: middle.subarray(4, 28), ...Object.fromEntries(base64.map((text, at) => [`base64 ${at}`, text])) };
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name)).filter((name) => statSync(name).isFile());
}

async function traced(work) {
  const folder = tempFolder();
  const trace = path.join(folder, 'trace');
  const easel = await Easel.start({ ...behind(upstream, 'zdr = true\n'), under: ['strace', '-o', trace, ...STRACE] });
  await work(easel);
  await easel.stop();
  await eventually(() => readFileSync(trace, 'latin1').includes(`${easel.pid} +++ exited`) || readFileSync(trace, 'latin1').trimEnd().endsWith('+++ exited with 0 +++'));
  const writes = written(trace);
  assert.ok(writes.length > 1000, 'strace saw the database being written');
  return (needle) => writes.includes(hex(needle)) || filesUnder(easel.data).some((file) => readFileSync(file).includes(Buffer.from(needle)));
}

const one = noisePng(200, 150);
const requests = async (easel, key, provider) => {
  upstream.next({ pictures: [one], text: `Here is ${PROMPT}.` }, { pictures: [one], text: `Here is ${PROMPT}.` },
    { error: { code: 500, message: `I cannot draw ${PROMPT}` } }, { raw: `no JSON but ${PROMPT}`, status: 200 });
  const body = { ...relay({ messages: [{ role: 'user', content: [{ type: 'text', text: PROMPT },
    { type: 'image_url', image_url: { url: `data:image/png;base64,${one.toString('base64')}` } }] }] }), ...(provider ? { provider } : {}) };
  const ask = (more = {}, headers = {}) => easel.fetch('/chat/completions', { key, body: { ...body, ...more }, headers });
  const whole = await (await ask({}, { 'Idempotency-Key': 'once' })).json();
  assert.ok(urlsOf(whole)[0].endsWith(one.toString('base64').slice(-40)), 'the picture came through');
  const stream = await (await ask({ stream: true })).text();
  assert.ok(stream.includes(one.toString('base64').slice(100, 200)));
  assert.ok((await ask()).status >= 400);
  assert.ok((await ask()).status >= 400);
  const drawn = await easel.fetch('/chat/completions', { key, body: { model: 'easel/painter-1', messages: [{ role: 'user', content: `a lake, ${PROMPT}` }],
    image_config: { size: '256x192' }, ...(provider ? { provider } : {}) } });
  const painted = Buffer.from(urlsOf(await drawn.json())[0].split(',')[1], 'base64');
  return painted;
};

for (const [name, flags, provider] of [['of the request', [], { zdr: true }], ['of the key', ['--zdr', 'true', '--logging', 'true'], undefined]]) {
  test(`with zero data retention ${name}, no byte of prompt or picture is written anywhere`, async () => {
    let painted;
    const wrote = await traced(async (easel) => {
      const key = await createKey(easel.data, 'silent', ...flags);
      painted = await requests(easel, key, provider);
      const list = await eventually(async () => {
        const { data } = await (await easel.fetch('/generations', { key })).json();
        return data.length === 5 && data.every((row) => row.state !== 'running') && data;
      });
      assert.ok(list.every((row) => row.easel.zdr && row.easel.pictures.length === 0));
      assert.ok(list.some((row) => row.total_cost > 0), 'what it cost is known all the same');
      for (const row of list) assert.equal((await easel.fetch(`/generation/content?id=${row.id}`, { key })).status, 404);
    });
    assert.ok(!wrote(PROMPT), 'the prompt');
    assert.ok(!wrote('quokka'), 'a word of it');
    for (const png of [one, painted]) for (const [what, needle] of Object.entries(needles(png))) assert.ok(!wrote(needle), what);
  });
}

test('without it the same trace finds the picture, so it would have been seen', async () => {
  const wrote = await traced(async (easel) => {
    await requests(easel, await createKey(easel.data, 'talker', '--logging', 'true'));
  });
  assert.ok(wrote(needles(one).bytes));
  assert.ok(wrote(PROMPT));
});

test('what must not be kept cannot be asked for later', async () => {
  const easel = await Easel.start(behind(upstream, 'zdr = true\n'));
  const refused = await easel.fetch('/chat/completions', { body: relay({ provider: { zdr: true } }), headers: { Prefer: 'respond-async' } });
  assert.equal(refused.status, 400);
  assert.match((await refused.json()).error.message, /zero data retention/);
  await easel.stop();
});

test('keys keep no prompt unless they log, data_collection "deny" keeps none then either, and pictures stay as long as the key says', async () => {
  const easel = await Easel.start(behind(upstream, 'data_collection = "deny"\n'));
  const logs = await createKey(easel.data, 'logs', '--logging', 'true', '--keep-hours', '0');
  const content = async (key, fields = {}) => {
    const { id } = await (await easel.fetch('/chat/completions', { key, body: relay(fields) })).json();
    const record = await eventually(async () => {
      const answer = await easel.fetch(`/generation?id=${id}`, { key });
      return answer.status === 200 && (await answer.json()).data;
    });
    const answer = await easel.fetch(`/generation/content?id=${id}`, { key });
    return { status: answer.status, body: await answer.json(), record };
  };
  const plain = await content(easel.key);
  assert.equal(plain.status, 404);
  const hours = (new Date(plain.record.easel.pictures[0].keep_until) - Date.now()) / 3.6e6;
  assert.ok(hours > 23 && hours < 24.1, `${hours}`);
  const logged = await content(logs);
  assert.equal(logged.body.data.input.messages[0].content[0].text, 'Generate a sunset over mountains');
  assert.equal(logged.record.easel.pictures[0].keep_until, null);
  assert.equal((await content(logs, { provider: { data_collection: 'deny' } })).status, 404);
  await easel.stop();
});

test('everything of a user leaves as one zip, and is forgotten with its pictures', async () => {
  const easel = await Easel.start(behind(upstream));
  const key = await createKey(easel.data, 'zip', '--logging', 'true');
  for (const user of ['ada', 'ada', 'bob']) await (await easel.fetch('/chat/completions', { key, body: relay({ user, messages: [{ role: 'user', content: `for ${user}` }] }) })).json();
  await eventually(async () => (await (await easel.fetch('/generations?user=ada', { key })).json()).data.every((row) => row.state === 'done'));
  const zip = path.join(tempFolder(), 'ada.zip');
  const made = await run(['export', '--data', easel.data, '--user', 'ada', '-o', zip]);
  assert.equal(made.code, 0, made.stderr);
  assert.equal(statSync(zip).mode & 0o777, 0o600);
  const list = JSON.parse((await exec('python3', ['-c', `import zipfile,sys; print(zipfile.ZipFile(sys.argv[1]).read("generations.json").decode())`, zip])).stdout);
  assert.deepEqual(list.map((row) => row.generation.external_user), ['ada', 'ada']);
  assert.ok(list[0].content.input.messages[0].content[0].text === 'for ada');
  const names = (await exec('python3', ['-c', `import zipfile,sys; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))`, zip])).stdout;
  assert.match(names, new RegExp(`pictures/${list[0].generation.easel.pictures[0].sha256}\\.png`));
  assert.equal((await run(['export', '--data', easel.data, '--user', 'ada', '-o', zip])).code, 1, 'a file that is there stays');
  assert.equal((await run(['export', '--data', easel.data, '-o', `${zip}2`])).code, 2);

  assert.match((await run(['forget', '--data', easel.data, '--user', 'ada'])).stdout, /Forgot 2/);
  assert.equal((await (await easel.fetch('/generations?user=ada', { key })).json()).data.length, 0);
  assert.equal((await (await easel.fetch('/generations?user=bob', { key })).json()).data.length, 1);
  await easel.stop();
});

test('a deleted generation is gone with its picture, and what it cost stays', async () => {
  const easel = await Easel.start(behind(upstream));
  upstream.next({ pictures: [noisePng(70, 50)] });
  const { id, easel: notes } = await (await easel.fetch('/chat/completions', { body: relay() })).json();
  await eventually(() => easel.generation(id));
  const { sha256 } = (await easel.generation(id)).easel.pictures[0];
  assert.equal((await easel.fetch(`/images/${sha256}`)).status, 200);
  assert.equal((await easel.fetch(`/generations/${id}`, { method: 'DELETE' })).status, 200);
  assert.equal((await easel.fetch(`/images/${sha256}`)).status, 404);
  assert.equal(await easel.generation(id), undefined);
  assert.ok(!filesUnder(path.join(easel.data, 'media')).some((file) => file.includes(sha256)));
  assert.ok((await easel.account()).usage > 0);
  assert.ok(notes);
  await easel.stop();
});

test('when as much is kept as may be, nothing that costs is begun, and nothing is deleted for it', async () => {
  const easel = await Easel.start(behind(upstream, '[media]\nmax_bytes = 60000\n'));
  upstream.next({ pictures: [noisePng(200, 150)] });
  const first = await (await easel.fetch('/chat/completions', { body: relay() })).json();
  await eventually(() => easel.generation(first.id));
  const refused = await eventually(async () => {
    const answer = await easel.fetch('/chat/completions', { body: relay() });
    return answer.status === 503 && answer;
  });
  assert.match((await refused.json()).error.message, /media\.max_bytes/);
  assert.equal((await easel.chat()).status, 200, 'the painter costs nothing');
  const { sha256 } = (await easel.generation(first.id)).easel.pictures[0];
  assert.equal((await easel.fetch(`/images/${sha256}`)).status, 200);
  await easel.fetch(`/generations/${first.id}`, { method: 'DELETE' });
  await eventually(async () => (await easel.fetch('/chat/completions', { body: relay() })).status === 200);
  await easel.stop();
});
