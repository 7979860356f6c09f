// Moderation by an endpoint of the operator's: what is asked, before it costs anything; what was made,
// before anybody gets it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { behind, Easel, eventually, relay, run, tempFolder, urlsOf } from './harness.mjs';
import { MODERATION_ENV, ModerationStandIn, moderatedBy } from './standins/moderation.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

let upstream, judge;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  judge = await ModerationStandIn.start();
});
after(async () => {
  await upstream.stop();
  await judge.stop();
});

async function moderated(extra, work) {
  upstream.reset();
  judge.reset();
  judge.pictures = false;
  const options = behind(upstream, moderatedBy(judge, extra));
  const easel = await Easel.start({ ...options, env: { ...options.env, ...MODERATION_ENV } });
  try {
    await work(easel);
  } finally {
    await easel.stop();
  }
}

const asking = (content, more = {}) => relay({ messages: [{ role: 'user', content }], ...more });
const ask = async (easel, body, options = {}) => {
  const answer = await easel.fetch('/chat/completions', { body, ...options });
  return { status: answer.status, body: await answer.json(), id: answer.headers.get('x-generation-id') };
};
const losses = async (easel) => {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(`${easel.data}/easel.db`, { readOnly: true });
  const rows = database.prepare('SELECT amount, certain, reason FROM operator_losses').all();
  database.close();
  return rows.map((row) => ({ ...row }));
};

test("what is asked and flagged is a 403 in OpenRouter's shape; nothing is held, sent or charged", async () => {
  await moderated('model = "omni-moderation-latest"\n', async (easel) => {
    const long = `${'A calm lake. '.repeat(20)}Then violence. ${'And a boat. '.repeat(20)}`;
    const { status, body } = await ask(easel, asking(long));
    assert.equal(status, 403);
    assert.equal(body.error.code, 403);
    const { reasons, flagged_input: shown, provider_name: provider, model_slug: model } = body.error.metadata;
    assert.deepEqual([reasons, provider, model], [['violence'], 'OpenRouter', 'google/gemini-2.5-flash-image']);
    assert.ok(shown.length <= 100 && shown.startsWith('A calm lake.') && shown.includes('...'), shown);
    assert.equal(upstream.requests.length, 0);
    assert.deepEqual(await easel.listed(), { spent: 0, held: 0, limit: 'none', state: 'good' });
    assert.equal(judge.last.body.model, 'omni-moderation-latest');
    const passed = await ask(easel, asking('A calm lake.'));
    assert.equal(passed.status, 200);
    assert.equal(typeof (await easel.generation(passed.id)).moderation_latency, 'number');
    const image = await easel.fetch('/images', { body: { model: 'easel/painter-1', prompt: 'violence', size: '128x96' } });
    assert.equal(image.status, 403, 'at every door, whoever would answer');
  });
});

test('a long text is judged to its end', async () => {
  await moderated('', async (easel) => {
    const { status } = await ask(easel, asking(`${'a lake and a böat, '.repeat(30_000)} violence`));
    assert.equal(status, 403);
    assert.ok(judge.last.body.input.length > 10);
  });
});

test('pictures of a request are judged where the endpoint can look at them, and shown small', async () => {
  await moderated('pictures = true\n', async (easel) => {
    const picture = `data:image/png;base64,${noisePng(2000, 100).toString('base64')}`;
    const content = [{ type: 'text', text: 'the same in blue' }, { type: 'image_url', image_url: { url: picture } }];
    assert.equal((await ask(easel, asking(content))).status, 200);
    assert.deepEqual(judge.shown.map((one) => one.trim()), ['the same in blue', 'picture']);
    const { url } = judge.last.body.input[0].image_url;
    assert.ok(url.startsWith('data:image/jpeg;base64,') && url.length < picture.length);
    judge.pictures = true;
    upstream.reset();
    const refused = await ask(easel, asking(content));
    assert.equal(refused.status, 403);
    assert.deepEqual(refused.body.error.metadata.reasons, ['violence/graphic']);
    assert.equal(upstream.requests.length, 0);
  });
});

test('what it does not answer about is refused, or passes where the operator wants it so', async () => {
  const broken = [{ error: { status: 401 } }, { verdict: { results: [] } }, { verdict: { results: [{ flagged: 'no' }] } }];
  await moderated('', async (easel) => {
    for (const behaviour of broken) {
      judge.next(behaviour);
      assert.equal((await ask(easel, asking('A lake.'))).status, 503);
    }
    judge.next({ error: { status: 500 } }, { error: { status: 429 } });
    assert.equal((await ask(easel, asking('A lake.'))).status, 200, 'the third try is answered');
    assert.equal(upstream.requests.length, 1);
  });
  await moderated('when_unreachable = "allow"\n', async (easel) => {
    for (const behaviour of broken) {
      judge.next(behaviour);
      assert.equal((await ask(easel, asking('A lake.'))).status, 200);
    }
    assert.match(easel.stderr, /not moderated/);
  });
});

