import { ask } from './api';

// Stars that the member gave to pictures, one to five.

const stars = $state<Record<string, number>>({});
let loading: Promise<void> | undefined;

export function loadRatings(): Promise<void> {
  loading ??= ask('/ui/v1/ratings').then((body) => void Object.assign(stars, body.ratings), () => (loading = undefined));
  return loading as Promise<void>;
}
export const starsOf = (sha: string) => stars[sha] ?? 0;

/** The same stars again take them away. */
export async function rate(sha: string, count: number) {
  const wanted = starsOf(sha) === count ? 0 : count;
  stars[sha] = wanted;
  await ask(`/ui/v1/ratings/${sha}`, { method: 'PUT', body: { stars: wanted } });
}
