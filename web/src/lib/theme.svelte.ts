// Light or dark by the system, unless somebody says otherwise.

export type Theme = 'system' | 'light' | 'dark';

function stored(): Theme {
  const said = localStorage.getItem('theme');
  return said === 'light' || said === 'dark' ? said : 'system';
}

export const theme = $state<{ choice: Theme }>({ choice: stored() });

export function setTheme(choice: Theme) {
  theme.choice = choice;
  if (choice === 'system') localStorage.removeItem('theme');
  else localStorage.setItem('theme', choice);
  apply();
}

export function apply() {
  const root = document.documentElement;
  if (theme.choice === 'system') root.removeAttribute('data-theme');
  else root.dataset.theme = theme.choice;
}
