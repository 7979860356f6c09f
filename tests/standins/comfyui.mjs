// A stand-in of ComfyUI (shapes: server.py and execution.py of
// https://github.com/comfyanonymous/ComfyUI). It knows the nodes of its example workflows and checks
// that what links to a node names one, as the real one's validation does.
//
// A behaviour of the next prompt, every field optional:
//   pictures: [Buffer]   default one of noise, of the size and seed that were asked
//   polls                how many answers of the history and the queue it still waits or runs (2)
//   error                { node_id, node_type, exception_message } of a prompt that failed
//   lost                 it is in no queue and never in the history
//   missing              the pictures cannot be viewed;   cutAt: their connection dies after that many bytes
//   refuse               { status, body } instead of taking the prompt
import { randomUUID } from 'node:crypto';

import { sendBody, sendJson, StandIn } from './server.mjs';
import { noisePng } from './pictures.mjs';

const CHECKPOINTS = ['sd_xl_base_1.0.safetensors'];
const NODES = ['KSampler', 'CheckpointLoaderSimple', 'EmptyLatentImage', 'CLIPTextEncode', 'VAEDecode', 'SaveImage',
  'LoadImage', 'ImageScale', 'VAEEncode'];

export class ComfyUiStandIn extends StandIn {
  prompts = new Map();
  files = new Map(); // "input/easel/x.png" → bytes
  number = 0;

