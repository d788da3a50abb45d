import { createFileRoute } from '@tanstack/react-router'
import { ProxyPage } from '~/features/admin/proxy/ProxyPage'

export const Route = createFileRoute('/admin/proxies/$id')({ component: ProxyPage })
