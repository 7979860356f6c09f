// The ledger under load, watched from outside while it works.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';

import { behind, createKey, Easel, eventually, relay, run } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

let upstream;
before(async () => { upstream = await OpenRouterStandIn.start(); });
after(() => upstream.stop());

// Reads the database all the time, from another process; says the most that was ever spent and held.
const WATCHER = `
import sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "/easel.db?mode=ro", uri=True, timeout=5)
most = looks = held_most = 0
sys.stdout.write("ready\\n"); sys.stdout.flush()
import select
while not select.select([sys.stdin], [], [], 0)[0]:
    spent, held = db.execute("SELECT usage_total, (SELECT COALESCE(SUM(amount), 0) FROM holds WHERE key_hash = hash) FROM keys WHERE name = ?", (sys.argv[2],)).fetchone()
    account = db.execute("SELECT spent, held FROM accounts").fetchone()
    most, held_most, looks = max(most, spent + held), max(held_most, held), looks + 1
    assert account[1] >= 0
sys.stdout.write("%d %d %d\\n" % (most, held_most, looks))
`;

async function watch(easel, name, work) {
  const child = spawn('python3', ['-c', WATCHER, easel.data, name], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (piece) => { said += piece; });
  await eventually(() => said.includes('ready'));
  await work();
  child.stdin.end('\n');
  await new Promise((resolve) => child.on('exit', resolve));
  const [most, held, looks] = said.split('\n')[1].split(' ').map(Number);
  return { most: most / 1e9, held: held / 1e9, looks };
}

test('with five hundred requests at once on one key, reserved and spent never exceed its limit', async () => {
  const easel = await Easel.start(behind(upstream));
  const key = await createKey(easel.data, 'crowd', '--limit', '1');
  upstream.reset();
  upstream.always({ pictures: [noisePng(32, 24)], delay: 50 });
  const counts = {};
  const { most, held, looks } = await watch(easel, 'crowd', async () => {
    await Promise.all(Array.from({ length: 500 }, async () => {
      const answer = await easel.fetch('/chat/completions', { key, body: relay() });
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
      await answer.arrayBuffer();
    }));
  });
  const { usage } = (await (await easel.fetch('/key', { key })).json()).data;
  assert.ok(looks > 20, `${looks} looks`);
  assert.ok(most <= 1, `$${most} at once`);
  assert.ok(held > 0.03, 'holds were seen');
  assert.ok(counts[200] > 0 && counts[402] > 0, JSON.stringify(counts));
  assert.equal(Math.round(usage * 1e9), Math.round(counts[200] * 0.0387021 * 1e9));
  assert.equal(upstream.requests.length, counts[200]);
  assert.equal((await easel.listed('crowd')).held, 0);
  await easel.stop();
});

test('[credits] enforce: an empty account answers 402, a given one spends, and the sums say so', async () => {
  const easel = await Easel.start(behind(upstream, '[credits]\nenforce = true\n'));
  upstream.reset();
  const buy = async () => {
    const answer = await easel.fetch('/chat/completions', { body: relay() });
    return { status: answer.status, body: await answer.json() };
  };
  const broke = await buy();
  assert.equal(broke.status, 402);
  assert.equal(broke.body.error.metadata.limit_source, 'openrouter_credits');
  assert.equal((await easel.chat()).status, 200, 'the painter costs nothing');
  assert.match((await run(['credits', 'add', '--data', easel.data, '25', '--note', 'November'])).stdout, /Given \$25/);
  assert.equal((await buy()).status, 200);
  const shown = await eventually(async () => {
    const now = JSON.parse((await run(['credits', 'show', '--data', easel.data, '--json'])).stdout);
    return now.held === 0 && now;
  });
  assert.deepEqual([shown.credits, shown.spent, shown.left], [25, 0.0387021, 24.9612979]);
  const lead = await createKey(easel.data, 'lead', '--management');
  assert.deepEqual((await (await easel.fetch('/credits', { key: lead })).json()).data, { total_credits: 25, total_usage: 0.0387021 });
  await easel.stop();
});

test('what an upstream billed for nothing that can be fetched is a row of its own', async () => {
  const easel = await Easel.start(behind(upstream));
  upstream.reset();
  upstream.next({ pictures: [Buffer.from('no picture at all, whatever it says')] }, { cutAt: 3000, pictures: [noisePng(400, 300)] });
  for (let i = 0; i < 2; i++) assert.ok((await easel.fetch('/chat/completions', { body: relay() })).status >= 500);
  const losses = await eventually(async () => {
    const read = await new Promise((resolve) => {
      const child = spawn('python3', ['-c', 'import sqlite3,sys,json; print(json.dumps(sqlite3.connect("file:"+sys.argv[1]+"/easel.db?mode=ro",uri=True).execute("SELECT amount, certain FROM operator_losses ORDER BY at").fetchall()))', easel.data]);
      let text = '';
      child.stdout.on('data', (piece) => { text += piece; });
      child.on('exit', () => resolve(JSON.parse(text)));
    });
    return read.length === 2 && read;
  });
  assert.ok(losses.every(([amount]) => amount > 0), JSON.stringify(losses));
  assert.equal((await easel.account()).usage, 0);
  await easel.stop();
});
