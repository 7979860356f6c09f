// Pages that share their tabs.
export const usage = [['/activity', 'Activity'], ['/logs', 'Logs'], ['/rankings', 'Rankings']] as const;
export const connections = [['/keys', 'Keys'], ['/presets', 'Presets'], ['/providers', 'Providers'], ['/status', 'Status']] as const;
