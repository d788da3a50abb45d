import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck, CircleHelp, OctagonAlert, type LucideIcon } from 'lucide-react'
import { Moment } from '../file/Moment'
import { AdminLink } from '../shell/AdminLink'
import { English } from '../words/English'
import { componentWords } from './componentWords'
import classes from './HealthPage.module.css'
import { componentHref, type HealthComponent } from './healthQuery'

const ICONS: Record<HealthComponent['state'], LucideIcon> = {
  ok: CircleCheck,
  warning: CircleAlert,
  critical: OctagonAlert,
  unknown: CircleHelp,
}

/** One part of the product: how it is, by which measure, and how old that look is. */
export function ComponentCard({ component }: { component: HealthComponent }) {
  const { t } = useLingui()
  const { label, state, value, threshold, checked_at, detail } = component
  const name = componentWords(component) ?? <English>{label}</English>
  const Icon = ICONS[state]
  const words = { ok: t`Well`, warning: t`Warning`, critical: t`Critical`, unknown: t`Unknown` }
  const href = componentHref(component)
  return (
    <article className={classes.card} data-state={state}>
      <header className={classes.head}>
        <h2 className={classes.label}>{href === null ? name : <AdminLink to={href}>{name}</AdminLink>}</h2>
        <span className={classes.state}>
          <Icon size={16} aria-hidden />
          {words[state]}
        </span>
      </header>
      <p className={classes.value}>
        <English>{value}</English>
      </p>
      {detail !== undefined && (
        <p className={classes.note}>
          <English>{detail}</English>
        </p>
      )}
      <p className={classes.note}>
        {threshold !== undefined && (
          <>
            <Trans>Limit:</Trans> <English>{threshold}</English> ·{' '}
          </>
        )}
        {checked_at === undefined ? <Trans>never looked at</Trans> : <Moment at={checked_at} />}
      </p>
    </article>
  )
}
