// Numbers as people read them.

export function money(amount: number | string | undefined): string {
  const dollars = Number(amount ?? 0);
  if (!dollars) return '$0';
  if (dollars >= 0.1 && Math.round(dollars * 1000) % 10 === 0) return `$${dollars.toFixed(2)}`;
  if (dollars >= 1) return `$${dollars.toFixed(2)}`;
  return `$${dollars.toFixed(dollars < 0.001 ? 6 : dollars < 0.01 ? 4 : 3).replace(/0+$/, '').replace(/\.$/, '')}`;
}

export function seconds(ms: number | undefined): string {
  if (!ms) return '';
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}

export function bytes(count: number): string {
  return count < 1e6 ? `${Math.round(count / 1e3)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

export function day(ms: number): string {
  const start = new Date().setHours(0, 0, 0, 0);
  if (ms >= start) return 'Today';
  if (ms >= start - 86_400_000) return 'Yesterday';
  return new Date(ms).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

export function moment(when: number | string): string {
  return new Date(when).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

/** What a heading is called in an address, as GitHub calls it. */
export const anchor = (heading: string) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');

/** Rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csv(rows: (string | number)[][]): string {
  const cell = (value: string | number) => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Hands a file to the browser, to be saved. */
export function save(name: string, content: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Copies text, also where the clipboard is closed to pages on plain http. Whether it worked. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'said';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** Copies a picture as PNG, the one kind that clipboards take. Says how it went. */
export async function copyPicture(url: string): Promise<string> {
  if (!navigator.clipboard?.write) return 'Copying pictures needs https or localhost; download it instead';
  try {
    const png = fetch(url).then(async (answer) => {
      const data = await answer.blob();
      if (data.type === 'image/png') return data;
      const bitmap = await createImageBitmap(data);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
      return canvas.convertToBlob({ type: 'image/png' });
    });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return 'Copied';
  } catch {
    return 'This browser did not let it be copied';
  }
}

/** What a picture's file is called. */
export const fileName = (sha: string, type: string) => `easel-${sha.slice(0, 12)}.${type.split('/')[1]?.replace('jpeg', 'jpg').replace('svg+xml', 'svg') || 'png'}`;
