import { ask, newId } from './api';

// Prompts kept to be used again. {animal} in one is a variable, {animal=cat} one that begins with "cat".

export interface Saved {
  id: string;
  name: string;
  body: string;
}
export const listPrompts = async (): Promise<Saved[]> => (await ask('/ui/v1/prompts')).prompts;
export const savePrompt = ({ id = newId(), name, body }: Partial<Saved> & Omit<Saved, 'id'>) => ask(`/ui/v1/prompts/${id}`, { method: 'PUT', body: { name, body } });
export const deletePrompt = (id: string) => ask(`/ui/v1/prompts/${id}`, { method: 'DELETE' });

const variable = /\{\s*([\p{L}\p{N} _-]{1,40}?)\s*(?:=\s*([^{}]*?)\s*)?\}/gu;

/** The variables of a prompt with what each begins with, in the order in which they stand there. */
export function variables(body: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, begins = ''] of body.matchAll(variable)) if (!found.get(name)) found.set(name, begins);
  return found;
}
export const fill = (body: string, values: Record<string, string>) => body.replaceAll(variable, (all, name, begins = '') => values[name]?.trim() || begins || all);
