import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useLocation } from '@tanstack/react-router'
import { MessagePage } from './MessagePage'

export function NotFoundPage() {
  const { t } = useLingui()
  const isAdmins = useLocation({ select: ({ pathname }) => pathname.startsWith('/admin/') })
  return (
    <MessagePage title={t`Nothing here`} text={t`The address is wrong, or what was here has been deleted.`}>
      {isAdmins ? (
        <Button component={Link} to="/admin">
          <Trans>Administration</Trans>
        </Button>
      ) : (
        <Button component={Link} to="/c">
          <Trans>New picture</Trans>
        </Button>
      )}
    </MessagePage>
  )
}
