import { ask } from './api';
import { money } from './words';

export interface Capabilities {
  ratios: string[];
  sizes: string[];
  qualities: string[];
  formats: string[];
  backgrounds: string[];
  n: number;
  references: number;
  seed: boolean;
  fonts: number;
  super_resolution: number;
  previews: boolean;
}
export interface Endpoint {
  provider: string;
  name: string;
  connected: boolean;
  variable: string;
  most: string;
  can: Capabilities;
  prices: { billable: string; unit: string; cost: string; variant: string }[];
}
export interface Model {
  id: string;
  name: string;
  description: string;
  created: number;
  context: number;
  procedural: boolean;
  connected: boolean;
  inputs: string[];
  outputs: string[];
  parameters: string[];
  pricing: Record<string, string>;
  endpoints: Endpoint[];
}

let loading: Promise<void> | undefined;
let known = $state.raw<Model[] | undefined>();

/** All models, newest first; undefined until they are here. */
export const models = () => known;
export function loadModels(): Promise<void> {
  loading ??= ask('/ui/v1/models').then((body) => {
    known = (body.models as Model[]).sort((a, b) => b.created - a.created || a.id.localeCompare(b.id));
  }).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

export const find = (id: string) => known?.find((model) => model.id === id);
export const drawsImages = (model: Model | undefined) => model?.outputs.includes('image') ?? false;

/** What at least one endpoint that may serve it can do; one of a model that is not connected, all of them. */
export function abilities(model: Model): Capabilities {
  const endpoints = model.endpoints.filter((endpoint) => endpoint.connected || !model.connected);
  const join = (list: (can: Capabilities) => string[]) => [...new Set(endpoints.flatMap(({ can }) => list(can)))];
  return {
    ratios: join((can) => can.ratios), sizes: join((can) => can.sizes), qualities: join((can) => can.qualities),
    formats: join((can) => can.formats), backgrounds: join((can) => can.backgrounds),
    n: Math.max(1, ...endpoints.map(({ can }) => can.n)), references: Math.max(0, ...endpoints.map(({ can }) => can.references)),
    seed: endpoints.some(({ can }) => can.seed), fonts: Math.max(0, ...endpoints.map(({ can }) => can.fonts)),
    super_resolution: Math.max(0, ...endpoints.map(({ can }) => can.super_resolution)),
    previews: endpoints.some(({ can }) => can.previews),
  };
}

const perMillion = (price: string | undefined) => (Number(price ?? 0) * 1e6);

/** Dollars for one picture, by the cheapest endpoint that says so; undefined when none does. */
export function pictureCost(model: Model): number | undefined {
  const lines = model.endpoints.filter((endpoint) => endpoint.connected || !model.connected)
    .flatMap((endpoint) => endpoint.prices)
    .filter((line) => line.billable === 'output_image' && (line.unit === 'image' || line.unit === 'megapixel'));
  return lines.length ? Math.min(...lines.map((line) => Number(line.cost))) : undefined;
}

/** Dollars for one thing beside the picture (input_font, input_reference), by the dearest endpoint that counts it. */
export function extraCost(model: Model, billable: string): number {
  return Math.max(0, ...model.endpoints.flatMap((endpoint) => endpoint.prices).filter((line) => line.billable === billable).map((line) => Number(line.cost)));
}

/** What it costs, in a few characters. */
export function price(model: Model): string {
  const picture = drawsImages(model) ? pictureCost(model) : undefined;
  if (picture !== undefined) return picture === 0 ? 'free' : `${money(picture)}/img`;
  const [into, out] = [perMillion(model.pricing.prompt), perMillion(model.pricing.image_output ?? model.pricing.completion)];
  if (!into && !out) {
    const most = Math.max(0, ...model.endpoints.map((endpoint) => Number(endpoint.most)));
    return most ? `≤ ${money(most)}/img` : 'free';
  }
  return `${[into && `${money(into)} in`, out && `${money(out)} out`].filter(Boolean).join(' · ')} /M`;
}
export const cheapness = (model: Model) => pictureCost(model) ?? perMillion(model.pricing.completion) / 1000;
export const author = (model: Model) => model.id.split('/')[0];
export const modality = (model: Model) => `${model.inputs.join('+')} → ${model.outputs.join('+')}`;

/** How to connect a model that is not: the variables to set, one of them. */
export function howToConnect(model: Model): string {
  const variables = [...new Set(model.endpoints.map((endpoint) => endpoint.variable).filter(Boolean))];
  return variables.length ? `Set ${variables.join(' or ')} where Easel runs.` : 'Add its server to easel.toml.';
}
