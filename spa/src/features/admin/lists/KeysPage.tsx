import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { BulkKeys } from '../key/BulkKeys'
import { EnterBalanceButton } from '../key/EnterBalance'
import { ListView } from '../list'
import { keysList } from './keys'

export function KeysPage() {
  return (
    <ListView
      spec={keysList}
      acts={
        <>
          <EnterBalanceButton />
          <Button
            size="xs"
            fz="sm"
            variant="default"
            renderRoot={(props) => <Link {...props} to="/admin/keys/import" />}
          >
            <Trans>Import keys</Trans>
          </Button>
          <Button size="xs" fz="sm" renderRoot={(props) => <Link {...props} to="/admin/keys/new" />}>
            <Trans>Add a key</Trans>
          </Button>
        </>
      }
      bulk={{ everyone: true, acts: (ticked) => <BulkKeys {...ticked} /> }}
    />
  )
}