test('a picture that was made and is flagged reaches nobody: not charged, and the operator\'s loss', async () => {
  await moderated('before = false\nafter = true\npictures = true\n', async (easel) => {
    judge.pictures = true;
    for (const stream of [false, true]) {
      upstream.next({ pictures: [noisePng(64, 48), noisePng(48, 64)], text: 'Here.', usage: { cost: 0.04 } });
      const answer = await easel.fetch('/chat/completions', { body: asking('A lake.', { stream }) });
      const text = await answer.text();
      assert.equal(answer.status, 403);
      const { error } = JSON.parse(text);
      assert.deepEqual(error.metadata.reasons, ['violence/graphic']);
      const record = await easel.generation(answer.headers.get('x-generation-id'));
      assert.deepEqual([record.state, record.total_cost, record.easel.pictures], ['failed', 0, []]);
      assert.equal(typeof record.moderation_latency, 'number');
    }
    assert.equal(judge.requests.length, 2, 'after the first that is flagged none is looked at');
    assert.deepEqual(await losses(easel), Array(2).fill({ amount: 40_000_000, certain: 1, reason: 'content_policy' }));
    assert.equal((await easel.account()).usage, 0);
    judge.pictures = false;
    upstream.next({ usage: { cost: 0.04 } });
    const passed = await ask(easel, asking('A lake.'));
    assert.equal(passed.status, 200);
    assert.equal(urlsOf(passed.body).length, 1);
    assert.equal((await easel.account()).usage, 0.04);
  });
});

test('a picture that nobody had judged when the server was killed is not kept by the next start', async () => {
  upstream.reset();
  judge.reset();
  const base = behind(upstream, moderatedBy(judge, 'before = false\nafter = true\npictures = true\n'));
  const options = { ...base, env: { ...base.env, ...MODERATION_ENV } };
  const first = await Easel.start(options);
  upstream.next({ pictures: [noisePng(64, 48)] });
  judge.next({ silent: true });
  const asked = first.fetch('/chat/completions', { body: asking('A lake.', { stream: true }) }).catch(() => undefined);
  await eventually(() => judge.requests.length === 1);
  const { data: [{ id }] } = await (await first.fetch('/generations')).json();
  await first.stop('SIGKILL');
  await asked;
  const second = await Easel.start({ ...options, data: first.data, key: first.key });
  const record = await second.generation(id);
  assert.deepEqual([record.state, record.total_cost, record.easel.pictures], ['interrupted', 0, []]);
  assert.deepEqual((await losses(second)).map(({ certain }) => certain), [0]);
  await second.stop();
});

test('words are told when all of them were judged, and a picture that had passed goes with them', async () => {
  await moderated('before = false\nafter = true\npictures = true\n', async (easel) => {
    upstream.next({ text: 'Some violence.', usage: { cost: 0.04 } });
    const refused = await easel.fetch('/chat/completions', { body: asking('A lake.', { stream: true }) });
    const said = await refused.text();
    assert.equal(refused.status, 403);
    assert.ok(!said.includes('Some'));
    assert.deepEqual((await easel.generation(refused.headers.get('x-generation-id'))).easel.pictures, []);
    upstream.next({ text: 'Some peace.' });
    const { status, text, done, order } = await easel.stream(asking('A lake.'));
    assert.equal(status, 200);
    assert.ok(text.includes('Some peace.') && done && order.includes('image'));
  });
});

test('zero data retention and an endpoint of which nobody knows what it keeps do not go together', async () => {
  upstream.reset();
  const options = behind(upstream, '[moderation]\nurl = "https://moderation.example/v1/moderations"\n');
  const easel = await Easel.start(options);
  const refused = await ask(easel, asking('A lake.', { provider: { zdr: true } }));
  assert.equal(refused.status, 404);
  assert.match(refused.body.error.message, /moderation/);
  await easel.stop();
});

test('a credential that is not in the environment stops the start with a clear line', async () => {
  const data = tempFolder();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${data}/easel.toml`, moderatedBy(judge));
  const { code, stderr } = await run(['serve', '--listen', '127.0.0.1:0', '--data', data]);
  assert.notEqual(code, 0);
  assert.match(stderr, /moderation\.api_key_env names MODERATION_KEY, which is not set/);
});
