import { SegmentedControl } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { Model } from '~/api/types'
import { useComposer, useComposerState } from './ComposerContext'
import type { StrengthWord } from './draft'
import { Field } from './Field'
import { STRENGTHS } from './rules'
import { strengthWords } from './settingWords'

/** Three words and no number: most models only take it as a wish. */
export function StrengthControl({ model, wide = false }: { model: Model; wide?: boolean }) {
  const { t, i18n } = useLingui()
  const { store } = useComposer()
  const { settings } = useComposerState()
  const label = t`How close to keep to the picture`
  const hint = model.image_strength === 'emulated' ? t`${label} (approximate)` : label
  return (
    <Field label={hint} shown={wide}>
      <SegmentedControl
        aria-label={hint}
        data-hint={wide ? undefined : 'top'}
        fullWidth={wide}
        value={settings.strength}
        onChange={(strength) => store.setSettings({ strength: strength as StrengthWord })}
        data={Object.keys(STRENGTHS).map((word) => ({
          value: word,
          label: i18n._(strengthWords[word as StrengthWord]),
        }))}
      />
    </Field>
  )
}
