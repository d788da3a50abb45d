import { ActionIcon, Button, Loader } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowLeft, ArrowRight, CircleAlert, X } from 'lucide-react'
import { wordsForCode } from '~/features/problems/problemWords'
import { Thumb } from '~/ui/Thumb'
import { useComposer, useComposerState } from './ComposerContext'
import classes from './InputChips.module.css'
import type { Input } from './rules'

/** The pictures that will be sent, numbered in the order the model sees them. */
export function InputChips() {
  const { t } = useLingui()
  const { inputs } = useComposerState()
  if (inputs.length === 0) return null
  return (
    <div className={classes.inputs}>
      <ol className={classes.chips} aria-label={t`Input pictures`}>
        {inputs.map((input, index) => (
          <Chip key={input.id} input={input} number={index + 1} last={index === inputs.length - 1} />
        ))}
      </ol>
      {inputs.map((input) => input.status === 'failed' && <FailedUpload key={input.id} input={input} />)}
    </div>
  )
}

function FailedUpload({ input }: { input: Extract<Input, { status: 'failed' }> }) {
  const { i18n } = useLingui()
  const { uploadAgain } = useComposer()
  const { file } = input
  return (
    <p className={classes.failed} role="alert">
      <CircleAlert size={14} aria-hidden />
      <span>
        {input.name}: {i18n._(wordsForCode(input.code))}{' '}
        {file !== undefined && (
          <Button size="compact-xs" variant="default" onClick={() => uploadAgain(input.id, file)}>
            <Trans>Try again</Trans>
          </Button>
        )}
      </span>
    </p>
  )
}

interface ChipProps {
  input: Input
  number: number
  last: boolean
}

function Chip({ input, number, last }: ChipProps) {
  const { t } = useLingui()
  const { store, focus } = useComposer()
  const remove = () => {
    store.removeInput(input.id)
    focus()
  }
  return (
    <li className={classes.chip} data-status={input.status}>
      <Thumb src={input.preview} alt={t`Input ${number}`} />
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      {input.status === 'uploading' && (
        <Loader size={20} className={classes.loader} aria-label={t`Uploading`} />
      )}
      <span className={classes.moves}>
        {number > 1 && (
          <ActionIcon
            variant="default"
            size={24}
            aria-label={t`Move input ${number} forward`}
            onClick={() => store.moveInput(input.id, -1)}
          >
            <ArrowLeft size={14} />
          </ActionIcon>
        )}
        {!last && (
          <ActionIcon
            variant="default"
            size={24}
            aria-label={t`Move input ${number} back`}
            onClick={() => store.moveInput(input.id, 1)}
          >
            <ArrowRight size={14} />
          </ActionIcon>
        )}
      </span>
      <ActionIcon
        className={classes.remove}
        variant="default"
        size={24}
        aria-label={t`Remove input ${number}`}
        onClick={remove}
      >
        <X size={14} />
      </ActionIcon>
    </li>
  )
}
