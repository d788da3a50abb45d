import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** The lists that files lead back to. */
export type ListPath =
  '/admin/users' | '/admin/generations' | '/admin/payments' | '/admin/keys' | '/admin/proxies'

interface Props {
  to: ListPath
  /** What narrows the list, as its address has it. */
  filter?: Record<string, string>
  className?: string | undefined
  children: ReactNode
}

/** A link to a list that is narrowed to what concerns one thing. */
export function ListLink({ to, filter = {}, className, children }: Props) {
  return (
    <Link to={to} search={filter} className={className}>
      {children}
    </Link>
  )
}
