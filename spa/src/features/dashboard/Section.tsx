import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useId, type ReactNode } from 'react'
import { wordsForError } from '~/features/problems/problemWords'
import { Notice } from '~/ui/Notice'
import classes from './Section.module.css'

interface Props {
  title: string
  /** Leads to all of it. */
  all?: ReactNode
  children: ReactNode
}

export function Section({ title, all, children }: Props) {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{title}</h2>
        {all}
      </div>
      {children}
    </section>
  )
}

/** One part couldn't be told; the others go on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { i18n } = useLingui()
  return (
    <Notice tone="bad" role="alert">
      <p>{i18n._(wordsForError(error))}</p>
      <Button variant="default" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </Notice>
  )
}
