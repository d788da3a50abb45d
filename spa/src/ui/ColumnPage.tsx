import { Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import classes from './ColumnPage.module.css'

interface Props {
  title: string
  back?: { to: '/billing' | '/billing/history'; label: string }
  children: ReactNode
}

/** A page to read and fill in: scrolls by itself, one column, one heading. */
export function ColumnPage({ title, back, children }: Props) {
  useDocumentTitle(title)
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          {back !== undefined && (
            <Link to={back.to} className={classes.back}>
              <ArrowLeft size={16} aria-hidden />
              {back.label}
            </Link>
          )}
          <Title order={1} className={classes.title}>
            {title}
          </Title>
        </header>
        {children}
      </div>
    </main>
  )
}
