import { Button, Skeleton } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { RefusalNotice } from '~/features/admin/acts/RefusalNotice'
import { Moment } from '~/features/admin/file/Moment'
import { AdminPage } from '~/features/admin/shell/AdminPage'
import card from '~/ui/card.module.css'
import { StateWord } from '~/ui/Notice'
import classes from './AdminSettingsPage.module.css'
import { RecoveryCodes } from './RecoveryCodes'
import { secondFactorQuery, useRenewCodes } from './secondFactor'

/** What an admin decides about their own way in. */
export function AdminSettingsPage() {
  const { t } = useLingui()
  const { data, error } = useQuery(secondFactorQuery)
  return (
    <AdminPage title={t`Second factor`}>
      <section className={`${card.card} ${classes.card}`} aria-label={t`Second factor`}>
        {error !== null && <RefusalNotice error={error} />}
        {data === undefined && error === null && <Skeleton height={72} />}
        {data?.enrolled === false && (
          <p className={card.text}>
            <Trans>
              None is set up: this installation doesn’t ask for one. It asks when the operator sets
              admin_second_factor.
            </Trans>
          </p>
        )}
        {data?.enrolled === true && (
          <>
            <StateWord tone="good">
              <Trans>Set up</Trans>
            </StateWord>
            <div className={card.words}>
              {data.enrolled_at !== undefined && (
                <p>
                  <Trans>Since:</Trans> <Moment at={data.enrolled_at} exact />
                </p>
              )}
              <p>
                <Plural
                  value={data.recovery_codes_left}
                  _0="No recovery code is left."
                  one="# recovery code is left."
                  other="# recovery codes are left."
                />
              </p>
              <p className={card.text}>
                <Trans>
                  A device that is lost together with all codes can only be replaced on the server.
                </Trans>
              </p>
            </div>
            <Renewal />
          </>
        )}
      </section>
    </AdminPage>
  )
}

function Renewal() {
  const renew = useRenewCodes()
  if (renew.data !== undefined)
    return <RecoveryCodes codes={renew.data.recovery_codes} onSaved={renew.reset} />
  return (
    <>
      <RefusalNotice error={renew.error} />
      <div className={card.acts}>
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
          <Trans>Make new recovery codes</Trans>
        </Button>
        <span className={card.text}>
          <Trans>The old ones work no more.</Trans>
        </span>
      </div>
    </>
  )
}
