import { Button, Skeleton } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { RefusalNotice } from '~/features/admin/acts/RefusalNotice'
import { ProblemError } from '~/api/problem'
import { Notice } from '~/ui/Notice'
import classes from './ListView.module.css'

const SKELETONS = 10
/** Longer than this, one wants to be able to stop it. */
const SLOW_MS = 3_000

export function Loading({ onCancel }: { onCancel: () => void }) {
  const { t } = useLingui()
  return (
    <div className={classes.loading} role="status" aria-label={t`Loading`}>
      <Slow onCancel={onCancel} />
      {Array.from({ length: SKELETONS }, (_, index) => (
        <Skeleton key={index} height={20} />
      ))}
    </div>
  )
}

/** Nothing for a while; then that it takes long, and a way to stop it. */
export function Slow({ onCancel }: { onCancel: () => void }) {
  const [slow, setSlow] = useState(false)
  useTimeout(() => setSlow(true), SLOW_MS, { autoInvoke: true })
  if (!slow) return null
  return (
    <p className={classes.slow}>
      <Trans>This takes longer than usual.</Trans>
      <Button variant="default" size="compact-sm" onClick={onCancel}>
        <Trans>Stop</Trans>
      </Button>
    </p>
  )
}

interface AgainProps {
  onRetry: () => void
}

export function Stopped({ onRetry }: AgainProps) {
  return (
    <Notice role="status">
      <p>
        <Trans>Stopped. A narrower filter is found faster.</Trans>
      </p>
      <Again onRetry={onRetry} />
    </Notice>
  )
}

/** Why there is nothing, with what the log can be searched for. */
export function Failed({ error, onRetry }: AgainProps & { error: Error }) {
  return (
    <RefusalNotice error={error}>
      {error instanceof ProblemError && error.problem.status < 500 && (
        <p>
          <Trans>Reference:</Trans> <code>{error.problem.request_id}</code>
        </p>
      )}
      <Again onRetry={onRetry} />
    </RefusalNotice>
  )
}

/** The rows are there, but as they were a while ago. */
export function NotFresh({ onRetry }: AgainProps) {
  return (
    <Notice tone="warn" role="status">
      <p>
        <Trans>This list couldn’t be brought up to date. It shows what was known last.</Trans>
      </p>
      <Again onRetry={onRetry} />
    </Notice>
  )
}

export function NewRows({ come, onShow }: { come: number; onShow: () => void }) {
  return (
    <div className={classes.fresh} role="status">
      {come > 0 ? (
        <Plural value={come} one="# new row" other="# new rows" />
      ) : (
        <Trans>Rows have left this list</Trans>
      )}
      <Button variant="default" size="compact-sm" onClick={onShow}>
        <Trans>Show</Trans>
      </Button>
    </div>
  )
}

function Again({ onRetry }: AgainProps) {
  return (
    <Button variant="default" size="xs" fz="sm" onClick={onRetry}>
      <Trans>Try again</Trans>
    </Button>
  )
}
