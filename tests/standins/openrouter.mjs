// A stand-in of OpenRouter's chat and image doors, scripted by the test: "the next request gets
// this". `catalog` is what its lists of models answer.
//
//   const upstream = await OpenRouterStandIn.start();
//   upstream.next({ pictures: [png], text: 'Here.' });   // a queue, one behaviour a request
//   upstream.always({ status: 503 });                    // what requests beyond the queue get
//
// A behaviour, every field optional:
//   pictures: [Buffer]      default: one small PNG; [] = an answer in words alone
//   text, reasoning         strings
//   usage, message, body    objects merged into usage, message (or delta) and body
//   choice                  an object merged into the choice;  deltas: further deltas of a stream
//   finish, native          finish reasons
//   delay                   ms before the head;   heartbeats, every: comments while "working"
//   status, headers, raw    an answer that is not a generation: raw is sent as it is
//   error                   { code, message, metadata } → that status and OpenRouter's error body
//   midError                the same, as a chunk in the middle of a stream that had begun
//   cutAt                   the connection is destroyed after that many bytes of the body
//   pace                    bytes a second, in pieces of a tenth
//   apart                   ms between the pictures of a stream
//   twice                   the finishing chunk is sent twice
//
// `requests` records what came: { headers, body, at, ended, aborted, lastByteTakenAt }.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { noisePng } from './pictures.mjs';
import { closeServer, sendInstead, watchAnswer } from './server.mjs';

const smallPng = noisePng(64, 48);
const dataUrl = (png) => `data:image/png;base64,${png.toString('base64')}`;
const imageOf = (png, index) => ({ type: 'image_url', image_url: { url: dataUrl(png) }, index });

export class OpenRouterStandIn {
  requests = [];
  catalog = { models: [], images: [], endpoints: {} }; // what it lists
  cutting; // these two as in server.mjs
  instead;
  #port;
  #queue = [];
  #default = {};
  #server;
  #sockets = new Set();
  #rendered = new WeakMap();

  static async start() {
    const standIn = new OpenRouterStandIn();
    standIn.#server = http.createServer((request, response) => {
      standIn.#serve(request, response).catch((error) => response.destroy(error));
    });
    standIn.#server.on('connection', (socket) => {
      standIn.#sockets.add(socket);
      socket.on('close', () => standIn.#sockets.delete(socket));
    });
    await new Promise((resolve) => standIn.#server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address()?.port ?? this.#port}/api/v1`;
  }

  next(...behaviours) {
    this.#queue.push(...behaviours);
  }
  always(behaviour) {
    this.#default = behaviour;
  }
  reset() {
    this.requests = [];
    this.#queue = [];
    this.#default = {};
  }
  get last() {
    return this.requests.at(-1);
  }

  /** Resolves when `count` requests have come. */
  async arrived(count = 1, within = 10_000) {
    const until = Date.now() + within;
    while (this.requests.length < count) {
      if (Date.now() > until) throw new Error(`${this.requests.length} of ${count} requests came`);
      await sleep(5);
    }
    return this.requests.at(count - 1);
  }

  async close() {
    this.#port = this.#server.address().port;
    await closeServer(this.#server);
  }
  async reopen() {
    await new Promise((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
  }
  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const raw = Buffer.concat(pieces).toString();
    const record = { method: request.method, path: request.url, headers: request.headers, raw,
      body: raw ? JSON.parse(raw) : undefined, at: Date.now(), ended: false, aborted: false };
    this.requests.push(record);
    watchAnswer(response, record, this.cutting?.(record));
    response.on('close', () => { record.aborted = !response.writableFinished; });
    response.on('finish', () => {
      record.ended = true;
      record.lastByteTakenAt = Date.now();
    });

    const instead = this.instead?.(record);
    if (instead) return sendInstead(response, instead);
    if (request.method === 'GET') return this.#list(record, response);
    const images = request.url === '/api/v1/images';
    if (!images && request.url !== '/api/v1/chat/completions') {
      return sendError(response, { code: 404, message: 'Resource not found' });
    }
    const behaviour = this.#queue.shift() ?? this.#default;
    if (behaviour.delay && !behaviour.heartbeats) await sleep(behaviour.delay);
    if (response.destroyed) return;
    if (behaviour.raw !== undefined || behaviour.status) {
      response.writeHead(behaviour.status ?? 200, { 'Content-Type': 'text/html', ...behaviour.headers });
      return response.end(behaviour.raw ?? '');
    }
    if (behaviour.error) return sendError(response, behaviour.error, behaviour.headers);
    if (images) return sendImages(response, behaviour, record.body);
    const body = this.#render(behaviour, record.body);
    await sendBody(response, behaviour, body, record.body.stream === true);
  }

  // GET /models, /images/models and an image model's endpoints, from `catalog`.
  #list(record, response) {
    const where = record.path.replace(/^\/api\/v1/, '').split('?')[0];
    const found = { '/models': { data: this.catalog.models }, '/images/models': { data: this.catalog.images } }[where];
    const id = /^\/images\/models\/(.+)\/endpoints$/.exec(where)?.[1];
    const endpoints = id && this.catalog.endpoints[id];
    const answer = found ?? (endpoints && { id, endpoints });
    if (!answer) return sendError(response, { code: 404, message: 'Resource not found' });
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  // Rendered once for all requests that get the same behaviour: two hundred may share eight mebibytes.
  #render(behaviour, request) {
    const kind = request.stream === true ? 'stream' : 'whole';
    const known = this.#rendered.get(behaviour) ?? {};
    known[kind] ??= kind === 'stream' ? renderStream(behaviour, request) : renderWhole(behaviour, request);
    this.#rendered.set(behaviour, known);
    return known[kind];
  }
}

