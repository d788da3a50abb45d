import { SegmentedControl } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { Model, Resolution } from '~/api/types'
import { useComposer } from './ComposerContext'
import { is2k, resolutionWords } from './settingWords'
import { ShapeGlyph } from './ShapeGlyph'
import classes from './ShapeList.module.css'

interface Props {
  model: Model
  chosen: Resolution | undefined
  onChosen?: () => void
}

/** Every shape drawn to scale with its pixels; the large ones stand on a page of their own. */
export function ShapeList({ model, chosen, onChosen }: Props) {
  const { t } = useLingui()
  const [size, setSize] = useState(is2k(chosen?.id ?? '') ? '2k' : '1k')
  const offersBoth = model.resolutions.some(({ id }) => is2k(id))
  const shown = model.resolutions.filter(({ id }) => is2k(id) === (size === '2k'))
  return (
    <div className={classes.list}>
      {offersBoth && (
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t`Size`}
          value={size}
          onChange={setSize}
          data={[
            { value: '1k', label: t`Standard` },
            { value: '2k', label: t`Large (2K)` },
          ]}
        />
      )}
      <div role="radiogroup" aria-label={t`Shape`} className={classes.shapes}>
        {shown.map((resolution) => (
          <Shape
            key={resolution.id}
            resolution={resolution}
            checked={resolution.id === chosen?.id}
            {...(onChosen && { onChosen })}
          />
        ))}
      </div>
    </div>
  )
}

interface ShapeProps {
  resolution: Resolution
  checked: boolean
  onChosen?: () => void
}

function Shape({ resolution, checked, onChosen }: ShapeProps) {
  const { t } = useLingui()
  const { store } = useComposer()
  const id = useId()
  const auto = resolution.aspect == null
  const pixels = auto ? t`the model decides` : `${resolution.width} × ${resolution.height}`
  return (
    <label className={classes.shape} htmlFor={id}>
      <input
        id={id}
        type="radio"
        name="shape"
        checked={checked}
        onChange={() => store.setSettings({ resolution: resolution.id })}
        onClick={(event) => {
          // The arrow keys only choose; a press of the pointer also closes.
          if (event.detail > 0) onChosen?.()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          onChosen?.()
        }}
      />
      <ShapeGlyph resolution={resolution} />
      <span>{resolutionWords(resolution.id, resolution.label)}</span>
      <span className={classes.aspect}>{resolution.aspect}</span>
      <span className={classes.pixels}>{pixels}</span>
    </label>
  )
}
