// A stand-in of Google's Gemini API (shapes: https://ai.google.dev/api/generate-content).
//
// A behaviour, every field optional:
//   pictures: [Buffer]   default one small PNG;   mime: what they are said to be
//   text                 words before the pictures
//   drafts: [Buffer]     pictures with `thought: true`, before the words
//   thoughts             words with `thought: true`
//   signatures: [text]   one for each picture
//   finish               finishReason;   block: promptFeedback.blockReason, without candidates
//   error                { code, status, message, details } → that HTTP status
//   cutAt                the connection dies after that many bytes of the body
import { sendBody, sendJson, StandIn } from './server.mjs';
import { noisePng } from './pictures.mjs';

const KEY = 'gemini-secret';
const smallPng = noisePng(64, 48);
const RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9', '1:4', '4:1', '1:8', '8:1'];

const inline = (bytes, mime, more) => ({ inlineData: { mimeType: mime, data: bytes.toString('base64') }, ...more });

export class GeminiStandIn extends StandIn {
  get url() {
    return `${this.origin}/v1beta`;
  }

  async serve(record, response) {
    const refuse = (code, status, message, details) =>
      sendJson(response, code, { error: { code, status, message, details } });
    const match = /^\/v1beta\/models\/([^:/]+):(generateContent|streamGenerateContent\?alt=sse)$/.exec(record.path);
    if (record.method !== 'POST' || !match) return refuse(404, 'NOT_FOUND', 'no such path');
    if (record.headers['x-goog-api-key'] !== KEY || record.headers.authorization) {
      return refuse(400, 'INVALID_ARGUMENT', 'API key not valid.',
        [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }]);
    }
    const wrong = this.wrong(match[1], record.body);
    if (wrong) return refuse(400, 'INVALID_ARGUMENT', wrong);
    const behaviour = this.take();
    if (behaviour.error) return sendJson(response, behaviour.error.code, { error: behaviour.error });
    const replies = this.replies(behaviour, match[2] !== 'generateContent', match[1]);
    if (match[2] === 'generateContent') {
      return sendBody(response, { 'Content-Type': 'application/json; charset=UTF-8' },
        Buffer.from(JSON.stringify(replies[0], null, 2)), behaviour.cutAt);
    }
    const events = replies.map((reply) => `data: ${JSON.stringify(reply)}\r\n\r\n`).join('');
    await sendBody(response, { 'Content-Type': 'text/event-stream' }, Buffer.from(events), behaviour.cutAt);
  }

  /** What the real one answers 400 to, or undefined. */
  wrong(model, body) {
    const known = ['contents', 'systemInstruction', 'generationConfig', 'safetySettings', 'tools'];
    const unknown = Object.keys(body).find((name) => !known.includes(name));
    if (unknown) return `Unknown name "${unknown}"`;
    const image = body.generationConfig?.imageConfig ?? {};
    if (image.aspectRatio && !RATIOS.includes(image.aspectRatio)) return 'bad aspectRatio';
    const sizes = model.startsWith('gemini-2') ? [] : ['512', '1K', '2K', '4K'];
    if (image.imageSize && !sizes.includes(image.imageSize)) return 'bad imageSize';
    for (const [n, content] of body.contents.entries()) {
      if (!['user', 'model'].includes(content.role)) return 'Please use a valid role: user, model.';
      for (const [m, part] of content.parts.entries()) {
        if (part.inlineData && !/^[A-Za-z0-9+/]+=*$/.test(part.inlineData.data)) return 'bad base64';
        if (content.role === 'model' && part.inlineData && !part.thoughtSignature && !model.startsWith('gemini-2')) {
          return `Image part is missing a thought_signature in content position ${n}, part position ${m}`;
        }
      }
    }
    return undefined;
  }

  replies(behaviour, streaming, model) {
    if (behaviour.block) return [{ promptFeedback: { blockReason: behaviour.block } }];
    const mime = behaviour.mime ?? 'image/png';
    const parts = [];
    if (behaviour.thoughts) parts.push({ text: behaviour.thoughts, thought: true });
    for (const draft of behaviour.drafts ?? []) parts.push(inline(draft, mime, { thought: true }));
    if (behaviour.text) parts.push({ text: behaviour.text });
    for (const [i, picture] of (behaviour.pictures ?? [smallPng]).entries()) {
      const signature = behaviour.signatures?.[i];
      parts.push(inline(picture, mime, signature ? { thoughtSignature: signature } : {}));
    }
    const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 1310, thoughtsTokenCount: 100,
      totalTokenCount: 1420, candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 },
        { modality: 'TEXT', tokenCount: 20 }] };
    const reply = (some, finishReason) => ({ candidates: [{ index: 0,
      content: { parts: some, role: 'model' }, finishReason }], usageMetadata,
    modelVersion: model, responseId: 'stand-in' });
    const finish = behaviour.finish ?? 'STOP';
    if (!streaming) return [reply(parts, finish)];
    return [...parts.map((part) => reply([part])), reply([{ text: '' }], finish)];
  }
}

/** Options of Easel.start() that connect it, under the model names of the catalog. */
export const behindGemini = (upstream) => ({ env: { GEMINI_API_KEY: KEY },
  config: `[providers.google-ai-studio]\nbase_url = "${upstream.url}"\n` });
