import { ask, newId, pictureUrl } from './api';
import type { Room } from './chat.svelte';
import { unzip, zip } from './zip';

// Rooms as one file and back: a zip with rooms.json and every picture that is in them, named by its hash.

interface Kept {
  title: string;
  body: object;
  turns: { id: string; body: { frames?: { pictures?: { sha: string }[] }[]; refs?: { sha: string }[] } }[];
}

const extensions: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/gif': 'gif', 'image/avif': 'avif', 'image/svg+xml': 'svg' };
const isHash = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

/** A picture's bytes and the name its file should have; undefined: it is no longer kept. */
export async function fileOf(sha: string): Promise<{ name: string; data: Blob } | undefined> {
  const answer = await fetch(pictureUrl(sha)).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const data = await answer.blob();
  return { name: `${sha}.${extensions[data.type] ?? 'bin'}`, data };
}

/** These rooms, all of the member's if none is named. */
export async function exportRooms(ids?: string[]): Promise<Blob> {
  const wanted = ids ?? ((await ask('/ui/v1/rooms')).rooms as Room[]).map((room) => room.id);
  const rooms: Kept[] = [];
  for (const id of wanted) {
    const { room, turns } = await ask(`/ui/v1/rooms/${id}`);
    rooms.push({ title: room.title, body: room.body, turns: turns.map(({ id, body }: Kept['turns'][number]) => ({ id, body })) });
  }
  const shas = new Set(rooms.flatMap((room) => room.turns.flatMap(({ body }) => [...(body.refs ?? []), ...(body.frames ?? []).flatMap((frame) => frame.pictures ?? [])].map((one) => one.sha))).filter(isHash));
  const entries = [{ name: 'rooms.json', data: new Blob([JSON.stringify({ easel: 'rooms', version: 1, rooms }, null, 1)]) }];
  for (const sha of shas) {
    const file = await fileOf(sha);
    if (file) entries.push({ name: `pictures/${file.name}`, data: file.data });
  }
  return zip(entries);
}

/** What such a file holds becomes rooms of this member, beside those that there are. */
export async function importRooms(file: Blob): Promise<{ rooms: number; pictures: number }> {
  const entries = await unzip(file);
  const text = await entries.get('rooms.json')?.text();
  const wrong = new Error('This file holds no rooms of an Easel.');
  if (!text) throw wrong;
  let given: { easel?: string; rooms?: Kept[] };
  try {
    given = JSON.parse(text);
  } catch {
    throw wrong;
  }
  if (given?.easel !== 'rooms' || !Array.isArray(given.rooms)) throw wrong;
  let pictures = 0;
  for (const [name, data] of entries) {
    const sha = /^pictures\/([0-9a-f]{64})\./.exec(name)?.[1];
    if (!sha || (await fetch(pictureUrl(sha, 160), { method: 'HEAD' })).ok) continue;
    await ask('/ui/v1/uploads', { body: data, headers: { 'Content-Type': 'application/octet-stream' } }).then(() => pictures++, () => {});
  }
  for (const room of given.rooms) {
    const id = newId();
    await ask(`/ui/v1/rooms/${id}`, { method: 'PUT', body: { title: String(room.title ?? '').slice(0, 400), body: room.body ?? {} } });
    for (const turn of Array.isArray(room.turns) ? room.turns : []) {
      const body = { prompt: '', image: true, refs: [], settings: {}, frames: [], ...turn.body };
      await ask(`/ui/v1/rooms/${id}/turns/${newId()}`, { method: 'PUT', body: { body, words: String((body as { prompt: unknown }).prompt) } });
    }
  }
  return { rooms: given.rooms.length, pictures };
}
