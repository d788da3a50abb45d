import { Title } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDocumentTitle } from '~/lib/useDocumentTitle'
import { Told } from '../acts/Told'
import classes from './file.module.css'
import { ListLink, type ListPath } from './ListLink'

interface Props {
  title: string
  back: { to: ListPath; label: string }
  /** Where it stands, beside its name. */
  state?: ReactNode
  /** The one or two acts of the page. */
  acts?: ReactNode
  children: ReactNode
}

/** Everything about one thing: its name, where it stands, what can be done about it. */
export function FilePage({ title, back, state, acts, children }: Props) {
  useDocumentTitle(title)
  return (
    <main className={classes.page}>
      <Told>
        {(told) => (
          <div className={classes.column}>
            <header className={classes.head}>
              <ListLink to={back.to} className={classes.back}>
                <ArrowLeft size={16} aria-hidden />
                {back.label}
              </ListLink>
              <div className={classes.line}>
                <Title order={1} className={classes.title}>
                  {title}
                </Title>
                {state}
                {acts !== undefined && <div className={classes.push}>{acts}</div>}
              </div>
            </header>
            {told}
            {children}
          </div>
        )}
      </Told>
    </main>
  )
}
