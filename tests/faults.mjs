// What can go wrong at each provider, as data: faults.test.mjs plays it and writes docs/faults.md. One
// entry an adapter; a fault is what a stand-in is told (`behaviour`, for its queue) or what it answers
// instead of thinking (`instead`, or `cut`: bytes that leave before the connection dies).
import { behind } from './harness.mjs';
import { behindBfl, BflStandIn } from './standins/bfl.mjs';
import { ComfyUiStandIn } from './standins/comfyui.mjs';
import { behindFal, FalStandIn } from './standins/fal.mjs';
import { behindGemini, GeminiStandIn } from './standins/gemini.mjs';
import { behindOpenAi, OpenAiImagesStandIn } from './standins/openai_images.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';
import { behindReplicate, ReplicateStandIn } from './standins/replicate.mjs';
import { SdServerStandIn } from './standins/sd_server.mjs';

const text = Buffer.from('this is no picture at all');
const half = noisePng(16, 16).subarray(0, 200);
const LATER = { 'Retry-After': '60' }; // longer than anybody waits for it

// A server of the operator's own.
const own = (slug, dialect, model) => (upstream) => ({
  config: `[providers.${slug}]\ndialect = "${dialect}"\nbase_url = "${upstream.origin}"\nmodels = ["${model}"]\n` });

const html = (status) => ({ status, type: 'text/html', body: '<html><body>Bad gateway</body></html>' });

// What every provider that speaks HTTP can do wrong. `body(status)` is its own error.
const common = (body) => [
  { name: 'nobody listens', refused: true },
  { name: 'the connection dies before a reply', cut: 0 },
  { name: 'the connection dies within the head', cut: 20 },
  { name: 'the connection dies within the body', cut: 260 },
  ...[400, 401, 402, 403, 404, 413, 422].map((status) => (
    { name: `${status}`, instead: { status, body: body(status) } })),
  { name: '429, to come back in a minute', instead: { status: 429, body: body(429), headers: LATER } },
  { name: '429 once, to come back in a second', instead: { status: 429, body: body(429), headers: { 'Retry-After': '1' } }, once: true },
  { name: '500', instead: { status: 500, body: body(500) } },
  { name: '502 in HTML', instead: html(502) },
  { name: '503, to come back in a minute', instead: { status: 503, body: body(503), headers: LATER } },
  { name: '503 once', instead: { status: 503, body: body(503) }, once: true },
  { name: '504', instead: { status: 504, body: body(504) } },
  { name: '529', instead: { status: 529, body: body(529), headers: LATER } },
  { name: 'a 200 in HTML', instead: html(200) },
  { name: 'an empty 200', instead: { status: 200, body: '' } },
  { name: 'a 200 of something else', instead: { status: 200, body: '{"hello":"world"}' } },
  { name: 'a redirect elsewhere', instead: { status: 302, body: '', headers: { Location: 'http://127.0.0.1:9/' } } },
];

// What an upstream that is asked about tasks can do wrong after it took one, and what its pictures can
// be that are fetched.
const asked = [
  { name: 'one broken connection while it is asked', cut: 30, of: 'poll', once: true },
  { name: 'one 502 while it is asked', instead: html(502), of: 'poll', once: true },
  { name: 'it always breaks off while it is asked', cut: 30, of: 'poll' },
];
const bad = (picture) => [
  { name: 'a picture that is none', behaviour: picture(text) },
  { name: 'a picture that ends early', behaviour: picture(half) },
];
const tasks = (picture) => [
  ...asked,
  { name: 'one broken connection while the picture is fetched', cut: 150, of: 'fetch', once: true },
  { name: 'the picture can never be fetched whole', cut: 150, of: 'fetch' },
  { name: "the picture's address has expired", instead: { status: 403, body: '{}' }, of: 'fetch' },
  ...bad(picture),
];

const openAiError = () => JSON.stringify({ error: { message: 'no', type: 'x', param: null, code: null } });

