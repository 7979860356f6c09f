// OpenRouter's own client, unchanged (and OpenAI's for the stream of a chat), against every provider's
// stand-in, through each door, whole and streaming: with a shape, a reference, several pictures.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import { OpenRouter } from '@openrouter/sdk';
import OpenAI from 'openai';

import { behind, Easel, UPSTREAM_MODEL } from './harness.mjs';
import { behindBfl, BflStandIn } from './standins/bfl.mjs';
import { behindComfyUi, ComfyUiStandIn } from './standins/comfyui.mjs';
import { behindFal, FalStandIn } from './standins/fal.mjs';
import { behindGemini, GeminiStandIn } from './standins/gemini.mjs';
import { behindOpenAi, OpenAiImagesStandIn } from './standins/openai_images.mjs';
import { OpenRouterStandIn } from './standins/openrouter.mjs';
import { noisePng } from './standins/pictures.mjs';
import { behindReplicate, ReplicateStandIn } from './standins/replicate.mjs';
import { behindSdServer, SdServerStandIn } from './standins/sd_server.mjs';

const PROMPT = 'a fox in the snow';
const reference = noisePng(64, 64, 'reference');
const referenceUrl = `data:image/png;base64,${reference.toString('base64')}`;
const bytes = (url) => Buffer.from(url.replace(/^data:[^,]*,/, ''), 'base64');

// What went up, as one text, and what in it says that the shape, or the reference, was asked for. A
// provider whose models make one picture a request is asked twice for two.
const sent = (upstream) => upstream.requests.map((request) => JSON.stringify(request.body) ?? '').join('\n');
const inline = reference.toString('base64');
const PROVIDERS = [
  { name: 'openrouter', StandIn: OpenRouterStandIn, behind, model: UPSTREAM_MODEL, secret: 'upstream-secret', words: true,
    shape: /"aspect_ratio":"16:9"/, reference: inline },
  { name: 'gemini', StandIn: GeminiStandIn, behind: behindGemini, model: 'google/gemini-2.5-flash-image', secret: 'gemini-secret',
    words: true, shape: /"aspectRatio":"16:9"/, reference: inline },
  { name: 'openai_images', StandIn: OpenAiImagesStandIn, behind: behindOpenAi, model: 'openai/gpt-image-1', secret: 'openai-secret',
    shape: /"size":"1536x1024"/, ratio: '3:2', n: 2, form: true },
  { name: 'bfl', StandIn: BflStandIn, behind: behindBfl, model: 'black-forest-labs/flux.2-pro', secret: 'bfl-secret',
    shape: /"width":1344,"height":768/, reference: inline },
  { name: 'fal', StandIn: FalStandIn, behind: behindFal, model: 'black-forest-labs/flux.2-pro', secret: 'fal-secret',
    shape: /"width":1344,"height":768/, reference: inline },
  { name: 'replicate', StandIn: ReplicateStandIn, behind: behindReplicate, model: 'sourceful/riverflow-v2-pro', secret: 'r8_secret',
    shape: /"aspect_ratio":"16:9"/, reference: inline },
  { name: 'sd_server', StandIn: SdServerStandIn, behind: behindSdServer, model: 'desk/tiny', secret: 'none',
    shape: /"width":1344,"height":768/, reference: inline, n: 2 },
  { name: 'comfyui', StandIn: ComfyUiStandIn, behind: behindComfyUi, model: 'comfy/sd_xl_base_1.0.safetensors', secret: 'none',
    shape: /"width":1344,"height":768/, n: 2, form: true },
];

