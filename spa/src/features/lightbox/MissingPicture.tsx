import { Button, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { ImageOff } from 'lucide-react'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatDay } from '~/lib/format'
import classes from './MissingPicture.module.css'

interface Props {
  /** When we took it away, where we did. */
  removedAt?: string | undefined
  onClose?: () => void
  /** Of the button that closes. */
  words?: string
}

export function MissingPicture({ removedAt, onClose, words }: Props) {
  useLanguageChange()
  const day = removedAt === undefined ? null : formatDay(removedAt)
  return (
    <div className={classes.missing} role="alert">
      <ImageOff size={28} aria-hidden />
      <Text>
        {day === null ? (
          <Trans>This picture is no longer stored.</Trans>
        ) : (
          <Trans>This picture is no longer stored: we removed it on {day}.</Trans>
        )}
      </Text>
      {onClose !== undefined && (
        <Button variant="white" color="dark" onClick={onClose}>
          {words}
        </Button>
      )}
    </div>
  )
}
