import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { MissingPicture } from './MissingPicture'
import classes from './Stage.module.css'
import type { Picture } from './usePictures'

/** The picture whole, or at its own size; the small one stands in until the large one is here. */
export function Stage({ picture, comparing }: { picture: Picture; comparing: boolean }) {
  const { t } = useLingui()
  const [full, setFull] = useState(false)
  const [loaded, setLoaded] = useState(false)
  const [missing, setMissing] = useState(false)
  const { asset, turn } = picture
  const [input] = turn.inputs
  if (missing) return <MissingPicture />
  return (
    <div className={classes.scroll} data-full={full} tabIndex={full ? 0 : -1}>
      <button
        type="button"
        className={classes.picture}
        aria-label={full ? t`Fit to the window` : t`Show at full size`}
        aria-pressed={full}
        onClick={() => setFull(!full)}
        style={loaded ? undefined : { backgroundImage: `url("${asset.thumb_url}")` }}
      >
        <img
          src={asset.url}
          alt={t`Generated: ${turn.prompt.slice(0, 100)}`}
          width={asset.width}
          height={asset.height}
          onLoad={() => setLoaded(true)}
          onError={() => setMissing(true)}
        />
        {comparing && input !== undefined && (
          <img className={classes.input} src={input.url} alt={t`The input`} />
        )}
      </button>
    </div>
  )
}
