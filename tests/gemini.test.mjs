// Google's Gemini API behind every door, played by a stand-in.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { GoogleGenAI } from '@google/genai';

import { Easel, eventually, urlsOf } from './harness.mjs';
import { behindGemini, GeminiStandIn } from './standins/gemini.mjs';
import { noisePng } from './standins/pictures.mjs';

const MODEL = 'google/gemini-3-pro-image';
const picture = noisePng(80, 60, 'one');
const second = noisePng(60, 80, 'two');
const url = (png) => `data:image/png;base64,${png.toString('base64')}`;
let upstream;
let easel;
before(async () => {
  upstream = await GeminiStandIn.start();
  easel = await Easel.start(behindGemini(upstream));
});
beforeEach(() => upstream.reset());
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const chat = (fields) => ({ model: MODEL, messages: [{ role: 'user', content: 'a fox' }], ...fields });
async function ask(fields = {}, where = '/chat/completions') {
  const body = where === '/chat/completions' ? chat(fields) : { model: MODEL, ...fields };
  const answer = await easel.fetch(where, { body });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

test("Google's own client takes the stand-in for the real one, buffered and streamed", async () => {
  const client = new GoogleGenAI({ apiKey: 'gemini-secret', httpOptions: { baseUrl: upstream.origin, apiVersion: 'v1beta' } });
  upstream.always({ text: 'Here.', pictures: [picture] });
  const request = { model: 'gemini-3-pro-image', contents: 'a fox', config: { responseModalities: ['TEXT', 'IMAGE'] } };
  const reply = await client.models.generateContent(request);
  assert.equal(reply.candidates[0].content.parts[1].inlineData.data, picture.toString('base64'));
  const parts = [];
  for await (const chunk of await client.models.generateContentStream(request)) {
    parts.push(...(chunk.candidates[0].content.parts ?? []));
  }
  assert.deepEqual(parts.filter((part) => part.inlineData).map((part) => part.inlineData.data),
    [picture.toString('base64')]);
});

test('a picture, its words and its price come through the chat door; drafts do not', async () => {
  upstream.next({ thoughts: 'Planning.', drafts: [second], text: 'Here it is.', pictures: [picture] });
  const { status, body } = await ask({ image_config: { aspect_ratio: '16:9', image_size: '2K' }, seed: 7 });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(urlsOf(body), [url(picture)]);
  assert.equal(body.choices[0].message.content, 'Here it is.');
  assert.equal(body.choices[0].message.reasoning, 'Planning.');
  assert.equal(body.choices[0].native_finish_reason, 'STOP');
  const sent = upstream.last.body;
  assert.deepEqual(sent.generationConfig, { responseModalities: ['TEXT', 'IMAGE'],
    imageConfig: { aspectRatio: '16:9', imageSize: '2K' }, seed: 7 });
  assert.equal(body.usage.cost, Number((10 * 2e-6 + 1290 * 120e-6 + 120 * 12e-6).toFixed(9)));
  assert.ok(!JSON.stringify(upstream.last.headers).includes(easel.key));
});

test('a stream of upstream is a stream of ours', async () => {
  upstream.next({ drafts: [second], text: 'Here it is.', pictures: [picture] });
  const { chunks, done } = await easel.stream(chat({ stream: true }));
  assert.ok(done);
  assert.match(upstream.last.path, /streamGenerateContent\?alt=sse$/);
  const images = chunks.flatMap((chunk) => chunk.choices[0]?.delta.images ?? []);
  assert.deepEqual(images.map((image) => image.image_url.url), [url(picture)]);
  assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), 'Here it is.');
});

test('the image door takes references and asks once for each picture', async () => {
  upstream.next({ pictures: [picture] }, { pictures: [second] });
  const { status, body } = await ask({ prompt: 'a fox', n: 2, aspect_ratio: '1:1',
    input_references: [{ type: 'image_url', image_url: { url: url(second) } }] }, '/images');
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.data.map((entry) => entry.b64_json), [picture, second].map((png) => png.toString('base64')));
  assert.equal(upstream.requests.length, 2);
  assert.equal(upstream.last.body.contents[0].parts[1].inlineData.data, second.toString('base64'));
});

test('the responses door brings the picture too', async () => {
  upstream.next({ pictures: [picture] });
  const { status, body } = await ask({ input: 'a fox', modalities: ['image', 'text'] }, '/responses');
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(JSON.stringify(body.output).includes(picture.toString('base64')));
});

test('a picture of the model goes back signed, by the client that kept the signature and by the house for one that did not', async () => {
  upstream.next({ text: 'Here.', pictures: [picture], signatures: ['c2lnbmF0dXJl'] });
  const first = await ask();
  const message = first.body.choices[0].message;
  assert.equal(message.reasoning_details[0].format, 'google-gemini-v1');
  const { reasoning_details, ...forgetful } = message;
  for (const said of [message, forgetful]) {
    const { status, body } = await ask({ messages: [{ role: 'user', content: 'a fox' }, said, { role: 'user', content: 'bluer' }] });
    assert.equal(status, 200, JSON.stringify(body));
    const turn = upstream.last.body.contents[1];
    assert.equal(turn.role, 'model');
    assert.equal(turn.parts[1].thoughtSignature, 'c2lnbmF0dXJl');
  }
});

test("a model's picture that nobody signed goes back as the user's", async () => {
  const messages = [{ role: 'user', content: 'a fox' },
    { role: 'assistant', content: 'Here.', images: [{ type: 'image_url', image_url: { url: url(second) } }] },
    { role: 'user', content: 'bluer' }];
  const { status, body } = await ask({ messages });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(upstream.last.body.contents.map((content) => content.role), ['user', 'model', 'user']);
  assert.equal(upstream.last.body.contents[2].parts[0].inlineData.data, second.toString('base64'));
});

const failures = [
  ['a blocked prompt', { block: 'PROHIBITED_CONTENT' }, [400, 403]],
  ['a blocked picture', { pictures: [], finish: 'IMAGE_SAFETY' }, [400, 403]],
  ['no picture', { pictures: [], finish: 'NO_IMAGE' }, [502]],
  ['a reply that is cut', { cutAt: 300 }, [502]],
  ['a limit of the day', { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'slow',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '26s' }] } }, [429]],
  ['an overload', { error: { code: 503, status: 'UNAVAILABLE', message: 'busy' } }, [502, 503]],
];
for (const [what, behaviour, statuses] of failures) {
  test(`${what} is an error that names the provider and costs nothing`, async () => {
    const spent = (await easel.account()).usage;
    upstream.always(behaviour);
    const { status, body } = await ask();
    assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`);
    assert.match(JSON.stringify(body.error), /Google AI Studio/);
    assert.ok(!JSON.stringify(body).includes('gemini-secret'));
    await eventually(async () => (await easel.listed()).held === 0);
    assert.equal((await easel.account()).usage, spent);
  });
}