export const ADAPTERS = [
  { name: 'openrouter', StandIn: OpenRouterStandIn, behind,
    provider: 'openrouter', modelName: 'google/gemini-2.5-flash-image', outputs: ['image', 'text'],
    faults: [
      ...common((status) => JSON.stringify({ error: { code: status, message: 'no' } })),
      { name: 'moderation, 403 with reasons', instead: { status: 403, body: JSON.stringify({ error: { code: 403, message: 'flagged',
        metadata: { reasons: ['violence'], flagged_input: 'a…z', provider_name: 'OpenAI', error_type: 'content_policy_violation' } } }) } },
      { name: 'an error within a 200', instead: { status: 200, body: '{"error":{"code":502,"message":"Provider returned error"}}' } },
      { name: '429 within a 200', instead: { status: 200, body: '{"error":{"code":429,"message":"busy"}}' } },
      { name: '503 within a 200', instead: { status: 200, body: '{"error":{"code":503,"message":"busy"}}' } },
      { name: 'words alone', behaviour: { pictures: [], text: 'I would rather not.' } },
      { name: 'a picture that is none', behaviour: { pictures: [text] } },
      { name: 'a picture that ends early', behaviour: { pictures: [half] } },
    ] },
  { name: 'gemini', StandIn: GeminiStandIn, behind: behindGemini,
    provider: 'google-ai-studio', modelName: 'gemini-2.5-flash-image', outputs: ['image', 'text'],
    faults: [
      ...common((status) => JSON.stringify({ error: { code: status, status: 'X', message: 'no' } })),
      { name: 'a refused key, as a 400', instead: { status: 400, body: JSON.stringify({ error: { code: 400, status: 'INVALID_ARGUMENT', message: 'API key not valid.',
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }] } }) } },
      { name: 'the prompt is blocked', behaviour: { block: 'PROHIBITED_CONTENT' } },
      { name: 'the picture is blocked', behaviour: { pictures: [], finish: 'IMAGE_SAFETY' } },
      { name: 'NO_IMAGE', behaviour: { pictures: [], finish: 'NO_IMAGE' } },
      { name: 'a picture that is none', behaviour: { pictures: [text] } },
      { name: 'a picture that ends early', behaviour: { pictures: [half] } },
    ] },
  { name: 'openai_images', StandIn: OpenAiImagesStandIn, behind: behindOpenAi,
    provider: 'openai', modelName: 'gpt-image-1', outputs: ['image'],
    faults: [
      ...common(openAiError),
      { name: 'moderation', instead: { status: 400, body: JSON.stringify({ error: { message: 'safety', type: 'image_generation_user_error', code: 'moderation_blocked' } }) } },
      { name: '429 for want of credit', instead: { status: 429, body: JSON.stringify({ error: { message: 'quota', type: 'insufficient_quota', code: 'insufficient_quota' } }), headers: LATER } },
      { name: 'no pictures', behaviour: { pictures: [] } },
      { name: 'a picture that is none', behaviour: { pictures: [text] } },
      { name: 'a picture that ends early', behaviour: { pictures: [half] } },
    ] },
  { name: 'bfl', StandIn: BflStandIn, behind: behindBfl,
    provider: 'black-forest-labs', modelName: 'flux-2-pro', outputs: ['image'], usual: { states: [] },
    faults: [
      ...common(() => JSON.stringify({ detail: 'no' })),
      ...tasks((picture) => ({ picture, states: [] })),
      { name: 'the prompt is moderated', behaviour: { states: [], last: 'Request Moderated' } },
      { name: 'the picture is moderated', behaviour: { states: [], last: 'Content Moderated' } },
      { name: 'the task fails', behaviour: { states: [], last: 'Error' } },
    ] },
  { name: 'replicate', StandIn: ReplicateStandIn, behind: behindReplicate,
    provider: 'replicate', modelName: 'sourceful/riverflow-v2-pro', outputs: ['image'], usual: { states: [] },
    faults: [
      ...common((status) => JSON.stringify({ title: 'no', detail: 'no', status })),
      ...tasks((picture) => ({ pictures: [picture], states: [] })),
      { name: 'the task fails', behaviour: { states: [], last: 'failed' } },
      { name: 'the task is canceled', behaviour: { states: [], last: 'canceled' } },
      { name: 'no pictures', behaviour: { states: [], pictures: [] } },
    ] },
  { name: 'fal', StandIn: FalStandIn, behind: behindFal,
    provider: 'fal', modelName: 'fal-ai/flux-2-pro', outputs: ['image'], usual: { queued: 0, running: 0 },
    faults: [
      ...common(() => JSON.stringify({ detail: 'no' })),
      ...tasks((picture) => ({ pictures: [picture], queued: 0, running: 0 })),
      { name: 'the picture is blacked out', behaviour: { queued: 0, running: 0, nsfw: true } },
      { name: 'the result is a 422', behaviour: { queued: 0, running: 0, result: { status: 422, body: { detail: [{ loc: ['body'], msg: 'bad', type: 'content_policy_violation' }] } } } },
      { name: 'no pictures', behaviour: { queued: 0, running: 0, pictures: [] } },
    ] },
  { name: 'sd_server', StandIn: SdServerStandIn, behind: own('desk', 'sd_server', 'tiny'),
    provider: 'desk', modelName: 'tiny', outputs: ['image'], usual: { states: [] },
    faults: [
      ...common(() => JSON.stringify({ error: 'no' })),
      ...asked,
      ...bad((picture) => ({ picture, states: [] })),
      { name: 'the queue is full', behaviour: { refuse: { status: 429, body: { error: 'job queue is full' } } } },
      { name: 'the job fails', behaviour: { states: [], last: 'failed' } },
      { name: 'the job was cancelled by another', behaviour: { states: [], last: 'cancelled' } },
      { name: 'the job has expired', behaviour: { gone: true } },
    ] },
  { name: 'comfyui', StandIn: ComfyUiStandIn, behind: own('comfy', 'comfyui', 'sd_xl_base_1.0.safetensors'),
    provider: 'comfy', modelName: 'sd_xl_base_1.0.safetensors', outputs: ['image'], usual: { polls: 0 },
    role: ({ method, path }) => (method === 'POST' ? 'submit' : path.includes('/view') ? 'fetch' : 'poll'),
    faults: [
      ...common(() => JSON.stringify({ error: { type: 'x', message: 'no' }, node_errors: {} })),
      ...tasks((picture) => ({ pictures: [picture], polls: 0 })),
      { name: 'a node fails', behaviour: { polls: 0, error: { node_id: '3', node_type: 'KSampler', exception_message: 'out of memory' } } },
      { name: 'the prompt is lost', behaviour: { lost: true } },
      { name: 'the picture is gone', behaviour: { polls: 0, missing: true } },
      { name: 'no pictures', behaviour: { polls: 0, pictures: [] } },
    ] },
];
