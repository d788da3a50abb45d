import { Button, NativeSelect } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Inbox } from '~/api/types'
import { InboxWords } from '~/features/auth/InboxWords'
import { useLanguage } from '~/features/shell/useLanguage'
import type { Language } from '~/i18n/i18n'
import { useFocusBack } from '~/lib/useFocusBack'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'
import classes from './account.module.css'
import { EmailForm } from './EmailForm'

type Step = { at: 'rest' } | { at: 'form' } | { at: 'sent'; inbox: Inbox }

export function AccountCard({ email }: { email: string }) {
  const { t } = useLingui()
  const [language, setLanguage] = useLanguage()
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const [opener, askBack] = useFocusBack()
  const leave = () => {
    askBack()
    setStep({ at: 'rest' })
  }
  return (
    <section className={card.card} aria-labelledby="account">
      <h2 id="account" className={card.title}>
        <Trans>Account</Trans>
      </h2>
      <div className={classes.row}>
        <div className={classes.what}>
          <span className={card.text}>
            <Trans>E-mail</Trans>
          </span>
          <span>{email}</span>
        </div>
        {step.at === 'rest' && (
          <Button variant="default" ref={opener} onClick={() => setStep({ at: 'form' })}>
            <Trans>Change the address</Trans>
          </Button>
        )}
      </div>
      {step.at === 'form' && (
        <EmailForm onSent={(inbox) => setStep({ at: 'sent', inbox })} onCancel={leave} />
      )}
      {step.at === 'sent' && (
        <>
          <Notice tone="good" role="status">
            <p>
              <Trans>We have sent a link to the new address. Until it is opened, nothing changes.</Trans>
            </p>
          </Notice>
          <InboxWords inbox={step.inbox}>
            <p className={card.text}>
              <Trans>
                Your old address gets a mail too. With it the change can be undone for seven days.
              </Trans>
            </p>
          </InboxWords>
          <div className={card.acts}>
            <Button variant="default" onClick={leave}>
              <Trans>Done</Trans>
            </Button>
          </div>
        </>
      )}
      <NativeSelect
        className={classes.select}
        label={t`Language`}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        data={[
          { value: 'en', label: 'English' },
          { value: 'ru', label: 'Русский' },
        ]}
      />
    </section>
  )
}
