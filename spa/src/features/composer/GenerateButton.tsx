import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IS_APPLE } from '~/lib/isApple'
import { formatDay } from '~/lib/format'
import classes from './GenerateButton.module.css'
import type { Block } from './rules'
import type { PlanBlock } from './usePlanBlock'
import { useLanguageChange } from '~/i18n/useLanguageChange'

interface Props {
  block: Block | null
  plan: PlanBlock | null
  /** Enter alone sends. */
  enter: boolean
  busy: boolean
  disabled: boolean
}

export function GenerateButton({ block, plan, enter, busy, disabled }: Props) {
  return (
    <Button
      type="submit"
      className={classes.button}
      loading={busy}
      disabled={disabled}
      aria-keyshortcuts={IS_APPLE ? 'Meta+Enter' : 'Control+Enter'}
    >
      <Words block={block} plan={plan} />
      {block === null && plan === null && (
        <kbd className={classes.key} aria-hidden>
          {enter ? '' : IS_APPLE ? '⌘ ' : 'Ctrl '}↵
        </kbd>
      )}
    </Button>
  )
}

function Words({ block, plan }: Pick<Props, 'block' | 'plan'>) {
  useLanguageChange()
  if (plan?.why === 'used_up' && plan.until !== null) {
    const day = formatDay(plan.until)
    return <Trans>Used up until {day}</Trans>
  }
  if (block?.why === 'uploading') {
    return (
      <Trans>
        Uploading {block.position} of {block.total}…
      </Trans>
    )
  }
  return <Trans>Generate</Trans>
}
