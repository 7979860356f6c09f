// A stand-in of an endpoint that moderates, in OpenAI's shape
// (https://platform.openai.com/docs/api-reference/moderations).
//
// It flags words that hold one of `words`, and pictures while `pictures` is true. A behaviour of the
// next request, every field optional:
//   error { status, body }   instead of a verdict;   verdict   the whole answer;   silent   none, ever
import { sendJson, StandIn } from './server.mjs';

const KEY = 'moderation-secret';

export class ModerationStandIn extends StandIn {
  words = ['violence'];
  pictures = false;

  get url() {
    return `${this.origin}/v1/moderations`;
  }

  async serve(record, response) {
    const refuse = (status, message) => sendJson(response, status, { error: { message, type: 'invalid_request_error' } });
    if (record.headers.authorization !== `Bearer ${KEY}`) return refuse(401, 'Incorrect API key provided.');
    if (record.method !== 'POST' || record.path !== '/v1/moderations') return refuse(404, 'no such path');
    const behaviour = this.take();
    if (behaviour.silent) return;
    if (behaviour.error) return sendJson(response, behaviour.error.status, behaviour.error.body ?? {});
    const { input } = record.body;
    const several = Array.isArray(input) && input.every((one) => typeof one === 'string');
    const results = several ? input.map((one) => this.judge([one])) : [this.judge([input].flat())];
    sendJson(response, 200, behaviour.verdict ?? { id: 'modr-1', model: record.body.model ?? 'omni', results });
  }

  judge(parts) {
    const violence = parts.some((part) => {
      const text = typeof part === 'string' ? part : part.text;
      return this.words.some((word) => text?.includes(word));
    });
    const graphic = this.pictures && parts.some((part) => part.type === 'image_url');
    return { flagged: violence || graphic, categories: { violence, 'violence/graphic': graphic, hate: false },
      category_scores: { violence: violence ? 0.9 : 0.01, 'violence/graphic': graphic ? 0.8 : 0.01, hate: 0.01 } };
  }

  /** What it was shown, in order: texts, and "picture". */
  get shown() {
    return this.requests.flatMap(({ body }) => [body.input].flat().map((part) => part.image_url ? 'picture' : part.text ?? part));
  }
}

/** Settings of an Easel that asks it. */
export const moderatedBy = (standIn, extra = '') =>
  `[moderation]\nurl = "${standIn.url}"\napi_key_env = "MODERATION_KEY"\n${extra}`;
export const MODERATION_ENV = { MODERATION_KEY: KEY };
