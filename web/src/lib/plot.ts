import type uPlot from 'uplot';

// Drawing figures over time with uPlot, which is fetched when something is first to be drawn.

export interface Series {
  name: string;
  values: (number | null)[]; // one for each moment; null: nothing is known of it
  tone?: 'ok' | 'bad'; // where a hue would say the wrong thing
}

export const loadPlot = () => import('uplot').then((all) => all.default);
export type Plot = uPlot;

/** The class that gives a series its colour, and stripes where hues alone are too near each other. */
export const hueOf = (one: Pick<Series, 'tone'>, at: number) => (one.tone ? `tone-${one.tone}` : `hue-${at % 6}`);

// Colours come from the page's own classes, so that a canvas follows the theme: `color` is the hue,
// `outline-color` the second one of the stripes.
export interface Ink {
  line: string;
  fill: () => string | CanvasPattern;
}
export function inkOf(element: Element, pixels: number): Ink {
  const { color, outlineColor, outlineStyle } = getComputedStyle(element);
  if (outlineStyle === 'none') return { line: color, fill: () => color };
  return { line: color, fill: () => stripes(color, outlineColor, pixels) };
}
function stripes(one: string, other: string, pixels: number): string | CanvasPattern {
  const side = Math.round(6 * pixels);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = one;
  brush.fillRect(0, 0, side, side);
  brush.strokeStyle = other;
  brush.lineWidth = side * 0.3;
  for (const shift of [-side, 0, side]) {
    brush.beginPath();
    brush.moveTo(shift - 1, side + 1);
    brush.lineTo(shift + side + 1, -1);
    brush.stroke();
  }
  return brush.createPattern(canvas, 'repeat') ?? one;
}

/** Sums of the first series, of the first two, and so on: what stacked bars are drawn from, the highest first. */
export function stacked(series: Series[], count: number): (number | null)[][] {
  const sum = Array<number>(count).fill(0);
  const all = series.map(({ values }) => values.map((value, i) => (sum[i] += value ?? 0)).map((value) => value || null));
  return all.reverse();
}

/** Calls it whenever colours may have changed, until what it returns is called. */
export function onTheme(act: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const root = new MutationObserver(act);
  root.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  media.addEventListener('change', act);
  return () => {
    root.disconnect();
    media.removeEventListener('change', act);
  };
}
