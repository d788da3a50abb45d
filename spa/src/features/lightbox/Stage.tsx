import { Button } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import type { CSSProperties, KeyboardEvent } from 'react'
import type { Asset } from '~/api/types'
import { MissingPicture } from './MissingPicture'
import classes from './Stage.module.css'
import { usePictureFile } from './usePictureFile'
import { useZoom } from './useZoom'
import { ZoomBar } from './ZoomBar'

const PAN_PX = 80
const PANS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: PAN_PX, y: 0 },
  ArrowRight: { x: -PAN_PX, y: 0 },
  ArrowUp: { x: 0, y: PAN_PX },
  ArrowDown: { x: 0, y: -PAN_PX },
}

interface Props {
  asset: Asset
  prompt: string
  /** What it was made from, where that is to be seen in its place. */
  input: Asset | undefined
  onSwipe: (by: -1 | 1) => void
}

/** The picture whole or closer; the small one, which the page before had, stands in until the large one is here. */
export function Stage({ asset, prompt, input, onSwipe }: Props) {
  const { t } = useLingui()
  const file = usePictureFile(asset.id)
  const { setFrame, setPicture, ...zoom } = useZoom({ width: asset.width, onSwipe })
  if (file.state === 'missing') return <MissingPicture />
  const { view } = zoom
  const pan = (event: KeyboardEvent) => {
    const by = PANS[event.key]
    if (by === undefined || !event.shiftKey || !zoom.zoomed) return
    event.preventDefault()
    zoom.move(by)
  }
  return (
    <div className={classes.stage} onKeyDown={pan}>
      <div ref={setFrame} className={classes.frame} data-zoomed={zoom.zoomed} {...zoom.hands}>
        <div
          ref={setPicture}
          className={classes.picture}
          data-state={file.state}
          style={
            {
              '--width': asset.width,
              '--height': asset.height,
              transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`,
            } as CSSProperties
          }
        >
          {file.state !== 'loaded' && <img className={classes.small} src={asset.thumb_url} alt="" />}
          <img
            key={file.attempt}
            className={classes.large}
            src={asset.url}
            alt={t`Generated: ${prompt.slice(0, 100)}`}
            draggable={false}
            onLoad={file.onLoad}
            onError={file.onError}
          />
          {input !== undefined && (
            <img className={classes.input} src={input.url} alt={t`The input`} draggable={false} />
          )}
        </div>
      </div>
      {file.state === 'away' && <Away onRetry={file.again} />}
      <ZoomBar zoom={zoom} />
    </div>
  )
}

function Away({ onRetry }: { onRetry: () => void }) {
  const { online } = useNetwork()
  return (
    <div className={classes.away} role="status">
      {online ? (
        <Trans>The picture can’t be loaded right now. This is its small version.</Trans>
      ) : (
        <Trans>You are offline. This is the small version.</Trans>
      )}
      <Button variant="white" color="dark" size="compact-sm" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
}
