import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Trans } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import card from '~/ui/card.module.css'

const CloseDialog = lazy(() => import('./CloseDialog'))

export function DeleteCard({ email }: { email: string }) {
  const [opened, dialog] = useDisclosure(false)
  return (
    <section className={card.card} aria-labelledby="delete">
      <h2 id="delete" className={card.title}>
        <Trans>Delete the account</Trans>
      </h2>
      <p className={card.text}>
        <Trans>For seven days it can be undone; after that everything is gone for good.</Trans>
      </p>
      <div className={card.acts}>
        <Button variant="outline" color="red" c="var(--np-red)" onClick={dialog.open}>
          <Trans>Delete my account</Trans>
        </Button>
      </div>
      <Suspense>{opened && <CloseDialog email={email} onClose={dialog.close} />}</Suspense>
    </section>
  )
}
