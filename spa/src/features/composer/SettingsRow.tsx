import { useMediaQuery } from '@mantine/hooks'
import { useComposer, useComposerState } from './ComposerContext'
import { CountControl } from './CountControl'
import { ModelMenu } from './ModelMenu'
import { ModeWord } from './ModeWord'
import { PhoneSettings } from './PhoneSettings'
import { batchSizeOf, offersStrength, resolutionOf } from './rules'
import classes from './SettingsRow.module.css'
import { ShapeMenu } from './ShapeMenu'
import { StrengthControl } from './StrengthControl'

/** How the pictures are to be made: a row of controls, or on a phone a sentence that opens them. */
export function SettingsRow() {
  const phone = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false })
  return phone ? <PhoneSettings /> : <WideSettings />
}

function WideSettings() {
  const { model, models, store } = useComposer()
  const { inputs, settings } = useComposerState()
  if (model === undefined) return null
  return (
    <div className={classes.row}>
      {models.length > 1 && <ModelMenu model={model} models={models} />}
      <ModeWord inputs={inputs} />
      <ShapeMenu model={model} chosen={resolutionOf(settings, model)} />
      <CountControl
        model={model}
        value={batchSizeOf(settings, model)}
        onChange={(batchSize) => store.setSettings({ batchSize })}
      />
      {offersStrength(inputs, model) && <StrengthControl model={model} />}
    </div>
  )
}
