import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { ListView } from '../list'
import { BulkUsers } from '../user/BulkUsers'
import { usersList } from './users'

export function UsersPage() {
  return (
    <ListView
      spec={usersList}
      acts={
        <Button
          size="xs"
          fz="sm"
          variant="default"
          renderRoot={(props) => <Link {...props} to="/admin/registrations" />}
        >
          <Trans>Unconfirmed sign-ups</Trans>
        </Button>
      }
      bulk={{
        everyone: false,
        acts: ({ ids = [], onDone }) => <BulkUsers ids={ids} onDone={onDone} />,
      }}
    />
  )
}
