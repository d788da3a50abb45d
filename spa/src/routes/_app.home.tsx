import { createFileRoute } from '@tanstack/react-router'
import { HomePage } from '~/features/dashboard/HomePage'
import { need } from '~/i18n/i18n'

export const Route = createFileRoute('/_app/home')({
  loader: () => Promise.all([need('library'), need('money')]),
  component: HomePage,
})
