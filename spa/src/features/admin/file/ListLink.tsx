import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

/** The lists that files lead back to. */
export type ListPath =
  | '/admin/users'
  | '/admin/months'
  | '/admin/generations'
  | '/admin/payments'
  | '/admin/keys'
  | '/admin/proxies'
  | '/admin/audit'

interface Props {
  to: ListPath
  /** What narrows the list, as its address has it. */
  filter?: Record<string, string>
  className?: string | undefined
  children: ReactNode
}

/** A link to a list that is narrowed to what concerns one thing. */
export function ListLink({ to, filter = {}, className, children }: Props) {
  const router = useRouter()
  const query = new URLSearchParams(filter).toString()
  const href = query === '' ? to : `${to}?${query}`
  const go = (event: MouseEvent) => {
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0
    if (elsewhere) return
    event.preventDefault()
    void router.navigate({ href })
  }
  return (
    <a href={href} className={className} onClick={go}>
      {children}
    </a>
  )
}
