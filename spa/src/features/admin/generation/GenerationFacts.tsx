import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { wordsFor } from '~/features/slots/errorWords'
import { Fact } from '~/ui/Fact'
import { Card } from '../file/Card'
import { CopyId } from '../file/CopyId'
import { Facts } from '../file/Facts'
import { ListLink } from '../file/ListLink'
import { Moment } from '../file/Moment'
import type { GenerationFile } from '../file/types'
import { formatCount, formatMs, formatPercent, formatUsd } from '../words/numbers'
import { faultWords } from '../words/words'
import { isOpen } from './generationQuery'
import { assetWords } from './stepWords'

export function GenerationFacts({ file }: { file: GenerationFile }) {
  return (
    <>
      <Asked file={file} />
      <Ended file={file} />
    </>
  )
}

/** What was asked for, but for the words themselves. */
function Asked({ file }: { file: GenerationFile }) {
  const { t } = useLingui()
  const { generation, conversation_id, width, height, batch_size, inputs, image_strength, prompt_chars } =
    file
  return (
    <Card title={t`What was asked for`}>
      <Facts>
        <Fact term={t`Reference`}>
          <CopyId id={generation.id} whole of={t`reference`} />
        </Fact>
        <Fact term={t`Customer`}>
          <Link to="/admin/users/$id" params={{ id: generation.user.id }}>
            {generation.user.email}
          </Link>
        </Fact>
        <Fact term={t`Conversation`}>
          <CopyId id={conversation_id} of={t`conversation`} />
        </Fact>
        <Fact term={t`Turn`}>
          <CopyId id={generation.turn_id} of={t`turn`} />{' '}
          <Trans>
            picture {generation.slot + 1} of {batch_size}
          </Trans>{' '}
          <ListLink to="/admin/generations" filter={{ turn: generation.turn_id }}>
            <Trans>all of them</Trans>
          </ListLink>
        </Fact>
        <Fact term={t`Model`}>{generation.model}</Fact>
        <Fact term={t`Mode`}>
          {generation.mode === 'text_to_image' ? <Trans>text to image</Trans> : <Trans>image to image</Trans>}
        </Fact>
        <Fact term={t`Shape`}>
          {file.resolution}, {width} × {height}
        </Fact>
        {inputs > 0 && <Fact term={t`Inputs`}>{formatCount(inputs)}</Fact>}
        {image_strength !== undefined && <Fact term={t`Strength`}>{formatPercent(image_strength, 1)}</Fact>}
        <Fact term={t`Prompt`}>
          <Trans>{formatCount(prompt_chars)} characters, not shown</Trans>
        </Fact>
      </Facts>
    </Card>
  )
}

/** How it went, or how it goes. */
function Ended({ file }: { file: GenerationFile }) {
  const { t, i18n } = useLingui()
  const { generation, message, asset_id, asset_state, lease_until, deadline, retried_from, retried_by } = file
  return (
    <Card title={t`How it went`}>
      <Facts>
        {generation.code !== undefined && (
          <Fact term={t`Code`}>
            <code>{generation.code}</code>: {i18n._(wordsFor(generation.code).said)}
          </Fact>
        )}
        {generation.fault !== undefined && <Fact term={t`Due to`}>{faultWords(generation.fault)}</Fact>}
        {message !== undefined && <Fact term={t`Told`}>{message}</Fact>}
        <Fact term={t`Asked at`}>
          <Moment at={generation.queued_at} exact />
        </Fact>
        {generation.finished_at !== undefined && (
          <Fact term={t`Ended`}>
            <Moment at={generation.finished_at} exact />
          </Fact>
        )}
        {generation.ms !== undefined && <Fact term={t`Took`}>{formatMs(generation.ms)}</Fact>}
        <Fact term={t`Attempts`}>{formatCount(generation.attempts)}</Fact>
        {generation.cost_usd !== undefined && <Fact term={t`Cost`}>{formatUsd(generation.cost_usd)}</Fact>}
        {lease_until !== undefined && (
          <Fact term={t`Its worker`}>
            <Trans>
              has to be heard of <Moment at={lease_until} />, else another one takes it over
            </Trans>
          </Fact>
        )}
        {deadline !== undefined && isOpen(generation) && (
          <Fact term={t`Given up`}>
            <Moment at={deadline} />
          </Fact>
        )}
        {asset_state !== undefined && (
          <Fact term={t`Picture`}>
            {assetWords(asset_state)} {asset_id !== undefined && <CopyId id={asset_id} of={t`picture`} />}
          </Fact>
        )}
        {retried_from !== undefined && (
          <Fact term={t`A retry of`}>
            <Other id={retried_from} />
          </Fact>
        )}
        {retried_by !== undefined && (
          <Fact term={t`Retried by`}>
            <Other id={retried_by} />
          </Fact>
        )}
      </Facts>
    </Card>
  )
}

function Other({ id }: { id: string }) {
  return (
    <Link to="/admin/generations/$id" params={{ id }}>
      <code>…{id.slice(-8)}</code>
    </Link>
  )
}
