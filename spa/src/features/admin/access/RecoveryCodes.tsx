import { Button, Checkbox } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/InlineInput.layer.css'
import { useClipboard } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Copy, Download, Printer } from 'lucide-react'
import { useState } from 'react'
import { downloadFrom } from '~/lib/download'
import { site } from '~/lib/site'
import door from './Door.module.css'
import classes from './RecoveryCodes.module.css'

/** The browser reads the file on its own time after the press, and there is no second showing. */
const KEPT_MS = 60_000

interface Props {
  codes: string[]
  onSaved: () => void
}

/** Shown once. Only who says that they are saved goes on. */
export function RecoveryCodes({ codes, onSaved }: Props) {
  const { t } = useLingui()
  const clipboard = useClipboard()
  const [saved, setSaved] = useState(false)
  return (
    <div className={door.form}>
      <p className={door.text}>
        <Trans>
          Each of them lets you in once when the device is lost. They are shown only now; keep them where the
          device is not.
        </Trans>
      </p>
      <ol className={classes.codes} aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={classes.acts}>
        <Button
          variant="default"
          leftSection={clipboard.copied ? <Check size={16} /> : <Copy size={16} />}
          onClick={() => clipboard.copy(textOf(codes))}
        >
          {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
        </Button>
        <Button variant="default" leftSection={<Download size={16} />} onClick={() => save(codes)}>
          <Trans>Download</Trans>
        </Button>
        <Button variant="default" leftSection={<Printer size={16} />} onClick={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
      </div>
      <Checkbox
        label={t`I saved them`}
        checked={saved}
        onChange={(event) => setSaved(event.currentTarget.checked)}
      />
      <Button size="md" disabled={!saved} onClick={onSaved}>
        <Trans>Done</Trans>
      </Button>
    </div>
  )
}

function textOf(codes: string[]): string {
  return `${codes.join('\n')}\n`
}

function save(codes: string[]): void {
  const url = URL.createObjectURL(new Blob([textOf(codes)], { type: 'text/plain' }))
  downloadFrom(url, `${site.name}-recovery-codes.txt`)
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
}
