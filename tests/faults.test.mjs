// Every fault of every provider, played to the real binary: what the client hears, what the ledger
// says, how often upstream was asked, and whether another provider was. docs/faults.md is what this
// saw: EASEL_WRITE_FAULTS=1 writes it, and without that it must be true.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { ADAPTERS } from './faults.mjs';
import { Easel, eventually, tempFolder } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const DOCUMENT = path.join(import.meta.dirname, '..', 'docs', 'faults.md');
const SPARE = 'spare/one';

// Another model at another provider, for fallbacks to go to.
const spareCatalog = (spare) => `[[provider]]
slug = "spare"
name = "Spare"
dialect = "openai_chat"
base_url = "${spare.url}"
[[model]]
id = "${SPARE}"
name = "Spare"
input_modalities = ["text"]
output_modalities = ["image"]
[[model.endpoint]]
provider = "spare"
model_name = "one"
most_per_image = "0.5"
`;

// Each fault has a model of its own, so that what failed before does not have it passed over.
const modelOf = (fault) => `fault/${fault.name.replaceAll(/[^a-z0-9]+/gi, '-')}`;
const faultyModel = (adapter, fault) => `[[model]]
id = "${modelOf(fault)}"
name = "Faulty"
input_modalities = ["text"]
output_modalities = ${JSON.stringify(adapter.outputs)}
pricing = { prompt = "0", completion = "0" }
[[model.endpoint]]
provider = "${adapter.provider}"
model_name = "${adapter.modelName}"
most_per_image = "0.5"
[[model.endpoint.price]]
billable = "output_image"
unit = "image"
cost = "0.03"
`;

class Scene {
  static async set(adapter) {
    const scene = new Scene();
    scene.adapter = adapter;
    scene.spare = await OpenRouterStandIn.start();
    scene.upstream = await adapter.StandIn.start();
    const data = tempFolder();
    mkdirSync(path.join(data, 'catalog'));
    writeFileSync(path.join(data, 'catalog', 'spare.toml'), 
      spareCatalog(scene.spare) + adapter.faults.map((fault) => faultyModel(adapter, fault)).join(''));
    const options = adapter.behind(scene.upstream);
    scene.easel = await Easel.start({ ...options, data, config: `${options.config}[limits]\nper_minute = 100000\n` });
    return scene;
  }

  async strike() {
    await this.easel.stop();
    await this.upstream.stop();
    await this.spare.stop();
  }

  /** Once alone, once with somebody else to go to: a row of the table. */
  async play(fault) {
    const model = modelOf(fault);
    this.arrange(fault);
    const alone = await this.ask([model]);
    const asked = this.upstream.requests.filter(({ method, path: where }) => method === 'POST' && !/cancel|queue|interrupt/.test(where)).length;
    this.arrange(fault);
    const other = await this.ask([model, SPARE]);
    assert.ok(fault.refused || this.upstream.requests.length > 0, `${fault.name}: it was passed over`);
    const fell = other.status === 200 && other.body.model === SPARE;
    return [fault.name, alone.kind, alone.status, alone.ledger, fault.refused ? '–' : asked, fell ? 'yes' : 'no'];
  }

  arrange(fault) {
    const { upstream, adapter } = this;
    upstream.reset();
    upstream.delivery?.reset();
    upstream.always({ ...adapter.usual, ...fault.behaviour });
    let left = fault.once ? 1 : Infinity;
    const struck = (record, role) => {
      const is = role ?? adapter.role?.(record) ?? (record.method === 'POST' ? 'submit' : 'poll');
      return is === (fault.of ?? 'submit') && left-- > 0;
    };
    for (const [place, role] of [[upstream, undefined], [upstream.delivery, 'fetch']]) {
      if (!place) continue;
      place.cutting = (record) => (fault.cut !== undefined && struck(record, role) ? fault.cut : undefined);
      place.instead = (record) => (fault.instead && struck(record, role) ? fault.instead : undefined);
      place.refusing = Boolean(fault.refused);
    }
  }

  async ask(models) {
    if (this.upstream.refusing) await this.upstream.close();
    const before = (await this.easel.account()).usage;
    const answer = await this.easel.fetch('/chat/completions', { body: { models, modalities: ['image'],
      messages: [{ role: 'user', content: 'a fox' }] } });
    const body = await answer.json();
    if (this.upstream.refusing) await this.upstream.reopen();
    const id = answer.headers.get('x-generation-id') ?? body.id;
    await eventually(async () => !id || (await this.easel.generation(id))?.state !== 'running');
    const { held } = await this.easel.listed();
    assert.equal(held, 0, 'a hold is left');
    const spent = (await this.easel.account()).usage - before;
    if (answer.status === 200 && body.choices[0].message.images) assert.ok(spent > 0, 'a picture was not charged');
    if (answer.status !== 200) assert.equal(spent, 0, 'a failure was charged');
    return { status: answer.status, body, ledger: answer.status === 200 ? 'charged' : 'released',
      kind: answer.status === 200 ? '' : body.error.metadata.error_type };
  }
}

async function tableOf(adapter) {
  const scene = await Scene.set(adapter);
  try {
    const rows = [];
    for (const fault of adapter.faults) rows.push(await scene.play(fault));
    return `## ${adapter.name}\n\n| fault | class | status | ledger | asked | fallback |\n` +
      `| --- | --- | --- | --- | --- | --- |\n${rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}`;
  } finally {
    await scene.strike();
  }
}

const HEAD = `# What goes wrong, and what comes of it

Written by \`tests/faults.test.mjs\`, which plays every fault to the real binary through a stand-in of the
provider (\`EASEL_WRITE_FAULTS=1 bash tests/run.sh ./faults.test.mjs\`) and otherwise fails when this page is not true.
**class** and **status** are what the client hears when nobody else could be asked, **ledger** what became of the
hold, **asked** how often the request was submitted, and **fallback** whether another provider was tried when there
was one ([routing](routing.md) says why). A row without a class ended well.
`;

test('docs/faults.md is what happens', { timeout: 118_000 }, async () => {
  const tables = await Promise.all(ADAPTERS.map(tableOf));
  const document = [HEAD, ...tables].join('\n');
  if (process.env.EASEL_WRITE_FAULTS) writeFileSync(DOCUMENT, document);
  assert.deepEqual(document.split('\n'), readFileSync(DOCUMENT, 'utf8').split('\n'));
});
