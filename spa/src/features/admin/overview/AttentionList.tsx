import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck, Info, OctagonAlert, type LucideIcon } from 'lucide-react'
import { Moment } from '../file/Moment'
import { AdminLink } from '../shell/AdminLink'
import { attentionHref } from './attention'
import { AttentionTitle } from './AttentionTitle'
import classes from './AttentionList.module.css'
import type { Attention } from './overview'

const ICONS: Record<Attention['severity'], LucideIcon> = {
  info: Info,
  warning: CircleAlert,
  critical: OctagonAlert,
}

const RANK: Record<Attention['severity'], number> = { critical: 0, warning: 1, info: 2 }

/** What needs a person now, the worst first; each leads to where it is seen to. */
export function AttentionList({ attention }: { attention: Attention[] }) {
  const sorted = attention.toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
  return (
    <section aria-labelledby="attention" className={classes.area}>
      <h2 id="attention" className={classes.title}>
        <Trans>Needs attention</Trans>
      </h2>
      {sorted.length === 0 ? (
        <p className={classes.calm}>
          <CircleCheck size={18} aria-hidden />
          <Trans>Nothing needs you at the moment.</Trans>
        </p>
      ) : (
        <ul className={classes.list}>
          {sorted.map((one) => (
            <li key={`${one.kind} ${one.provider ?? ''} ${one.id ?? ''} ${one.title}`}>
              <Line about={one} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ about }: { about: Attention }) {
  const { t, i18n } = useLingui()
  const Icon = ICONS[about.severity]
  const words = { info: t`Information`, warning: t`Warning`, critical: t`Critical` }
  return (
    <AdminLink to={attentionHref(about)} className={classes.line}>
      <span className={classes.severity} data-severity={about.severity}>
        <Icon size={16} aria-hidden />
        {words[about.severity]}
      </span>
      <span className={classes.what}>
        <AttentionTitle of={about} />
      </span>
      {about.count > 1 && <span className={classes.count}>{i18n.number(about.count)}</span>}
      {about.since !== undefined && (
        <span className={classes.since}>
          <Moment at={about.since} />
        </span>
      )}
    </AdminLink>
  )
}
