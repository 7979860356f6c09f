import { ask, newId, pictureUrl, Refusal } from './api';
import { fit } from './fit';
import { abilities, drawsImages, find, type Capabilities, type Model } from './models.svelte';

// A room, its turns, and the frames of each turn: one frame a model. Rooms live on the server; what is
// kept of a picture is its hash.

export interface Picture {
  sha: string;
  width: number;
  height: number;
  type: string;
}
export interface Settings {
  ratio: string;
  size: string;
  n: number;
  quality: string;
  format: string;
  background: string;
  seed: string; // '' = a new one each time
  fonts: { url: string; text: string }[]; // texts in fonts of one's own
  details: Picture[]; // to take fine detail from
}
export interface Frame {
  id: string;
  model: string;
  image: boolean; // a picture was asked for, not words
  job: string;
  state: 'sending' | 'queued' | 'running' | 'done' | 'failed' | 'stopped';
  progress: number;
  stage: string;
  queue: number;
  previews: Record<string, string>;
  pictures: Picture[];
  text: string;
  account: string;
  cost: number;
  ms: number;
  seed: string;
  provider: string;
  error: string;
  ignored: string[];
  alt?: string; // what is in the picture, in somebody's own words
}
export interface Turn {
  id: string;
  prompt: string;
  image: boolean;
  refs: Picture[];
  settings: Settings;
  frames: Frame[];
  created: number;
  blind?: boolean; // until a best one is chosen, nobody is told who made what
  best?: string; // the frame that was chosen
}
export interface Room {
  id: string;
  title: string;
  body: { models?: string[] };
  updated_at: number;
}

export const plainSettings = (): Settings => ({ ratio: '', size: '', n: 1, quality: '', format: '', background: '', seed: '', fonts: [], details: [] });

/** The prompt of who sends a picture alone, to a model that takes no words. */
export const WORDLESS = 'Larger';

export const isBusy = (frame: Frame) => ['sending', 'queued', 'running'].includes(frame.state);

/** Whether it is not told yet who made what. */
export const isBlind = (turn: Turn) => !!turn.blind && turn.frames.length > 1;

/** What a frame is called: its model, or a letter while nobody is to know. */
export const nameOf = (turn: Turn, frame: Frame) => (isBlind(turn) ? `Picture ${String.fromCharCode(65 + inOrder(turn).indexOf(frame))}` : frame.model);

/** Its frames as they stand: blind ones by their ids, which chance made. */
export const inOrder = (turn: Turn) => (isBlind(turn) ? turn.frames.toSorted((a, b) => (a.id < b.id ? -1 : 1)) : turn.frames);

/** What a screen reader says of its pictures. */
export const altOf = (turn: Turn, frame: Frame) => frame.alt || (isBlind(turn) ? '' : frame.account) || turn.prompt;

export function newFrame(model: string, image = true): Frame {
  return { id: newId(), model, image, job: '', state: 'sending', progress: 0, stage: '', queue: 0, previews: {}, pictures: [], text: '',
    account: '', cost: 0, ms: 0, seed: '', provider: '', error: '', ignored: [] };
}

export const listRooms = async (text = ''): Promise<Room[]> =>
  (await ask(`/ui/v1/rooms${text ? `?q=${encodeURIComponent(text)}` : ''}`)).rooms;
export const deleteRoom = (id: string) => ask(`/ui/v1/rooms/${id}`, { method: 'DELETE' });
export const saveRoom = (id: string, title: string, models: string[]) =>
  ask(`/ui/v1/rooms/${id}`, { method: 'PUT', body: { title, body: { models } } });

export async function loadRoom(id: string): Promise<{ room: Room; turns: Turn[] }> {
  const { room, turns } = await ask(`/ui/v1/rooms/${id}`);
  return { room, turns: turns.map(({ id, body, created_at }: any) => ({ ...body, id, created: created_at, settings: { ...plainSettings(), ...body.settings },
    frames: body.frames.map((frame: Frame) => ({ ...newFrame(frame.model), ...frame })) })) };
}

let saving: Promise<unknown> = Promise.resolve();

/** Keeps the turn as it is now. One after the other, so that what was never lands on what is. */
export function saveTurn(room: string, turn: Turn) {
  const { id, created, frames, ...rest } = $state.snapshot(turn) as Turn;
  const kept = frames.map(({ previews, progress, stage, queue, ...frame }) => frame);
  const body = { body: { ...rest, frames: kept }, words: [turn.prompt, ...frames.map((frame) => `${frame.model} ${frame.text}`)].join('\n') };
  return (saving = saving.catch(() => {}).then(() => ask(`/ui/v1/rooms/${room}/turns/${id}`, { method: 'PUT', body })));
}
export const deleteTurn = (room: string, turn: string) => ask(`/ui/v1/rooms/${room}/turns/${turn}`, { method: 'DELETE' });

const reference = (picture: Picture) => ({ type: 'image_url', image_url: { url: pictureUrl(picture.sha) } });

