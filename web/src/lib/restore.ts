import { ask } from './api';
import type { Picture, Settings } from './chat.svelte';
import { readWords, type Log } from './logs';

// Where a picture came from, and the address of the chat that would make it again.

export interface Origin {
  sha: string;
  model: string;
  prompt: string;
  settings: Partial<Settings>;
  refs: string[];
  note: string; // what is not known of it, or not kept
}

interface Kept {
  prompt?: string;
  settings?: Partial<Settings>;
  refs?: Picture[];
  frames?: { model: string; seed: string; pictures?: Picture[] }[];
}
const shasOf = (turn: Kept) => (turn.frames ?? []).flatMap((frame) => frame.pictures ?? []).map((one) => one.sha);
async function read(sha: string): Promise<{ generation: Log | null; made?: Kept; used: Kept[] }> {
  const { generation, turns } = await ask(`/ui/v1/pictures/${sha}`);
  const bodies: Kept[] = turns.map((turn: { body: Kept }) => turn.body);
  return { generation, made: bodies.find((turn) => shasOf(turn).includes(sha)), used: bodies.filter((turn) => turn.refs?.some((one) => one.sha === sha)) };
}

/** What a picture was made from, and what was made from it, as far as rooms say so. */
export async function lineageOf(sha: string): Promise<{ from: string[]; became: string[] }> {
  const { made, used } = await read(sha);
  return { from: (made?.refs ?? []).map((one) => one.sha), became: [...new Set(used.flatMap(shasOf))] };
}

/** undefined: no picture of this member has these bytes. */
export async function originOf(sha: string): Promise<Origin | undefined> {
  const { generation, made } = await read(sha);
  const frame = made?.frames?.find((one) => one.pictures?.some((picture) => picture.sha === sha));
  if (made && frame) return { sha, model: frame.model, prompt: made.prompt ?? '', settings: { ...made.settings, seed: frame.seed }, refs: (made.refs ?? []).map((one) => one.sha), note: '' };
  if (!generation) return undefined;
  const words = await readWords(generation.id).catch(() => undefined);
  if (words) return { sha, model: generation.model, prompt: words.prompt, settings: words.settings, refs: words.references, note: words.pixels && `It was asked for in exactly ${words.pixels} pixels.` };
  return { sha, model: generation.model, prompt: '', settings: {}, refs: [], note: 'What was asked for was not kept, or belongs to another key: of it only the model is known.' };
}

export function chatAddress({ model, prompt, settings, refs }: Omit<Origin, 'sha' | 'note'>): string {
  const query = new URLSearchParams({ models: model, prompt, image: '1' });
  for (const name of ['ratio', 'size', 'quality', 'format', 'background', 'seed'] as const) if (settings[name]) query.set(name, settings[name]);
  if (settings.n && settings.n > 1) query.set('n', String(settings.n));
  if (refs.length) query.set('ref', refs.join(','));
  return `/chat?${query}`;
}

/** What such an address asks for, /chat?models=a/b,c/d&prompt=…&image=1&ratio=16:9; what it does not say is left out. */
export function askedIn(address: string): { models: string[]; prompt?: string; image?: boolean; settings: Partial<Settings>; refs: Picture[] } {
  const query = new URLSearchParams(address);
  const settings: Partial<Settings> = {};
  for (const name of ['ratio', 'size', 'quality', 'format', 'background', 'seed'] as const) if (query.has(name)) settings[name] = query.get(name)!;
  if (query.has('n')) settings.n = Math.max(1, Math.min(10, Number(query.get('n')) || 1));
  const shas = query.get('ref')?.split(',').filter((sha) => /^[0-9a-f]{64}$/.test(sha)) ?? [];
  return {
    models: query.get('models')?.split(',').filter(Boolean) ?? [], prompt: query.get('prompt') ?? undefined,
    image: query.has('image') ? query.get('image') !== '0' : undefined, settings, refs: shas.map((sha) => ({ sha, width: 0, height: 0, type: '' })),
  };
}
