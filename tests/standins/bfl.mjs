// A stand-in of Black Forest Labs' API (shapes: https://docs.bfl.ai/api-reference) and, on another
// port, of the host its pictures lie at.
//
// A behaviour of the next task, every field optional:
//   picture: Buffer      default one small PNG
//   states: [text]       what it says before it is ready, one a poll;   last: its end ("Ready")
//   cost                 credits;   expired: the picture's address is refused
//   redirected           the picture's address leads to another
//   refuse               { status, body, headers } instead of taking the task
import { Delivery, sendJson, StandIn } from './server.mjs';
import { noisePng } from './pictures.mjs';

const KEY = 'bfl-secret';
const smallPng = noisePng(64, 48);
const FIELDS = /^(prompt|input_image(_[2-8])?|width|height|seed|safety_tolerance|output_format)$/;

export class BflStandIn extends StandIn {
  delivery;
  tasks = new Map();

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
    if (record.headers['x-key'] !== KEY || record.headers.authorization) {
      return sendJson(response, 403, { detail: 'Not authenticated' });
    }
    const poll = /^\/v1\/get_result\?id=(.+)$/.exec(record.path);
    if (record.method === 'GET' && poll) return this.tell(poll[1], response);
    if (record.method !== 'POST' || !/^\/v1\/flux-[\w.-]+$/.test(record.path)) {
      return sendJson(response, 404, { detail: 'Not Found' });
    }
    const wrong = this.wrong(record.body);
    if (wrong) return sendJson(response, 422, { detail: [{ loc: ['body', wrong], msg: `bad ${wrong}`, type: 'value_error' }] });
    const task = this.take();
    if (task.refuse) return sendJson(response, task.refuse.status, task.refuse.body, task.refuse.headers);
    const id = `task-${this.tasks.size}`;
    this.tasks.set(id, { ...task, states: [...task.states ?? ['Pending']] });
    sendJson(response, 200, { id, polling_url: `${this.origin}/v1/get_result?id=${id}`,
      cost: task.cost ?? 3, input_mp: null, output_mp: 1 });
  }

  wrong(body) {
    const unknown = Object.keys(body).find((name) => !FIELDS.test(name));
    if (unknown) return unknown;
    for (const side of ['width', 'height']) {
      if (body[side] !== undefined && (body[side] % 16 !== 0 || body[side] < 64)) return side;
    }
    if ((body.width ?? 0) * (body.height ?? 0) > 2048 * 2048) return 'width';
    const pictures = Object.keys(body).filter((name) => name.startsWith('input_image'));
    return pictures.find((name) => !/^[A-Za-z0-9+/]+=*$/.test(body[name]));
  }

  tell(id, response) {
    const task = this.tasks.get(id);
    const status = task?.states.shift() ?? (task ? task.last ?? 'Ready' : 'Task not found');
    const state = { id, status, result: null, progress: 0.5, details: null, preview: null };
    if (/Moderated/.test(status)) state.details = { 'Moderation Reasons': ['Derivative Works Filter'] };
    if (status === 'Ready') {
      const name = `${id}/sample.png`;
      let sample = this.delivery.put(name, task.picture ?? smallPng);
      if (task.redirected) {
        this.delivery.moved.set(`/old/${name}`, sample);
        sample = `${this.delivery.origin}/old/${name}`;
      }
      if (task.expired) this.delivery.files.delete(`/${name}`);
      state.result = { sample, prompt: '', seed: 1 };
    }
    sendJson(response, 200, state);
  }
}

export const behindBfl = (upstream) => ({ env: { BFL_API_KEY: KEY },
  config: `[providers.black-forest-labs]\nbase_url = "${upstream.url}"\n` });
