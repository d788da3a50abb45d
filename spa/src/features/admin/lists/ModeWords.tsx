import { Trans } from '@lingui/react/macro'
import type { AdminGeneration } from '../file/types'

export function ModeWords({ mode }: { mode: AdminGeneration['mode'] }) {
  return mode === 'text_to_image' ? <Trans>Text to image</Trans> : <Trans>Image to image</Trans>
}
