import { useLingui } from '@lingui/react/macro'
import type { KeyboardEvent } from 'react'
import { Moment } from '../file/Moment'
import { AdminLink } from '../shell/AdminLink'
import { hitHref, KINDS, type Hit } from './hits'
import classes from './SearchDialog.module.css'

interface Props {
  hits: Hit[]
  q: string
  onGo: () => void
}

/** What was found, by its kind. The arrow keys go from one to the next. */
export function HitList({ hits, q, onGo }: Props) {
  const { i18n } = useLingui()
  const groups = KINDS.map(({ kind, label }) => ({
    kind,
    label,
    found: hits.filter((hit) => hit.kind === kind),
  }))
  return (
    <div onKeyDown={walk}>
      {groups
        .filter(({ found }) => found.length > 0)
        .map(({ kind, label, found }) => (
          <section key={kind} aria-labelledby={`hits-${kind}`}>
            <h3 id={`hits-${kind}`} className={classes.kind}>
              {i18n._(label)}
            </h3>
            <ul className={classes.hits}>
              {found.map((hit) => (
                <li key={hit.id}>
                  <AdminLink to={hitHref(hit, q)} className={classes.hit} onClick={onGo} data-hit>
                    <span className={classes.label}>{hit.label}</span>
                    {hit.detail !== undefined && <span className={classes.note}>{hit.detail}</span>}
                    {hit.at !== undefined && (
                      <span className={classes.note}>
                        <Moment at={hit.at} />
                      </span>
                    )}
                  </AdminLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')]
  const next = links[links.indexOf(document.activeElement as HTMLElement) + step]
  event.preventDefault()
  next?.focus()
}
