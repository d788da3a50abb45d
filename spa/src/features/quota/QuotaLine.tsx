import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { quotaQuery, subscriptionQuery } from '~/api/queries'
import { QuotaRing } from './QuotaRing'
import classes from './QuotaLine.module.css'
import { quotaSentence, quotaWords } from './quotaWords'

/** The ring and its words; nothing at all where the server can't tell. */
export function QuotaLine({ compact = false }: { compact?: boolean }) {
  const { t } = useLingui()
  const quota = useQuery(quotaQuery).data
  const subscription = useQuery(subscriptionQuery).data
  if (quota === undefined || subscription === undefined) return null
  const words = quotaWords(quota, subscription)
  return (
    <div className={classes.line} title={compact ? quotaSentence(words) : undefined}>
      <QuotaRing bucket={quota.bucket} size={compact ? 24 : 20} />
      <span className={compact ? 'visually-hidden' : classes.words}>
        <span className="visually-hidden">{t`Pictures left:`} </span>
        <span>{words.left}</span> {words.resets !== null && <span>{words.resets}</span>}
      </span>
    </div>
  )
}
