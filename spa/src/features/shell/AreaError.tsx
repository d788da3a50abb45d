import { Anchor, Button, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { CopyReference } from '~/features/problems/CopyReference'
import { isStaleBuild } from '~/lib/newVersion'
import classes from './AreaError.module.css'

interface Props {
  error: Error
  onRetry: () => void
}

/** What happened, and every way on. */
export function AreaError({ error, onRetry }: Props) {
  const missing = isStaleBuild(error)
  return (
    <div className={classes.area} role="alert">
      <Text fz="sm">
        {missing ? (
          <Trans>A part of this page couldn’t be loaded. What you wrote is kept.</Trans>
        ) : (
          <Trans>A part of this page has stopped working. What you wrote is kept.</Trans>
        )}
      </Text>
      <div className={classes.acts}>
        {/* A file that didn't come is asked for again only by a fresh page. */}
        {!missing && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
          <Trans>Reload</Trans>
        </Button>
        <CopyReference error={error} size="compact-sm" />
        <Anchor component={Link} to="/c" fz="sm" onClick={onRetry}>
          <Trans>New picture</Trans>
        </Anchor>
      </div>
    </div>
  )
}
