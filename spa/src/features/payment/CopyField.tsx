import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { announce } from '~/lib/announce'
import classes from './CopyField.module.css'

interface Props {
  /** What it is, above it and in the name of the button. */
  label: string
  /** What is copied, exactly. */
  text: string
  /** What is shown, where that is more than what is copied. */
  shown?: ReactNode
  size?: 'amount' | 'text'
  children?: ReactNode
}

/** Something that has to be passed on without a mistake. */
export function CopyField({ label, text, shown = text, size = 'text', children }: Props) {
  const { t } = useLingui()
  const clipboard = useClipboard()
  const copy = () => {
    clipboard.copy(text)
    announce(t`Copied`)
  }
  return (
    <div className={classes.field}>
      <div className={classes.head}>
        <div className={classes.label}>{label}</div>
        <Button
          variant="default"
          size="compact-sm"
          className={classes.copy}
          leftSection={clipboard.copied ? <Check size={14} /> : <Copy size={14} />}
          aria-label={clipboard.copied ? t`Copied: ${label}` : t`Copy: ${label}`}
          onClick={copy}
        >
          {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
        </Button>
      </div>
      <div className={classes.value} data-size={size} data-long={text.length > LONG_CHARS}>
        {shown}
      </div>
      {clipboard.error !== null && (
        <p className={classes.failed} role="alert">
          <Trans>This browser doesn’t let us copy. Select the text and copy it yourself.</Trans>
        </p>
      )}
      {children}
    </div>
  )
}

/** A Lightning invoice runs to hundreds of characters. */
const LONG_CHARS = 120
