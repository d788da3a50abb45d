import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { CircleSlash2, RotateCw } from 'lucide-react'
import type { Generation } from '~/api/types'
import frame from './Frame.module.css'
import { useRetry } from './useSlotActs'

export function CancelledSlot({ generation }: { generation: Generation }) {
  const retry = useRetry()
  return (
    <div className={`${frame.frame} ${frame.words}`}>
      <p className={frame.said}>
        <CircleSlash2 size={16} color="var(--np-muted)" aria-hidden />
        <span>
          <Trans>Cancelled</Trans>
        </span>
      </p>
      <p className={frame.note}>
        <Trans>Not counted.</Trans>
      </p>
      <div className={frame.acts}>
        {generation.retryable && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<RotateCw size={14} />}
            loading={retry.isPending}
            onClick={() => retry.mutate(generation.id)}
          >
            <Trans>Make it after all</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}
