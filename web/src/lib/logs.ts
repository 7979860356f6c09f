import { ask } from './api';
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

/** The words of a generation that its key kept. */
export async function readWords(id: string): Promise<{ prompt: string; said: string; references: string[] }> {
  const { data } = await ask(`/api/v1/generation/content?id=${id}`);
  const content = data.input?.messages?.findLast((message: { role: string }) => message.role === 'user')?.content ?? '';
  const parts: { type: string; text?: string; image_url?: { url: string } }[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return {
    prompt: parts.filter((part) => part.type === 'text').map((part) => part.text).join(' '),
    said: data.output?.completion ?? '',
    references: parts.flatMap((part) => /\/images\/([0-9a-f]{64})/.exec(part.image_url?.url ?? '')?.[1] ?? []),
  };
}
