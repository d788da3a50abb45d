import { Textarea } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useSyncExternalStore, type KeyboardEvent, type RefObject, type SubmitEvent } from 'react'
import { isTouch } from '~/lib/isTouch'
import { enterSends } from '~/lib/preference'
import { AttachButton } from './AttachButton'
import { useComposer, useComposerState } from './ComposerContext'
import classes from './Composer.module.css'
import { ComposerNotice } from './ComposerNotice'
import { GenerateButton } from './GenerateButton'
import { InputChips } from './InputChips'
import { blockOf, isRecallKey, isSubmitKey, toBody } from './rules'
import { SettingsRow } from './SettingsRow'
import { usePaste } from './usePaste'
import { usePlanBlock } from './usePlanBlock'
import { useSubmitComposer } from './useSubmit'

export function Composer({ textRef }: { textRef: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useLingui()
  const composer = useComposer()
  const { store, model, conversationId, addFiles } = composer
  const state = useComposerState()
  const enter = useSyncExternalStore(enterSends.subscribe, enterSends.get) && !isTouch()
  const submit = useSubmitComposer(store)
  const plan = usePlanBlock()
  const block = model === undefined ? null : blockOf(state, model)
  const locked = model === undefined || plan !== null || block !== null || submit.isPending
  usePaste(addFiles)

  const send = (event: SubmitEvent | KeyboardEvent) => {
    event.preventDefault()
    if (!locked) submit.mutate(toBody(state, model, conversationId))
  }
  const edit = (prompt: string) => {
    store.setPrompt(prompt)
    if (submit.isError) submit.reset()
  }
  return (
    <form className={classes.composer} onSubmit={send} aria-label={t`New picture`}>
      <ComposerNotice plan={plan} block={block} error={submit.error} />
      <div className={classes.surface}>
        <InputChips />
        <Textarea
          ref={textRef}
          aria-label={t`Prompt`}
          placeholder={
            state.inputs.length > 0
              ? t`Say what to change in the picture`
              : t`Say what the picture should show`
          }
          variant="unstyled"
          size="md"
          autosize
          minRows={1}
          maxRows={8}
          value={state.prompt}
          error={block?.why === 'prompt_too_long' ? t`${block.over} characters too many` : undefined}
          classNames={{ input: classes.text, error: classes.over }}
          onChange={(event) => edit(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (isSubmitKey(event.nativeEvent, enter)) send(event)
            if (!isRecallKey(event.nativeEvent, state.prompt)) return
            event.preventDefault()
            composer.recallPrompt()
          }}
          data-autofocus
        />
        <div className={classes.row}>
          <AttachButton />
          <SettingsRow />
          <GenerateButton block={block} plan={plan} enter={enter} busy={submit.isPending} disabled={locked} />
        </div>
      </div>
    </form>
  )
}
