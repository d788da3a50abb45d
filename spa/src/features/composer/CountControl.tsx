import { SegmentedControl } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { Model } from '~/api/types'
import { Field } from './Field'

interface Props {
  model: Model
  value: number
  wide?: boolean
  onChange: (value: number) => void
}

export function CountControl({ model, value, wide = false, onChange }: Props) {
  const { t } = useLingui()
  const label = t`Number of images`
  return (
    <Field label={label} shown={wide}>
      <SegmentedControl
        aria-label={label}
        fullWidth={wide}
        value={String(value)}
        onChange={(chosen) => onChange(Number(chosen))}
        data={Array.from({ length: model.batch_max }, (_, index) => String(index + 1))}
      />
    </Field>
  )
}
