import { Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { modelsQuery } from '~/api/queries'
import { resolutionWords } from '~/features/composer/settingWords'
import { formatElapsed, formatMoment } from '~/lib/format'
import { CopyButton } from '~/ui/CopyButton'
import { Fact } from '~/ui/Fact'
import { FactsActions } from './FactsActions'
import classes from './Facts.module.css'
import type { Picture } from './usePictures'

interface Props {
  picture: Picture
  comparing: boolean
  onCompare: (comparing: boolean) => void
  onLeave: () => void
}

export function Facts({ picture, comparing, onCompare, onLeave }: Props) {
  const { t } = useLingui()
  const { turn, generation, asset } = picture
  const models = useQuery(modelsQuery).data?.models
  const model = models?.find(({ id }) => id === turn.model)
  const shape = model?.resolutions.find(({ id }) => id === turn.resolution)
  const took =
    generation.started_at == null || generation.finished_at == null
      ? null
      : Date.parse(generation.finished_at) - Date.parse(generation.started_at)
  return (
    <aside className={classes.facts} aria-label={t`About this picture`} tabIndex={0}>
      <FactsActions picture={picture} comparing={comparing} onCompare={onCompare} onLeave={onLeave} />
      <section>
        <div className={classes.head}>
          <h2 className={classes.title}>
            <Trans>Prompt</Trans>
          </h2>
          <CopyButton text={turn.prompt} label={t`Copy prompt`} />
        </div>
        <p className={classes.prompt}>{turn.prompt}</p>
        {turn.inputs.length > 0 && (
          <div className={classes.inputs}>
            {turn.inputs.map((input, index) => (
              <img key={input.id} src={input.thumb_url} alt={t`Input ${index + 1}`} />
            ))}
          </div>
        )}
      </section>
      <dl className={classes.list}>
        <Fact term={t`Shape asked`}>
          {[resolutionWords(turn.resolution, shape?.label), shape?.aspect].filter(Boolean).join(' · ')}
        </Fact>
        <Fact term={t`Pixels`}>{`${asset.width} × ${asset.height}`}</Fact>
        <Fact term={t`Model`}>{model?.label ?? turn.model}</Fact>
        <Fact term={t`Made`}>{formatMoment(generation.finished_at ?? turn.created_at)}</Fact>
        {took !== null && <Fact term={t`Took`}>{formatElapsed(took)}</Fact>}
        <Fact term={t`Reference`}>
          <span className={classes.reference}>
            <Text span ff="monospace" fz="xs" truncate title={generation.id}>
              {generation.id}
            </Text>
            <CopyButton text={generation.id} label={t`Copy the reference id`} />
          </span>
        </Fact>
      </dl>
    </aside>
  )
}
