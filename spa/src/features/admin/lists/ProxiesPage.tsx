import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { ListView } from '../list'
import { proxiesList } from './proxies'

export function ProxiesPage() {
  return (
    <ListView
      spec={proxiesList}
      acts={
        <Button size="xs" fz="sm" renderRoot={(props) => <Link {...props} to="/admin/proxies/new" />}>
          <Trans>Add a proxy</Trans>
        </Button>
      }
    />
  )
}
