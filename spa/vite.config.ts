import babel from '@rolldown/plugin-babel'
import { lingui } from '@lingui/vite-plugin'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compression } from 'vite-plugin-compression2'
import { landingPage } from './landing/vite.ts'

const server = process.env.NPROXY_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      generatedRouteTree: './src/routeTree.gen.ts',
      quoteStyle: 'single',
      semicolons: false,
    }),
    babel({ plugins: ['@lingui/babel-plugin-lingui-macro'] }),
    react(),
    lingui(),
    landingPage(),
    compression({
      algorithms: ['gzip', 'brotliCompress'],
      exclude: [/\.(png|jpe?g|webp|avif|woff2|html|map)$/],
      threshold: 512,
    }),
  ],
  resolve: { tsconfigPaths: true },
  // The server puts a fresh nonce in place of this word in every index.html that it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': { target: server } } },
  build: {
    // data: URLs and inline scripts would need holes in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The names of what the admins' pages consist of would be a part of every customer's first load.
      resolveDependencies: (file, parts) =>
        /\/admin[.-]/.test(file) ? parts.filter((part) => part.endsWith('.css')) : parts,
    },
    emptyOutDir: true,
    chunkSizeWarningLimit: 600,
    // The landing page stands beside the app and shares nothing with it but the tokens of the theme.
    rolldownOptions: {
      input: { index: 'index.html', landing: 'landing/index.html' },
      output: {
        // Their names stand in the first load as well.
        chunkFileNames: ({ name }) =>
          name.startsWith('admin') ? 'assets/[name]-[hash].js' : 'assets/[hash].js',
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: './src/test/setup.ts',
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    // The first test that renders the app also waits for its modules to be transformed.
    testTimeout: 20_000,
  },
})
