// Asking Easel. The cookie says who asks; what goes wrong comes back as an error with one sentence.

export class Refusal extends Error {
  constructor(readonly code: number, message: string, readonly provider = '') {
    super(message);
  }
}

/** What an {"error":…} body says, in one sentence; a wrong field is told as a JSON list of issues. */
export function sentence(message: string): string {
  if (!message.startsWith('[')) return message;
  try {
    return (JSON.parse(message) as { message: string }[]).map((issue) => issue.message).join(' ');
  } catch {
    return message;
  }
}

async function read(answer: Response): Promise<any> {
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  if (answer.status === 401) dispatchEvent(new Event('easel:unknown'));
  const error = body.error ?? {};
  throw new Refusal(answer.status, sentence(error.message ?? `The server answered ${answer.status}.`),
    error.metadata?.provider_name ?? '');
}

export async function ask(path: string, options: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {}) {
  const raw = options.body instanceof Blob;
  const answer = await fetch(path, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: { ...(options.body === undefined || raw ? {} : { 'Content-Type': 'application/json' }), ...options.headers },
    body: options.body === undefined ? undefined : raw ? (options.body as Blob) : JSON.stringify(options.body),
    signal: options.signal,
  }).catch((error) => {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0, 'Easel cannot be reached.');
  });
  return read(answer);
}

/** The address of a kept picture, at one of the widths that are made, or as it is. */
export const pictureUrl = (sha: string, width?: 160 | 320 | 640 | 1280 | 2048) =>
  `/api/v1/images/${sha}${width ? `?w=${width}` : ''}`;

/** Letters and digits; crypto.randomUUID is missing on plain http. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('');
}
