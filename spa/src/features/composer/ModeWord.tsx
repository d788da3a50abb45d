import { Trans } from '@lingui/react/macro'
import { modeOf, type Input } from './rules'
import classes from './ModeWord.module.css'

/** Follows from what is attached, so it is told, not asked. */
export function ModeWord({ inputs }: { inputs: Input[] }) {
  return (
    <span className={classes.mode} role="status">
      {modeOf(inputs) === 'image_to_image' ? <Trans>Image to image</Trans> : <Trans>Text to image</Trans>}
    </span>
  )
}
