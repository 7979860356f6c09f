import { ask } from './api';
import type { Series } from './plot';
import { money, seconds } from './words';

// What this Easel did, over time: what is asked of /analytics, and rows of it as series to draw.

export type Row = Record<string, string | number>;
export const metrics = { usage: 'Spend', images: 'Images', request_count: 'Requests', error_count: 'Failures', avg_generation_time: 'Mean time' } as const;
export type Metric = keyof typeof metrics;
export const groups = { model: 'Model', provider: 'Provider', api_key_id: 'Key', app: 'App', api_type: 'Door' } as const;
export type Group = keyof typeof groups;
export const periods = { day: 'a day', week: '7 days', month: '30 days', year: 'a year' } as const;
export type Period = keyof typeof periods;
export const steps = { hour: 'by the hour', day: 'by the day', month: 'by the month' } as const;
export type Step = keyof typeof steps;
/** The steps that a period may be cut into, the usual one first. */
export const stepsOf: Record<Period, Step[]> = { day: ['hour'], week: ['day', 'hour'], month: ['day'], year: ['month', 'day'] };
const days: Record<Period, number> = { day: 1, week: 7, month: 30, year: 365 };

export const isRate = (metric: Metric) => metric === 'avg_generation_time';
export const say = (metric: Metric, value: number) =>
  metric === 'usage' ? money(value) : isRate(metric) ? seconds(value) || '0 s' : String(Math.round(value * 100) / 100);

const LENGTH: Record<Step, number> = { hour: 13, day: 10, month: 7 };
/** The moments of a period as the API writes them, the last one now; `back`: so many periods earlier. */
export function momentsOf(period: Period, step: Step = stepsOf[period][0], back = 0): string[] {
  const now = new Date();
  if (step === 'month') return Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11 + i - 12 * back, 1)).toISOString().slice(0, 7));
  const length = step === 'hour' ? 3_600_000 : 86_400_000;
  const count = (days[period] * 86_400_000) / length;
  return Array.from({ length: count }, (_, i) => new Date(now.getTime() - (count - 1 - i + count * back) * length).toISOString().slice(0, LENGTH[step]));
}
/** A moment as people read it. */
export const momentName = (moment: string) => moment.replace('T', ' ') + (moment.length === LENGTH.hour ? ':00' : '');

const beginOf = (moment: string) => (moment.length === LENGTH.hour ? `${moment}:00:00Z` : moment.length === LENGTH.month ? `${moment}-01T00:00:00Z` : `${moment}T00:00:00Z`);
const afterIt = (moment: string) => {
  const begin = new Date(beginOf(moment));
  if (moment.length === LENGTH.month) begin.setUTCMonth(begin.getUTCMonth() + 1);
  else begin.setTime(begin.getTime() + (moment.length === LENGTH.hour ? 3_600_000 : 86_400_000));
  return begin.toISOString();
};

/** The sums of these moments, for each group; `only` keeps rows with exactly these values. */
export async function readSums(moments: string[], by: string[], only: Record<string, string> = {}): Promise<Row[]> {
  const granularity = (Object.keys(LENGTH) as Step[]).find((step) => LENGTH[step] === moments[0].length);
  const filters = Object.entries(only).filter(([, value]) => value).map(([field, value]) => ({ field, operator: 'eq', value }));
  const { data } = await ask('/api/v1/analytics/query', { body: { metrics: Object.keys(metrics), dimensions: by, granularity,
    time_range: { start: beginOf(moments[0]), end: afterIt(moments.at(-1)!) }, limit: 10_000, ...(filters.length ? { filters } : {}) } });
  return data.data;
}

export const total = (rows: Row[], metric: Metric) => (isRate(metric) ? mean(rows, metric) : rows.reduce((sum, row) => sum + Number(row[metric] ?? 0), 0));
function mean(rows: Row[], metric: Metric): number {
  const count = rows.reduce((sum, row) => sum + Number(row.request_count ?? 0), 0);
  return count ? rows.reduce((sum, row) => sum + Number(row[metric] ?? 0) * Number(row.request_count ?? 0), 0) / count : 0;
}

const rankings = { sum: (values: number[]) => values.reduce((a, b) => a + b, 0), most: (values: number[]) => Math.max(...values), latest: (values: number[]) => values.at(-1) ?? 0 };
export type RankBy = keyof typeof rankings;
export const ranks: Record<RankBy, string> = { sum: 'ranked by their sum', most: 'ranked by their highest', latest: 'ranked by the latest' };

/** One series for each name, the greatest first; of a sum, those after the first `most` are told together. */
export function seriesOf(rows: Row[], moments: string[], metric: Metric, nameOf: (row: Row) => string, { most = 5, rank = 'sum' as RankBy } = {}): Series[] {
  const all = new Map<string, Row[][]>();
  for (const row of rows) {
    const at = moments.findIndex((moment) => String(row.date).startsWith(moment));
    if (at < 0) continue;
    const name = nameOf(row);
    if (!all.has(name)) all.set(name, moments.map(() => []));
    all.get(name)![at].push(row);
  }
  const sorted = [...all].map(([name, lists]) => ({ name, values: lists.map((list) => total(list, metric)) }))
    .filter(({ values }) => values.some((value) => value > 0)).sort((a, b) => rankings[rank](b.values) - rankings[rank](a.values));
  if (isRate(metric)) return sorted.slice(0, most + 1).map(({ name, values }) => ({ name, values: values.map((value) => value || null) }));
  if (sorted.length <= most + 1) return sorted;
  const others = moments.map((_, i) => sorted.slice(most).reduce((sum, one) => sum + one.values[i], 0));
  return [...sorted.slice(0, most), { name: `${sorted.length - most} others`, values: others }];
}

/** Each value and all before it. */
export function cumulative(series: Series[]): Series[] {
  return series.map((one) => {
    let sum = 0;
    return { ...one, values: one.values.map((value) => (sum += value ?? 0)) };
  });
}
