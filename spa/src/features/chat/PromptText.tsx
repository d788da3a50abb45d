import { UnstyledButton } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { isLong } from './promptLength'
import classes from './PromptText.module.css'

/** What was asked for. The pictures come first: of a very long text the beginning is shown until more is wanted. */
export function PromptText({ text }: { text: string }) {
  const [opened, setOpened] = useState(false)
  if (!isLong(text)) return <p className={classes.text}>{text}</p>
  return (
    <>
      <p className={classes.text} data-cut={!opened || undefined}>
        {text}
      </p>
      <UnstyledButton
        className={classes.more}
        aria-expanded={opened}
        onClick={() => setOpened((before) => !before)}
      >
        {opened ? <Trans>Show less</Trans> : <Trans>Show all</Trans>}
      </UnstyledButton>
    </>
  )
}
