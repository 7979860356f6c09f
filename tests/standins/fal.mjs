// A stand-in of fal's queue (shapes: https://docs.fal.ai/model-apis/model-endpoints/queue) and, on
// another port, of the host its pictures lie at.
//
// A behaviour of the next request, every field optional:
//   pictures: [Buffer]   default one small PNG
//   queued, running      how many polls say so (1 each)
//   nsfw                 the pictures are flagged;   result: { status, body } instead of pictures
//   refuse               { status, body, headers } instead of taking it
import { Delivery, sendJson, StandIn } from './server.mjs';
import { noisePng } from './pictures.mjs';

const KEY = 'fal-secret';
const smallPng = noisePng(64, 48);

export class FalStandIn extends StandIn {
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
    return this.origin;
  }

  async serve(record, response) {
    if (record.headers.authorization !== `Key ${KEY}`) {
      return sendJson(response, 401, { detail: 'Cannot access application. Authentication is required.' });
    }
    const asked = /^\/[\w-]+\/[\w-]+\/requests\/(\w+)(\/status)?(\?.*)?$/.exec(record.path);
    if (record.method === 'GET' && asked) return this.tell(this.tasks.get(asked[1]), Boolean(asked[2]), response);
    const made = /^\/([\w-]+\/[\w-]+)(\/[\w/-]+)?$/.exec(record.path);
    if (record.method !== 'POST' || !made) return sendJson(response, 404, { detail: 'Not Found' });
    if (!record.body?.prompt) {
      return sendJson(response, 422, { detail: [{ loc: ['body', 'prompt'], msg: 'Field required', type: 'missing' }] });
    }
    const behaviour = this.take();
    if (behaviour.refuse) return sendJson(response, behaviour.refuse.status, behaviour.refuse.body, behaviour.refuse.headers);
    const id = `r${this.tasks.size}`;
    const at = `${this.origin}/${made[1]}/requests/${id}`; // the subpath is dropped
    const urls = { request_id: id, response_url: at, status_url: `${at}/status`, cancel_url: `${at}/cancel` };
    const polls = [...Array(behaviour.queued ?? 1).fill('IN_QUEUE'), ...Array(behaviour.running ?? 1).fill('IN_PROGRESS')];
    this.tasks.set(id, { ...behaviour, id, urls, polls });
    sendJson(response, 200, { status: 'IN_QUEUE', queue_position: 0, ...urls });
  }

  tell(task, status, response) {
    if (!task) return sendJson(response, 404, { detail: 'Not Found' });
    if (status) {
      const word = task.polls.shift() ?? 'COMPLETED';
      const more = word === 'IN_QUEUE' ? { queue_position: 2 } : { logs: [] };
      return sendJson(response, word === 'COMPLETED' ? 200 : 202, { status: word, ...more, ...task.urls });
    }
    if (task.result) return sendJson(response, task.result.status, task.result.body);
    const pictures = task.pictures ?? [smallPng];
    sendJson(response, 200, { images: pictures.map((picture, i) => ({ width: 64, height: 48,
      url: this.delivery.put(`${task.id}/${i}.png`, picture), content_type: 'image/png' })), seed: 1,
    has_nsfw_concepts: pictures.map(() => Boolean(task.nsfw)), prompt: '', timings: {} });
  }
}

export const behindFal = (upstream) => ({ env: { FAL_KEY: KEY },
  config: `[providers.fal]\nbase_url = "${upstream.url}"\n` });
