// sd-server as a child of Easel: started when it is needed, watched, unloaded, and never left behind. The
// engine is a program of the tests; SD_SERVER_BIN and SD_SERVER_MODELS name a real one and its folder.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Easel, eventually, run, tempFolder, urlsOf } from './harness.mjs';
import { readPng } from './standins/pictures.mjs';

const fake = path.join(import.meta.dirname, 'standins', 'fake_sd_server.mjs');

// A file whose head says that it is a model that draws.
function model(folder, name, tensor = 'model.diffusion_model.input_blocks.0.0.weight') {
  const header = Buffer.from(JSON.stringify({ [tensor]: { dtype: 'F16', shape: [1], data_offsets: [0, 2] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path.join(folder, name), Buffer.concat([length, header, Buffer.alloc(2)]));
}
const models = tempFolder();
model(models, 'tiny.safetensors');
model(models, 'other.safetensors');
model(models, 'vae.safetensors', 'decoder.conv_in.weight');
writeFileSync(path.join(models, 'lies.safetensors'), Buffer.alloc(64, 0xff));

const config = (more = '', command = fake) =>
  `[engines.sd]\ncommand = "${command}"\nmodels = "${models}"\n${more}`;
const start = (more) => Easel.start({ config: config(more) });
const wish = (fields) => ({ model: 'local/tiny.safetensors', messages: [{ role: 'user', content: 'a fox' }],
  modalities: ['image'], image_config: { size: '128x96' }, ...fields });
const saying = (content) => ({ messages: [{ role: 'user', content }] });
async function ask(easel, fields, options) {
  const answer = await easel.fetch('/chat/completions', { body: wish(fields), ...options });
  return { status: answer.status, body: await answer.json() };
}

const words = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
};
/** The processes that this Easel runs: { pid, words }. */
function children(parent) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1] === String(parent);
    } catch {
      return false;
    }
  }).map((pid) => ({ pid: Number(pid), words: words(pid) }));
}
const lives = (pid) => words(pid).length > 1;

let easel;
before(async () => { easel = await start(); });
after(() => easel.stop());

test('the files that draw are models, and nothing runs before one is asked for', async () => {
  const { data } = await (await easel.fetch('/models?output_modalities=image')).json();
  const local = data.map(({ id }) => id).filter((id) => id.startsWith('local/')).sort();
  assert.deepEqual(local, ['local/other.safetensors', 'local/tiny.safetensors']);
  assert.deepEqual(children(easel.pid), []);
});

test('a request starts the engine with its model on a loopback port, and gets exactly its pixels', async () => {
  const { status, body } = await ask(easel, { seed: 7 });
  assert.equal(status, 200, JSON.stringify(body));
  const [{ width, height }] = urlsOf(body).map(readPng);
  assert.deepEqual([width, height], [128, 96]);
  assert.equal(body.usage.cost, 0);
  const [child] = children(easel.pid);
  const argument = (name) => child.words[child.words.indexOf(name) + 1];
  assert.equal(argument('-m'), path.join(models, 'tiny.safetensors'));
  assert.equal(argument('--listen-ip'), '127.0.0.1');
  const again = await ask(easel);
  assert.equal(again.status, 200);
  assert.equal(children(easel.pid)[0].pid, child.pid);
});

test('the bar that it prints is the progress of the running request', async () => {
  const answer = await easel.fetch('/chat/completions', { body: wish({ ...saying('a slow fox'), stream: true }), headers: { Prefer: 'respond-async' } });
  const { id } = await answer.json();
  const seen = new Set();
  await eventually(async () => {
    const job = await (await easel.fetch(`/jobs/${id}`)).json();
    seen.add(job.progress);
    return !['queued', 'in_progress'].includes(job.status);
  }, 30_000);
  assert.ok([...seen].some((fraction) => fraction === 0.25 || fraction === 0.5 || fraction === 0.75), [...seen].join());
});

test('a file that comes into the folder while Easel runs is a model within seconds', async () => {
  model(models, 'late.safetensors', 'double_blocks.0.img_attn.qkv.weight');
  const { status } = await eventually(async () => {
    const answer = await ask(easel, { model: 'local/late.safetensors' });
    return answer.status !== 400 && answer.status !== 404 && answer;
  });
  assert.equal(status, 200);
});

test('another model takes the place of the one that is loaded', async () => {
  const { status, body } = await ask(easel, { model: 'local/other.safetensors' });
  assert.equal(status, 200, JSON.stringify(body));
  const running = children(easel.pid);
  assert.equal(running.length, 1);
  assert.ok(running[0].words.includes(path.join(models, 'other.safetensors')));
});

test('requests for one engine wait for each other, and all are served', async () => {
  const answers = await Promise.all([ask(easel), ask(easel, { model: 'local/other.safetensors' }), ask(easel)]);
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
});