/** What is sent for one model: of the settings only those that it has. */
export function bodyOf(turn: Pick<Turn, 'prompt' | 'image' | 'refs' | 'settings'>, id: string, before: Turn[] = []): { where: string; body: Record<string, unknown> } {
  const model = find(id);
  if (!turn.image || (model && !drawsImages(model))) return { where: '/api/v1/chat/completions', body: conversation(turn, id, before) };
  if (!model) return { where: '/api/v1/images', body: { model: id, prompt: turn.prompt, ...(turn.refs.length ? { input_references: turn.refs.map(reference) } : {}) } };
  const can = abilities(model);
  const { settings, refs } = fit(turn.settings, turn.refs, can);
  if (textsFor(settings, can).length || detailsFor(settings, can).length) return { where: '/api/v1/chat/completions', body: withExtras({ prompt: turn.prompt, refs, settings }, model, can) };
  const body: Record<string, unknown> = { model: id, prompt: turn.prompt };
  const { ratio, size, n, quality, format, background, seed } = settings;
  if (ratio) body.aspect_ratio = ratio;
  if (size) body.resolution = size === '0.5K' ? '512' : size;
  if (quality) body.quality = quality;
  if (format) body.output_format = format;
  if (background) body.background = background;
  if (seed) body.seed = Number(seed);
  if (n > 1) body.n = n;
  if (refs.length) body.input_references = refs.map(reference);
  return { where: '/api/v1/images', body };
}

const textsFor = ({ fonts }: Settings, can: Capabilities) => fonts.filter((font) => font.url.trim() && font.text.trim()).slice(0, can.fonts);
const detailsFor = ({ details }: Settings, can: Capabilities) => details.slice(0, can.super_resolution);

// Texts in fonts and references for detail are known at the chat's door alone.
function withExtras(turn: Pick<Turn, 'prompt' | 'refs' | 'settings'>, model: Model, can: Capabilities) {
  const { ratio, size, n, quality, format, background, seed } = turn.settings;
  const [fonts, details] = [textsFor(turn.settings, can), detailsFor(turn.settings, can)];
  return { model: model.id, modalities: ['image', 'text'].filter((one) => model.outputs.includes(one)),
    messages: [{ role: 'user', content: [{ type: 'text', text: turn.prompt }, ...turn.refs.map(reference)] }],
    image_config: {
      ...(ratio ? { aspect_ratio: ratio } : {}), ...(size ? { image_size: size } : {}), ...(quality ? { quality } : {}), ...(format ? { output_format: format } : {}),
      ...(background ? { background } : {}), ...(seed ? { seed: Number(seed) } : {}), ...(n > 1 ? { n } : {}),
      ...(fonts.length ? { font_inputs: fonts.map(({ url, text }) => ({ font_url: url.trim(), text: text.trim() })) } : {}),
      ...(details.length ? { super_resolution_references: details.map((picture) => pictureUrl(picture.sha)) } : {}),
    } };
}

function conversation(turn: Pick<Turn, 'prompt' | 'refs'>, model: string, before: Turn[]) {
  const messages: unknown[] = [];
  for (const earlier of before.slice(-8)) {
    const said = earlier.frames.find((frame) => frame.model === model && frame.state === 'done')?.text;
    if (said) messages.push({ role: 'user', content: earlier.prompt }, { role: 'assistant', content: said });
  }
  const content = turn.refs.length ? [{ type: 'text', text: turn.prompt }, ...turn.refs.map(reference)] : turn.prompt;
  return { model, messages: [...messages, { role: 'user', content }], modalities: ['text'] };
}

/** Submits it as a job to come back for; what goes wrong lands in its own frame. */
export async function submit(turn: Pick<Turn, 'prompt' | 'image' | 'refs' | 'settings'>, frame: Frame, before: Turn[]) {
  const { where, body } = bodyOf(turn, frame.model, before);
  try {
    const job = await ask(where, { body, headers: { Prefer: 'respond-async', 'X-Easel-Delivery': 'url', 'Idempotency-Key': frame.id } });
    frame.job = job.id;
    frame.state = 'queued';
    watch(frame);
  } catch (error) {
    fail(frame, error);
  }
}

function fail(frame: Frame, error: unknown) {
  const refusal = error instanceof Refusal ? error : new Refusal(0, String(error));
  frame.state = 'failed';
  frame.error = refusal.message;
  frame.provider = refusal.provider || frame.provider;
  settled(frame);
}

export async function stop(frame: Frame) {
  if (!frame.job) return;
  const job = await ask(`/api/v1/jobs/${frame.job}`, { method: 'DELETE' }).catch(() => undefined);
  if (job?.note) frame.stage = job.note;
  else await resolve(frame);
}

// One stream of events carries all jobs of this tab.

const watched = new Map<string, Frame>();
const heard = new Map<string, number>(); // when there was news last
const listeners = new Map<string, (frame: Frame) => void>();
let stream: EventSource | undefined;
let sweeper: ReturnType<typeof setInterval> | undefined;

export const online = $state({ now: true });
addEventListener('offline', () => (online.now = false));
addEventListener('online', () => (online.now = true));

