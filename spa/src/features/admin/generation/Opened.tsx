import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useEffectEvent, useRef } from 'react'
import { Card } from '../file/Card'
import type { OpenedContent } from '../file/types'
import classes from './generation.module.css'

/** As long as the addresses of the pictures are good. */
export const OPEN_MS = 10 * 60_000

interface Props {
  content: OpenedContent
  onClose: () => void
}

/** The customer's words and pictures, for ten minutes, and no longer than the page stays open. */
export function Opened({ content: { prompt, image_url, input_urls }, onClose }: Props) {
  const { t } = useLingui()
  const box = useRef<HTMLDivElement>(null)
  const close = useEffectEvent(onClose)
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' })
    const timer = setTimeout(() => close(), OPEN_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div ref={box}>
      <Card title={t`Prompt and pictures`}>
        <p className={classes.prompt}>{prompt}</p>
        <ul className={classes.pictures}>
          {image_url !== undefined && (
            <li>
              <Picture url={image_url} caption={t`The picture that was made`} />
            </li>
          )}
          {input_urls.map((url, nth) => (
            <li key={url}>
              <Picture url={url} caption={t`Attached picture ${nth + 1}`} />
            </li>
          ))}
        </ul>
        <div>
          <Button size="xs" fz="sm" variant="default" onClick={onClose}>
            <Trans>Close it again</Trans>
          </Button>
        </div>
      </Card>
    </div>
  )
}

function Picture({ url, caption }: { url: string; caption: string }) {
  return (
    <figure>
      <img src={url} alt={caption} referrerPolicy="no-referrer" />
      <figcaption>{caption}</figcaption>
    </figure>
  )
}
