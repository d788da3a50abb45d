import { Anchor, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { site } from '~/lib/site'

/** What is agreed to by signing up. Both pages open beside this one, so that nothing typed is lost. */
export function TermsLine() {
  if (site.terms_version === undefined) return null
  return (
    <Text fz="sm" c="dimmed">
      {site.privacy ? (
        <Trans>
          By creating an account you accept our <Page href="/terms">terms</Page> and our{' '}
          <Page href="/privacy">privacy notice</Page>.
        </Trans>
      ) : (
        <Trans>
          By creating an account you accept our <Page href="/terms">terms</Page>.
        </Trans>
      )}
    </Text>
  )
}

function Page({ href, children }: { href: string; children?: ReactNode }) {
  return (
    <Anchor href={href} target="_blank" rel="noopener" fz="sm" underline="always">
      {children}
    </Anchor>
  )
}
