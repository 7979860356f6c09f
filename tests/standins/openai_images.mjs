// A stand-in of OpenAI's image API (shapes: https://platform.openai.com/docs/api-reference/images)
// and of servers that look like it.
//
// A behaviour, every field optional:
//   pictures: [Buffer]   default one small PNG;   partials: [Buffer]   before it, when streaming
//   byAddress            pictures as addresses from the server's root
//   error                { status, body, headers };   cutAt: the connection dies after that many bytes
//
// `lookAlike`: no key is asked for, and unknown fields are taken.
import { sendBody, sendJson, StandIn } from './server.mjs';
import { noisePng } from './pictures.mjs';

const KEY = 'openai-secret';
const smallPng = noisePng(64, 48);
const FIELDS = ['model', 'prompt', 'n', 'size', 'quality', 'background', 'output_format', 'user',
  'output_compression', 'stream', 'partial_images', 'images', 'moderation'];

export class OpenAiImagesStandIn extends StandIn {
  lookAlike = false;
  files = new Map();

  get url() {
    return `${this.origin}/v1`;
  }

  async serve(record, response) {
    const file = this.files.get(record.path);
    if (file) {
      response.writeHead(200, { 'Content-Type': 'image/png' });
      return response.end(file);
    }
    const refuse = (status, code, message) => sendJson(response, status,
      { error: { message, type: 'invalid_request_error', param: null, code } });
    if (!this.lookAlike && record.headers.authorization !== `Bearer ${KEY}`) {
      return refuse(401, 'invalid_api_key', 'Incorrect API key provided.');
    }
    const edits = record.path === '/v1/images/edits';
    if (record.method !== 'POST' || !(edits || record.path === '/v1/images/generations')) {
      return refuse(404, 'not_found', 'no such path');
    }
    const fields = record.body ?? await readForm(record);
    record.fields = fields;
    const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
    if (unknown && !this.lookAlike) return refuse(400, 'unknown_parameter', `Unknown parameter: '${unknown}'.`);
    if (edits && !fields.images?.length) return refuse(400, 'missing_required_parameter', 'image');
    const behaviour = this.take();
    if (behaviour.error) {
      return sendJson(response, behaviour.error.status, behaviour.error.body, behaviour.error.headers);
    }
    const streaming = fields.stream === true || fields.stream === 'true';
    if (streaming) return this.stream(response, behaviour, edits ? 'image_edit' : 'image_generation');
    const data = (behaviour.pictures ?? [smallPng]).map((picture, i) =>
      behaviour.byAddress ? { url: this.keep(`/generated-images/${i}.png`, picture) }
        : { b64_json: picture.toString('base64') });
    const body = { created: 1, size: '1024x1024', quality: 'high', output_format: 'png', data, usage: usage() };
    await sendBody(response, { 'Content-Type': 'application/json' }, Buffer.from(JSON.stringify(body)), behaviour.cutAt);
  }

  keep(path, bytes) {
    this.files.set(path, bytes);
    return path;
  }

  async stream(response, behaviour, kind) {
    const events = [];
    const say = (type, more) => events.push(`event: ${type}\ndata: ${JSON.stringify({ type, created_at: 1,
      size: '1024x1024', quality: 'high', background: 'opaque', output_format: 'png', ...more })}\n\n`);
    for (const [i, partial] of (behaviour.partials ?? []).entries()) {
      say(`${kind}.partial_image`, { partial_image_index: i, b64_json: partial.toString('base64') });
    }
    for (const picture of behaviour.pictures ?? [smallPng]) {
      say(`${kind}.completed`, { b64_json: picture.toString('base64'), usage: usage() });
    }
    await sendBody(response, { 'Content-Type': 'text/event-stream; charset=utf-8' },
      Buffer.from(events.join('')), behaviour.cutAt);
  }
}

// A form's texts, and its files under `images`.
async function readForm(record) {
  const form = await new Response(record.raw, { headers: { 'Content-Type': record.headers['content-type'] } }).formData();
  const fields = {};
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else (fields.images ??= []).push({ name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return fields;
}

function usage() {
  return { input_tokens: 50, output_tokens: 4160, total_tokens: 4210,
    input_tokens_details: { text_tokens: 10, image_tokens: 40 },
    output_tokens_details: { text_tokens: 0, image_tokens: 4160 } };
}

export const behindOpenAi = (upstream) => ({ env: { OPENAI_API_KEY: KEY },
  config: `[providers.openai]\nbase_url = "${upstream.url}"\n` });