/** Calls once the frame has ended; `frame` is watched already or ends on its own. */
export function onSettled(frame: Frame, then: (frame: Frame) => void) {
  listeners.set(frame.id, then);
}
function settled(frame: Frame) {
  listeners.get(frame.id)?.(frame);
  listeners.delete(frame.id);
}

export function watch(frame: Frame) {
  watched.set(frame.job, frame);
  heard.set(frame.job, performance.now());
  listen();
  sweeper ??= setInterval(sweep, 1000);
}

function listen() {
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource('/ui/v1/events');
  stream.onopen = () => { online.now = true; };
  stream.onerror = () => { online.now = false; };
  stream.addEventListener('job', (event) => news(JSON.parse(event.data)));
  stream.addEventListener('ended', (event) => {
    const frame = watched.get(JSON.parse(event.data).id);
    if (frame) void resolve(frame);
  });
}

// A job that ended before the stream saw it, or while it was cut, is asked for.
function sweep() {
  for (const [id, frame] of watched) {
    if (performance.now() - (heard.get(id) ?? 0) > 1500) void resolve(frame);
  }
  if (watched.size) return listen(); // a stream that was refused does not come back by itself
  clearInterval(sweeper);
  sweeper = undefined;
  stream?.close();
  stream = undefined;
}

function news(job: { id: string; status: string; progress: number; stage: string; queue_position: number; previews: Record<string, number>; text: string }) {
  const frame = watched.get(job.id);
  if (!frame) return;
  heard.set(job.id, performance.now());
  frame.state = job.status === 'queued' ? 'queued' : 'running';
  frame.progress = job.progress;
  frame.stage = job.stage;
  frame.queue = job.queue_position;
  if (!frame.image) frame.text += job.text;
  for (const [picture, version] of Object.entries(job.previews)) void showPreview(frame, picture, version);
}

// Decoded before it takes the place of the one before, so that nothing flickers.
async function showPreview(frame: Frame, picture: string, version: number) {
  const url = `/ui/v1/jobs/${frame.job}/previews/${picture}?v=${version}`;
  if (frame.previews[picture] === url) return;
  const image = new Image();
  image.src = url;
  await image.decode().then(() => {
    if (isBusy(frame)) frame.previews[picture] = url;
  }, () => {});
}

const shaIn = (address: string) => /\/images\/([0-9a-f]{64})/.exec(address)?.[1];

/** Asks how it ended. While it runs still, nothing changes. */
export async function resolve(frame: Frame) {
  heard.set(frame.job, performance.now());
  const job = await ask(`/api/v1/jobs/${frame.job}`).catch((error) => (error instanceof Refusal && error.code === 404 ? error : undefined));
  if (!job || !isBusy(frame)) return;
  if (job instanceof Refusal) {
    watched.delete(frame.job);
    return fail(frame, new Refusal(404, 'Easel no longer knows this job.'));
  }
  if (job.status === 'queued' || job.status === 'in_progress') return void (frame.progress = Math.max(frame.progress, job.progress ?? 0));
  watched.delete(frame.job);
  const record = await ask(`/api/v1/generation?id=${frame.job}`).then((body) => body.data, () => undefined);
  frame.cost = Number(record?.total_cost ?? 0);
  frame.ms = record?.generation_time ?? 0;
  frame.provider = record?.provider_name ?? frame.provider;
  if (job.status === 'cancelled') {
    frame.state = 'stopped';
    return settled(frame);
  }
  if (job.status === 'failed') return fail(frame, new Refusal(job.error?.code ?? 0, sentenceOf(job.error), job.error?.metadata?.provider_name));
  const result = job.result ?? {};
  const message = result.choices?.[0]?.message;
  const easel = result.easel ?? message?.easel ?? {};
  frame.account = easel.account?.text ?? '';
  frame.seed = easel.seed === undefined ? '' : String(easel.seed);
  frame.ignored = easel.warnings ?? [];
  if (message) frame.text = frame.image ? '' : message.content ?? '';
  const addresses: string[] = (result.data ?? []).map((one: any) => one.url).concat((message?.images ?? []).map((one: any) => one.image_url.url));
  const pictures: Picture[] = addresses.map((address) => {
    const sha = shaIn(address) ?? '';
    const row = record?.easel?.pictures?.find((one: any) => one.sha256 === sha);
    return { sha, width: row?.width ?? 0, height: row?.height ?? 0, type: row?.media_type ?? '' };
  }).filter((picture) => picture.sha);
  await Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = pictureUrl(picture.sha, 1280);
    await image.decode().catch(() => {});
  }));
  frame.pictures = pictures;
  frame.state = 'done';
  frame.progress = 1;
  settled(frame);
}
const sentenceOf = (error: any) => error?.message ?? 'It failed.';

/** Bytes go to Easel once; from then on the hash stands for them. */
export async function upload(file: Blob): Promise<Picture> {
  const { sha256, width, height, media_type } = await ask('/ui/v1/uploads', { body: file, headers: { 'Content-Type': 'application/octet-stream' } });
  return { sha: sha256, width, height, type: media_type };
}
