import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev -w @onsale/lab` expects the services of `npm start` on their usual ports, and leads to
// them by the same paths as nginx.
export default defineConfig({
  base: '/lab/',
  plugins: [react()],
  build: {
    target: 'baseline-widely-available',
    // A picture inside the style sheet would need data: in the policy of what may be loaded.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: { checks: { bundlerTimings: false } },
    // In kB. It is loaded by a few, on good machines.
    chunkSizeWarningLimit: 1000,
  },
  server: {
    port: 8091,
    proxy: {
      '/api': { target: 'http://127.0.0.1:5000', rewrite: (path) => path.replace(/^\/api/, '') },
      '/workload': {
        target: 'http://127.0.0.1:9000',
        rewrite: (path) => path.replace(/^\/workload/, ''),
      },
    },
  },
});
