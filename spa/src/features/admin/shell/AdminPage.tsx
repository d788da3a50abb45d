import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { Told } from '../acts/Told'
import classes from './AdminPage.module.css'

interface Props {
  title: string
  /** The one or two acts of the page. */
  acts?: ReactNode
  /** The page takes the height of the window, and a part of it scrolls by itself. */
  fill?: boolean
  children: ReactNode
}

/** A page of the section: one heading, what the last act has done, and what the page is about beneath it. */
export function AdminPage({ title, acts, fill = false, children }: Props) {
  useDocumentTitle(title)
  return (
    <main className={classes.page} data-fill={fill}>
      <Told>
        {(told) => (
          <>
            <header className={classes.head}>
              <Title order={1} className={classes.title}>
                {title}
              </Title>
              {acts !== undefined && <div className={classes.acts}>{acts}</div>}
            </header>
            {told}
            {children}
          </>
        )}
      </Told>
    </main>
  )
}
