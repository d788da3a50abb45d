import { Modal } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import '~/theme/dialogs.css'
import { CodeForm } from './CodeForm'
import { FreshForm } from './FreshForm'
import { accessGate, type Asked } from './gate'

/** Above the dialogs of acts, which stay open beneath it. */
const LAYER = 400

/** Asks for what the act that waits needs. To enrol is more than a dialog has room for: that is a page. */
export default function AccessDialog({ asked }: { asked: Asked | null }) {
  const { t } = useLingui()
  const here = asked === 'fresh' || asked === 'code' ? asked : null
  // Keeps its words while it fades.
  const [shown, setShown] = useState(here)
  if (here !== null && here !== shown) setShown(here)
  return (
    <Modal
      opened={here !== null}
      onClose={() => here !== null && accessGate.settle(here, false)}
      title={shown === 'code' ? t`Give your second factor` : t`Is it still you?`}
      size={400}
      zIndex={LAYER}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {shown === 'code' ? <CodeForm /> : <FreshForm />}
    </Modal>
  )
}
