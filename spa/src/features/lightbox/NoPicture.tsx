import { Button, Loader, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { wordsForError } from '~/features/problems/problemWords'
import { MissingPicture } from './MissingPicture'
import classes from './MissingPicture.module.css'
import type { Place } from './picture'

/** What stands in the place of a picture: it is looked for, can't be asked for now, or is no longer stored. */
export function NoPicture({ place: { current, lookup, close, closeWords } }: { place: Place }) {
  const { t, i18n } = useLingui()
  if (current !== undefined || lookup.state === 'missing')
    return (
      <MissingPicture
        removedAt={current?.generation?.picture_removed_at}
        onClose={close}
        words={closeWords}
      />
    )
  if (lookup.state === 'looking') return <Loader color="gray" aria-label={t`Loading`} />
  return (
    <div className={classes.missing} role="alert">
      <CircleAlert size={28} aria-hidden />
      <Text>{i18n._(wordsForError(lookup.error))}</Text>
      <div className={classes.acts}>
        <Button variant="white" color="dark" onClick={lookup.retry}>
          <Trans>Try again</Trans>
        </Button>
        <Button variant="subtle" color="gray" c="inherit" onClick={close}>
          {closeWords}
        </Button>
      </div>
    </div>
  )
}