for (const provider of PROVIDERS) {
  describe(`behind ${provider.name}`, () => {
    let upstream;
    let easel;
    before(async () => {
      upstream = await provider.StandIn.start();
      easel = await Easel.start(provider.behind(upstream));
    });
    beforeEach(() => upstream.reset());
    after(async () => {
      assert.ok(upstream.delivery?.sawNoKey(provider.secret) ?? true, 'a key went to where pictures lie');
      await easel.stop();
      await upstream.stop();
    });
    const sdk = () => new OpenRouter({ apiKey: easel.key, serverURL: easel.base, retryConfig: { strategy: 'none' } });
    const modalities = provider.words ? ['image', 'text'] : ['image'];
    const imageConfig = { aspect_ratio: provider.ratio ?? '16:9' };
    const content = (withReference) => withReference
      ? [{ type: 'text', text: PROMPT }, { type: 'image_url', imageUrl: { url: referenceUrl } }] : PROMPT;

    async function chat(stream, withReference) {
      const chatRequest = { model: provider.model, modalities, imageConfig,
        messages: [{ role: 'user', content: content(withReference) }] };
      if (stream) return chatStream();
      const result = await sdk().chat.send({ chatRequest });
      return result.choices[0].message.images.map((image) => bytes(image.imageUrl.url));
    }

    // OpenRouter's own client leaves pictures out of a stream's deltas.
    async function chatStream() {
      const openai = new OpenAI({ apiKey: easel.key, baseURL: easel.base, maxRetries: 0 });
      const stream = await openai.chat.completions.create({ model: provider.model, modalities, stream: true,
        image_config: imageConfig, messages: [{ role: 'user', content: PROMPT }] });
      const pictures = [];
      let finish;
      for await (const chunk of stream) {
        pictures.push(...(chunk.choices[0]?.delta.images ?? []).map((image) => bytes(image.image_url.url)));
        finish = chunk.choices[0]?.finish_reason ?? finish;
      }
      assert.equal(finish, 'stop');
      return pictures;
    }

    async function images(stream, withReference, n) {
      const imageGenerationRequest = { model: provider.model, prompt: PROMPT, aspectRatio: imageConfig.aspect_ratio, stream, n,
        ...withReference && { inputReferences: [{ type: 'image_url', imageUrl: { url: referenceUrl } }] } };
      const result = await sdk().images.generate({ imageGenerationRequest });
      // Only models that stream by themselves do so here; the others send the whole answer.
      if (result.data) return result.data.map((entry) => bytes(entry.b64Json));
      const pictures = [];
      for await (const event of result) {
        const data = event.data ?? event;
        if (data.type === 'image_generation.completed') pictures.push(bytes(data.b64Json));
      }
      return pictures;
    }

    async function responses(stream, withReference) {
      const input = withReference ? [{ role: 'user', content: [{ type: 'input_text', text: PROMPT },
        { type: 'input_image', imageUrl: referenceUrl, detail: 'auto' }] }] : PROMPT;
      const responsesRequest = { model: provider.model, input, modalities, imageConfig, stream };
      const result = await sdk().responses.send({ responsesRequest });
      let response = result;
      if (stream) for await (const event of result) response = event.response ?? response;
      assert.equal(response.status, 'completed');
      return response.output.filter((item) => item.type === 'image_generation_call').map((item) => bytes(item.result));
    }

    const whole = (pictures, count = 1) => {
      assert.equal(pictures.length, count);
      for (const picture of pictures) {
        assert.equal(picture.subarray(1, 4).toString(), 'PNG');
        assert.equal(picture.subarray(-8, -4).toString(), 'IEND');
      }
    };

    for (const [door, ask] of Object.entries({ chat, images, responses })) {
      for (const stream of [false, true]) {
        test(`a picture of a shape through ${door}${stream ? ', streaming' : ''}`, async () => {
          whole(await ask(stream, false));
          assert.match(sent(upstream), provider.shape);
          assert.ok(sent(upstream).includes(PROMPT));
        });
      }
      test(`a reference through ${door}`, async () => {
        whole(await ask(false, true));
        // A form is recorded by its names.
        assert.ok(provider.form ? upstream.requests.some((request) => /edits|upload/.test(request.path))
          : sent(upstream).includes(provider.reference));
      });
    }
    if (provider.n) {
      test('several pictures', async () => {
        if (provider.name === 'openai_images') upstream.always({ pictures: [reference, noisePng(32, 32)] });
        whole(await images(false, false, provider.n), provider.n);
      });
    }
  });
}
