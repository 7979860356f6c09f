#!/usr/bin/env node
// An engine program for tests: takes sd-server's arguments, listens as it does, speaks the jobs of its
// stand-in, and prints its bar. Words in the prompt make it misbehave:
//   "crash"  it ends with a signal while it draws;   "slow"   a picture takes some seconds
// and so do its own arguments:
//   --crash-at-start    it ends before it listens
import http from 'node:http';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

import { SdServerStandIn } from './sd_server.mjs';

const { values } = parseArgs({ options: { model: { type: 'string', short: 'm' }, 'listen-ip': { type: 'string' },
  'listen-port': { type: 'string' }, 'crash-at-start': { type: 'boolean' }, threads: { type: 'string', short: 't' } } });
console.log(`loading ${values.model}`);
if (values['crash-at-start']) {
  console.error('error: out of memory, need 12 GB');
  process.exit(3);
}

class Engine extends SdServerStandIn {
  capabilities() {
    const stem = values.model.replace(/^.*\//, '').replace(/\.\w+$/, '');
    return { ...super.capabilities(), model: { name: values.model, stem, path: values.model } };
  }
  take() {
    return { states: Array(10_000).fill('generating') };
  }
  submit(record, response) {
    super.submit(record, response);
    this.draw([...this.jobs.values()].at(-1));
  }
  async draw(job) {
    const pause = job.body.prompt.includes('slow') ? 1500 : 120;
    for (let step = 1; step <= 4; step++) {
      await sleep(pause);
      process.stderr.write(`\r  |${'='.repeat(step * 5)}>${' '.repeat(20 - step * 5)}| ${step}/4 - 3.10it/s`);
      if (job.body.prompt.includes('crash') && step === 2) {
        process.stderr.write('\nggml_cuda: illegal memory access\n');
        process.kill(process.pid, 'SIGABRT');
      }
    }
    process.stderr.write('\n');
    job.states = [];
  }
}

const engine = new Engine();
engine.server = http.createServer((request, response) => {
  engine.receive(request, response).catch((error) => response.destroy(error));
});
engine.server.listen(Number(values['listen-port']), values['listen-ip'], () => console.log(`listening on ${values['listen-port']}`));
