import type { Picture, Settings } from './chat.svelte';
import type { Capabilities } from './models.svelte';

// Settings hold for every active model; each gets of them what it has, or what is nearest.

const TIERS = ['0.5K', '1K', '2K', '4K'];

function nearestSize(wanted: string, sizes: string[]): string {
  const known = sizes.filter((size) => TIERS.includes(size)).sort((a, b) => TIERS.indexOf(a) - TIERS.indexOf(b));
  return known.findLast((size) => TIERS.indexOf(size) <= TIERS.indexOf(wanted)) ?? known[0] ?? '';
}

const shape = (ratio: string) => {
  const [width, height] = ratio.split(':').map(Number);
  return Math.log(width / height);
};
function nearestRatio(wanted: string, ratios: string[]): string {
  const known = ratios.filter((ratio) => Number.isFinite(shape(ratio)));
  if (!known.length || !Number.isFinite(shape(wanted))) return '';
  return known.reduce((best, ratio) => (Math.abs(shape(ratio) - shape(wanted)) < Math.abs(shape(best) - shape(wanted)) ? ratio : best));
}

/** What is asked of a model that can do this much, and in a few words each where that is not what was set. */
export function fit(settings: Settings, refs: Picture[], can: Capabilities): { settings: Settings; refs: Picture[]; notes: string[] } {
  const fitted = { ...settings };
  const notes: string[] = [];
  const nearest = (name: 'ratio' | 'size', has: string[], near: (wanted: string, has: string[]) => string) => {
    const wanted = settings[name];
    if (!wanted || has.includes(wanted)) return;
    fitted[name] = near(wanted, has);
    notes.push(`${wanted} → ${fitted[name] || 'its own'} here`);
  };
  nearest('ratio', can.ratios, nearestRatio);
  nearest('size', can.sizes, nearestSize);
  if (settings.n > can.n) {
    fitted.n = can.n;
    notes.push(`n ${settings.n} → ${can.n} here`);
  }
  for (const [name, has] of [['quality', can.qualities], ['format', can.formats], ['background', can.backgrounds]] as const) {
    if (!settings[name] || has.includes(settings[name])) continue;
    fitted[name] = '';
    notes.push(`no ${name} ${settings[name]}`);
  }
  if (settings.seed && !can.seed) {
    fitted.seed = '';
    notes.push('no seed');
  }
  // Without any picture it would be another request: a model that takes none says so in its frame.
  const some = can.references > 0 ? refs.slice(0, can.references) : refs;
  if (refs.length > can.references) notes.push(can.references ? `takes ${can.references} of ${refs.length} pictures` : 'takes no pictures');
  return { settings: fitted, refs: some, notes };
}