  async serve(record, response) {
    // Every route is there twice, with and without /api.
    const url = new URL(record.path.replace(/^\/api\//, '/'), this.origin);
    const [, route, id] = /^\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
    const answer = { 'POST prompt': 'submit', 'GET prompt': 'remaining', 'POST upload': 'upload', 'GET history': 'history',
      'GET queue': 'queueOf', 'POST queue': 'change', 'POST interrupt': 'interrupt', 'GET view': 'view',
      'GET system_stats': 'stats' }[`${record.method} ${route}`];
    if (!answer) return response.writeHead(404).end('404: Not Found');
    return this[answer](record, response, id, url.searchParams);
  }

  stats(record, response) {
    sendJson(response, 200, { system: { os: 'posix', comfyui_version: '0.3.64', python_version: '3.12' }, devices: [] });
  }

  submit({ body }, response) {
    const behaviour = this.take();
    if (behaviour.refuse) return sendJson(response, behaviour.refuse.status, behaviour.refuse.body);
    const wrong = this.wrong(body.prompt);
    if (wrong) return sendJson(response, 400, wrong);
    const id = body.prompt_id ?? randomUUID();
    this.number += 1;
    this.prompts.set(id, { polls: 2, ...behaviour, id, graph: body.prompt, number: this.number });
    sendJson(response, 200, { prompt_id: id, number: this.number, node_errors: {} });
  }

  wrong(graph) {
    const whole = (type, message) => ({ error: { type, message, details: '', extra_info: {} }, node_errors: {} });
    if (!graph) return whole('no_prompt', 'No prompt provided');
    const node_errors = {};
    for (const [id, node] of Object.entries(graph)) {
      const complain = (type, message, details) => {
        node_errors[id] ??= { errors: [], dependent_outputs: ['9'], class_type: node.class_type };
        node_errors[id].errors.push({ type, message, details, extra_info: {} });
      };
      if (!NODES.includes(node.class_type)) return whole('invalid_prompt', `Cannot execute because node ${node.class_type} does not exist.`);
      for (const [name, value] of Object.entries(node.inputs)) {
        if (Array.isArray(value) && !graph[value[0]]) complain('bad_linked_input', 'Bad linked input', name);
        if (/\{\{/.test(JSON.stringify(value)) && name !== 'text') complain('value_error', 'A placeholder', name);
        if (/^(width|height|seed|steps)$/.test(name) && !Number.isInteger(value)) complain('invalid_input_type', 'Failed to convert an input value to a INT value', name);
      }
      const { ckpt_name: checkpoint, image } = node.inputs;
      if (node.class_type === 'CheckpointLoaderSimple' && !CHECKPOINTS.includes(checkpoint)) {
        complain('value_not_in_list', 'Value not in list', `ckpt_name: '${checkpoint}' not in ${JSON.stringify(CHECKPOINTS)}`);
      }
      if (node.class_type === 'LoadImage' && !this.files.has(`input/${image}`)) complain('custom_validation_failed', 'Custom validation failed for node', `image - Invalid image file: ${image}`);
    }
    if (Object.keys(node_errors).length === 0) return undefined;
    return { ...whole('prompt_outputs_failed_validation', 'Prompt outputs failed validation'), node_errors };
  }

  async upload(record, response) {
    const form = await new Response(record.raw, { headers: { 'Content-Type': record.headers['content-type'] } }).formData();
    const image = form.get('image');
    const [type, subfolder] = [form.get('type') ?? 'input', form.get('subfolder') ?? ''];
    record.uploaded = Buffer.from(await image.arrayBuffer());
    this.files.set([type, subfolder, image.name].filter(Boolean).join('/'), record.uploaded);
    sendJson(response, 200, { name: image.name, subfolder, type });
  }

  history(record, response, id) {
    const asked = id ? [this.prompts.get(id)] : [...this.prompts.values()];
    const ended = asked.filter((prompt) => prompt && !prompt.lost && !prompt.deleted && prompt.polls-- <= 0);
    sendJson(response, 200, Object.fromEntries(ended.map((prompt) => [prompt.id, this.ended(prompt)])));
  }

  ended(prompt) {
    const { id } = prompt;
    const status = prompt.error
      ? { status_str: 'error', completed: false, messages: [['execution_start', { prompt_id: id }],
        ['execution_error', { prompt_id: id, executed: [], traceback: [], ...prompt.error }]] }
      : { status_str: 'success', completed: true, messages: [['execution_success', { prompt_id: id }]] };
    const outputs = prompt.error ? {} : { 9: { images: this.save(prompt) } };
    return { prompt: this.entry(prompt), outputs, status, meta: {} };
  }

  save(prompt) {
    const { inputs: size } = Object.values(prompt.graph).find(({ inputs }) => inputs.width) ?? { inputs: {} };
    const { inputs: { seed } } = Object.values(prompt.graph).find(({ inputs }) => inputs.seed !== undefined);
    const pictures = prompt.pictures ?? [noisePng(size.width ?? 512, size.height ?? 512, seed)];
    return pictures.map((picture, i) => {
      const filename = `easel_${String(prompt.number).padStart(5, '0')}_${i}_.png`;
      if (!prompt.missing) this.files.set(`output/${filename}`, Object.assign(picture, { cutAt: prompt.cutAt }));
      return { filename, subfolder: '', type: 'output' };
    });
  }

  entry({ number, id, graph }) {
    return [number, id, graph, { client_id: 'x' }, ['9']];
  }
  queueOf(record, response) {
    const waiting = [...this.prompts.values()].filter(({ polls, lost, deleted }) => polls > 0 && !lost && !deleted);
    const [running, pending] = [waiting.filter(({ polls }) => polls === 1), waiting.filter(({ polls }) => polls > 1)];
    for (const prompt of waiting) prompt.polls -= 1;
    sendJson(response, 200, { queue_running: running.map(this.entry), queue_pending: pending.map(this.entry) });
  }
  remaining(record, response) {
    sendJson(response, 200, { exec_info: { queue_remaining: 0 } });
  }
  change({ body }, response) {
    for (const id of body.delete ?? []) this.prompts.get(id).deleted = true;
    response.writeHead(200).end();
  }
  interrupt(record, response) {
    response.writeHead(200).end();
  }

  async view(record, response, _, query) {
    const file = this.files.get([query.get('type'), query.get('subfolder'), query.get('filename')].filter(Boolean).join('/'));
    if (!file) return response.writeHead(404).end();
    await sendBody(response, { 'Content-Type': 'image/png', 'Content-Length': file.length }, file, file.cutAt);
  }
}

export const behindComfyUi = (upstream) => ({
  config: `[providers.comfy]\ndialect = "comfyui"\nbase_url = "${upstream.origin}"\nmodels = ["${CHECKPOINTS[0]}"]\n` });
