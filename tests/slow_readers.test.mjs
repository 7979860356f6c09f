// Back-pressure, measured from outside: many clients read eight mebibytes each at 200 KB/s. The
// upstream must be drained at once, and the server must not hold the pictures in memory.
// EASEL_SLOW_READERS sets how many (50; ./dev bench takes 200).
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { behind, Easel, eventually, relay } from './harness.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { hugePng } from './standins/pictures.mjs';

// In a test no time is asserted, and the memory of fewer readers bears what all of them share.
const BENCH = process.env.EASEL_SLOW_READERS !== undefined;
const READERS = Number(process.env.EASEL_SLOW_READERS ?? 50);
const PACE = 200_000; // bytes a second
const EACH = (BENCH ? 256 : 384) * 1024;

function memory(pid, name) {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n').find((text) => text.startsWith(`${name}:`));
  return Number(line.match(/\d+/)[0]) * 1024;
}

/** A client that takes a tenth of its pace, ten times a second; it never ends by itself. */
function slowReader(easel) {
  const body = JSON.stringify(relay());
  const socket = net.connect({ port: easel.port, host: '127.0.0.1', highWaterMark: 16 * 1024 });
  const reader = { socket, taken: 0, status: undefined };
  socket.on('error', () => {});
  socket.write('POST /api/v1/chat/completions HTTP/1.1\r\nHost: easel\r\n' +
    `Authorization: Bearer ${easel.key}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  socket.on('data', (piece) => {
    reader.status ??= piece.toString('latin1', 9, 12);
    reader.taken += piece.length;
    socket.pause();
    setTimeout(() => socket.resume(), (piece.length / PACE) * 1000).unref();
  });
  return reader;
}

/** The memory of a server that has already done this kind of work once. */
async function warm(easel, upstream) {
  for (let i = 0; i < 4; i++) {
    const answers = Array.from({ length: 4 }, () => easel.fetch('/chat/completions', { body: relay() })
      .then((answer) => answer.arrayBuffer()));
    await Promise.all(answers);
  }
  upstream.requests.length = 0;
  await sleep(500);
  return memory(easel.pid, 'VmRSS');
}

test(`${READERS} slow readers of 8 MiB cost little memory, and upstream is drained while they read`, async () => {
  const upstream = await OpenRouterStandIn.start();
  upstream.always({ pictures: [hugePng('slow')], usage: { cost: 0 } });
  const easel = await Easel.start(behind(upstream));
  const idle = await warm(easel, upstream);
  writeFileSync(`/proc/${easel.pid}/clear_refs`, '5'); // the peak begins anew

  const begun = Date.now();
  const readers = Array.from({ length: READERS }, () => slowReader(easel));
  await upstream.arrived(READERS);
  await eventually(() => upstream.requests.every((request) => request.lastByteTakenAt), 38_000);
  const drained = Math.max(...upstream.requests.map((request) => request.lastByteTakenAt)) - begun;
  await eventually(() => readers.every((reader) => reader.taken > PACE / 2), 20_000);
  await sleep(3000);

  const grown = memory(easel.pid, 'VmHWM') - idle;
  const whole = Math.ceil((8 << 20) * 4 / 3);
  const reading = readers.filter((reader) => reader.taken < whole && !reader.socket.destroyed).length;
  console.log(`slow readers: ${READERS}, ${Math.round(grown / READERS / 1024)} KiB each, ` +
    `upstream drained in ${drained} ms, ${reading} still reading`);
  for (const reader of readers) reader.socket.destroy();
  await easel.stop('SIGKILL');
  await upstream.stop();

  assert.ok(readers.every((reader) => reader.status === '200'));
  assert.equal(reading, READERS, 'all of them still read when this was measured');
  if (BENCH) assert.ok(drained < 10_000, `upstream drained in ${drained} ms`);
  assert.ok(grown <= READERS * EACH, `${Math.round(grown / READERS / 1024)} KiB each`);
});
