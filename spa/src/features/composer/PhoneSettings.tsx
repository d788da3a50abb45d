import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { ChevronUp } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useWanted } from '~/ui/useWanted'
import { useComposer, useComposerState } from './ComposerContext'
import { resolutionOf } from './rules'
import classes from './PhoneSettings.module.css'
import { ShapeGlyph } from './ShapeGlyph'
import { useSettingsSentence } from './useSettingsSentence'

const SettingsSheet = lazy(() => import('./SettingsSheet'))

/** One sentence that opens the controls. */
export function PhoneSettings() {
  const { t } = useLingui()
  const { model } = useComposer()
  const { settings } = useComposerState()
  const [opened, sheet] = useDisclosure(false)
  const wanted = useWanted(opened)
  const sentence = useSettingsSentence()
  if (model === undefined) return null
  return (
    <>
      <UnstyledButton
        className={classes.sentence}
        onClick={sheet.open}
        aria-haspopup="dialog"
        aria-label={t`Settings: ${sentence}`}
      >
        <ShapeGlyph resolution={resolutionOf(settings, model)} />
        <span>{sentence}</span>
        <ChevronUp size={14} aria-hidden />
      </UnstyledButton>
      <Suspense>{wanted && <SettingsSheet opened={opened} onClose={sheet.close} model={model} />}</Suspense>
    </>
  )
}
