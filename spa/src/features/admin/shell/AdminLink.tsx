import { Link } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { listSearchOf } from '../list/search'
import classes from './AdminLink.module.css'

interface Props extends Omit<ComponentProps<'a'>, 'href' | 'target'> {
  /** An address of the section, with what it asks for: "/admin/keys?state=disabled". */
  to: string
}

/** A link whose address is made of data, not written down. */
export function AdminLink({ to, className = classes.link, ...rest }: Props) {
  const [path, query = ''] = to.split('?', 2)
  const search = listSearchOf(Object.fromEntries(new URLSearchParams(query)))
  return <Link {...rest} className={className} to={path as string} search={search} />
}
