// Workspaces: keys, budgets, members and a guardrail together; guardrails of members.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';

import { behind, createKey, Easel, eventually, relay } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';

const MODEL = 'easel/painter-1';
let upstream, easel, lead, member;
before(async () => {
  upstream = await OpenRouterStandIn.start();
  easel = await Easel.start(behind(upstream));
  lead = await createKey(easel.data, 'lead', '--management');
  const [, link] = await eventually(() => /\/sign-in#(\w+)/.exec(easel.stderr));
  const entered = await fetch(`${easel.origin}/ui/v1/sign-in`, { method: 'POST', body: JSON.stringify({ link }),
    headers: { 'Content-Type': 'application/json', Origin: easel.origin } });
  assert.equal(entered.status, 200, await entered.text());
  [member] = (await manage('/organization/members')).body.data;
});
after(async () => {
  await easel.stop();
  await upstream.stop();
});

const ask = async (where, options) => {
  const answer = await easel.fetch(where, options);
  return { status: answer.status, body: await answer.json() };
};
const manage = (where, method, body, key = lead) => ask(where, { key, method, body });
const makeSpace = async (slug, key) => (await manage('/workspaces', 'POST', { name: slug, slug }, key)).body.data;
const makeKey = async (fields, key) => (await manage('/keys', 'POST', { name: 'in it', limit: null, ...fields }, key)).body;
const buy = (key) => ask('/chat/completions', { key, body: relay() });
const draw = (key) => easel.chat({}, { key });

test("OpenRouter's SDK makes, lists, changes and deletes workspaces", async () => {
  const sdk = new OpenRouter({ apiKey: lead, serverURL: easel.base, retryConfig: { strategy: 'none' } });
  const made = await makeSpace('sdk-made');
  const read = await sdk.workspaces.get({ id: 'sdk-made' });
  assert.equal(read.data.id, made.id);
  const listed = await sdk.workspaces.list();
  assert.deepEqual((listed.result ?? listed).data.map((one) => one.slug).slice(0, 1), ['default']);
  assert.equal((await manage(`/workspaces/${made.id}`, 'PATCH', { name: 'Summer' })).body.data.name, 'Summer');
  assert.equal((await manage('/workspaces', 'POST', { name: 'again', slug: 'sdk-made' })).status, 409);
  for (const body of [{ name: 'x' }, { name: 'x', slug: 'Not one' }, { name: 'x', slug: 'x', default_text_model: MODEL }]) {
    assert.equal((await manage('/workspaces', 'POST', body)).status, 400);
  }
  assert.equal((await manage('/workspaces/default', 'DELETE')).status, 400);
  assert.equal((await manage(`/workspaces/${made.id}`, 'DELETE')).body.deleted, true);
  assert.equal((await manage(`/workspaces/${made.id}`)).status, 404);
});

test('a budget is of all its keys together, and answers 403 with what it is', async () => {
  const { id } = await makeSpace('thrifty');
  const [one, two] = [await makeKey({ workspace_id: id }), await makeKey({ workspace_id: id })];
  assert.equal(one.data.workspace_id, id);
  assert.equal((await manage(`/workspaces/${id}/budgets/monthly`, 'PUT', { limit_usd: 0.12 })).body.data.limit_usd, 0.12);
  assert.equal((await buy(one.key)).status, 200);
  const refused = await buy(two.key);
  assert.equal(refused.status, 403);
  assert.deepEqual([refused.body.error.metadata.limit_source, refused.body.error.metadata.limit_usd], ['openrouter_workspace_budget', 0.12]);
  assert.equal((await draw(two.key)).status, 200, 'the painter costs nothing');
  assert.equal((await buy(easel.key)).status, 200, 'others do not share it');
  assert.equal((await manage(`/workspaces/${id}/budgets/yearly`)).status, 400);
  assert.equal((await manage(`/workspaces/${id}/budgets/monthly`, 'DELETE')).body.deleted, true);
  assert.equal((await buy(two.key)).status, 200);
  assert.equal((await manage(`/workspaces/${id}`, 'DELETE')).status, 409);
  const hashes = (await manage(`/keys?workspace_id=thrifty`)).body.data.map((key) => key.hash).sort();
  assert.deepEqual(hashes, [one.data.hash, two.data.hash].sort());
  const today = new Date().toISOString().slice(0, 10);
  const { body } = await manage(`/activity?group_by=workspace&workspace_id=${id}&date=${today}`);
  assert.deepEqual([...new Set(body.data.map((row) => row.workspace_id))], [id]);
  assert.equal(body.data.reduce((sum, row) => sum + row.requests, 0), 3);
});

test('its guardrail holds for every key in it', async () => {
  const { id, default_guardrail_id: guardrail } = await makeSpace('narrow');
  const { key } = await makeKey({ workspace_id: id });
  assert.equal((await buy(key)).status, 200);
  assert.equal((await manage(`/guardrails/${guardrail}`, 'PATCH', { allowed_models: ['easel/*'] })).status, 200);
  assert.equal((await buy(key)).status, 404);
  assert.equal((await draw(key)).status, 200);
  assert.equal((await manage(`/guardrails/${guardrail}`, 'DELETE')).status, 409);
  assert.deepEqual((await manage(`/guardrails?workspace_id=${id}`)).body.data.map((row) => row.id), [guardrail]);
});

test('a guardrail of a member holds for the keys made for them, and members are added and removed', async () => {
  const { id } = await makeSpace('people');
  const refused = await manage('/keys', 'POST', { name: 'k', workspace_id: id, creator_user_id: member.id });
  assert.equal(refused.status, 400);
  const users = { user_ids: [member.id] };
  assert.equal((await manage(`/workspaces/${id}/members/add`, 'POST', users)).body.added_count, 1);
  assert.deepEqual((await manage(`/workspaces/${id}/members`)).body.data.map((row) => row.user_id), [member.id]);
  const { key } = await makeKey({ workspace_id: id, creator_user_id: member.id });
  const { body: rail } = await manage('/guardrails', 'POST', { name: 'for ada', allowed_models: ['easel/*'] });
  const at = `/guardrails/${rail.data.id}/assignments/members`, ids = { member_user_ids: [member.id] };
  assert.equal((await buy(key)).status, 200);
  assert.equal((await manage(at, 'POST', ids)).body.assigned_count, 1);
  assert.equal((await buy(key)).status, 404);
  assert.equal((await manage(at, 'POST', { member_user_ids: ['nobody'] })).status, 404);
  assert.deepEqual((await manage('/guardrails/assignments/members')).body.data.map((row) => row.user_id), [member.id]);
  assert.equal((await manage(`${at}/remove`, 'POST', ids)).body.unassigned_count, 1);
  assert.equal((await buy(key)).status, 200);
  assert.equal((await manage(`/workspaces/${id}/members/remove`, 'POST', users)).body.removed_count, 1);
});

test("a limited management key has workspaces of its own, and sees neither others' nor members", async () => {
  const team = await createKey(easel.data, 'team', '--management', '--limit', '5');
  const { id } = await makeSpace('not-theirs');
  assert.equal((await manage(`/workspaces/${id}`, 'GET', undefined, team)).status, 404);
  assert.equal((await manage('/keys', 'POST', { name: 'k', workspace_id: id }, team)).status, 400);
  assert.equal((await manage(`/keys?workspace_id=${id}`, 'GET', undefined, team)).status, 404);
  assert.deepEqual((await manage('/organization/members', 'GET', undefined, team)).body.data, []);
  assert.equal((await manage('/workspaces/default', 'PATCH', { name: 'Mine' }, team)).status, 403);
  const own = await makeSpace('theirs', team);
  assert.equal((await makeKey({ workspace_id: own.id, limit: 1 }, team)).data.workspace_id, own.id);
  assert.equal((await manage(`/workspaces/${own.id}/members/add`, 'POST', { user_ids: [member.id] }, team)).status, 403);
  assert.equal((await manage(`/workspaces/${own.id}`)).status, 200, 'the lead sees it');
});
