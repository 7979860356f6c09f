// The command line, as a person types it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { behind, Easel, run, tempFolder } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { decodePng, noisePng } from './standins/pictures.mjs';

const SMALL = ['--size', '0.5K', '--aspect', '8:1'];
const pngs = (folder) => readdirSync(folder).filter((name) => name.endsWith('.png')).sort();
const sizeOf = (file) => {
  const { width, height } = decodePng(readFileSync(file));
  return [width, height];
};
const oneLine = (text) => assert.match(text, /^easel: [^\n]+\n$/);

test('draw writes the picture where -o says, and names it in one line', async () => {
  const cwd = tempFolder();
  const drawn = await run(['draw', 'a lighthouse in a storm', '-o', 'out.png', '--aspect', '16:9',
    '--size', '0.5K', '--seed', '7'], { cwd });
  assert.equal(drawn.code, 0, drawn.stderr);
  assert.deepEqual(sizeOf(path.join(cwd, 'out.png')), [672, 384]);
  assert.deepEqual(pngs(cwd), ['out.png']);
  assert.match(drawn.stdout + drawn.stderr, /out\.png/);
});

test('draw names the file after the prompt when nothing else is said', async () => {
  const cwd = tempFolder();
  const drawn = await run(['draw', 'calm sea', ...SMALL], { cwd });
  assert.equal(drawn.code, 0, drawn.stderr);
  assert.equal(pngs(cwd).length, 1);
  assert.match(pngs(cwd)[0], /calm.*sea/);
});

test('the same seed draws the same bytes, on one thread and on all', async () => {
  const cwd = tempFolder();
  await run(['draw', 'hills', '-o', 'a.png', '--seed', '3', '--threads', '1', ...SMALL], { cwd });
  await run(['draw', 'hills', '-o', 'b.png', '--seed', '3', ...SMALL], { cwd });
  assert.ok(readFileSync(path.join(cwd, 'a.png')).equals(readFileSync(path.join(cwd, 'b.png'))));
});

test('-n 2 writes two different files', async () => {
  const cwd = tempFolder();
  const drawn = await run(['draw', 'hills', '-o', 'out.png', '-n', '2', ...SMALL], { cwd });
  assert.equal(drawn.code, 0, drawn.stderr);
  const [first, second] = pngs(cwd);
  assert.equal(pngs(cwd).length, 2);
  assert.ok(!readFileSync(path.join(cwd, first)).equals(readFileSync(path.join(cwd, second))));
});

test('draw does not overwrite a file without --force', async () => {
  const cwd = tempFolder();
  writeFileSync(path.join(cwd, 'out.png'), 'precious');
  const refused = await run(['draw', 'hills', '-o', 'out.png', ...SMALL], { cwd });
  assert.ok(refused.code === 1 || refused.code === 2, `${refused.code}`);
  oneLine(refused.stderr);
  assert.match(refused.stderr, /out\.png/);
  assert.match(refused.stderr, /--force/);
  assert.equal(readFileSync(path.join(cwd, 'out.png'), 'utf8'), 'precious');
  const forced = await run(['draw', 'hills', '-o', 'out.png', '--force', ...SMALL], { cwd });
  assert.equal(forced.code, 0, forced.stderr);
  sizeOf(path.join(cwd, 'out.png'));
});

test('a folder that does not exist is a failure, exit 1, one line, no file', async () => {
  const cwd = tempFolder();
  const failed = await run(['draw', 'hills', '-o', 'nowhere/out.png', ...SMALL], { cwd });
  assert.equal(failed.code, 1, failed.stderr);
  oneLine(failed.stderr);
  assert.match(failed.stderr, /nowhere/);
});

const wrongUses = {
  'nothing at all': [],
  'an unknown command': ['paint'],
  'draw without a prompt': ['draw'],
  'an unknown option': ['draw', 'x', '--sepia'],
  'a ratio that is none': ['draw', 'x', '--aspect', 'wide'],
  'a size that is none': ['draw', 'x', '--size', '3K'],
  'a count of zero': ['draw', 'x', '-n', '0'],
  'a seed in words': ['draw', 'x', '--seed', 'lucky'],
  'a model that is not here': ['draw', 'x', '--model', 'google/gemini-2.5-flash-image'],
  'a server that is no address': ['draw', 'x', '--server', 'my house'],
  'a listen address that is none': ['serve', '--listen', 'nowhere', '--data', tempFolder()],
  'keys without a verb': ['keys'],
  'a key without a name': ['keys', 'create', '--data', tempFolder()],
  'a limit in words': ['keys', 'create', '--data', tempFolder(), '--name', 'x', '--limit', 'much'],
};
for (const [what, args] of Object.entries(wrongUses)) {
  test(`${what} is one clear line and exit 2`, async () => {
    const cwd = tempFolder();
    const refused = await run(args, { cwd });
    assert.equal(refused.code, 2, refused.stderr);
    oneLine(refused.stderr);
    assert.deepEqual(pngs(cwd), []);
  });
}

