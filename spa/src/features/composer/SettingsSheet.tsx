import { Drawer } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { Model } from '~/api/types'
import '~/theme/dialogs.css'
import { useComposer, useComposerState } from './ComposerContext'
import { CountControl } from './CountControl'
import { ModelMenu } from './ModelMenu'
import { batchSizeOf, offersStrength, resolutionOf } from './rules'
import { ShapeList } from './ShapeList'
import classes from './SettingsSheet.module.css'
import { StrengthControl } from './StrengthControl'

interface Props {
  opened: boolean
  onClose: () => void
  model: Model
}

export default function SettingsSheet({ opened, onClose, model }: Props) {
  const { t } = useLingui()
  const { models, store } = useComposer()
  const { inputs, settings } = useComposerState()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t`Settings`}
      closeButtonProps={{ 'aria-label': t`Close` }}
      radius="16px 16px 0 0"
      classNames={{ content: classes.content }}
    >
      <div className={classes.sheet}>
        {models.length > 1 && <ModelMenu model={model} models={models} />}
        <ShapeList model={model} chosen={resolutionOf(settings, model)} />
        <CountControl
          model={model}
          wide
          value={batchSizeOf(settings, model)}
          onChange={(batchSize) => store.setSettings({ batchSize })}
        />
        {offersStrength(inputs, model) && <StrengthControl model={model} wide />}
      </div>
    </Drawer>
  )
}
