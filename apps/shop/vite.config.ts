import { compiledMessages } from '@onsale/i18n/compile-messages';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';
import { orderWorker } from './build-worker.ts';
import { compileMessages } from './compile-messages.ts';

// `npm run dev -w @onsale/shop` expects the services of `npm start` on their usual ports, and leads to
// them by the same paths as nginx.
export default defineConfig({
  plugins: [
    compiledMessages(compileMessages),
    namedImports(),
    earlyStart(),
    orderWorker(),
    settingsOfDevelopment(),
  ],
  // Written in React, built with Preact: a third of the size.
  resolve: {
    alias: {
      react: 'preact/compat',
      'react-dom': 'preact/compat',
      'react-dom/client': 'preact/compat/client',
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react/jsx-dev-runtime': 'preact/jsx-dev-runtime',
      // Wouter's, for an old React.
      'use-sync-external-store/shim/index.js': 'preact/compat',
    },
  },
  build: {
    target: 'baseline-widely-available',
    // A picture inside the style sheet would need data: in the policy of what may be loaded.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // TanStack Query's marks for servers, of which there is none.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
      // A first visit loads three scripts: what chooses the language, its texts, and all that draws. Each
      // other page is one more, with its texts, and what several of them have in common.
      output: {
        codeSplitting: {
          groups: [
            { name: 'main', test: /\/app\/main\.ts$|\/paraglide\/registry\.js$/, priority: 2 },
            { name: 'shop', test: /\/app\/start\.tsx$/, priority: 1 },
            // What few pages share is not among what all of them load.
            { name: 'pages', minShareCount: 2, test: /^(?!.*\/src\/(my-orders|offline)\/)/ },
          ],
        },
      },
    },
    // Every file in assets/ carries a hash of its content and is kept for ever by browsers.
  },
  server: {
    port: 8090,
    proxy: {
      '^/api(/v1)?/orders/[^/]+/payment$': {
        target: 'http://127.0.0.1:5004',
        rewrite: (path) => path.replace(/^\/api(\/v1)?/, ''),
      },
      '^/api(/v1)?/(orders/[^/]+/tickets|order-links|opt-outs|ticket-keys)': {
        target: 'http://127.0.0.1:5005',
        rewrite: (path) => path.replace(/^\/api(\/v1)?/, ''),
      },
      '/api': { target: 'http://127.0.0.1:5000', rewrite: (path) => path.replace(/^\/api/, '') },
    },
  },
});

// Wouter hides from bundlers which part of React it wants, and gets all of it.
function namedImports(): Plugin {
  return {
    name: 'named-imports',
    transform: (code, id) =>
      id.includes('/wouter/')
        ? code.replace('React["useInsertion" + "Effect"]', 'React.useInsertionEffect')
        : null,
  };
}

// The script of the page is small: it chooses the language and loads its texts. What draws, its styles,
// and the font of nearly all languages are loaded at the same time, and not only when that has run.
function earlyStart(): Plugin {
  return {
    name: 'early-start',
    transformIndexHtml: (_html, { bundle = {} }) => {
      const files = Object.values(bundle);
      const shop = files.find((file) => file.type === 'chunk' && file.name === 'shop');
      const font = files.find(({ fileName }) => /archivo-latin-wght.*\.woff2$/.test(fileName));
      // In development there are neither.
      if (shop?.type !== 'chunk' || font === undefined) return [];
      return [
        link({ rel: 'modulepreload', href: `/${shop.fileName}` }),
        link({ rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font.fileName}` }),
        ...Array.from(shop.viteMetadata?.importedCss ?? [], (file) =>
          link({ rel: 'stylesheet', href: `/${file}` }),
        ),
      ];
    },
  };
}

function link(attrs: Record<string, string>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { crossorigin: '', ...attrs }, injectTo: 'head' };
}

// Of what nginx tells the page when it starts, in its place.
function settingsOfDevelopment(): Plugin {
  return {
    name: 'settings-of-development',
    configureServer: (server) => {
      server.middlewares.use('/config.json', (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ lab: true, maxQtyPerOrder: 10, paymentMethods: [] }));
      });
    },
  };
}