function envelope(behaviour, request, object) {
  return { id: `gen-${Math.floor(Date.now() / 1000)}-StandInStandInStandI`, object,
    created: Math.floor(Date.now() / 1000), model: request.model, provider: 'Google AI Studio',
    ...behaviour.body };
}

function usageOf(behaviour) {
  return { prompt_tokens: 7, completion_tokens: 1290, total_tokens: 1297, cost: 0.0387021,
    is_byok: false,
    prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0, audio_tokens: 0, video_tokens: 0 },
    cost_details: { upstream_inference_cost: 0.0387021, upstream_inference_prompt_cost: 0.0000021,
      upstream_inference_completions_cost: 0.0387 },
    completion_tokens_details: { reasoning_tokens: 0, image_tokens: 1290, audio_tokens: 0 },
    ...behaviour.usage };
}

function renderWhole(behaviour, request) {
  const pictures = behaviour.pictures ?? [smallPng];
  const message = { role: 'assistant', content: behaviour.text ?? '', refusal: null,
    reasoning: behaviour.reasoning ?? null, ...behaviour.message };
  if (pictures.length > 0) message.images = pictures.map(imageOf);
  return Buffer.from(JSON.stringify({
    ...envelope(behaviour, request, 'chat.completion'),
    system_fingerprint: null,
    service_tier: null,
    choices: [{ index: 0, logprobs: null, finish_reason: behaviour.finish ?? 'stop',
      native_finish_reason: behaviour.native ?? 'STOP', ...behaviour.choice, message }],
    usage: usageOf(behaviour),
  }));
}

function renderStream(behaviour, request) {
  const head = envelope(behaviour, request, 'chat.completion.chunk');
  const lines = [];
  const send = (extra) => lines.push(`data: ${JSON.stringify({ ...head, ...extra })}\n\n`);
  const delta = (fields, finish = null, native = null) => send({ choices: [{ index: 0,
    delta: { role: 'assistant', content: '', ...fields }, finish_reason: finish,
    native_finish_reason: native, logprobs: null }] });
  lines.push(': OPENROUTER PROCESSING\n\n');
  if (behaviour.reasoning) delta({ reasoning: behaviour.reasoning });
  for (const word of (behaviour.text ?? '').match(/\S+\s*/g) ?? []) delta({ content: word });
  if (behaviour.message) delta(behaviour.message);
  for (const piece of behaviour.deltas ?? []) delta(piece);
  for (const [index, png] of (behaviour.pictures ?? [smallPng]).entries()) {
    delta({ images: [imageOf(png, index)] });
  }
  if (behaviour.midError) {
    send({ error: behaviour.midError,
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }] });
    return Buffer.from(lines.join(''));
  }
  for (let i = 0; i < (behaviour.twice ? 2 : 1); i++) {
    delta({}, behaviour.finish ?? 'stop', behaviour.native ?? 'STOP');
  }
  send({ choices: [], usage: usageOf(behaviour) });
  lines.push('data: [DONE]\n\n');
  return Buffer.from(lines.join(''));
}

const IMAGE_FIELDS = ['model', 'prompt', 'n', 'resolution', 'aspect_ratio', 'size', 'quality',
  'output_format', 'output_compression', 'background', 'seed', 'input_references', 'stream', 'provider', 'user'];

// The image door (shape: OpenRouter's OpenAPI document, POST /images).
function sendImages(response, behaviour, request) {
  const unknown = Object.keys(request).find((name) => !IMAGE_FIELDS.includes(name));
  if (unknown || !request.prompt) return sendError(response, { code: 400, message: `wrong: ${unknown ?? 'prompt'}` });
  const pictures = behaviour.pictures ?? Array(request.n ?? 1).fill(smallPng);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ created: 1748372400,
    data: pictures.map((png) => ({ b64_json: png.toString('base64'), media_type: 'image/png' })),
    usage: { prompt_tokens: 0, completion_tokens: 4175, total_tokens: 4175, cost: 0.04,
      completion_tokens_details: { image_tokens: 4175 }, is_byok: false, ...behaviour.usage } }));
}

function sendError(response, error, headers = {}) {
  response.writeHead(error.code, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify({ error }));
}

async function sendBody(response, behaviour, body, streaming) {
  const headers = { 'Content-Type': streaming ? 'text/event-stream' : 'application/json',
    'X-Generation-Id': 'gen-upstream', ...behaviour.headers };
  response.writeHead(200, headers);
  if (behaviour.heartbeats) {
    for (let i = 0; i < behaviour.heartbeats && !response.destroyed; i++) {
      response.write(streaming ? ': OPENROUTER PROCESSING\n\n' : '\n         ');
      await sleep(behaviour.every ?? 100);
    }
  }
  if (response.destroyed) return;
  if (behaviour.apart) {
    let pictures = 0;
    for (const event of body.toString().split(/(?<=\n\n)/)) {
      if (event.includes('"images"') && pictures++ > 0) await sleep(behaviour.apart);
      response.write(event);
    }
    return response.end();
  }
  if (behaviour.cutAt !== undefined) {
    await new Promise((resolve) => response.write(body.subarray(0, behaviour.cutAt), resolve));
    await sleep(30); // let it leave before the connection dies
    return response.destroy();
  }
  if (!behaviour.pace) return response.end(body);
  const piece = Math.max(1, Math.floor(behaviour.pace / 10));
  for (let at = 0; at < body.length && !response.destroyed; at += piece) {
    response.write(body.subarray(at, at + piece));
    await sleep(100);
  }
  response.end();
}
