// Where we are, and how to go elsewhere. Filters live in the address, so Back and links work.

export const place = $state({ path: location.pathname, query: location.search, hash: location.hash });

function look() {
  place.path = location.pathname;
  place.query = location.search;
  place.hash = location.hash;
}
addEventListener('popstate', look);

export function go(to: string, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  look();
}

/** Sets parameters of the query in place; an empty value takes one away. */
export function setQuery(changes: Record<string, string>, { push = false } = {}) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  go(location.pathname + (text ? `?${text}` : ''), { replace: !push });
}

/** For the whole document: links of our own change the page without loading it. */
export function followLinks(event: MouseEvent) {
  const link = (event.target as Element).closest?.('a');
  const wanted = link && link.origin === location.origin && !link.target && !link.hasAttribute('download') &&
    !/^\/(api|ui|v1)\//.test(link.pathname);
  if (!wanted || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (link.href !== location.href) go(link.pathname + link.search + link.hash);
}

/** Where a page is long: its part of that name into view, with the focus at its beginning. */
export function reveal(id: string) {
  const part = id && document.getElementById(id);
  if (!part) return;
  part.scrollIntoView({ block: 'start' });
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
}
