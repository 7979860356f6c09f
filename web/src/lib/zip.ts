// Zip files (APPNOTE 6.3), as much as rooms and pictures need: entries are stored as they are, for pictures
// are compressed already; those of others are read deflated too. Nothing over 4 GB.

const table = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

async function crc32(data: Blob): Promise<number> {
  let crc = 0xffffffff;
  const reader = data.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return (crc ^ 0xffffffff) >>> 0;
    for (const byte of value) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  }
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8 = 0x0800;

// Numbers of two and four bytes in a row.
function bytes(...fields: [value: number, size: 2 | 4][]): Uint8Array<ArrayBuffer> {
  const out = new DataView(new ArrayBuffer(fields.reduce((sum, [, size]) => sum + size, 0)));
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 2) out.setUint16(at, value, true);
    else out.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(out.buffer);
}

export async function zip(entries: { name: string; data: Blob }[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  const central: BlobPart[] = [];
  let at = 0;
  let length = 0;
  for (const { name, data } of entries) {
    const path = new TextEncoder().encode(name);
    const crc = await crc32(data);
    const common: [number, 2 | 4][] = [[20, 2], [UTF8, 2], [0, 2], [0, 2], [0x21, 2], [crc, 4], [data.size, 4], [data.size, 4], [path.length, 2], [0, 2]];
    parts.push(bytes([LOCAL, 4], ...common), path, data);
    central.push(bytes([CENTRAL, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), path);
    length += 46 + path.length;
    at += 30 + path.length + data.size;
    if (at > 0xf0000000) throw new Error('This is more than 4 GB; choose fewer.');
  }
  return new Blob([...parts, ...central, bytes([END, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2], [length, 4], [at, 4], [0, 2])], { type: 'application/zip' });
}

/** Its entries by their names. What is no zip is an error in one sentence. */
export async function unzip(file: Blob): Promise<Map<string, Blob>> {
  const broken = () => new Error('This is no zip file that can be read.');
  const tail = new DataView(await file.slice(Math.max(0, file.size - 66_000)).arrayBuffer());
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw broken();
  const [count, size, start] = [tail.getUint16(end + 10, true), tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  const list = new DataView(await file.slice(start, start + size).arrayBuffer());
  const found = new Map<string, Blob>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > list.byteLength || list.getUint32(at, true) !== CENTRAL) throw broken();
    const [method, packed, nameLength] = [list.getUint16(at + 10, true), list.getUint32(at + 20, true), list.getUint16(at + 28, true)];
    const offset = list.getUint32(at + 42, true);
    const name = new TextDecoder().decode(new Uint8Array(list.buffer, at + 46, Math.min(nameLength, list.byteLength - at - 46)));
    at += 46 + nameLength + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
    const head = new DataView(await file.slice(offset, offset + 30).arrayBuffer());
    if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) throw broken();
    const from = offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    const data = file.slice(from, from + packed);
    if (method === 0) found.set(name, data);
    else if (method === 8) found.set(name, await new Response(data.stream().pipeThrough(new DecompressionStream('deflate-raw'))).blob().catch(() => Promise.reject(broken())));
  }
  return found;
}
