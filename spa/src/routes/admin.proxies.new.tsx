import { createFileRoute } from '@tanstack/react-router'
import { NewProxyPage } from '~/features/admin/proxy/NewProxyPage'

export const Route = createFileRoute('/admin/proxies/new')({ component: NewProxyPage })
