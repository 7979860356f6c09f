// Killed at random moments, under load, against an upstream that keeps its own record. After each restart
// the accounts are held against that record, on both databases. EASEL_SOAK_ROUNDS says how many rounds
// (20), EASEL_SOAK_DATABASE on which one alone. The steps of a request (src/api/generate.cc) that a kill
// fell into are counted: in a long run (200 rounds or more) each must be hit 30 times in 1,000, and where one
// was not, as many rounds again are given to it. Twenty rounds only tell their counts: chance may miss a step.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { behind, createKey, Easel, relay, run, tempFolder } from './harness.mjs';
import { Postgresql } from './postgresql.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';

const exec = promisify(execFile);
const ROUNDS = Number(process.env.EASEL_SOAK_ROUNDS ?? 20);
const FLOOR = ROUNDS < 200 ? 0 : Math.floor((ROUNDS * 30) / 1000);
const AT_ONCE = 12;
const PICTURE = noisePng(160, 120);
const COST = 38_702_100;
const STEPS = ['before the hold', 'held, not sent', 'upstream at work', 'picture arriving', 'arrived, not kept',
  'kept, not settled', 'settled, not told', 'told'];

// A small generator with a seed: a failed run can be had again, as far as the machine's timing goes.
let seed = Number(process.env.EASEL_SEED ?? Date.now() % 1e9);
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};

const READ = `import json, sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "/easel.db?mode=ro", uri=True, timeout=5)
db.row_factory = sqlite3.Row
print(json.dumps([[dict(row) for row in db.execute(sql)] for sql in sys.argv[2:]]))`;

/** The rows of each query, asked from outside. */
const askers = {
  sqlite: () => ({
    ask: async (data, ...queries) =>
      JSON.parse((await exec('python3', ['-c', READ, data, ...queries], { maxBuffer: 1 << 28 })).stdout),
    stop: () => {},
  }),
  postgresql: async () => {
    const server = await Postgresql.start();
    return {
      url: server.url,
      ask: async (data, ...queries) => {
        const answers = [];
        for (const query of queries) answers.push(await server.ask(query));
        return answers;
      },
      stop: () => server.stop(),
    };
  },
};

const ROWS = (round) => `SELECT g.id, g.state, g.cost, g.external_user AS mark,
  (SELECT COUNT(*) FROM pictures p WHERE p.generation_id = g.id) AS pictures,
  (SELECT COUNT(*) FROM operator_losses o WHERE o.generation_id = g.id) AS losses
  FROM generations g WHERE g.external_user LIKE 'r${round}-%' ORDER BY g.created_at, g.id`;
const TOTALS = `SELECT
  (SELECT COUNT(*) FROM generations WHERE state = 'running') AS running,
  (SELECT COUNT(*) FROM holds) AS holds,
  (SELECT COUNT(*) FROM generations g WHERE g.cost <> -(SELECT COALESCE(SUM(amount), 0) FROM ledger l WHERE l.generation_id = g.id)) AS crooked,
  (SELECT COUNT(*) FROM generations g WHERE g.state = 'done' AND NOT EXISTS (SELECT 1 FROM pictures p WHERE p.generation_id = g.id)) AS bare,
  (SELECT COUNT(*) FROM generations) AS rows, (SELECT SUM(cost) FROM generations) AS cost,
  (SELECT COUNT(*) FROM keys) AS keys, (SELECT SUM(usage_total) FROM keys) AS usage,
  (SELECT spent FROM accounts) AS spent, (SELECT held FROM accounts) AS held,
  (SELECT COALESCE(SUM(spent), 0) FROM activity) AS summed, (SELECT COALESCE(SUM(requests), 0) FROM activity) AS requests`;

/** Which step of its life a request was in when the process died. */
function stepOf(row, request, told) {
  if (!row) return 'before the hold';
  if (told) return 'told';
  if (row.state !== 'running') return 'settled, not told';
  if (row.pictures > 0) return 'kept, not settled';
  if (!request) return 'held, not sent';
  if (request.ended) return 'arrived, not kept';
  return request.sent > 0 ? 'picture arriving' : 'upstream at work';
}

/** Some moment; every other time one close behind an event, for the steps that take a millisecond. */
async function moment(upstream, told) {
  const which = random();
  if (which < 0.4) return sleep(random() * 350);
  const events = [() => upstream.requests.length, () => upstream.requests.filter((request) => request.ended).length, () => told.size];
  const happened = events[Math.floor((which - 0.4) * 5)];
  const count = 1 + Math.floor(random() * (AT_ONCE - 1));
  const until = Date.now() + 2000;
  while (happened() < count && Date.now() < until) await sleep(0.5);
  if (random() < 0.6) await sleep(random() * 12);
}

class Soak {
  steps = Object.fromEntries(STEPS.map((step) => [step, 0]));
  lost = 0;

  static async start(kind) {
    const soak = new Soak();
    soak.books = await askers[kind]();
    soak.upstream = await OpenRouterStandIn.start();
    soak.data = tempFolder();
    soak.options = { ...behind(soak.upstream), data: soak.data };
    if (soak.books.url) soak.options.env = { ...soak.options.env, EASEL_STORE_URL: soak.books.url };
    soak.easel = await Easel.start({ ...soak.options, key: 'none' });
    const made = await run(['keys', 'create', '--data', soak.data, '--name', 'soak', '--limit', 'none'], { env: soak.options.env });
    soak.easel.key = soak.options.key = made.stdout.trim();
    return soak;
  }

