import { Title } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import { use, type ReactNode } from 'react'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { Told } from '../acts/Told'
import { ListLink, type ListPath } from '../file/ListLink'
import classes from './AdminPage.module.css'
import { PageNotice } from './pageNotice'

interface Props {
  title: string
  /** The list that what is shown is one of. */
  back?: { to: ListPath; label: string }
  /** Where it stands, beside its name. */
  state?: ReactNode
  /** The one or two acts of the page. */
  acts?: ReactNode
  /** The page takes the height of the window, and a part of it scrolls by itself. */
  fill?: boolean
  children: ReactNode
}

/** A page of the section: one heading, what the last act has done, and what the page is about beneath it. */
export function AdminPage({ title, back, state, acts, fill = false, children }: Props) {
  useDocumentTitle(title)
  const notice = use(PageNotice)
  return (
    <main className={classes.page} data-fill={fill}>
      <Told>
        {(told) => (
          <>
            <header className={classes.head}>
              {back !== undefined && (
                <ListLink to={back.to} className={classes.back}>
                  <ArrowLeft size={16} aria-hidden />
                  {back.label}
                </ListLink>
              )}
              <div className={classes.line}>
                <Title order={1} className={classes.title}>
                  {title}
                </Title>
                {state}
                {acts !== undefined && <div className={classes.acts}>{acts}</div>}
              </div>
            </header>
            {told}
            {notice}
            {children}
          </>
        )}
      </Told>
    </main>
  )
}
