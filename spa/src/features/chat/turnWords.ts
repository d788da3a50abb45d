import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { modelsQuery } from '~/api/queries'
import type { Turn } from '~/api/types'
import { resolutionWords, strengthWords } from '~/features/composer/settingWords'
import { strengthWord } from '~/features/composer/rules'

/** "Landscape · 4 images · Balanced": what a turn was asked with. */
export function useTurnWords(turn: Turn): string {
  const { i18n } = useLingui()
  const models = useQuery(modelsQuery).data?.models ?? []
  const model = models.find(({ id }) => id === turn.model)
  const resolution = model?.resolutions.find(({ id }) => id === turn.resolution)
  return [
    models.length > 1 ? (model?.label ?? turn.model) : null,
    resolutionWords(turn.resolution, resolution?.label),
    plural(turn.batch_size, { one: '# image', other: '# images' }),
    turn.image_strength == null ? null : i18n._(strengthWords[strengthWord(turn.image_strength)]),
  ]
    .filter((word) => word !== null)
    .join(' · ')
}
