import type { Plugin } from 'vite'

const BUILT = 'landing/index.html'

/**
 * The landing page is a template that the server fills in. It lies beside the app's page in the build, and without
 * nonces: the same page for everybody has an ETag, and its one style block is allowed by its hash.
 */
export function landingPage(): Plugin {
  return {
    name: 'landing-page',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle[BUILT]
      if (page?.type !== 'asset' || typeof page.source !== 'string') this.error(`there is no ${BUILT}`)
      page.fileName = 'landing.html'
      page.source = page.source
        .replace(/^\s*<meta property="csp-nonce"[^>]*>\n/m, '')
        .replaceAll(' nonce="__CSP_NONCE__"', '')
    },
  }
}
