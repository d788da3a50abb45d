import { ActionIcon } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { modelsQuery } from '~/api/queries'
import type { Generation, Turn } from '~/api/types'
import { useReconnecting } from '~/features/generations/useLiveGenerations'
import frame from './Frame.module.css'
import classes from './RunningSlot.module.css'
import { useCancel } from './useSlotActs'
import { hasBegun, useRunningWords } from './useRunningWords'

export function RunningSlot({ turn, generation }: { turn: Turn; generation: Generation }) {
  const { t } = useLingui()
  const models = useQuery(modelsQuery).data?.models
  const typical = models?.find(({ id }) => id === turn.model)?.typical ?? undefined
  const reconnecting = useReconnecting()
  const words = useRunningWords(generation, typical)
  const cancel = useCancel()
  const stopping = generation.cancel_asked || cancel.isPending
  return (
    <div className={`${frame.frame} ${classes.running}`} data-state={generation.state}>
      {hasBegun(generation) && <div className={classes.line} />}
      <p className={classes.words}>
        {reconnecting
          ? t`Reconnecting…`
          : stopping
            ? t`Stopping. A picture that still arrives is yours, and counted.`
            : words}
      </p>
      {!stopping && (
        <ActionIcon
          className={classes.cancel}
          variant="subtle"
          color="gray"
          c="var(--np-muted)"
          size={32}
          aria-label={t`Cancel image ${generation.slot + 1}`}
          data-hint="bottom-end"
          onClick={() => cancel.mutate(generation.id)}
        >
          <X size={16} />
        </ActionIcon>
      )}
    </div>
  )
}
