import { Anchor, Button, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { CopyReference } from '~/features/problems/CopyReference'
import { useMissingFile } from '~/features/problems/useMissingFile'
import classes from './AreaError.module.css'

interface Props {
  error: Error
  onRetry: () => void
}

/** What happened, and every way on. */
export function AreaError({ error, onRetry }: Props) {
  const missing = useMissingFile(error)
  return (
    <div className={classes.area} role="alert">
      <Text fz="sm">
        {missing === 'offline' ? (
          <Trans>You are offline. This part comes by itself when the network is back.</Trans>
        ) : missing === 'gone' ? (
          <Trans>A part of this page couldn’t be loaded. What you wrote is kept.</Trans>
        ) : (
          <Trans>A part of this page has stopped working. What you wrote is kept.</Trans>
        )}
      </Text>
      <div className={classes.acts}>
        {/* A file that didn't come is asked for again only by a fresh page. */}
        {missing === null && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        )}
        {missing !== 'offline' && (
          <>
            <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
              <Trans>Reload</Trans>
            </Button>
            <CopyReference error={error} size="compact-sm" />
          </>
        )}
        <Anchor component={Link} to="/c" fz="sm" onClick={onRetry}>
          <Trans>New picture</Trans>
        </Anchor>
      </div>
    </div>
  )
}
