// Real PNG files of any size and weight, for upstreams to send.
import { createCipheriv, createHash } from 'node:crypto';
import zlib from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(zlib.crc32(body), body.length + 4);
  return out;
}

/** An RGB PNG whose pixels are noise drawn from `seed`, stored uncompressed. */
export function noisePng(width, height, seed = 'easel') {
  const stride = width * 3 + 1;
  const key = createHash('sha256').update(String(seed)).digest();
  const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
  const rows = cipher.update(Buffer.alloc(stride * height));
  for (let y = 0; y < height; y++) rows[y * stride] = 0; // filter: none
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', zlib.deflateSync(rows, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** About eight mebibytes. */
export const hugePng = (seed) => noisePng(1024, 2730, seed);

/** { bytes, type, width, height } of a data URL that holds a PNG whose every pixel is there. */
export function readPng(url) {
  const match = /^data:(image\/png);base64,([A-Za-z0-9+/]+=*)$/.exec(url);
  if (!match) throw new Error(`not a PNG data URL: ${String(url).slice(0, 60)}`);
  return decodePng(Buffer.from(match[2], 'base64'));
}

export function decodePng(bytes) {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  const data = [];
  let header;
  let end = false;
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const crc = bytes.readUInt32BE(at + 8 + length);
    if (zlib.crc32(bytes.subarray(at + 4, at + 8 + length)) !== crc) throw new Error(`${type}: bad CRC`);
    if (type === 'IHDR') header = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
    if (type === 'IEND') end = true;
    at += length + 12;
  }
  if (!header || !end) throw new Error('a PNG without beginning or end');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[header[9]];
  const pixels = zlib.inflateSync(Buffer.concat(data));
  const expected = height * (1 + (width * channels * header[8]) / 8);
  if (pixels.length !== expected) throw new Error(`${pixels.length} bytes of pixels, not ${expected}`);
  return { bytes, width, height, type: 'image/png' };
}

/** { width, height, channels, pixels } of a PNG file with 8 bits a channel. */
export function pixelsOf(file) {
  const [width, height, kind] = [file.readUInt32BE(16), file.readUInt32BE(20), file[25]];
  const channels = kind === 6 ? 4 : 3;
  const parts = [];
  for (let at = 8; at < file.length;) {
    const size = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + size));
    at += size + 12;
  }
  const rows = zlib.inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const left = i < channels ? 0 : pixels[y * stride + i - channels];
      const up = y === 0 ? 0 : pixels[(y - 1) * stride + i];
      const corner = y === 0 || i < channels ? 0 : pixels[(y - 1) * stride + i - channels];
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const guess = [0, left, up, (left + up) >> 1, paeth][filter];
      pixels[y * stride + i] = rows[y * (stride + 1) + 1 + i] + guess;
    }
  }
  return { width, height, channels, pixels };
}
