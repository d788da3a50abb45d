import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { processorsQuery } from '~/api/billingQueries'
import { Contact } from '~/ui/Contact'
import classes from './SupportLine.module.css'

/** Names the one place that help comes from; whoever asks for more is a thief. */
export function SupportLine({ plan }: { plan: string }) {
  const support = useQuery(processorsQuery(plan)).data?.support
  return (
    <p className={classes.line}>
      <ShieldCheck size={16} aria-hidden />
      <span>
        {support !== undefined && (
          <>
            <Trans>
              Help comes only from <Contact text={support} />.
            </Trans>{' '}
          </>
        )}
        <Trans>We never ask for a seed phrase, a private key or a password.</Trans>
      </span>
    </p>
  )
}