  ask(mark) {
    return this.easel.fetch('/chat/completions', { body: relay({ user: mark }), headers: { 'Idempotency-Key': mark } });
  }

  async round(number) {
    const { upstream, data, books } = this;
    upstream.reset();
    upstream.always({ pictures: [PICTURE], delay: Math.floor(random() * 60), pace: 200_000 + Math.floor(random() * 4e6) });
    const told = new Map();
    const marks = Array.from({ length: AT_ONCE }, (_, i) => `r${number}-${i}`);
    const ended = Promise.allSettled(marks.map(async (mark) => {
      await sleep(random() * 120);
      const answer = await this.ask(mark);
      const body = await answer.json();
      if (answer.status === 200) told.set(mark, body.id);
    }));
    await moment(upstream, told);
    await this.easel.stop('SIGKILL');
    await ended;
    await sleep(20);
    const requests = new Map(upstream.requests.map((request) => [request.body.user, request]));
    assert.equal(requests.size, upstream.requests.length, 'each was sent once');
    const [left] = await books.ask(data, ROWS(number));
    for (const mark of marks)
      this.steps[stepOf(left.find((row) => row.mark === mark), requests.get(mark), told.has(mark))]++;

    this.easel = await Easel.start(this.options);
    await this.audit(number, marks, told, requests);
    await this.again(number, marks, requests);
  }

  /** What the books say after the restart, beside what the upstream knows. */
  async audit(number, marks, told, requests) {
    const [rows, [sum]] = await this.books.ask(this.data, ROWS(number), TOTALS);
    assert.deepEqual([sum.running, sum.holds, sum.held, sum.crooked, sum.bare], [0, 0, 0, 0, 0], JSON.stringify(sum));
    assert.equal(sum.keys, 1, 'no key is lost');
    assert.deepEqual([sum.usage, sum.spent, sum.summed, sum.requests], [sum.cost, sum.cost, sum.cost, sum.rows]);
    const by = new Map(rows.map((row) => [row.mark, row]));
    assert.equal(by.size, rows.length, 'no duplicate');
    for (const [mark, id] of told) assert.equal(by.get(mark).id, id, 'what was told is there');
    for (const row of rows) {
      const request = requests.get(row.mark);
      if (row.cost > 0) {
        assert.ok(request?.sent > PICTURE.length, `${row.mark} is charged, so upstream had sent its picture: ${JSON.stringify(row)}`);
        // Upstream's own figure dies with the process; the listed price stands for it then.
        assert.ok(Math.abs(row.cost - COST) < 3_000_000, JSON.stringify(row));
        await this.fetch(row);
      } else if (request) {
        // A connection that died before its end may have been billed: a loss that says so.
        assert.equal(row.losses, 1, `${row.mark}: upstream was asked, and nobody can fetch it: ${JSON.stringify(row)}`);
        this.lost++;
      }
    }
    for (const [mark, request] of requests) if (request.ended) assert.ok(by.has(mark), `${mark} was billed and is known`);
  }

  async fetch(row) {
    const record = await this.easel.generation(row.id);
    const picture = await this.easel.fetch(`/images/${record.easel.pictures[0].sha256}`);
    assert.equal(picture.status, 200, row.id);
    assert.ok((await picture.arrayBuffer()).byteLength > 1000);
  }

  /** Who asks again with the same key gets what is there, and pays once. */
  async again(number, marks, requests) {
    this.upstream.always({ pictures: [noisePng(32, 24)] });
    const [before] = await this.books.ask(this.data, ROWS(number));
    const mark = marks[Math.floor(random() * marks.length)];
    const paid = before.find((row) => row.mark === mark && row.cost > 0);
    const answer = await this.ask(mark);
    const body = await answer.json();
    assert.equal(answer.status, 200, JSON.stringify(body));
    if (paid) assert.equal(body.id, paid.id, 'the same answer');
    const [after] = await this.books.ask(this.data, ROWS(number));
    assert.equal(after.filter((row) => row.mark === mark && row.cost > 0).length, 1, 'one charge');
    assert.equal(after.length, before.length + (paid ? 0 : 1));
  }

  async stop() {
    await this.easel.stop('SIGKILL');
    await this.upstream.stop();
    await this.books.stop();
  }
}

for (const kind of Object.keys(askers)) {
  if (process.env.EASEL_SOAK_DATABASE && process.env.EASEL_SOAK_DATABASE !== kind) continue;
  test(`${kind}, killed ${ROUNDS} times: nothing that was billed is lost and nothing is charged twice`, { timeout: 120_000 + ROUNDS * 10_000 }, async (t) => {
    t.diagnostic(`seed ${seed}`);
    const soak = await Soak.start(kind);
    try {
      const missing = () => STEPS.some((step) => soak.steps[step] < FLOOR);
      for (let number = 0; number < ROUNDS || (number < 2 * ROUNDS && missing()); number++) {
        await soak.round(number);
        if ((number + 1) % 50 === 0) console.log(`${kind}: ${number + 1} rounds, ${JSON.stringify(soak.steps)}`);
      }
      for (const [step, count] of Object.entries(soak.steps)) t.diagnostic(`${step}: ${count}`);
      t.diagnostic(`losses that may have been billed: ${soak.lost}`);
      for (const [step, count] of Object.entries(soak.steps)) assert.ok(count >= FLOOR, `${step} was hit ${count} times`);
    } finally {
      await soak.stop();
    }
  });
}
