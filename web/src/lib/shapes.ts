// What the API answers, by the types that are made from its own description (npm run types).
import type { components } from './openapi';

type Schemas = components['schemas'];
export type Estimate = Schemas['Estimate'];
export type Generation = Schemas['Generation'];
export type Job = Schemas['Job'];
export type Key = Schemas['Key'];
export type ManagedKey = Schemas['ManagedKey'];
export type OwnKey = Schemas['OwnKey'];
export type Preset = Schemas['Preset'];
export type PresetVersion = Omit<Schemas['PresetVersion'], 'config'> & { config: Record<string, any> };
