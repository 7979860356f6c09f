import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

// Nothing is written into the page itself, so that its policy can forbid that (src/pages/files.cc).
export default defineConfig({
  plugins: [svelte(), tailwindcss()],
  build: {
    outDir: 'dist/files',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: 'es2022',
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/ui': 'http://127.0.0.1:8080' } },
});
