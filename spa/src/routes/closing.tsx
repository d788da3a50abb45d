import { createFileRoute } from '@tanstack/react-router'
import { ClosingPage } from '~/features/account/ClosingPage'
import { untilOf } from '~/features/account/until'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/closing')({
  validateSearch: untilOf,
  loader: () => need('account'),
  component: ClosingPage,
})
