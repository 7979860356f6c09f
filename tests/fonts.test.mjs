// Texts in pictures: fonts by address and as data URLs, and what cannot be a font or a text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Easel } from './harness.mjs';
import { pixelsOf } from './standins/pictures.mjs';

const fontFile = '/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf';
const font = readFileSync(fontFile);
const dataUrl = `data:font/ttf;base64,${font.toString('base64')}`;
let easel, server, origin, asked = 0;

before(async () => {
  server = http.createServer((request, response) => {
    asked++;
    if (request.url === '/serif.ttf') return response.end(font);
    if (request.url === '/page.ttf') return response.end('<html>no font</html>');
    if (request.url === '/broken.ttf') return response.end(font.subarray(0, 5000));
    response.statusCode = 404;
    response.end();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  server.unref();
  origin = `http://127.0.0.1:${server.address().port}`;
  easel = await Easel.start({ config: '[fetch]\nallow_private = true\n' });
});
after(async () => {
  server.close();
  await easel.stop();
});

const ask = (inputs, more = {}) => easel.chat({
  messages: [{ role: 'user', content: 'Calm sea at night' }],
  image_config: { aspect_ratio: '3:2', image_size: '0.5K', seed: 3, font_inputs: inputs, ...more },
});
const picture = (answer) => Buffer.from(
  answer.body.choices[0].message.images[0].image_url.url.split(',')[1], 'base64');

// Pearson's.
function correlation(a, b) {
  const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let sab = 0, saa = 0, sbb = 0;
  for (let i = 0; i < a.length; i++) {
    sab += (a[i] - ma) * (b[i] - mb);
    saa += (a[i] - ma) ** 2;
    sbb += (b[i] - mb) ** 2;
  }
  return sab / Math.sqrt(saa * sbb);
}

// Where the ink of a text is, 0 or 1 a pixel of its box.
function inkOf(png, told) {
  const ink = told.ink === 'light' ? [255, 252, 244] : [20, 18, 26];
  const out = [];
  for (let y = told.y; y < told.y + told.height; y++) {
    for (let x = told.x; x < told.x + told.width; x++) {
      const at = (y * png.width + x) * png.channels;
      out.push(ink.every((value, k) => Math.abs(png.pixels[at + k] - value) < 60) ? 1 : 0);
    }
  }
  return out;
}

test('a font by address and the same as a data URL give the same picture, and its place is told', async () => {
  const byAddress = await ask([{ font_url: `${origin}/serif.ttf`, text: 'Night Ferry' }]);
  assert.equal(byAddress.status, 200, JSON.stringify(byAddress.body));
  const byData = await ask([{ font_url: dataUrl, text: 'Night Ferry' }]);
  assert.equal(byData.status, 200, JSON.stringify(byData.body));
  assert.deepEqual(picture(byAddress), picture(byData));
  const [told] = byAddress.body.easel.account.texts;
  assert.equal(told.text, 'Night Ferry');
  assert.ok(told.contrast >= 4.5, JSON.stringify(told));
  assert.match(byAddress.body.choices[0].message.content, /the text “Night Ferry”/);
});

test('a font is fetched once in ten minutes', async () => {
  const before = asked;
  assert.equal((await ask([{ font_url: `${origin}/serif.ttf`, text: 'Again' }])).status, 200);
  assert.equal((await ask([{ font_url: `${origin}/serif.ttf`, text: 'And again' }])).status, 200);
  assert.ok(asked - before <= 1);
});

test('the letters are the font’s own shapes at the place that is told, whatever is behind them', async () => {
  const on = async (content, name) => {
    const answer = await easel.chat({
      messages: [{ role: 'user', content }],
      image_config: { size: '512x384', seed: 3, font_inputs: [{ font_url: name, text: 'Shapes' }] },
    });
    const [told] = answer.body.easel.account.texts;
    return { told, ink: inkOf(pixelsOf(picture(answer)), told) };
  };
  const sea = await on('Calm sea at night', dataUrl);
  const noon = await on('Snowy mountains at noon', dataUrl);
  assert.deepEqual([sea.told.width, sea.told.height], [noon.told.width, noon.told.height]);
  assert.ok(correlation(sea.ink, noon.ink) > 0.9, String(correlation(sea.ink, noon.ink)));
  const sans = await on('Calm sea at night', `data:;base64,${readFileSync(fontFile.replace('Serif', 'Sans')).toString('base64')}`);
  assert.notDeepEqual([sans.told.width, sans.told.height], [sea.told.width, sea.told.height]);
});

test('two fonts give two texts apart', async () => {
  const answer = await ask([{ font_url: dataUrl, text: 'Above' }, { font_url: dataUrl, text: 'Below' }]);
  assert.equal(answer.status, 200);
  const [a, b] = answer.body.easel.account.texts;
  assert.ok(a.y + a.height <= b.y || b.y + b.height <= a.y, JSON.stringify([a, b]));
});

test('Hebrew, Arabic, Latin and digits stand in one line, and what a font lacks is named', async () => {
  const sans = readFileSync('/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf').toString('base64');
  const answer = await ask([{ font_url: `data:;base64,${sans}`, text: 'Hi שלום 12 سلام 茶' }]);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const [told] = answer.body.easel.account.texts;
  assert.equal(told.missing, '茶');
  assert.match(answer.body.choices[0].message.content, /no letters for: “茶”/);
});

test('what cannot be set is a 400 that names the field, and nothing is billed', async () => {
  const before = await easel.account();
  const cases = [
    [[1, 2, 3].map(() => ({ font_url: dataUrl, text: 'x' })), /font_inputs/],
    [[{ font_url: dataUrl, text: '' }], /font_inputs\[0\]\.text/],
    [[{ font_url: dataUrl, text: 'x'.repeat(301) }], /font_inputs\[0\]\.text.*300/],
    [[{ font_url: dataUrl, text: 'x'.repeat(10_000) }], /font_inputs\[0\]\.text/],
    [[{ font_url: dataUrl, text: 'a\u0007b' }], /font_inputs\[0\]\.text.*control/],
    [[{ font_url: dataUrl, text: 'fine' }, { font_url: 'ftp://x/y', text: 'x' }], /font_inputs\[1\]\.font_url/],
    [[{ font_url: `${origin}/page.ttf`, text: 'x' }], /font_inputs\[0\].*cannot be used/],
    [[{ font_url: `${origin}/broken.ttf`, text: 'x' }], /font_inputs\[0\].*cannot be used/],
    [[{ font_url: `${origin}/none.ttf`, text: 'x' }], /404/],
    [[{ font_url: 'data:font/ttf;base64,%%%%', text: 'x' }], /font_inputs\[0\]\.font_url/],
    [[{ font_url: `data:font/ttf;base64,${Buffer.alloc(9 << 20).toString('base64')}`, text: 'x' }], /font_inputs\[0\]\.font_url.*8 MiB/],
  ];
  for (const [inputs, words] of cases) {
    const answer = await ask(inputs);
    assert.equal(answer.status, 400, JSON.stringify(answer.body).slice(0, 300));
    assert.match(answer.body.error.message, words);
  }
  assert.equal((await easel.account()).usage, before.usage);
});

test('without leave, addresses of this network are not fetched', async () => {
  const strict = await Easel.start({});
  for (const url of [`${origin}/serif.ttf`, origin.replace('http:', 'https:')]) {
    const answer = await strict.chat({ image_config: { image_size: '0.5K', font_inputs: [{ font_url: url, text: 'x' }] } });
    assert.equal(answer.status, 400);
  }
  await strict.stop();
});

test('quoted words of the prompt are drawn in a built-in font', async () => {
  const answer = await easel.chat({ messages: [{ role: 'user', content: 'Mountains at dusk with the title "High Passes"' }] });
  assert.equal(answer.body.easel.account.texts[0].text, 'High Passes');
  assert.deepEqual(answer.body.easel.account.not_drawn, []);
});
