import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '~/api/client'
import { unwrap } from '~/api/problem'
import card from '~/ui/card.module.css'
import { useAdminAct } from '../access'
import { RefusalNotice } from '../acts/RefusalNotice'
import { AdminPage } from '../shell/AdminPage'
import type { ImportReply } from '../file/types'
import { useRefresh } from '../file/useFile'
import { ImportForm, type Import } from './ImportForm'
import { ImportResult } from './ImportResult'
import classes from './key.module.css'
import { providersQuery } from './keyQuery'

/** Many keys at once: tried first, then kept; every line is told what becomes of it. */
export function ImportPage() {
  const { t } = useLingui()
  const refresh = useRefresh()
  const providers = useQuery(providersQuery)
  // A form of its own for each import: nothing of the one before stays in it.
  const [nth, setNth] = useState(0)
  const [tried, setTried] = useState<ImportReply | null>(null)
  const [done, setDone] = useState<ImportReply | null>(null)
  const send = useAdminAct<Import & { dryRun: boolean }, ImportReply>(importKeys, {
    onSuccess: (reply) => {
      if (reply.dry_run) return setTried(reply)
      setTried(null)
      setDone(reply)
      setNth((before) => before + 1)
      // What was sent is forgotten too.
      send.reset()
      refresh()
    },
  })
  const change = () => {
    setTried(null)
    setDone(null)
    send.reset()
  }
  return (
    <AdminPage title={t`Import keys`} back={{ to: '/admin/keys', label: t`Keys` }}>
      <p className={card.text}>
        <Trans>
          CSV with a header that names <code>secret</code> (and, as needed, provider, label, billing_secret,
          account, proxy, proxy_only, max_in_flight, rpm), or one secret a line. Secrets are stored encrypted
          and never shown again.
        </Trans>
      </p>
      <div className={`${classes.form} ${classes.wide}`}>
        {!providers.isPending && (
          <ImportForm
            key={nth}
            providers={providers.data ?? []}
            tried={tried}
            busy={send.isPending}
            onChange={change}
            onSend={(wanted, dryRun) => send.mutate({ ...wanted, dryRun })}
          />
        )}
        <RefusalNotice error={send.error} />
      </div>
      {done !== null && <ImportResult key={`done-${nth}`} reply={done} />}
      {tried !== null && <ImportResult key="tried" reply={tried} />}
    </AdminPage>
  )
}

function importKeys({ text, provider, format, maxInFlight, dryRun }: Import & { dryRun: boolean }) {
  return unwrap(
    client.POST('/api/v1/admin/keys/import', {
      body: {
        text,
        dry_run: dryRun,
        ...(provider !== '' && { provider }),
        ...(format !== 'auto' && { format }),
        ...(maxInFlight !== '' && { max_in_flight: Number(maxInFlight) }),
      },
    }),
  )
}
