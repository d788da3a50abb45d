import { Button, type ButtonProps } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Trans } from '@lingui/react/macro'
import { ProblemError } from '~/api/problem'
import { site } from '~/lib/site'

/** What support can find the failure by. */
export function CopyReference({
  error,
  size = 'sm',
}: {
  error: Error
  size?: NonNullable<ButtonProps['size']>
}) {
  const clipboard = useClipboard()
  return (
    <Button size={size} variant="default" onClick={() => clipboard.copy(referenceOf(error))}>
      {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy the reference</Trans>}
    </Button>
  )
}

/** The server's own id of it; of a mistake of this page its kind, where and when it happened. Never what was written. */
export function referenceOf(error: Error): string {
  if (error instanceof ProblemError) return error.problem.request_id
  const where =
    error.stack
      ?.split('\n')
      .find((line) => line.includes('/assets/'))
      ?.trim() ?? ''
  return [error.name, where, site.build, new Date().toISOString()].filter((part) => part !== '').join(' · ')
}
