import { ActionIcon, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Minus, Plus } from 'lucide-react'
import type { Zoom } from './useZoom'
import classes from './ZoomBar.module.css'

/** The same as wheel and pinch, for every hand. */
export function ZoomBar({ zoom }: { zoom: Zoom }) {
  const { t } = useLingui()
  return (
    <div className={classes.bar} role="group" aria-label={t`Size`}>
      <ActionIcon {...control} aria-label={t`Smaller`} disabled={!zoom.zoomed} onClick={zoom.further}>
        <Minus size={18} />
      </ActionIcon>
      <UnstyledButton
        className={classes.percent}
        aria-label={zoom.zoomed ? t`Fit to the window` : t`Show at full size`}
        aria-pressed={zoom.zoomed}
        onClick={zoom.toggle}
      >
        {zoom.zoomed ? `${zoom.percent} %` : <Trans>Whole</Trans>}
      </UnstyledButton>
      <ActionIcon {...control} aria-label={t`Larger`} onClick={zoom.closer}>
        <Plus size={18} />
      </ActionIcon>
    </div>
  )
}

const control = { variant: 'transparent', size: 44, c: 'inherit' } as const
