// A PostgreSQL server of a test's own (tests/with_postgresql.sh), and a way to ask it from outside.
import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

const script = path.join(import.meta.dirname, 'with_postgresql.sh');

function firstLine(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('exit', (code) => reject(new Error(`it ended with ${code}`)));
  });
}

export class Postgresql {
  #server;
  #psql;
  #said = '';
  #waiting = [];

  static async start() {
    const one = new Postgresql();
    one.#server = spawn(script, ['sh', '-c', 'echo "$EASEL_TEST_POSTGRESQL"; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    one.url = await firstLine(one.#server);
    process.on('exit', () => one.#server.stdin.destroy());
    return one;
  }

  /** The rows of a query, as objects. */
  async ask(sql) {
    this.#psql ??= this.#open();
    const answer = new Promise((resolve) => this.#waiting.push(resolve));
    this.#psql.stdin.write(`SELECT COALESCE(json_agg(t), '[]') FROM (${sql}) t;\n\\echo\n`);
    return JSON.parse(await answer);
  }

  /** A statement without an answer; `from`: the database it is said in. */
  async run(sql, from = 'easel') {
    await exec('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', this.url.replace('/easel?', `/${from}?`), '-c', sql]);
  }

  #open() {
    const psql = spawn('psql', ['-X', '-q', '-A', '-t', this.url], { stdio: ['pipe', 'pipe', 'inherit'] });
    psql.stdout.on('data', (piece) => {
      this.#said += piece;
      for (let end; (end = this.#said.indexOf('\n\n')) >= 0;) {
        this.#waiting.shift()(this.#said.slice(0, end));
        this.#said = this.#said.slice(end + 2);
      }
    });
    return psql;
  }

  async stop() {
    this.#psql?.stdin.end();
    const gone = new Promise((resolve) => this.#server.on('exit', resolve));
    this.#server.stdin.end();
    await gone;
  }
}
