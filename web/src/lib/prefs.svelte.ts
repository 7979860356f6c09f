// What somebody likes, kept in this browser.

export const layouts = [['columns', 'Columns'], ['list', 'List'], ['blind', 'Blind']] as const;
export type Layout = (typeof layouts)[number][0];

export interface Prefs {
  layout: Layout; // how frames of one turn stand
  letters: boolean; // single letters as keys
  enterSends: boolean;
}
const plain: Prefs = { layout: 'columns', letters: true, enterSends: true };

function stored(): Partial<Prefs> {
  try {
    return JSON.parse(localStorage.getItem('prefs') ?? '{}');
  } catch {
    return {};
  }
}
const kept = stored();
export const prefs = $state<Prefs>({
  layout: layouts.some(([name]) => name === kept.layout) ? kept.layout! : plain.layout,
  letters: kept.letters ?? plain.letters,
  enterSends: kept.enterSends ?? plain.enterSends,
});

export function setPref<Name extends keyof Prefs>(name: Name, value: Prefs[Name]) {
  prefs[name] = value;
  localStorage.setItem('prefs', JSON.stringify(prefs));
}

/** Whether a key that stands for a letter may act now: it is wanted, and nobody is writing. */
export const mayAct = (event: KeyboardEvent) =>
  prefs.letters && !event.metaKey && !event.ctrlKey && !event.altKey && !(event.target as Element).closest?.('input, textarea, select');