test('a crash is an error that says what the engine said last, and the next request gets a new one', async () => {
  const crashed = await ask(easel, saying('a crash'));
  assert.ok(crashed.status >= 500, JSON.stringify(crashed.body));
  assert.match(crashed.body.error.message, /The engine sd ended by signal 6; the last it said: ggml_cuda: illegal memory access/);
  const { status, body } = await ask(easel);
  assert.equal(status, 200, JSON.stringify(body));
});

test('one that nobody waits for any more is stopped, and the next request is served', async () => {
  const leaving = new AbortController();
  const answer = easel.fetch('/chat/completions', { body: wish(saying('a slow fox')), signal: leaving.signal }).catch(() => 'left');
  await eventually(() => children(easel.pid).length === 1);
  await sleep(700);
  const [{ pid }] = children(easel.pid);
  leaving.abort();
  assert.equal(await answer, 'left');
  await eventually(() => !lives(pid));
  assert.equal((await ask(easel)).status, 200);
});

test('an engine that ends before it answers is an error with its own words, and is given a rest', async () => {
  const broken = await start('extra = ["--crash-at-start"]\n');
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push(await ask(broken));
  assert.ok(answers.every(({ status }) => status >= 500), JSON.stringify(answers.at(-1).body));
  assert.match(answers[0].body.error.message, /ended with exit code 3; the last it said: error: out of memory, need 12 GB/);
  assert.match(answers.at(-1).body.error.message, /The engine sd ended \d times and is given a rest/);
  await broken.stop();
});

test('it is unloaded when nobody asked for it for a while', async () => {
  const idle = await start('idle_minutes = 0.01\n');
  assert.equal((await ask(idle)).status, 200);
  await eventually(() => children(idle.pid).length === 0);
  assert.equal((await ask(idle)).status, 200);
  await idle.stop();
});

test('its arguments are the operator\'s, and {model} stands for the file', async () => {
  const own = await start('extra = ["--threads", "2", "--model={model}"]\n');
  assert.equal((await ask(own)).status, 200);
  const [child] = children(own.pid);
  assert.ok(child.words.includes(`--model=${path.join(models, 'tiny.safetensors')}`));
  assert.ok(!child.words.includes('-m'));
  await own.stop();
});

test('it dies with Easel, also when that is killed with signal 9', async () => {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const doomed = await start();
    assert.equal((await ask(doomed)).status, 200);
    const [{ pid }] = children(doomed.pid);
    await doomed.stop(signal);
    await eventually(() => !lives(pid), 1000);
  }
});

test('it gets no key of a provider', async () => {
  const keyed = await Easel.start({ config: config(), env: { OPENAI_API_KEY: 'top-secret' } });
  assert.equal((await ask(keyed)).status, 200);
  const [{ pid }] = children(keyed.pid);
  assert.ok(!readFileSync(`/proc/${pid}/environ`, 'utf8').includes('top-secret'));
  await keyed.stop();
});

for (const [what, text, says] of [
  ['a command that is not there', config('', '/no/such/sd-server'), /\[engines\.sd\] command \/no\/such\/sd-server cannot be run: No such file or directory/],
  ['a folder that is not there', config().replace(models, '/no/such/models'), /\[engines\.sd\] .*\/no\/such\/models/],
  ['no command at all', `[engines.sd]\nmodels = "${models}"\n`, /\[engines\.sd\] needs command/],
  ['a name that is taken', config().replace('engines.sd', 'engines.openai'), /\[engines\.openai\] has the name of a provider/],
  ['a slip of the pen', config('idle_minute = 3\n'), /there is no setting "engines\.sd\.idle_minute"/],
]) {
  test(`${what} is one line that names it, and nothing starts`, async () => {
    const data = tempFolder();
    writeFileSync(path.join(data, 'easel.toml'), text);
    const refused = await run(['serve', '--listen', '127.0.0.1:0', '--data', data]);
    assert.equal(refused.code, 2, refused.stderr);
    assert.match(refused.stderr, says);
  });
}

const real = process.env.SD_SERVER_BIN && process.env.SD_SERVER_MODELS;
test('a real sd-server draws', { skip: real ? false : 'SD_SERVER_BIN and SD_SERVER_MODELS are not set' }, async () => {
  const live = await Easel.start({ config: `[engines.sd]\ncommand = "${process.env.SD_SERVER_BIN}"\nmodels = "${process.env.SD_SERVER_MODELS}"\n` });
  const { data } = await (await live.fetch('/models?output_modalities=image')).json();
  const { id } = data.find((entry) => entry.id.startsWith('local/'));
  const { status, body } = await ask(live, { model: id, image_config: { size: '64x64', steps: 1 } });
  assert.equal(status, 200, JSON.stringify(body));
  await live.stop();
});
