// A stand-in of stable-diffusion.cpp's sd-server (shapes: examples/server of
// https://github.com/leejet/stable-diffusion.cpp, api.md and async_jobs.cpp): its native jobs.
//
// A behaviour of the next job, every field optional:
//   picture: Buffer      default noise of the size and seed that were asked
//   states: [text]       what it says before it is ready, one a poll;   last: its end ("completed")
//   error                { code, message } of a job that failed;   gone: the job is not known any more
//   cutAt                the connection dies after that many bytes of the last answer
//   refuse               { status, body } instead of taking the job
import { sendBody, sendJson, StandIn } from './server.mjs';
import { noisePng } from './pictures.mjs';

const FIELDS = ['prompt', 'negative_prompt', 'width', 'height', 'seed', 'batch_count', 'strength', 'clip_skip',
  'init_image', 'ref_images', 'mask_image', 'control_image', 'sample_params', 'lora', 'output_format',
  'output_compression', 'embed_image_metadata', 'auto_resize_ref_image', 'increase_ref_index', 'hires'];
const base64 = /^[A-Za-z0-9+/]+=*$/;

export class SdServerStandIn extends StandIn {
  jobs = new Map();

  async serve(record, response) {
    if (record.headers.authorization) return sendJson(response, 400, { error: 'who are you?' });
    if (record.path === '/sdcpp/v1/capabilities') return sendJson(response, 200, this.capabilities());
    if (record.path === '/v1/models') return sendJson(response, 200, { data: [{ id: 'sd-cpp-local', object: 'model', owned_by: 'local' }] });
    if (record.method === 'POST' && record.path === '/sdcpp/v1/img_gen') return this.submit(record, response);
    const job = /^\/sdcpp\/v1\/jobs\/(\w+)(\/cancel)?$/.exec(record.path);
    if (job) return this.tell(job[1], Boolean(job[2]), response);
    response.writeHead(404).end();
  }

  capabilities() {
    return { model: { name: 'tiny.safetensors', stem: 'tiny', path: '/models/tiny.safetensors' }, current_mode: 'img_gen',
      supported_modes: ['img_gen'], samplers: ['euler'], schedulers: ['discrete'], loras: [], upscalers: [],
      limits: { min_width: 64, max_width: 4096, min_height: 64, max_height: 4096, max_batch_count: 8, max_queue_size: 64 } };
  }

  submit({ body }, response) {
    const job = this.take();
    if (job.refuse) return sendJson(response, job.refuse.status, job.refuse.body);
    const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
    if (unknown) return sendJson(response, 400, { error: `unknown field ${unknown}` });
    if (!body.prompt) return sendJson(response, 400, { error: 'prompt required' });
    if (body.prompt.includes('sd_cpp_extra_args')) return sendJson(response, 400, { error: 'arguments in the prompt' });
    for (const picture of [body.init_image, ...body.ref_images ?? []]) {
      if (picture !== undefined && !base64.test(picture)) return sendJson(response, 400, { error: 'invalid init_image' });
    }
    const id = `job_6b00f62f_${String(this.jobs.size).padStart(8, '0')}`;
    this.jobs.set(id, { ...job, body, states: [...job.states ?? ['queued', 'generating']] });
    sendJson(response, 202, { id, kind: 'img_gen', status: 'queued', created: 1, poll_url: `/sdcpp/v1/jobs/${id}` });
  }

  async tell(id, cancel, response) {
    const job = this.jobs.get(id);
    if (!job) return sendJson(response, 404, { error: 'job not found' });
    if (job.gone) return sendJson(response, 410, { error: 'job expired' });
    const status = job.cancelled ? 'cancelled' : job.states.shift() ?? job.last ?? 'completed';
    if (cancel && status !== 'queued') {
      return sendJson(response, 409, { error: 'job is currently generating and cannot be interrupted yet' });
    }
    if (cancel) job.cancelled = true;
    const state = { id, kind: 'img_gen', status: cancel ? 'cancelled' : status, created: 1, started: null, completed: null,
      queue_position: status === 'queued' ? 1 : 0, result: null, error: null };
    if (status === 'failed') state.error = job.error ?? { code: 'generation_failed', message: 'out of memory' };
    if (status === 'completed') state.result = { output_format: 'png', images: [{ index: 0, b64_json: this.picture(job).toString('base64') }] };
    await sendBody(response, { 'Content-Type': 'application/json' }, Buffer.from(JSON.stringify(state)),
      status === 'completed' ? job.cutAt : undefined);
  }

  // Rounded up to the multiple of its model, as the real one does.
  picture({ picture, body }) {
    const up = (side) => Math.ceil((side ?? 512) / 64) * 64;
    return picture ?? noisePng(up(body.width), up(body.height), `${body.prompt} ${body.seed}`);
  }
}

export const behindSdServer = (upstream) => ({
  config: `[providers.desk]\ndialect = "sd_server"\nbase_url = "${upstream.origin}"\nmodels = ["tiny"]\n` });
