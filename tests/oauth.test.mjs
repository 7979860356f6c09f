// Keys for programs by OAuth's PKCE.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { createKey, Easel } from './harness.mjs';

const CALLBACK = 'https://app.example/back';
let easel, lead;
before(async () => {
  easel = await Easel.start();
  lead = await createKey(easel.data, 'lead', '--management');
});
after(() => easel.stop());

const ask = async (where, options) => {
  const answer = await easel.fetch(where, options);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};
const verifier = () => randomBytes(32).toString('base64url');
const s256 = (text) => createHash('sha256').update(text).digest('base64url');
const code = async (fields = {}, key = lead) => (await ask('/auth/keys/code', { key, body: { callback_url: CALLBACK, ...fields } })).body.data.id;
const exchange = (fields) => ask('/auth/keys', { key: '', body: fields });

test("OpenRouter's SDK asks for a code and exchanges it for a key with its limit, expiry and name", async () => {
  const sdk = new OpenRouter({ apiKey: lead, serverURL: easel.base, retryConfig: { strategy: 'none' } });
  const secret = verifier();
  const expiresAt = new Date(Date.now() + 864e5);
  const made = await sdk.oAuth.createAuthCode({ requestBody: { callbackUrl: CALLBACK, codeChallenge: s256(secret), codeChallengeMethod: 'S256', keyLabel: 'my app', limit: 2, usageLimitType: 'weekly', expiresAt } });
  const { key, userId } = await sdk.oAuth.exchangeAuthCodeForAPIKey({ requestBody: { code: made.data.id, codeVerifier: secret, codeChallengeMethod: 'S256' } });
  assert.equal(userId, null);
  const { data } = (await ask('/key', { key })).body;
  assert.deepEqual([data.name, data.limit, data.limit_reset, new Date(data.expires_at).getTime()], ['my app', 2, 'weekly', expiresAt.getTime()]);
  assert.equal((await easel.chat({}, { key })).status, 200);
});

test('a code is good once, with its verifier alone', async () => {
  const secret = verifier();
  const once = await code({ code_challenge: s256(secret), code_challenge_method: 'S256' });
  assert.equal((await exchange({ code: once, code_verifier: secret })).status, 200);
  assert.equal((await exchange({ code: once, code_verifier: secret })).status, 403);
  for (const wrong of [verifier(), s256(secret), '', undefined]) {
    const fresh = await code({ code_challenge: s256(secret), code_challenge_method: 'S256' });
    assert.equal((await exchange({ code: fresh, code_verifier: wrong })).status, 403);
    assert.equal((await exchange({ code: fresh, code_verifier: secret })).status, 403, 'a wrong try burns it');
  }
  const other = await code({ code_challenge: s256(secret), code_challenge_method: 'S256' });
  assert.equal((await exchange({ code: other, code_verifier: secret, code_challenge_method: 'plain' })).status, 400);
  const many = await code();
  const answers = await Promise.all(Array.from({ length: 20 }, () => exchange({ code: many })));
  assert.deepEqual(answers.map((answer) => answer.status).sort().slice(0, 2), [200, 403]);
});

test('plain challenges work, and are what is meant where no method is said', async () => {
  for (const method of ['plain', undefined]) {
    const secret = verifier();
    const made = await code({ code_challenge: secret, code_challenge_method: method });
    assert.equal((await exchange({ code: made, code_verifier: secret })).status, 200);
  }
});

test("a key that is made so is within its maker's limit, and has the usual one", async () => {
  const usual = (await exchange({ code: await code() })).body.key;
  const { data } = (await ask('/key', { key: usual })).body;
  assert.deepEqual([data.name, data.limit, data.limit_reset], ['app.example', 5, 'daily']);
  const limited = await createKey(easel.data, 'limited', '--management', '--limit', '1');
  const narrow = (await exchange({ code: await code({ limit: 50 }, limited) })).body.key;
  assert.equal((await ask('/key', { key: narrow })).body.data.limit, 1);
});

test('codes lead to https or to this machine, and bad input is a 400 that names the field', async () => {
  for (const callback_url of ['http://localhost:3000/x', 'http://127.0.0.1/', 'http://[::1]:9/x?y=1', 'https://app.example']) await code({ callback_url });
  const wrong = [...['http://app.example/', 'javascript:alert(1)', 'https://app.example/#x', 'https://me@app.example/', 'ftp://localhost/', '/here', 'http://localhost.evil.example/', `https://a.example/${'x'.repeat(2100)}`, 5]
    .map((value) => ['callback_url', value]), ['code_challenge', 'short'], ['code_challenge_method', 'S512'], ['limit', -1], ['usage_limit_type', 'hourly'], ['expires_at', '2001-01-01'], ['key_label', 'x'.repeat(101)]];
  for (const [field, value] of wrong) {
    const answer = await ask('/auth/keys/code', { key: lead, body: { callback_url: CALLBACK, [field]: value } });
    assert.equal(answer.status, 400, `${field} ${value}`);
    assert.ok(answer.body.error.message.includes(field), answer.body.error.message);
  }
  assert.equal((await ask('/auth/keys/code', { body: { callback_url: CALLBACK } })).status, 403);
  assert.equal((await ask('/auth/keys/code', { key: '', body: { callback_url: CALLBACK } })).status, 401);
  assert.equal((await exchange({})).status, 400);
  assert.equal((await exchange({ code: 'nobody' })).status, 403);
});