test('a wrong configuration is one line that names file and line', async () => {
  for (const config of ['[fallback\n', '[fallback]\nimage_modle = "x"\n', '[fallback]\nimage_model = 3\n',
    '[fallback]\nimage_model = "nobody/nothing"\n', '[providers.nobody]\nbase_url = "x"\n']) {
    const data = tempFolder();
    writeFileSync(path.join(data, 'easel.toml'), config);
    const refused = await run(['serve', '--listen', '127.0.0.1:0', '--data', data]);
    assert.ok(refused.code === 1 || refused.code === 2, `${refused.code}`);
    oneLine(refused.stderr);
    assert.match(refused.stderr, /easel\.toml|providers|nobody/);
  }
});

test('draw --server asks a server, with the key of the environment or of --key', async () => {
  const easel = await Easel.start();
  const cwd = tempFolder();
  const drawn = await run(['draw', 'hills', '-o', 'out.png', '--server', easel.origin, '--key', easel.key, ...SMALL], { cwd });
  assert.equal(drawn.code, 0, drawn.stderr);
  sizeOf(path.join(cwd, 'out.png'));
  const again = await run(['draw', 'hills', '-o', 'two.png', '-n', '2', '--server', easel.origin, ...SMALL],
    { cwd, env: { EASEL_API_KEY: easel.key } });
  assert.equal(again.code, 0, again.stderr);
  assert.equal(pngs(cwd).length, 3);
  const refused = await run(['draw', 'hills', '-o', 'no.png', '--server', easel.origin, '--key', 'wrong', ...SMALL], { cwd });
  assert.equal(refused.code, 1);
  oneLine(refused.stderr);
  assert.equal(pngs(cwd).length, 3);
  await easel.stop();
});

test('draw --server works with any server that speaks OpenRouter', async () => {
  const upstream = await OpenRouterStandIn.start();
  const cwd = tempFolder();
  const picture = noisePng(70, 50);
  upstream.next({ pictures: [picture] }, { pictures: [], text: 'No picture today.' });
  const command = ['--server', upstream.url, '--key', 'k', '--model', 'google/gemini-2.5-flash-image'];
  const drawn = await run(['draw', 'a fox', '-o', 'fox.png', ...command], { cwd });
  assert.equal(drawn.code, 0, drawn.stderr);
  assert.ok(readFileSync(path.join(cwd, 'fox.png')).equals(picture));
  assert.equal(upstream.last.headers.authorization, 'Bearer k');
  const words = await run(['draw', 'a fox', '-o', 'none.png', ...command], { cwd });
  assert.equal(words.code, 1);
  assert.match(words.stderr, /No picture today/);
  await upstream.stop();
});

test('keys create prints the key alone; list shows it without its secret; revoke ends it', async () => {
  const data = tempFolder();
  const made = await run(['keys', 'create', '--data', data, '--name', 'Ada', '--limit', '2.5', '--limit-reset', 'daily']);
  assert.match(made.stdout, /^sk-easel-v1-[0-9a-f]{64}\n$/);
  const list = await run(['keys', 'list', '--data', data]);
  assert.match(list.stdout, /Ada/);
  assert.match(list.stdout, /2\.5/);
  assert.ok(!list.stdout.includes(made.stdout.trim()));
  assert.equal((await run(['keys', 'revoke', '--data', data, 'Ada'])).code, 0);
  assert.match((await run(['keys', 'list', '--data', data])).stdout, /revoked/);
  const unknown = await run(['keys', 'revoke', '--data', data, 'Bob']);
  assert.equal(unknown.code, 1);
  oneLine(unknown.stderr);
});

test('models lists the painter, and with --all those that are not connected', async () => {
  const mine = await run(['models']);
  assert.equal(mine.code, 0, mine.stderr);
  assert.match(mine.stdout, /easel\/painter-1/);
  const all = await run(['models', '--all', '--output', 'image']);
  assert.match(all.stdout, /google\/gemini-2\.5-flash-image/);
});

test('version and help say what they are asked', async () => {
  assert.match((await run(['version'])).stdout, /^easel \d+\.\d+\.\d+\n$/);
  const help = await run(['help']);
  assert.equal(help.code, 0);
  for (const command of ['serve', 'draw', 'keys', 'models', 'version']) assert.match(help.stdout, new RegExp(command));
  assert.match((await run(['draw', '--help'])).stdout, /--aspect/);
});

test('a connected provider needs its address and key: without the key its models are not served', async () => {
  const upstream = await OpenRouterStandIn.start();
  const { config } = behind(upstream);
  const easel = await Easel.start({ config });
  const answer = await easel.chat({ model: 'google/gemini-2.5-flash-image' });
  assert.equal(answer.status, 404);
  await easel.stop();
  await upstream.stop();
});
