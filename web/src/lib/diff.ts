/** What became of a text, word by word: kept, taken out, put in (longest common subsequence). */
export function difference(before: string, after: string): { kind: 'same' | 'out' | 'in'; text: string }[] {
  const [a, b] = [before, after].map((text) => text.match(/\s+|[^\s]+/g) ?? []);
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--)
    longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  const parts: { kind: 'same' | 'out' | 'in'; text: string }[] = [];
  const put = (kind: 'same' | 'out' | 'in', text: string) => {
    if (parts.at(-1)?.kind === kind) parts.at(-1)!.text += text;
    else parts.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) put('same', a[(j++, i++)]);
    else if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) put('out', a[i++]);
    else put('in', b[j++]);
  }
  return parts;
}
