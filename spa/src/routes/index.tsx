import { createFileRoute, redirect } from '@tanstack/react-router'

export const Route = createFileRoute('/')({
  beforeLoad: () => redirect({ to: '/c', replace: true, throw: true }),
})
