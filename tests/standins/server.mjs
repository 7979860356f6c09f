// What the stand-ins of providers share: an HTTP server on loopback that records what came, and a
// queue of behaviours, "the next request gets this".
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Counts what is written, head and all, into `record.sent`; with `cut` only that many bytes leave, and
 * then the connection dies.
 */
export function watchAnswer(response, record, cut = Infinity) {
  const { socket } = response;
  const write = socket.write;
  record.sent = 0;
  socket.write = (data, encoding, callback) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data, encoding === undefined || encoding === null ? 'utf8' : encoding);
    const left = cut - record.sent;
    record.sent += bytes.length;
    if (bytes.length < left) return write.call(socket, bytes, callback);
    if (left > 0) write.call(socket, bytes.subarray(0, left));
    setTimeout(() => socket.destroy(), 5); // let it leave before the connection dies
    return true;
  };
  response.on('close', () => { socket.write = write; });
}

/** { status, body, type, headers }, whatever was asked. */
export function sendInstead(response, { status, body, type = 'application/json', headers = {} }) {
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(body);
}

export async function closeServer(server) {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

export class StandIn {
  requests = []; // { method, path, headers, raw, body, sent: bytes of the answer }
  queue = [];
  usual = {};
  cutting; // (record) → the bytes of its answer that leave before the connection dies, or undefined
  instead; // (record) → what is answered instead of thinking (sendInstead), or undefined

  /** A stand-in whose `serve(record, response)` answers. */
  static async start(...options) {
    const standIn = new this(...options);
    standIn.server = http.createServer((request, response) => {
      standIn.receive(request, response).catch((error) => response.destroy(error));
    });
    await new Promise((resolve) => standIn.server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get origin() {
    return `http://127.0.0.1:${this.server.address()?.port ?? this.port}`;
  }
  next(...behaviours) {
    this.queue.push(...behaviours);
  }
  always(behaviour) {
    this.usual = behaviour;
  }
  take() {
    return this.queue.shift() ?? this.usual;
  }
  reset() {
    this.requests = [];
    this.queue = [];
    this.usual = {};
  }
  get last() {
    return this.requests.at(-1);
  }
  /** The requests of that method. */
  sent(method) {
    return this.requests.filter((request) => request.method === method);
  }

  async receive(request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const raw = Buffer.concat(pieces);
    const record = { method: request.method, path: request.url, headers: request.headers, raw };
    const isJson = /json/.test(request.headers['content-type'] ?? '');
    if (isJson && raw.length > 0) record.body = JSON.parse(raw.toString());
    this.requests.push(record);
    watchAnswer(response, record, this.cutting?.(record));
    const instead = this.instead?.(record);
    if (instead) return sendInstead(response, instead);
    await this.serve(record, response);
  }

  /** Nobody listens at its address, until reopen(). */
  async close() {
    this.port = this.server.address().port;
    await closeServer(this.server);
  }
  async reopen() {
    await new Promise((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function sendJson(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The whole body, or its first `cutAt` bytes and then a dead connection. */
export async function sendBody(response, headers, body, cutAt) {
  response.writeHead(200, headers);
  if (cutAt === undefined) return response.end(body);
  await new Promise((resolve) => response.write(body.subarray(0, cutAt), resolve));
  await sleep(30); // let it leave before the connection dies
  response.destroy();
}

/** Where pictures are fetched from: another host than the API's, which must never see a key. */
export class Delivery extends StandIn {
  files = new Map();
  moved = new Map(); // path → where it is now

  put(name, bytes) {
    this.files.set(`/${name}`, bytes);
    return `${this.origin}/${name}?signature=x`;
  }

  async serve(record, response) {
    const place = this.moved.get(record.path);
    if (place) return response.writeHead(302, { Location: place }).end();
    const bytes = this.files.get(record.path.split('?')[0]);
    if (!bytes) return sendJson(response, 403, { error: 'expired' });
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.end(bytes);
  }

  /** No request brought anything that could be a credential. */
  sawNoKey(secret) {
    return this.requests.every((request) => !JSON.stringify(request.headers).includes(secret) &&
      !request.path.includes(secret) && !request.headers.authorization && !request.headers['x-key']);
  }
}
