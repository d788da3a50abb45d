import { Drawer, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { ChevronUp } from 'lucide-react'
import { useComposer, useComposerState } from './ComposerContext'
import { CountControl } from './CountControl'
import { ModelMenu } from './ModelMenu'
import { batchSizeOf, offersStrength, resolutionOf } from './rules'
import classes from './PhoneSettings.module.css'
import { ShapeGlyph } from './ShapeGlyph'
import { ShapeList } from './ShapeList'
import { StrengthControl } from './StrengthControl'
import { useSettingsSentence } from './useSettingsSentence'

/** One sentence that opens the controls. */
export default function PhoneSettings() {
  const { t } = useLingui()
  const { model, models, store } = useComposer()
  const { inputs, settings } = useComposerState()
  const [opened, drawer] = useDisclosure(false)
  const sentence = useSettingsSentence()
  if (model === undefined) return null
  const chosen = resolutionOf(settings, model)
  return (
    <>
      <UnstyledButton
        className={classes.sentence}
        onClick={drawer.open}
        aria-label={t`Settings: ${sentence}`}
      >
        <ShapeGlyph resolution={chosen} />
        <span>{sentence}</span>
        <ChevronUp size={14} aria-hidden />
      </UnstyledButton>
      <Drawer
        opened={opened}
        onClose={drawer.close}
        position="bottom"
        size="auto"
        title={t`Settings`}
        closeButtonProps={{ 'aria-label': t`Close` }}
        radius="16px 16px 0 0"
      >
        <div className={classes.sheet}>
          {models.length > 1 && <ModelMenu model={model} models={models} />}
          <ShapeList model={model} chosen={chosen} />
          <CountControl
            model={model}
            wide
            value={batchSizeOf(settings, model)}
            onChange={(batchSize) => store.setSettings({ batchSize })}
          />
          {offersStrength(inputs, model) && <StrengthControl model={model} wide />}
        </div>
      </Drawer>
    </>
  )
}
