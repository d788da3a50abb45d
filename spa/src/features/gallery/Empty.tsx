import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './Empty.module.css'

export function NoPictures() {
  return (
    <Empty
      act={
        <Button component={Link} to="/c">
          <Trans>Make the first one</Trans>
        </Button>
      }
    >
      <h2>
        <Trans>No pictures yet</Trans>
      </h2>
      <p>
        <Trans>What you make is kept here, by date.</Trans>
      </p>
    </Empty>
  )
}

export function NoMatch() {
  return (
    <Empty
      act={
        <Button
          renderRoot={(props) => <Link {...props} to="/gallery" search={{}} replace />}
          variant="default"
        >
          <Trans>Show all pictures</Trans>
        </Button>
      }
    >
      <h2>
        <Trans>Nothing matches</Trans>
      </h2>
      <p>
        <Trans>Try other words, or fewer filters.</Trans>
      </p>
    </Empty>
  )
}

function Empty({ act, children }: { act: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.empty}>
      <div role="status">{children}</div>
      {act}
    </div>
  )
}
