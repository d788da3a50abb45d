import { createFileRoute } from '@tanstack/react-router'
import { UndoEmailPage } from '~/features/auth/UndoEmailPage'
import { takeToken } from '~/features/auth/linkToken'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/undo-email')({
  beforeLoad: takeToken,
  loader: () => need('account'),
  component: UndoEmailPage,
})
