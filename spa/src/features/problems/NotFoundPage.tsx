import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { MessagePage } from './MessagePage'

export function NotFoundPage() {
  const { t } = useLingui()
  return (
    <MessagePage title={t`Nothing here`} text={t`The address is wrong, or what was here has been deleted.`}>
      <Button component={Link} to="/c">
        <Trans>New picture</Trans>
      </Button>
    </MessagePage>
  )
}
