// easel backup and restore: consistent while the server runs, whole or nothing.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { behind, Easel, eventually, relay, run, tempFolder } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

let upstream, easel, file;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  file = path.join(tempFolder(), 'house.zip');
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const restore = (to, from = file) => run(['restore', from, '--data', to]);

test('what was backed up while the server was at work is there again: keys, money and picture bytes', async () => {
  const drawn = await easel.chat();
  const bought = await (await easel.fetch('/chat/completions', { body: relay() })).json();
  await eventually(() => easel.generation(bought.id));
  let stop = false;
  const load = (async () => { while (!stop) await easel.chat({ image_config: { size: '64x64' } }); })();
  const made = await run(['backup', '-o', file, '--data', easel.data]);
  stop = true;
  await load;
  assert.equal(made.code, 0, made.stderr);
  assert.equal(statSync(file).mode & 0o777, 0o600);

  const data = path.join(tempFolder(), 'new');
  const restored = await restore(data);
  assert.equal(restored.code, 0, restored.stderr);
  const again = await Easel.start({ ...behind(upstream), data, key: easel.key });
  try {
    assert.equal((await again.account()).usage, bought.usage.cost);
    assert.equal((await again.generation(bought.id)).total_cost, bought.usage.cost);
    const { sha256 } = drawn.body.easel.pictures[0];
    const bytes = async (house) => Buffer.from(await (await house.fetch(`/images/${sha256}`)).arrayBuffer());
    assert.deepEqual(await bytes(again), await bytes(easel));
    assert.equal((await again.chat()).status, 200);
  } finally {
    await again.stop();
  }
});

test('it is restored into an empty folder alone, and never over what is there', async () => {
  const full = tempFolder();
  writeFileSync(path.join(full, 'mine.txt'), 'mine');
  const refused = await restore(full);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /not empty/);
  assert.equal(readFileSync(path.join(full, 'mine.txt'), 'utf8'), 'mine');
  const empty = path.join(tempFolder(), 'empty');
  mkdirSync(empty);
  assert.equal((await restore(empty)).code, 0);
  assert.notEqual((await run(['backup', '-o', file, '--data', easel.data])).code, 0, 'a file that is there is kept');
});

test('a backup that is cut or changed, or none at all, is refused and leaves nothing', async () => {
  const bytes = readFileSync(file);
  const broken = path.join(tempFolder(), 'broken.zip');
  const to = path.join(tempFolder(), 'to');
  for (const spoil of [() => truncateSync(broken, bytes.length - 100), () => writeFileSync(broken, 'no zip'), () => {
    const changed = Buffer.from(bytes);
    changed[bytes.length >> 1] ^= 0xff;
    writeFileSync(broken, changed);
  }]) {
    writeFileSync(broken, bytes);
    spoil();
    assert.notEqual((await restore(to, broken)).code, 0);
    assert.ok(!existsSync(to));
  }
  assert.notEqual((await run(['backup', '-o', path.join(to, 'x.zip'), '--data', tempFolder()])).code, 0);
});
