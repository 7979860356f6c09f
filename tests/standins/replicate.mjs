// A stand-in of Replicate's predictions (shapes: https://replicate.com/docs/reference/http) and, on
// another port, of the host its files lie at.
//
// A behaviour of the next prediction, every field optional:
//   pictures: [Buffer]   default one small PNG
//   states: [text]       what it says before its end, one a poll;   last: its end ("succeeded")
//   failure              the `error` of a failed one
//   refuse               { status, body, headers } instead of making it
import { Delivery, sendJson, StandIn } from './server.mjs';
import { noisePng } from './pictures.mjs';

const KEY = 'r8_secret';
const smallPng = noisePng(64, 48);
const RIVERFLOW = ['instruction', 'init_images', 'super_resolution_refs', 'resolution', 'aspect_ratio',
  'font_urls', 'font_texts', 'transparency', 'enhance_prompt', 'max_iterations', 'safety_checker'];

export class ReplicateStandIn extends StandIn {
  delivery;
  predictions = new Map();

  static async start() {
    const standIn = await super.start();
    standIn.delivery = await Delivery.start();
    return standIn;
  }
  async stop() {
    await this.delivery.stop();
    await super.stop();
  }
  get url() {
    return `${this.origin}/v1`;
  }

  async serve(record, response) {
    if (record.headers.authorization !== `Bearer ${KEY}`) {
      return sendJson(response, 401, { title: 'Unauthenticated', detail: 'You did not pass a valid token', status: 401 });
    }
    const poll = /^\/v1\/predictions\/(\w+)$/.exec(record.path);
    if (record.method === 'GET' && poll) return sendJson(response, 200, this.tell(poll[1]));
    const made = /^\/v1\/models\/([\w-]+\/[\w.-]+)\/predictions$/.exec(record.path);
    if (record.method !== 'POST' || !made) return sendJson(response, 404, { detail: 'Not found.', status: 404 });
    const { input } = record.body;
    const wrong = made[1].startsWith('sourceful/') && Object.keys(input).find((name) => !RIVERFLOW.includes(name));
    if (wrong || !(input.instruction ?? input.prompt)) {
      return sendJson(response, 422, { title: 'Input validation failed', detail: `- input: ${wrong || 'instruction'}`, status: 422 });
    }
    const prediction = this.take();
    if (prediction.refuse) return sendJson(response, prediction.refuse.status, prediction.refuse.body, prediction.refuse.headers);
    const id = `p${this.predictions.size}`;
    this.predictions.set(id, { ...prediction, model: made[1], input, states: ['starting', ...prediction.states ?? ['processing']] });
    sendJson(response, 201, this.tell(id));
  }

  tell(id) {
    const prediction = this.predictions.get(id);
    const status = prediction.states.shift() ?? prediction.last ?? 'succeeded';
    const output = status !== 'succeeded' ? null : (prediction.pictures ?? [smallPng])
      .map((picture, i) => this.delivery.put(`${id}/out-${i}.png`, picture));
    return { id, model: prediction.model, version: 'hidden', input: prediction.input, output, logs: '',
      error: status === 'failed' ? prediction.failure ?? 'it broke' : null, status, created_at: '2026-01-01T00:00:00Z',
      urls: { get: `${this.url}/predictions/${id}`, cancel: `${this.url}/predictions/${id}/cancel` } };
  }
}

export const behindReplicate = (upstream) => ({ env: { REPLICATE_API_TOKEN: KEY },
  config: `[providers.replicate]\nbase_url = "${upstream.url}"\n` });
