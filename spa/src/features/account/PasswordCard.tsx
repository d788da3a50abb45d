import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { useFocusBack } from '~/lib/useFocusBack'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'
import { PasswordForm } from './PasswordForm'

type Step = 'rest' | 'form' | 'done'

export function PasswordCard({ email }: { email: string }) {
  const [step, setStep] = useState<Step>('rest')
  const [opener, askBack] = useFocusBack()
  const leave = (next: Step) => {
    askBack()
    setStep(next)
  }
  return (
    <section className={card.card} aria-labelledby="password">
      <h2 id="password" className={card.title}>
        <Trans>Password</Trans>
      </h2>
      {step === 'done' && (
        <Notice tone="good" role="status">
          <p>
            <Trans>Your password is changed, and all other browsers are signed out.</Trans>
          </p>
        </Notice>
      )}
      {step === 'form' ? (
        <PasswordForm email={email} onDone={() => leave('done')} onCancel={() => leave('rest')} />
      ) : (
        <>
          {step === 'rest' && (
            <p className={card.text}>
              <Trans>Changing it signs out all other browsers.</Trans>
            </p>
          )}
          <div className={card.acts}>
            <Button variant="default" ref={opener} onClick={() => setStep('form')}>
              <Trans>Change the password</Trans>
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
