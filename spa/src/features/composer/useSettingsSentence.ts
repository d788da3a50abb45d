import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useComposer, useComposerState } from './ComposerContext'
import { batchSizeOf, offersStrength, resolutionOf } from './rules'
import { resolutionWords, strengthWords } from './settingWords'

/** "Portrait · 4 images" */
export function useSettingsSentence(): string {
  const { i18n } = useLingui()
  const { model } = useComposer()
  const { inputs, settings } = useComposerState()
  if (model === undefined) return ''
  const resolution = resolutionOf(settings, model)
  const words = [
    resolution === undefined ? '' : resolutionWords(resolution.id, resolution.label),
    plural(batchSizeOf(settings, model), { one: '# image', other: '# images' }),
  ]
  if (offersStrength(inputs, model)) words.push(i18n._(strengthWords[settings.strength]))
  return words.join(' · ')
}
