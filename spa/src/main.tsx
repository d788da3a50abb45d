import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from '~/api/queryClient'
import { activate, preferredLanguage } from '~/i18n/i18n'
import { createAppRouter } from '~/router'
import { cssVariables, theme } from '~/theme/theme'
import './theme/styles.css'
import './theme/tokens.css'
import './ui/hint.css'

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
// Dialogs lock the page's scroll with a <style> of their own.
setNonce(nonce)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

// The page doesn't wait for it: it is for the next visit, should the server be away then.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  window.addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'))

const queryClient = createQueryClient()
const router = createAppRouter(queryClient)

// A part of the page was shown without the texts of its area: a mistake of ours that must not go unseen.
i18n.on('missing', ({ id }) => console.error(`no text for ${id}`))
await activate(preferredLanguage())

createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  </StrictMode>,
)
