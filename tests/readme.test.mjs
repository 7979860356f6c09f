// Every sample in README.md, pasted as it is (but for the address of the server under test), must
// leave the picture that it names.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Easel, tempFolder } from './harness.mjs';

const exec = promisify(execFile);
const here = import.meta.dirname;
const readme = readFileSync(path.join(here, '..', 'README.md'), 'utf8');

/** The code blocks of one language, in the order of the page. */
function samples(language) {
  return [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, name]) => name === language).map(([, , code]) => code);
}

async function pasted(code, file, command, picture) {
  const easel = await Easel.start();
  const cwd = tempFolder();
  symlinkSync(path.join(here, 'node_modules'), path.join(cwd, 'node_modules'));
  writeFileSync(path.join(cwd, file), code.replaceAll('http://127.0.0.1:8080', easel.origin));
  try {
    await exec(command, [file], { cwd, env: { ...process.env, EASEL_API_KEY: easel.key }, timeout: 240_000 });
    assert.ok(existsSync(path.join(cwd, picture)), `${picture} was not written`);
    assert.equal(readFileSync(path.join(cwd, picture)).subarray(1, 4).toString(), 'PNG');
  } finally {
    await easel.stop();
  }
}

test('the curl sample saves its picture', () =>
  pasted(samples('sh').find((code) => code.startsWith('curl')), 'sample.sh', 'bash', 'aurora.png'));

test('the Python sample saves its picture', () =>
  pasted(samples('python')[0], 'sample.py', 'python3', 'valley.png'));

test('the TypeScript sample saves its picture', () =>
  pasted(samples('ts')[0], 'sample.ts', process.execPath, 'hills.png'));

test('the OpenAI SDK sample saves its picture', () =>
  pasted(samples('js')[0], 'sample.mjs', process.execPath, 'moon.png'));

test('the command-line sample saves its pictures', () => {
  const code = samples('sh').find((text) => text.includes('easel draw'))
    .replace('build/release/easel', process.env.EASEL_BIN).replace('2K', '0.5K');
  return pasted(code, 'sample.sh', 'bash', 'lake-1.png');
});
