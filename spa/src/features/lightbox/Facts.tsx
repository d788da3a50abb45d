import { Skeleton, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { modelsQuery } from '~/api/queries'
import { resolutionWords } from '~/features/composer/settingWords'
import { formatElapsed, formatMoment } from '~/lib/format'
import { CopyButton } from '~/ui/CopyButton'
import { Fact } from '~/ui/Fact'
import { Thumb } from '~/ui/Thumb'
import { FactsActions } from './FactsActions'
import classes from './Facts.module.css'
import { KeysHelp } from './KeysHelp'
import type { Picture } from './picture'
import type { PictureActs } from './usePictureActs'

interface Props {
  picture: Picture
  acts: PictureActs
  comparing: boolean
  onCompare: (comparing: boolean) => void
}

export function Facts({ picture, acts, comparing, onCompare }: Props) {
  const { t } = useLingui()
  const { turn, asset, prompt } = picture
  return (
    <aside className={classes.facts} aria-label={t`About this picture`} tabIndex={0}>
      <FactsActions picture={picture} acts={acts} comparing={comparing} onCompare={onCompare} />
      <section>
        <div className={classes.head}>
          <h2 className={classes.title}>
            <Trans>Prompt</Trans>
          </h2>
          <CopyButton text={prompt} label={t`Copy prompt`} />
        </div>
        <p className={classes.prompt}>{prompt}</p>
        {turn != null && turn.inputs.length > 0 && (
          <div className={classes.inputs}>
            {turn.inputs.map((input, index) => (
              <Thumb
                key={input.id}
                src={input.thumb_url}
                alt={t`Input ${index + 1}`}
                width={64}
                height={64}
              />
            ))}
          </div>
        )}
      </section>
      <dl className={classes.list}>
        <Asked picture={picture} />
        {asset !== null && <Fact term={t`Pixels`}>{`${asset.width} × ${asset.height}`}</Fact>}
        <Fact term={t`Made`}>{formatMoment(picture.madeAt)}</Fact>
        <Took picture={picture} />
        <Fact term={t`Reference`}>
          <span className={classes.reference}>
            <Text span ff="monospace" fz="xs" truncate title={picture.reference}>
              {picture.reference}
            </Text>
            <CopyButton text={picture.reference} label={t`Copy the reference id`} />
          </span>
        </Fact>
      </dl>
      <KeysHelp />
    </aside>
  )
}

/** The shape that was asked for and the model; the real pixels may differ and are told beside them. */
function Asked({ picture: { turn, model: id } }: { picture: Picture }) {
  const { t } = useLingui()
  const models = useQuery(modelsQuery).data?.models
  const model = models?.find((one) => one.id === id)
  const shape = model?.resolutions.find((one) => one.id === turn?.resolution)
  return (
    <>
      {turn === undefined && (
        <Fact term={t`Shape asked`}>
          <Skeleton height={12} width={80} mt={5} />
        </Fact>
      )}
      {turn != null && (
        <Fact term={t`Shape asked`}>
          {[resolutionWords(turn.resolution, shape?.label), shape?.aspect].filter(Boolean).join(' · ')}
        </Fact>
      )}
      {id !== undefined && <Fact term={t`Model`}>{model?.label ?? id}</Fact>}
    </>
  )
}

function Took({ picture: { turn, generation } }: { picture: Picture }) {
  const { t } = useLingui()
  if (turn === undefined)
    return (
      <Fact term={t`Took`}>
        <Skeleton height={12} width={40} mt={5} />
      </Fact>
    )
  if (generation?.started_at == null || generation.finished_at == null) return null
  const took = Date.parse(generation.finished_at) - Date.parse(generation.started_at)
  return <Fact term={t`Took`}>{formatElapsed(took)}</Fact>
}
