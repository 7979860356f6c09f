import { ask } from './api';
import type { Settings } from './chat.svelte';
import type { Generation } from './shapes';

export type Log = Generation;

export interface Page {
  data: Log[];
  next_cursor: string | null;
}

export const readLogs = (filter: Record<string, string>): Promise<Page> =>
  ask(`/api/v1/generations?${new URLSearchParams(Object.entries(filter).filter(([, value]) => value))}`);

/** All that the filter names, page by page, at most so many. */
export async function readAllLogs(filter: Record<string, string>, most = 5000): Promise<Log[]> {
  const all: Log[] = [];
  let cursor = '';
  do {
    const page = await readLogs({ ...filter, limit: '200', cursor });
    all.push(...page.data);
    cursor = page.next_cursor ?? '';
  } while (cursor && all.length < most);
  return all;
}

/** What was asked and answered, as far as the key kept it. */
export interface Words {
  prompt: string;
  said: string;
  references: string[];
  settings: Partial<Settings>;
  pixels: string; // "1024x768", where exact ones were asked for
}
export async function readWords(id: string): Promise<Words> {
  const { data } = await ask(`/api/v1/generation/content?id=${id}`);
  const content = data.input?.messages?.findLast((message: { role: string }) => message.role === 'user')?.content ?? '';
  const parts: { type: string; text?: string; image_url?: { url: string } }[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const asked: Record<string, string | number | undefined> = data.input?.image_config ?? {};
  const seed = asked.seed ?? data.output?.seed;
  const settings: Partial<Settings> = { ...(seed === undefined ? {} : { seed: String(seed) }) };
  for (const [name, given] of [['ratio', 'aspect_ratio'], ['size', 'image_size'], ['quality', 'quality'], ['format', 'output_format'], ['background', 'background']] as const)
    if (asked[given] !== undefined) settings[name] = String(asked[given]);
  if (Number(asked.n) > 1) settings.n = Number(asked.n);
  return {
    prompt: parts.filter((part) => part.type === 'text').map((part) => part.text).join(' '),
    said: data.output?.completion ?? '',
    references: parts.flatMap((part) => /\/images\/([0-9a-f]{64})/.exec(part.image_url?.url ?? '')?.[1] ?? []),
    settings,
    pixels: String(asked.size ?? ''),
  };
}
