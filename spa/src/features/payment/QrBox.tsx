import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import classes from './QrBox.module.css'

const Qr = lazy(() => import('./Qr'))

/** The place of the code, kept while it is fetched; above it the network in words, because a code shows none. */
export function QrBox({ text, network }: { text: string; network: string | undefined }) {
  const { t } = useLingui()
  return (
    <figure className={classes.box}>
      {network !== undefined && <figcaption className={classes.network}>{network}</figcaption>}
      <div className={classes.place}>
        <Suspense>
          <Qr text={text} label={t`QR code for your wallet`} />
        </Suspense>
      </div>
    </figure>
  )
}
