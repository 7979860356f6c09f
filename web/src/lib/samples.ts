import { abilities, type Model } from './models.svelte';

/** What a sample asks for when nobody said anything else. */
export function plainBody(model: Model): Record<string, unknown> {
  if (!model.inputs.includes('text')) return { model: model.id, prompt: 'Larger', input_references: [{ type: 'image_url', image_url: { url: 'https://example.com/bottle.jpg' } }] };
  const body: Record<string, unknown> = { model: model.id, prompt: 'A lighthouse at dusk, waves on the rocks' };
  if (abilities(model).ratios.includes('16:9')) body.aspect_ratio = '16:9';
  return body;
}

/** Programs that really make and save a picture with this body here, ready to paste. */
export function samples(body: Record<string, unknown>, origin: string): Record<string, string> {
  const json = JSON.stringify(body, null, 2); // what it holds, texts, numbers and lists of them, reads the same in Python
  const indent = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);
  return {
    curl: `curl -s ${origin}/api/v1/images \\
  -H "Authorization: Bearer $EASEL_API_KEY" -H "Content-Type: application/json" \\
  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}' \\
  | grep -o '"b64_json":"[^"]*' | cut -d'"' -f4 | base64 -d > picture.png`,
    Python: `import base64, os, requests

answer = requests.post(
    "${origin}/api/v1/images",
    headers={"Authorization": f"Bearer {os.environ['EASEL_API_KEY']}"},
    json=${indent(json, '    ')},
)
answer.raise_for_status()
with open("picture.png", "wb") as file:
    file.write(base64.b64decode(answer.json()["data"][0]["b64_json"]))`,
    TypeScript: `import { writeFileSync } from 'node:fs';

const answer = await fetch('${origin}/api/v1/images', {
  method: 'POST',
  headers: { Authorization: \`Bearer \${process.env.EASEL_API_KEY}\`, 'Content-Type': 'application/json' },
  body: JSON.stringify(${indent(json, '  ')}),
});
const { data } = await answer.json();
writeFileSync('picture.png', Buffer.from(data[0].b64_json, 'base64'));`,
  };
}

/** For a model that makes words. */
export function wordSamples(model: Model, origin: string): Record<string, string> {
  const body = { model: model.id, messages: [{ role: 'user', content: 'Three names for a lighthouse' }] };
  return {
    curl: `curl -s ${origin}/api/v1/chat/completions \\
  -H "Authorization: Bearer $EASEL_API_KEY" -H "Content-Type: application/json" \\
  -d '${JSON.stringify(body)}'`,
  };
}
