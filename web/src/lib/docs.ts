// The documents of this very version: its Markdown files, as they lie in docs/, and the program's own
// description of its API. Each comes when it is first wanted.

const files = import.meta.glob('../../../docs/*.md', { query: '?raw', import: 'default' }) as Record<string, () => Promise<string>>;
const readme = import.meta.glob('../../../README.md', { query: '?raw', import: 'default' }) as Record<string, () => Promise<string>>;
const pictures = import.meta.glob('../../../docs/pictures/*.jpg', { query: '?url', import: 'default', eager: true }) as Record<string, string>;

const ordered: { title: string; pages: { slug: string; title: string }[] }[] = [
  { title: 'Begin', pages: [{ slug: 'overview', title: 'Overview' }, { slug: 'image-generation', title: 'Making pictures' }, { slug: 'pages', title: 'The pages' }] },
  { title: 'The API', pages: [{ slug: 'api', title: 'Reference' }, { slug: 'served', title: 'What is served' }, { slug: 'compatibility', title: 'Compatibility' },
    { slug: 'routing', title: 'Routing' }, { slug: 'fonts', title: 'Texts and origin' }, { slug: 'edits', title: 'Editing pictures' }, { slug: 'upscaling', title: 'Larger pictures' }, { slug: 'accounts', title: 'Keys, money, records' }] },
  { title: 'Running it', pages: [{ slug: 'configuration', title: 'Settings' }, { slug: 'local-engines', title: 'Engines of your own' }, { slug: 'faults', title: 'Faults' },
    { slug: 'measurements', title: 'Measurements' }] },
  { title: 'How it is made', pages: [{ slug: 'painter', title: 'The painter' }, { slug: 'architecture', title: 'Architecture' }, { slug: 'where-to-look', title: 'Where to look' },
    { slug: 'adding-a-provider', title: 'Adding a provider' }, { slug: 'dependencies', title: 'Dependencies' }] },
];
const slugOf = (file: string) => file.split('/').at(-1)!.replace('.md', '').replace(/^api$/, 'served');
const others = Object.keys(files).map(slugOf).filter((slug) => !ordered.some((group) => group.pages.some((page) => page.slug === slug)));
/** All documents in their order; one that nobody put in order yet comes last. */
export const groups = [...ordered, ...(others.length ? [{ title: 'More', pages: others.map((slug) => ({ slug, title: slug.replaceAll('-', ' ') })) }] : [])];
export const titleOf = (slug: string) => groups.flatMap((group) => group.pages).find((page) => page.slug === slug)?.title;

// docs/api.md gave its address to the reference.
const fileOf = (slug: string) => (slug === 'served' ? 'api' : slug);

/** The Markdown of a page, with this server's own address in its samples; undefined: there is none. */
export async function markdown(slug: string): Promise<string | undefined> {
  const load = slug === 'overview' ? Object.values(readme)[0] : files[`../../../docs/${fileOf(slug)}.md`];
  return (await load?.())?.replaceAll('http://127.0.0.1:8080', location.origin);
}

/** Where a link between the files leads here; '' for what is not among the pages. */
export function link(to: string): string {
  if (/^(https?:|mailto:|#|\/)/.test(to)) return to;
  const [, name, hash] = /^(?:docs\/|\.\.\/)?([\w-]+)\.md(#.*)?$/.exec(to) ?? [];
  if (!name) return '';
  const slug = name === 'README' ? 'overview' : name === 'api' ? 'served' : name;
  return titleOf(slug) ? `/docs/${slug}${hash ?? ''}` : '';
}
export const picture = (from: string) => pictures[`../../../docs/pictures/${from.split('/').at(-1)}`] ?? '';

export interface Section {
  slug: string;
  title: string;
  heading: string;
  text: string;
}
let sections: Promise<Section[]> | undefined;

/** Everything by its headings, to search in. */
export function allSections(): Promise<Section[]> {
  const pages = groups.flatMap((group) => group.pages).filter((page) => page.slug !== 'api');
  sections ??= Promise.all(pages.map(async ({ slug, title }) => {
    const parts = ((await markdown(slug)) ?? '').split(/^(?=#{1,4} )/m);
    return parts.map((part) => {
      const [, heading = title, text = part] = /^#+ (.*)\n([\s\S]*)$/.exec(part) ?? [];
      return { slug, title, heading: heading.replaceAll(/[`*]/g, ''), text };
    });
  })).then((all) => all.flat());
  return sections;
}

/** Sections with all the words, those with words in the heading first. */
export function searchIn(all: Section[], words: string[]): (Section & { excerpt: string })[] {
  const found = all.filter((section) => words.every((word) => `${section.title} ${section.heading} ${section.text}`.toLowerCase().includes(word)));
  const rank = (section: Section) => words.filter((word) => section.heading.toLowerCase().includes(word)).length;
  return found.sort((a, b) => rank(b) - rank(a)).slice(0, 20).map((section) => {
    const at = Math.max(0, section.text.toLowerCase().indexOf(words[0]) - 50);
    return { ...section, excerpt: `${at ? '…' : ''}${section.text.slice(at, at + 150).replaceAll(/[\n`|*#]+/g, ' ')}…` };
  });
}
