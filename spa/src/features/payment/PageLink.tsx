import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { ExternalLink } from 'lucide-react'
import { webLink } from './payUri'

/** To the processor's own page, where it has one. */
export function PageLink({ url, loud }: { url: string | undefined; loud: boolean }) {
  const href = webLink(url)
  if (href === null) return null
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      variant={loud ? 'filled' : 'default'}
      leftSection={<ExternalLink size={16} />}
    >
      <Trans>Open payment page</Trans>
    </Button>
  )
}
