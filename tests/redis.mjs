// A Redis server of a test's own, that can be killed and started again, empty, at the same address.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { eventually, tempFolder } from './harness.mjs';

export class Redis {
  #folder = tempFolder();
  #server;

  static async start() {
    const redis = new Redis();
    await redis.start();
    return redis;
  }

  get url() {
    return `unix://${this.#socket}`;
  }
  get #socket() {
    return path.join(this.#folder, 'socket');
  }

  async start() {
    rmSync(this.#socket, { force: true });
    this.#server = spawn('redis-server', ['--port', '0', '--unixsocket', this.#socket, '--dir', this.#folder, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    this.#server.unref();
    process.on('exit', () => this.#server.kill('SIGKILL'));
    await eventually(() => this.#answers());
  }

  #answers() {
    return new Promise((resolve) => {
      const socket = net.connect(this.#socket, () => socket.write('PING\r\n'));
      socket.on('data', (bytes) => {
        socket.destroy();
        resolve(bytes.toString() === '+PONG\r\n');
      });
      socket.on('error', () => resolve(false));
    });
  }

  async kill() {
    const gone = new Promise((resolve) => this.#server.on('exit', resolve));
    this.#server.kill('SIGKILL');
    await gone;
  }
}
